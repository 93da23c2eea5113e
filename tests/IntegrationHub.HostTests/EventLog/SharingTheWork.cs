using System.Collections.Concurrent;
using System.Globalization;
using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Workers;
using IntegrationHub.KurrentServer;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>Two nodes of the hub on one group of the database.</summary>
public sealed class SharingTheWork() : KurrentScene(new ServerSettings())
{
    private const int Cases = 24;
    private readonly EventCodec _codec = new(new NoPersonKeys());

    [Fact]
    public async Task Two_nodes_share_it_and_what_the_lost_one_had_in_hand_is_done_by_the_other()
    {
        var (one, other) = (new NotingGroup(stuckAfter: 3), new NotingGroup(stuckAfter: int.MaxValue));
        var lost = Open();
        using var first = Worker(one, lost);
        await first.StartAsync(Ct);
        await AddAsync(0);
        await UntilAsync(() => one.Done.Count == 3); // The rest is in its hand and goes no further.
        await AcknowledgedAsync(lost, inFlight: Cases - 3);

        using var second = Worker(other, Open());
        await second.StartAsync(Ct);
        await AddAsync(1);
        await first.StopAsync(Ct);
        await lost.DisposeAsync();
        await UntilAsync(() => one.Done.Concat(other.Done).Distinct(StringComparer.Ordinal).Count() == 2 * Cases);
        await second.StopAsync(Ct);
        Assert.Equal(3, one.Done.Count);
        Assert.DoesNotContain(one.Done, done => other.Done.Contains(done)); // What was acknowledged never came to the other.
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_database_says()
    {
        var before = new NotingGroup(int.MaxValue);
        var log = Open();
        using (var worker = Worker(before, log))
        {
            await worker.StartAsync(Ct);
            await AddAsync(0);
            await UntilAsync(() => before.Done.Count == Cases);
            await AcknowledgedAsync(log, inFlight: 0);
            await worker.StopAsync(Ct);
        }

        await log.DisposeAsync();
        await AddAsync(1);
        var after = new NotingGroup(int.MaxValue);
        using var again = Worker(after, Open());
        await again.StartAsync(Ct);
        await UntilAsync(() => after.Done.Distinct(StringComparer.Ordinal).Count() >= Cases);
        await again.StopAsync(Ct);
        Assert.All(after.Done, done => Assert.EndsWith("/1", done, StringComparison.Ordinal));
    }

    private GroupWorker Worker(IWorkGroup group, KurrentEventLog log) => new(
        group, WorkPace.Patient with { AtOnce = 64, FirstWait = TimeSpan.FromMilliseconds(20) }, log, _codec, new ParkedWork(log, _codec),
        new SharedFeed(log, group.Name), new WorkMeter(TimeProvider.System), TimeProvider.System, NullLogger<GroupWorker>.Instance, started: new CancellationToken(canceled: true));

    private Task AddAsync(int revision) => Parallel.ForEachAsync(Enumerable.Range(0, Cases), Ct, async (i, ct) =>
    {
        var stream = string.Create(CultureInfo.InvariantCulture, $"case-{i}");
        await Log.AppendAsync(
            stream, ExpectedRevision.Exactly(revision - 1),
            [new NewEvent(EventId.From(stream, revision.ToString(CultureInfo.InvariantCulture)), "thing-happened.v1", "{}"u8.ToArray(), """{"by":"user","channel":"web"}"""u8.ToArray())],
            ct);
    });

    /// <summary>Waits until the database knows what is done: what it does not know yet would rightly come again.</summary>
    private async Task AcknowledgedAsync(KurrentEventLog log, int inFlight)
    {
        while ((await log.Group("deliver-test", new GroupSettings()).InfoAsync(Ct)).InFlight != inFlight)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Ct);
        }
    }

    private async Task UntilAsync(Func<bool> so)
    {
        while (!so())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Ct);
        }
    }

    private sealed class NotingGroup(int stuckAfter) : IWorkGroup
    {
        private int _begun;

        public ConcurrentQueue<string> Done { get; } = new();

        public string Name => "deliver-test";

        public IReadOnlySet<string> Types { get; } = new HashSet<string>(StringComparer.Ordinal) { "thing-happened.v1" };

        public string? LineOf(Known happened) => happened.Recorded.Stream;

        public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
        {
            if (Interlocked.Increment(ref _begun) > stuckAfter)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            }

            Done.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{happened.Recorded.Stream}/{happened.Recorded.Revision}"));
            return WorkResult.Done;
        }
    }
}
