using IntegrationHub.Host.Correlation;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.RequestTracker;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Chats;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.Suppliers;
using IntegrationHub.Host.Workers;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.People;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.HostTests.Suppliers.RequestTracker;

/// <summary>The hub's rules, its inbox and its deliveries on a log in memory. Nothing happens by itself: a test says who is told and who is heard.</summary>
internal sealed class HubInMemory : IDisposable
{
    private static int s_numbers = 30_000_000;
    private readonly TestFolder _folder = new();
    private int _commands;

    /// <param name="suppliers">By id, each with its tracker.</param>
    public HubInMemory(params IEnumerable<(string Id, TrackerPeer Peer)> suppliers)
    {
        Cases = new CaseStore(Log, Codec);
        Sides = suppliers.ToDictionary(one => one.Id, one => new Side(this, one.Id, one.Peer), StringComparer.Ordinal);
    }

    public MemoryEventLog Log { get; } = new(TimeProvider.System);

    public EventCodec Codec { get; } = new(new TestKeys());

    public CaseStore Cases { get; }

    /// <summary>None is kept here.</summary>
    private SupplierFiles Files => new(new KeptFiles(_folder.Path, new TestKeys()), new ChatStore(Log, Codec, new TestKeys()), scan: null);

    public IReadOnlyDictionary<string, Side> Sides { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens a case at a desk. Trackers outlive a hub, so no two hubs use a number twice.</summary>
    public async Task<CaseNumber> OpenAsync(string desk)
    {
        var number = CaseNumber.FromSequence(Interlocked.Increment(ref s_numbers));
        var person = new PersonId("p-1");
        var now = TimeProvider.System.GetUtcNow();
        await DoAsync(number, "user", new OpenCase(
            new CaseOpened(number, CaseKind.Fault, new Personal(person, "Växeln tappar samtal"), new Reporter(person), "web", "sv", null, null, null, null, now),
            new Severity(Effect.One, Urgency.Hindered, Circumstances.None, "One person, hindered."),
            new RoutingDecision("switchboard", desk, 0.9, ["The words say switchboard."], [], null), desk, now));
        return number;
    }

    /// <summary>Somebody does something with a case; what its rules refuse has no effect.</summary>
    public Task<Decision<CaseEvent>> DoAsync(CaseNumber number, string by, CaseCommand command) => Cases.DecideAsync(
        number, command, EventId.From("test", number.Value, SupplierContract.Text(_commands++)), new EventContext(by, "web"), ifRevision: null, Ct);

    public void Dispose() => _folder.Dispose();

    /// <summary>One supplier, as the hub tells and hears it.</summary>
    internal sealed class Side
    {
        private readonly HubInMemory _hub;
        private readonly SupplierDeliveries _deliveries;
        private readonly SupplierHearing _hearing;
        private LogPosition _told = LogPosition.Start;

        public Side(HubInMemory hub, string id, TrackerPeer peer)
        {
            (_hub, Peer) = (hub, peer);
            var settings = peer.Settings(id, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["SettleSeconds"] = "0" }); // No agent is in the middle of anything while the hub asks.
            var system = peer.SystemOf(settings, TimeProvider.System);
            var gate = new SupplierGate(id, SupplierPace.Of(settings), TimeProvider.System, NullLogger.Instance);
            _deliveries = new SupplierDeliveries(settings, system, gate, hub.Cases, hub.Files, hub.Log, hub.Codec, ServiceCatalogue.Default, TimeProvider.System);
            var inbox = new SupplierInbox(hub.Cases, hub.Log, hub.Codec, new TestKeys(), ServiceCatalogue.Default, new SupplierNotices(hub.Log, hub.Codec, new TestKeys()), new OrderInbox(new OrderStore(hub.Log, hub.Codec), new TestKeys(), (_, _) => Task.CompletedTask));
            _hearing = new SupplierHearing(settings, Heard.From(id, system), inbox, Path.Combine(hub._folder.Path, id), TimeProvider.System, NullLogger.Instance);
        }

        public TrackerPeer Peer { get; }

        /// <summary>Tells the next message.</summary>
        /// <returns>False when there is none.</returns>
        /// <exception cref="TrackerAwayException">It could not be told; it is the next one still.</exception>
        public async Task<bool> TellAsync()
        {
            await foreach (var recorded in _hub.Log.ReadAllAsync(_told, Ct))
            {
                var before = await _hub.Log.HeadAsync(Ct);
                if (_deliveries.Types.Contains(recorded.Type) && await _deliveries.DoAsync(_hub.Codec.Decode(recorded), Ct) is not WorkDone and var result)
                {
                    throw new TrackerAwayException(result.ToString());
                }

                _told = recorded.Position;
                if (await _hub.Log.HeadAsync(Ct) != before)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Tells all that is to be told.</summary>
        public async Task TellAllAsync()
        {
            while (await TellAsync())
            {
            }
        }

        /// <summary>Tells by itself, as in the running hub: many cases beside each other, and again after a failure. To be started, stopped and disposed of.</summary>
        public GroupWorker Worker() => new(
            _deliveries, WorkPace.Patient with { AtOnce = 4, FirstWait = TimeSpan.FromMilliseconds(200), LongestWait = TimeSpan.FromSeconds(1) },
            _hub.Log, _hub.Codec, new ParkedWork(_hub.Log, _hub.Codec), new CheckpointFeed(_hub.Log, new Checkpoint(Path.Combine(_hub._folder.Path, _deliveries.Name))),
            new WorkMeter(TimeProvider.System), TimeProvider.System, NullLogger<GroupWorker>.Instance, started: new CancellationToken(canceled: true));

        /// <summary>Hears all that happened.</summary>
        /// <exception cref="HttpRequestException">The tracker does not answer; nothing is lost.</exception>
        public async Task HearAsync()
        {
            while (await _hearing.AskAsync(Ct))
            {
            }
        }
    }
}

/// <summary>A message could not be delivered now.</summary>
internal sealed class TrackerAwayException(string why) : Exception(why);
