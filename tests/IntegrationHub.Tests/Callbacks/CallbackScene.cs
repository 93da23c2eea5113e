using System.Collections.Concurrent;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Callbacks;
using IntegrationHub.Host.Serving;
using IntegrationHub.Tests.Cases;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Callbacks;

/// <summary>A hub that keeps promised calls, by hand: the log, the clock and a carrier that answers as the test says.</summary>
internal sealed class CallbackScene : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-callbacks-");
    private readonly LiveView<CallbackRow> _rows;
    private readonly MemoryEventLog _log;
    private readonly PhoneSettings _settings;
    private readonly ServiceProvider _nothing = new ServiceCollection().BuildServiceProvider();
    private CallbackCalls _calls;
    private int _opened;

    public CallbackScene()
    {
        _log = new MemoryEventLog(Clock);
        Codec = new EventCodec(new TestKeys());
        _rows = LiveView.Open(CallbackRow.View, _folder.FullName);
        _settings = new PhoneSettings(
            new TwilioOptions("AC1", "12345", "+46111234567", PublicUrl: "https://hub.example.se/spoc"), new Dictionary<string, string> { ["workplace"] = "+46846500400" }, false)
        {
            CallbackSlots = ServiceCatalogue.Default.Desks.ToDictionary(desk => desk.Id, _ => new CallbackSlots(2, 30), StringComparer.Ordinal),
        };
        Cases = new CaseStore(_log, Codec);
        Attempts = new CallbackStore(_log, Codec);
        Calls = new CallStore(_log, Codec);
        Ledger = new SlotLedger(_log, Codec);
        Desk = new CallbackDesk(Cases, Attempts, Ledger, _settings, Clock);
        Settling = new CallbackSettling(Cases, Attempts, Calls, Clock);
        _calls = Started();
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public EventCodec Codec { get; }

    public CaseStore Cases { get; }

    public CallbackStore Attempts { get; }

    public CallStore Calls { get; }

    public SlotLedger Ledger { get; }

    public CallbackDesk Desk { get; }

    public CallbackSettling Settling { get; }

    /// <summary>What the carrier answers to the next orders; <see cref="TwilioOutcome.Taken"/> when nothing is said.</summary>
    public Queue<Func<OutgoingCall, TwilioOutcome>> Answers { get; } = new();

    /// <summary>Callers who wait on the telephone and go first.</summary>
    public int WaitingBefore { get; set; }

    /// <summary>Orders that were sent, with when.</summary>
    public List<(OutgoingCall Order, DateTimeOffset At)> Sent { get; } = [];

    /// <summary>Calls that the carrier has taken: id and number.</summary>
    public List<(string Sid, string To, DateTimeOffset At)> Taken { get; } = [];

    /// <summary>How the carrier's calls stand; <c>in-progress</c> when nothing is said.</summary>
    public ConcurrentDictionary<string, string> Status { get; } = new(StringComparer.Ordinal);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _rows.Dispose();
        _folder.Delete(recursive: true);
        _nothing.Dispose();
    }

    /// <summary>Opens a case and promises a call.</summary>
    /// <param name="at">The slot; null for a place in the line.</param>
    /// <param name="since">When the person first called.</param>
    /// <param name="person">Whose number it is.</param>
    public async Task<CallbackId> PromiseAsync(DateTimeOffset? at = null, DateTimeOffset? since = null, string reason = "asked-for", string person = "p-1")
    {
        var number = CaseNumber.FromSequence(++_opened);
        var open = Scenario.Open();
        await Cases.DecideAsync(
            number, open with { Opened = open.Opened with { Number = number, Reporter = new Reporter(new PersonId(person)) } },
            EventId.From("open", number.Value), new EventContext("user", "phone"), null, Ct);
        var command = EventId.From("book", number.Value);
        Assert.IsType<Accepted<CaseEvent>>(await Desk.BookAsync(
            new CallbackWish(number, $"+4670123{4500 + _opened}", at, reason, since), command, new EventContext("user", "phone"), Ct));
        return CallbackId.Of(number, command);
    }

    /// <summary>The hub is started again: what it had in memory is gone.</summary>
    public void Restart() => _calls = Started();

    /// <summary>Lets the work of a promise be done until it waits; gives when it goes on, or null when it is over.</summary>
    public async Task<DateTimeOffset?> WorkAsync(CallbackId id)
    {
        var promise = (await Cases.LoadAsync(id.Case, Ct)).History.Last(known => known.Fact is CallBackBooked or CallBackMoved);
        return await WorkOnAsync(promise);
    }

    public async Task<DateTimeOffset?> WorkOnAsync(Known promise)
    {
        await _rows.CatchUpAsync(_log, Ct);
        var work = _calls.DoAsync(promise, Ct);
        while (!work.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(100)); // The pace of orders.
            await Task.Yield();
        }

        return await work switch
        {
            WorkNotDue wait => wait.Due,
            WorkDone => null,
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }

    /// <summary>Lets time pass to when the work goes on, again and again, at most until a time.</summary>
    public async Task RunAsync(CallbackId id, TimeSpan atMost)
    {
        var end = Clock.GetUtcNow() + atMost;
        for (var steps = 0; await WorkAsync(id) is { } due && due <= end; steps++)
        {
            Assert.True(steps < 2_000, "The work goes in a circle.");
            if (due > Clock.GetUtcNow())
            {
                Clock.SetUtcNow(due);
            }
        }
    }

    public async Task<CallbackState> StateAsync(CallbackId id) => (await Attempts.LoadAsync(id, Ct)).State;

    public async Task<IReadOnlyList<object?>> CaseFactsAsync(CallbackId id) => [.. (await Cases.LoadAsync(id.Case, Ct)).History.Select(known => known.Fact)];

    /// <summary>The event whose work it is.</summary>
    public async Task<Known> PromisedAsync(CallbackId id) => (await Cases.LoadAsync(id.Case, Ct)).History.First(known => known.Fact is CallBackBooked);

    private CallbackCalls Started()
    {
        var turns = new CallbackTurns(_rows, new WaitingCallers((_, _) => WaitingBefore));
        var carrier = new CallCarrier(PlaceAsync, FindAsync, LookAsync);
        return new CallbackCalls(
            Cases, Attempts, turns, new CallbackOrders(Attempts, carrier, new CallPacer(Clock), _settings, _nothing, Clock), Settling, _settings, Clock);
    }

    private Task<TwilioOutcome> PlaceAsync(OutgoingCall order, CancellationToken ct)
    {
        Sent.Add((order, Clock.GetUtcNow()));
        return Task.FromResult(Answers.TryDequeue(out var answer) ? answer(order) : Take(order));
    }

    /// <summary>The carrier takes the order.</summary>
    public TwilioOutcome Take(OutgoingCall order)
    {
        var sid = $"CA{Taken.Count + 1}";
        Taken.Add((sid, order.To, Clock.GetUtcNow()));
        return new TwilioOutcome.Taken(sid);
    }

    /// <summary>The carrier takes the order and the answer is lost.</summary>
    public TwilioOutcome Lose(OutgoingCall order)
    {
        Take(order);
        return new TwilioOutcome.Unknown("The answer was lost.");
    }

    private Task<TwilioOutcome> FindAsync(string to, DateTimeOffset since, IReadOnlyCollection<string> known, CancellationToken ct) => Task.FromResult<TwilioOutcome>(
        Taken.FirstOrDefault(call => call.To == to && call.At >= since && !known.Contains(call.Sid)) is { Sid: { } sid } ? new TwilioOutcome.Taken(sid) : new TwilioOutcome.NotThere());

    private Task<TwilioOutcome> LookAsync(string sid, CancellationToken ct) =>
        Task.FromResult<TwilioOutcome>(new TwilioOutcome.Seen(Status.GetValueOrDefault(sid, "in-progress")));
}
