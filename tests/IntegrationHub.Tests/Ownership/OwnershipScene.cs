using IntegrationHub.Adapters.Views;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Catalogue;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Ownership;

/// <summary>A log with cases, the list of cases and the decisions about services, against a clock that the test moves.</summary>
internal sealed class OwnershipScene : IDisposable
{
    public static readonly DateTimeOffset Start = new(2027, 1, 4, 8, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly EventCodec _codec = new(new NoPersonKeys());
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-owners-");
    private readonly ServiceCatalogue _catalogue = ServiceCatalogue.Default.Copy();
    private readonly MemoryEventLog _log;
    private readonly LiveView<CaseRow> _rows;
    private readonly CatalogueRegister _register;
    private readonly List<Known> _open = [];
    private LogPosition _read = LogPosition.Start;
    private int _commands;

    public OwnershipScene()
    {
        _log = new MemoryEventLog(_clock);
        _rows = LiveView.Open(CaseRow.View, _folder.FullName);
        _register = new CatalogueRegister(_log, _codec, _catalogue);
        Cases = new CaseStore(_log, _codec, _catalogue);
    }

    public CaseStore Cases { get; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    public async Task DecideAsync(ServiceOwnerDecided wanted, CancellationToken ct) =>
        Assert.IsType<Accepted<ServiceOwnerEvent>>(await _register.DecideAsync(() => OwnershipRules.Decide(_catalogue, wanted), new EventContext("staff:1", "web"), ct));

    /// <summary>The cases that a decision concerns and that the old owner has.</summary>
    public Task<IReadOnlyList<CaseRow>> WaveAsync(string decision, CancellationToken ct) =>
        new WaveCases(_rows, _log, _catalogue).OfAsync(_catalogue.Owners.Find(decision)!.Decided, Now, ct);

    public Task OpenAsync(CaseNumber number, string area, bool asked, CancellationToken ct) => DoAsync(
        number, new OpenCase(
            new CaseOpened(number, CaseKind.Fault, new Personal(new PersonId("p-1"), "Skrivaren är trasig"), new Reporter(new PersonId("p-1")), "phone", "sv", area, "Plats", "Org", null, Now),
            new Severity(Effect.One, Urgency.Hindered, Circumstances.None, "One person, hindered."),
            new RoutingDecision("printing", "workplace", 0.9, ["key"], [], asked ? new RoutingQuestion("?", "?", []) : null), "workplace", Now), ct);

    public async Task DoAsync(CaseNumber number, CaseCommand command, CancellationToken ct) =>
        Assert.IsType<Accepted<CaseEvent>>(await Cases.DecideAsync(number, command, EventId.From("given", $"{_commands++}"), new EventContext("user", "phone"), null, ct));

    public void Pass(TimeSpan time) => _clock.Advance(time);

    /// <summary>All that the log leads to now.</summary>
    public Task WorkAllAsync(CancellationToken ct) => WorkAsync(_log, ct);

    /// <summary>Everything from the log's start, as after a lost checkpoint.</summary>
    public Task WorkAgainAsync(CancellationToken ct)
    {
        _open.Clear();
        _read = LogPosition.Start;
        return WorkAsync(_log, ct);
    }

    /// <summary>The same, with a log that is lost after so many appends: before the last is durable, or after.</summary>
    public Task DieAfterAsync(int appends, bool durable, CancellationToken ct) => WorkAsync(new DyingLog(_log, appends, durable), ct);

    public async Task<int> CountStreamsAsync(CancellationToken ct)
    {
        HashSet<string> streams = [];
        await foreach (var recorded in _log.ReadAllAsync(LogPosition.Start, ct))
        {
            if (recorded.Stream.StartsWith("case-", StringComparison.Ordinal))
            {
                streams.Add(recorded.Stream);
            }
        }

        return streams.Count;
    }

    public void Dispose()
    {
        _rows.Dispose();
        _register.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task WorkAsync(IEventLog log, CancellationToken ct)
    {
        var work = new TakeOvers(new CaseStore(log, _codec, _catalogue), new WaveCases(_rows, _log, _catalogue), _register, _catalogue, _clock);
        await foreach (var recorded in _log.ReadAllAsync(_read, ct))
        {
            if (work.Types.Contains(recorded.Type) && work.LineOf(_codec.Decode(recorded)) is not null)
            {
                _open.Add(_codec.Decode(recorded));
            }

            _read = recorded.Position;
        }

        foreach (var known in _open.ToList())
        {
            if (await work.DoAsync(known, ct) is WorkDone)
            {
                _open.Remove(known);
            }
        }
    }

    private sealed class DyingLog(IEventLog log, int appends, bool durable) : IEventLog
    {
        private int _left = appends;

        public async Task<AppendResult> AppendAsync(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events, CancellationToken ct)
        {
            var dies = _left-- == 0;
            if (dies && !durable)
            {
                throw new EventLogException("gone", "The log was lost.");
            }

            var result = await log.AppendAsync(stream, expected, events, ct);
            return dies ? throw new EventLogException("gone", "The log was lost.") : result;
        }

        public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(string stream, long from, CancellationToken ct) => log.ReadStreamAsync(stream, from, ct);

        public IAsyncEnumerable<RecordedEvent> ReadStreamBackwardsAsync(string stream, CancellationToken ct) => log.ReadStreamBackwardsAsync(stream, ct);

        public IAsyncEnumerable<RecordedEvent> ReadAllAsync(LogPosition after, CancellationToken ct) => log.ReadAllAsync(after, ct);

        public IAsyncEnumerable<RecordedEvent> FollowAsync(LogPosition after, CancellationToken ct) => log.FollowAsync(after, ct);

        public Task<LogPosition> HeadAsync(CancellationToken ct) => log.HeadAsync(ct);
    }
}
