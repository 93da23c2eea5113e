using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Chats;
using IntegrationHub.Host.Suppliers;
using IntegrationHub.Host.Workers;
using IntegrationHub.Tests.People;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Reporter = IntegrationHub.Core.Cases.Reporter;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>One of four suppliers does not answer for a day, by the hub's clock.</summary>
/// <remarks>Set HUB_OUTAGE_MESSAGES for more messages than the test has time for, such as 100000.</remarks>
public sealed class ADaysOutage : IAsyncDisposable
{
    private const int NotesPerCase = 9;
    private const int Room = 1_000;
    private static readonly string[] s_suppliers = ["workplace", "central-systems", "telephony", "mobile"];
    private static readonly int s_waiting = int.TryParse(Environment.GetEnvironmentVariable("HUB_OUTAGE_MESSAGES"), CultureInfo.InvariantCulture, out var said) ? said : 3_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60 + (s_waiting / 100));
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly EventCodec _codec = new(new TestKeys());
    private readonly SqliteEventLog _log;
    private readonly WorkMeter _meter;
    private readonly Dictionary<string, (Desk Desk, GroupWorker Worker, SupplierGate Gate)> _working;

    public ADaysOutage()
    {
        _log = SqliteEventLog.Open(Path.Combine(_folder.Path, "hub.log"), _clock);
        _meter = new WorkMeter(_clock);
        _working = s_suppliers.ToDictionary(id => id, Working, StringComparer.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, worker, _) in _working.Values)
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
        }

        _meter.Dispose();
        await _log.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_others_are_told_at_once_what_waits_is_shown_and_bounded_and_all_of_it_is_told_in_order_afterwards()
    {
        var (down, cases) = (_working["workplace"], s_waiting / (NotesPerCase + 1));
        var (others, each) = (_working.Where(one => one.Key != "workplace").Select(one => one.Value).ToList(), cases * (NotesPerCase + 1) / 10);
        down.Desk.IsDown = true;
        await WriteAsync("workplace", 1, cases);
        foreach (var (_, worker, _) in _working.Values)
        {
            await worker.StartAsync(Ct);
        }

        await UntilAsync(() => Task.FromResult(down.Gate.State.Breaker != "closed"));
        await UntilAsync(() => Task.FromResult(_meter.Of("deliver-workplace").Waiting >= Math.Min(Room, s_waiting)));
        var took = Stopwatch.StartNew();
        foreach (var (id, at) in s_suppliers.Skip(1).Select((id, at) => (id, at)))
        {
            await WriteAsync(id, 1 + (cases * (at + 2)), cases / 10);
        }

        await UntilAsync(() => Task.FromResult(others.TrueForAll(one => one.Desk.Taken == each))); // The clock stands: nobody waited for anything.
        Say($"{others.Count * each} messages to the three others in {took.Elapsed.TotalSeconds:0.0} s while {s_waiting} wait for the one");

        for (var end = _clock.GetUtcNow().AddDays(1); _clock.GetUtcNow() < end;)
        {
            var probes = down.Desk.Tried;
            var polls = 0;
            await UntilAsync(() =>
            {
                if (polls++ % 100 == 0)
                {
                    _clock.Advance(TimeSpan.FromMinutes(10)); // Again, where the clock was put forward before the gate began to wait.
                }

                return Task.FromResult(down.Desk.Tried > probes); // It is left alone, and probed.
            });
        }

        var backlog = _meter.Of("deliver-workplace");
        Assert.Equal((Math.Min(Room, s_waiting), true), (backlog.Waiting, backlog.More)); // In memory; the rest stands in the log.
        Assert.InRange(backlog.Age(_clock.GetUtcNow()), TimeSpan.FromDays(1), TimeSpan.FromHours(25));
        Assert.True(SupplierFleet.IsBehind(backlog, _clock.GetUtcNow()));
        Assert.All(others, one => Assert.Equal("closed", one.Gate.State.Breaker));
        Assert.Equal(0, down.Desk.Taken);
        Say($"memory in use {GC.GetTotalMemory(forceFullCollection: true) / 1024 / 1024} MiB, backlog {backlog.Waiting} in hand, {down.Desk.Tried} probes in the day");

        down.Desk.IsDown = false;
        took.Restart();
        await UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(30)); // The next probe, and tries that were put off.
            return Task.FromResult(down.Desk.Taken == cases * (NotesPerCase + 1));
        });
        Say($"drained at {s_waiting / took.Elapsed.TotalSeconds:0} messages/s");
        Assert.All(_working.Values, one => Assert.Null(one.Desk.Disorder));
        Assert.Empty(await new ParkedWork(_log, _codec).WaitingAsync(new ParkedFilter(), Ct));
        await UntilAsync(() => Task.FromResult(_meter.Of("deliver-workplace") is { Waiting: 0, Oldest: null }));
        Assert.False(SupplierFleet.IsBehind(_meter.Of("deliver-workplace"), _clock.GetUtcNow()));
    }

    private static async Task UntilAsync(Func<Task<bool>> so)
    {
        var waited = Stopwatch.StartNew();
        while (!await so())
        {
            Assert.True(waited.Elapsed < s_patience, "It did not come to pass.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }
    }

    private static void Say(FormattableString figures) => TestContext.Current.SendDiagnosticMessage(figures.ToString(CultureInfo.InvariantCulture));

    private (Desk Desk, GroupWorker Worker, SupplierGate Gate) Working(string id)
    {
        var settings = new SupplierSettings(id, "cloudevents", null, "a-token-of-" + id);
        var (desk, gate) = (new Desk(), new SupplierGate(id, SupplierPace.Of(settings), _clock, NullLogger.Instance));
        var files = new SupplierFiles(new KeptFiles(_folder.Path, new TestKeys()), new ChatStore(_log, _codec, new TestKeys()), scan: null);
        var deliveries = new SupplierDeliveries(settings, desk, gate, new CaseStore(_log, _codec, recent: new RecentCases()), files, _log, _codec, ServiceCatalogue.Default, _clock);
        return (desk, new GroupWorker(
            deliveries, WorkPace.Patient with { Waiting = Room }, _log, _codec, new ParkedWork(_log, _codec),
            new CheckpointFeed(_log, new Checkpoint(Path.Combine(_folder.Path, id))), _meter, _clock, NullLogger<GroupWorker>.Instance, new CancellationToken(canceled: true)), gate);
    }

    private Task WriteAsync(string desk, int first, int cases) => Parallel.ForEachAsync(Enumerable.Range(first, cases), Ct, async (sequence, ct) =>
    {
        var (number, now, person) = (CaseNumber.FromSequence(sequence), _clock.GetUtcNow(), new PersonId("p-outage"));
        Personal Said(string text) => new(person, text, number.Value);
        List<CaseEvent> facts =
        [
            new CaseOpened(number, CaseKind.Fault, Said("Det är stopp."), new Reporter(person), "web", "sv", "office", null, null, $"contact-{Text(sequence)}", now),
            new CaseRouted("printing", desk, desk, 0.9, [], [], now.AddHours(4), now),
            .. Enumerable.Range(1, NotesPerCase).Select(i => new NoteAdded(NoteVisibility.Public, Said(Text(i)), now)),
        ];
        await _log.AppendAsync(number.Stream, ExpectedRevision.None, _codec.Encode(EventId.From("outage", number.Value), facts, new EventContext("user", "web")), ct);
    });

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A system that takes a case's messages in order, or does not answer.</summary>
    private sealed class Desk : ISupplierSystem
    {
        private readonly ConcurrentDictionary<string, int> _last = new(StringComparer.Ordinal);
        private int _taken;
        private int _tried;

        public bool IsDown { get; set; }

        public int Taken => Volatile.Read(ref _taken);

        public int Tried => Volatile.Read(ref _tried);

        public string? Disorder { get; private set; }

        public Task<Delivery> TellAsync(SupplierTelling telling, CancellationToken ct)
        {
            Interlocked.Increment(ref _tried);
            if (IsDown)
            {
                return Task.FromResult<Delivery>(new TryLater(null, "No answer."));
            }

            var place = telling.News is CaseNoteAdded note ? int.Parse(note.Text, CultureInfo.InvariantCulture) : 0;
            if (_last.GetValueOrDefault(telling.News.Case, -1) != place - 1)
            {
                Disorder ??= $"{telling.News.Case} was told {Text(place)} out of turn.";
            }

            _last[telling.News.Case] = place;
            Interlocked.Increment(ref _taken);
            return Task.FromResult<Delivery>(new Delivered(null));
        }
    }
}
