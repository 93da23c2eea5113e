using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Privacy;
using IntegrationHub.Host.Search;
using IntegrationHub.Tests.Cases;

namespace IntegrationHub.Tests.Search;

public abstract partial class SearchIndexRebuild
{
    private static readonly CaseNumber s_fifth = CaseNumber.FromSequence(5);

    [Fact]
    public async Task Whoever_is_forgotten_while_it_is_built_is_not_in_what_is_switched_to()
    {
        await StartAsync();
        var (filling, builds) = (Filling(), 0);
        var next = await _live.BuildNextAsync(async (index, stop) =>
        {
            builds++;
            await _live.ForgetAsync(Gone(s_fifth), stop);
            await filling.CatchUpAsync(index, _ => { }, stop); // Here the log has the text still: as if it had been drawn before, and were put after.
        }, Ct);
        Assert.Equal(Cases, (await next.SearchAsync(new SearchQuery { Q = "skrivare" }, SearchReader.Everything, Ct)).Total);
        await _live.SwitchAsync(next, Ct);
        Assert.Equal(1, builds);
        await UntilFoundAsync("skrivare", Cases - 1);
        await UntilFoundAsync("gallrad", 1);
        Assert.Same(next, _live.Current);
    }

    [Fact]
    public async Task A_rebuild_ends_however_often_a_case_is_forgotten_meanwhile()
    {
        await StartAsync();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rebuilding = Task.Run(() => _feed.RebuildAsync(dryRun: false, _ => begun.TrySetResult(), Ct), Ct);
        await begun.Task;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var forgotten = 0;
        do
        {
            await _live.ForgetAsync(Gone(CaseNumber.FromSequence((forgotten++ % Cases) + 1)), patience.Token);
        }
        while (!rebuilding.IsCompleted);

        Assert.True((await rebuilding).Switched);
        await UntilFoundAsync("gallrad", Math.Min(forgotten, Cases));
    }

    [Fact]
    public async Task A_receipt_waits_for_the_index_that_is_being_built_and_a_case_whose_time_is_over_does_not()
    {
        await StartAsync();
        await _feed.StopAsync(Ct); // Everything is committed.
        var place = SearchPlace.OfRunning(_live, (stream, _) => Task.FromResult<SearchDocument?>(Drawn(CaseNumber.OfStream(stream))), _log, _clock);
        var gone = new Forgotten(PersonId.Nobody, [s_fifth], new LogPosition(1));
        var next = await _live.BuildNextAsync((_, _) => Task.CompletedTask, Ct);
        Assert.Contains("within a day", (await place.ForgetAsync(gone, Ct)).Did, StringComparison.Ordinal);

        var waiting = place.ForgetAsync(gone with { IsToTheDisk = true }, Ct);
        await UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            return waiting.IsCompleted;
        });
        Assert.Equal("building", (await Assert.ThrowsAsync<SearchIndexException>(() => waiting)).Code);
        await _live.DropAsync(next);
        Assert.True(_live.OwesRewrite);
        Assert.Contains("rewritten", (await place.ForgetAsync(gone with { IsToTheDisk = true }, Ct)).Did, StringComparison.Ordinal);
        Assert.False(_live.OwesRewrite);
    }

    /// <summary>Forgets a case, of which its number may stay.</summary>
    private ForgottenDocuments Gone(CaseNumber number) =>
        new([number.Stream], _ => Task.FromResult<IReadOnlyCollection<SearchDocument>>([Drawn(number)]), _log);

    private static SearchDocument Drawn(CaseNumber number) => new(number.Stream, SearchKind.Case, number.Value, Scenario.Start, "Gallrad");

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
