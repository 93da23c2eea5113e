using IntegrationHub.Adapters.Search.Lucene;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Search;

namespace IntegrationHub.Tests.Search;

/// <summary>A history is filled in by two batches at a time; a commit is alone.</summary>
public sealed class PuttingTwoAtATime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_put_together_and_a_commit_waits_for_both()
    {
        using var gate = new WritingGate();
        using ManualResetEventSlim first = new(), second = new(), go = new();
        var one = gate.TogetherAsync(() => { first.Set(); go.Wait(Ct); }, Ct);
        var other = gate.TogetherAsync(() => { second.Set(); go.Wait(Ct); }, Ct);
        first.Wait(Ct);
        second.Wait(Ct);
        var alone = false;
        var commit = gate.AloneAsync(() => alone = one.IsCompleted && other.IsCompleted, Ct);
        Assert.False(commit.IsCompleted);
        go.Set();
        await Task.WhenAll(one, other, commit);
        Assert.True(alone);
    }

    [Fact]
    public async Task A_commit_that_is_given_up_while_it_waits_keeps_nobody_out()
    {
        using var gate = new WritingGate();
        using ManualResetEventSlim begun = new(), go = new();
        using var given = new CancellationTokenSource();
        var put = gate.TogetherAsync(() => { begun.Set(); go.Wait(Ct); }, Ct);
        begun.Wait(Ct);
        var commit = gate.AloneAsync(() => Assert.Fail("It was given up."), given.Token);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit);
        go.Set();
        await put;
        var done = 0;
        await Task.WhenAll(gate.TogetherAsync(() => Interlocked.Increment(ref done), Ct), gate.TogetherAsync(() => Interlocked.Increment(ref done), Ct));
        await gate.AloneAsync(() => done++, Ct);
        Assert.Equal(3, done);
    }

    [Fact]
    public async Task A_batch_that_fails_ends_the_filling_once_the_other_has_ended()
    {
        var other = new TaskCompletionSource<int>();
        var begun = new TaskCompletionSource();
        var batches = new SearchBatches((streams, _) =>
        {
            if (streams.Contains("bad"))
            {
                return Task.FromException<int>(new EventLogException("closed", "The log is closed."));
            }

            begun.SetResult();
            return other.Task;
        });
        await batches.AddAsync(["good"], new(1));
        await batches.AddAsync(["bad"], new(2));
        await Assert.ThrowsAsync<EventLogException>(() => batches.AddAsync(["later"], new(3)));
        await begun.Task;
        var ending = batches.DisposeAsync().AsTask();
        Assert.False(ending.IsCompleted);
        other.SetResult(1);
        await ending;
    }
}
