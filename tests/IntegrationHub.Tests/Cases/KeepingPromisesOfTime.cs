using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Workers;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Cases;

/// <summary>The timers of cases, worked off by the worker itself, against a clock that the test moves.</summary>
public sealed class KeepingPromisesOfTime : IDisposable
{
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly MemoryEventLog _log;
    private readonly EventCodec _codec = new(new NoPersonKeys());
    private readonly CaseStore _cases;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-deadlines-");

    public KeepingPromisesOfTime()
    {
        _log = new MemoryEventLog(_clock);
        _cases = new CaseStore(_log, _codec);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_was_not_made_is_noted_once_at_its_time(bool restarted)
    {
        var due = Start.AddMinutes(30);
        await GivenAsync(Open(), Book(due));
        await NotedOnceAsync<CallBackMissed>(due, restarted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_offer_that_nobody_answered_is_noted_once_at_its_time(bool restarted)
    {
        await GivenAsync(Open());
        await NotedOnceAsync<SupplierAnswerMissed>(Start + CasePolicy.AnswerWithin((await _cases.LoadAsync(Number, Ct)).State.Priority), restarted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_confirmation_is_asked_for_again_once_at_its_time(bool restarted)
    {
        await GivenAsync(Open(), new ResolveCase("workplace", "Startad om.", Start));
        await NotedOnceAsync<ConfirmationReminded>(Start + CasePolicy.RemindAfter, restarted);
    }

    [Fact]
    public async Task A_call_that_was_moved_is_missed_at_its_new_time_and_one_that_was_made_never()
    {
        await GivenAsync(Open(), Book(Start.AddMinutes(30)), new MoveCallBack(s_id, CallBackKind.Booked, Start.AddHours(2), Start.AddHours(3), null, Start));
        using (var worker = Worker())
        {
            await worker.StartAsync(Ct);
            await PassAsync(Start.AddHours(3).AddSeconds(-1));
            Assert.Equal(0, await CountAsync<CallBackMissed>());
            await UntilAsync<CallBackMissed>();
            await worker.StopAsync(Ct);
        }

        await GivenAsync(new MoveCallBack(s_id, CallBackKind.Booked, Start.AddHours(5), Start.AddHours(6), null, Start), new TellCallBack("workplace", "reached", Start));
        using var later = Worker();
        await later.StartAsync(Ct);
        await PassAsync(Start.AddHours(8));
        Assert.Equal(1, await CountAsync<CallBackMissed>());
        await later.StopAsync(Ct);
    }

    private static readonly CallbackId s_id = CallbackId.Of(Number, Guid.Empty);
    private int _commands;

    private static BookCallBack Book(DateTimeOffset until) => new("+46701234567", "asked-for", Start, until, Start) { Callback = s_id };

    private async Task NotedOnceAsync<TEvent>(DateTimeOffset due, bool restarted)
        where TEvent : CaseEvent
    {
        using (var worker = Worker())
        {
            await worker.StartAsync(Ct);
            await PassAsync(due.AddSeconds(-1));
            Assert.Equal(0, await CountAsync<TEvent>());
            if (!restarted)
            {
                await UntilAsync<TEvent>();
            }

            await worker.StopAsync(Ct);
        }

        // The next start reads everything again, as if the checkpoint had been lost.
        Directory.Delete(_folder.FullName, recursive: true);
        using var second = Worker();
        await second.StartAsync(Ct);
        await UntilAsync<TEvent>();
        await PassAsync(_clock.GetUtcNow().AddHours(1));
        Assert.Equal(1, await CountAsync<TEvent>());
        Assert.True((await FactsAsync<TEvent>()).Single().At >= due);
        await second.StopAsync(Ct);
        Directory.CreateDirectory(_folder.FullName);
    }

    private async Task GivenAsync(params CaseCommand[] commands)
    {
        foreach (var command in commands)
        {
            await _cases.DecideAsync(Number, command, EventId.From("given", $"{_commands++}"), new EventContext("user", "phone"), null, Ct);
        }
    }

    private async Task UntilAsync<TEvent>()
        where TEvent : CaseEvent
    {
        var real = System.Diagnostics.Stopwatch.StartNew();
        while (await CountAsync<TEvent>() == 0)
        {
            Assert.True(real.Elapsed < TimeSpan.FromSeconds(120), "It did not come to pass.");
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Settled();
        }
    }

    private async Task PassAsync(DateTimeOffset until)
    {
        while (_clock.GetUtcNow() < until)
        {
            var left = until - _clock.GetUtcNow();
            _clock.Advance(left < TimeSpan.FromMinutes(5) ? left : TimeSpan.FromMinutes(5));
            await Settled();
        }
    }

    /// <summary>Lets the worker's threads go on; how long they take decides nothing, but what they have not done yet is done at the next tick.</summary>
    private static async Task Settled()
    {
        for (var n = 0; n < 5; n++)
        {
            await Task.Run(() => { }, Ct);
        }
    }

    private async Task<IReadOnlyList<TEvent>> FactsAsync<TEvent>() => [.. (await _cases.LoadAsync(Number, Ct)).History.Select(known => known.Fact).OfType<TEvent>()];

    private async Task<int> CountAsync<TEvent>() => (await FactsAsync<TEvent>()).Count;

    private GroupWorker Worker()
    {
        var parked = new ParkedWork(_log, _codec);
        var feed = new CheckpointFeed(_log, new Checkpoint(Path.Combine(_folder.FullName, "deadlines")));
        return new GroupWorker(
            new Deadlines(_cases, _clock), WorkPace.Patient, _log, _codec, parked, feed, new WorkMeter(_clock), _clock, NullLogger<GroupWorker>.Instance, new CancellationToken(canceled: true));
    }
}
