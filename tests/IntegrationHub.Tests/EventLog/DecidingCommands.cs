using System.Globalization;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.Orders;
using IntegrationHub.Tests.People;

namespace IntegrationHub.Tests.EventLog;

/// <summary>What every command goes through, whatever it is about; tried with orders.</summary>
public sealed class DecidingCommands
{
    private static readonly EventContext s_context = new("staff:1", "web");
    private static readonly OrderNumber s_number = OrderScenario.Number;
    private readonly BeatenLog _log = new(new MemoryEventLog(TimeProvider.System));
    private readonly EventCodec _codec = new(new TestKeys());
    private readonly OrderStore _orders;
    private int _commands;

    public DecidingCommands() => _orders = new OrderStore(_log, _codec);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_command_again_gets_the_same_yes_and_records_nothing()
    {
        var (wish, specify) = (Next(), Next());
        await _orders.DecideAsync(s_number, OrderScenario.Wish, wish, s_context, ifRevision: null, Ct);
        Assert.NotEmpty(await TakenAsync(specify));
        var before = await RevisionAsync();
        Assert.Empty(await TakenAsync(specify)); // By itself it would be specified anew.
        Assert.Empty(await TakenAsync(specify, ifRevision: 0)); // A lost answer is no reason to refuse what was done.
        Assert.Equal(before, await RevisionAsync());
        Assert.NotEmpty(await TakenAsync(Next()));
    }

    [Fact]
    public async Task One_that_was_meant_for_another_revision_is_refused_and_records_nothing()
    {
        await _orders.DecideAsync(s_number, OrderScenario.Wish, Next(), s_context, ifRevision: null, Ct);
        Assert.Equal("order-changed", Code(await SpecifyAsync(Next(), ifRevision: 1)));
        Assert.Equal("order-changed", Code(await SpecifyAsync(Next(), ifRevision: -1)));
        Assert.Equal(0, await RevisionAsync());
        Assert.NotEmpty(await TakenAsync(Next(), ifRevision: 0));

        var now = OrderScenario.Now;
        var wanted = await new CaseStore(_log, _codec).DecideAsync(new CaseNumber("10000016"), new ConfirmResolution(now), Next(), s_context, ifRevision: 3, Ct);
        Assert.Equal("case-changed", Assert.IsType<Refused<CaseEvent>>(wanted).Code);
        var other = await new IncidentStore(_log, _codec).DecideAsync(IncidentNumber.FromSequence(1), new JoinCase(new CaseNumber("10000016"), IncidentSource.Correlation, "Samma plats", now), Next(), s_context, ifRevision: 3, Ct);
        Assert.Equal("incident-changed", Assert.IsType<Refused<IncidentEvent>>(other).Code);
    }

    [Fact]
    public async Task When_somebody_was_quicker_it_is_decided_anew_on_what_stands_then()
    {
        await _orders.DecideAsync(s_number, OrderScenario.Wish, Next(), s_context, ifRevision: null, Ct);
        _log.Rivals = 3;
        Assert.NotEmpty(await TakenAsync(Next()));
        Assert.Equal(
            ["order-wished.v1", "order-notified.v1", "order-notified.v1", "order-notified.v1", "order-specified.v1"],
            (await _orders.LoadAsync(s_number, Ct)).History.Select(known => known.Recorded.Type).Take(5));
    }

    [Fact]
    public async Task It_gives_up_by_name_when_it_is_never_quick_enough_and_can_be_sent_again()
    {
        await _orders.DecideAsync(s_number, OrderScenario.Wish, Next(), s_context, ifRevision: null, Ct);
        _log.Rivals = int.MaxValue;
        var id = Next();
        var busy = await Assert.ThrowsAsync<EventLogException>(() => TakenAsync(id));
        Assert.Equal("busy", busy.Code);
        Assert.StartsWith($"The order {s_number} is being changed by many at once.", busy.Message, StringComparison.Ordinal);
        _log.Rivals = 0;
        Assert.NotEmpty(await TakenAsync(id));
    }

    private Guid Next() => EventId.From("command", (++_commands).ToString(CultureInfo.InvariantCulture));

    private Task<Decision<OrderEvent>> SpecifyAsync(Guid id, long? ifRevision) =>
        _orders.DecideAsync(s_number, OrderScenario.Specify("enhetschef", OrderScenario.Line(1)), id, s_context, ifRevision, Ct);

    private async Task<IReadOnlyList<OrderEvent>> TakenAsync(Guid id, long? ifRevision = null) => Assert.IsType<Accepted<OrderEvent>>(await SpecifyAsync(id, ifRevision)).Events;

    private async Task<long> RevisionAsync() => (await _orders.LoadAsync(s_number, Ct)).Revision;

    private static string Code(Decision<OrderEvent> decision) => Assert.IsType<Refused<OrderEvent>>(decision).Code;

    /// <summary>A log on which somebody else is quicker, so many times.</summary>
    private sealed class BeatenLog(MemoryEventLog log) : IEventLog
    {
        private readonly EventCodec _codec = new(new TestKeys());

        public int Rivals { get; set; }

        public async Task<AppendResult> AppendAsync(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events, CancellationToken ct)
        {
            if (Rivals > 0)
            {
                var rival = new OrderNotified(Rivals.ToString(CultureInfo.InvariantCulture), "confirmation", "sent", OrderScenario.Now);
                Rivals--;
                await log.AppendAsync(stream, ExpectedRevision.Any, [_codec.Encode(EventId.From("rival", rival.Message), rival, s_context)], ct);
            }

            return await log.AppendAsync(stream, expected, events, ct);
        }

        public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(string stream, long from, CancellationToken ct) => log.ReadStreamAsync(stream, from, ct);

        public IAsyncEnumerable<RecordedEvent> ReadStreamBackwardsAsync(string stream, CancellationToken ct) => log.ReadStreamBackwardsAsync(stream, ct);

        public IAsyncEnumerable<RecordedEvent> ReadAllAsync(LogPosition after, CancellationToken ct) => log.ReadAllAsync(after, ct);

        public IAsyncEnumerable<RecordedEvent> FollowAsync(LogPosition after, CancellationToken ct) => log.FollowAsync(after, ct);

        public Task<LogPosition> HeadAsync(CancellationToken ct) => log.HeadAsync(ct);
    }
}
