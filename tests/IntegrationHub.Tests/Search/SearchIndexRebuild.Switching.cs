using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Search;
using IntegrationHub.Tests.Cases;

namespace IntegrationHub.Tests.Search;

public abstract partial class SearchIndexRebuild
{
    [Fact]
    public async Task A_switch_that_fails_leaves_the_index_that_answers_and_can_be_tried_again()
    {
        await StartAsync();
        _store.Switching = _ => throw FaultyStore.Fault;
        await Assert.ThrowsAsync<SearchIndexException>(RebuildAsync);
        await FindsWhatComesAsync("bandspelare");
        Assert.Single(Places);
        _store.Switching = step => step();
        Assert.True((await RebuildAsync()).Switched);
        await FindsWhatComesAsync("mikrofilm");
    }

    [Fact]
    public async Task A_switch_whose_answer_is_lost_is_a_switch_and_the_index_that_answers_is_not_removed()
    {
        await StartAsync();
        _store.Switching = async step =>
        {
            await step();
            throw FaultyStore.Fault;
        };
        Assert.True((await RebuildAsync()).Switched);
        await FindsWhatComesAsync("bandspelare");
        Assert.Single(Places);
    }

    [Fact]
    public async Task A_switch_that_nobody_can_tell_of_leaves_an_index_that_answers_whichever_it_is()
    {
        await StartAsync();
        _store.CannotTell = true;
        _store.Switching = async step =>
        {
            await step();
            throw FaultyStore.Fault;
        };
        await Assert.ThrowsAsync<SearchIndexException>(RebuildAsync);
        _store.CannotTell = false;
        await UntilFoundAsync("skrivare", Cases, () => _clock.Advance(TimeSpan.FromSeconds(5))); // The feed opens it again.
        await FindsWhatComesAsync("bandspelare", () => _clock.Advance(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_rebuild_that_is_stopped_in_its_last_step_ends_it()
    {
        await StartAsync();
        using var stopping = new CancellationTokenSource();
        _store.Switching = async step =>
        {
            await stopping.CancelAsync();
            await step();
        };
        Assert.True((await _feed.RebuildAsync(dryRun: false, _ => { }, stopping.Token)).Switched);
        await FindsWhatComesAsync("bandspelare");
        Assert.Single(Places);
    }

    [Fact]
    public async Task An_index_that_cannot_be_removed_undoes_no_switch_and_is_gone_before_anybody_says_that_texts_are()
    {
        await StartAsync();
        _store.Removing = _ => throw FaultyStore.Fault;
        Assert.True((await RebuildAsync()).Switched);
        await FindsWhatComesAsync("bandspelare");
        Assert.Equal(2, Places.Count());
        await Assert.ThrowsAsync<SearchIndexException>(() => _live.RewriteAsync(Ct));
        Assert.True(_live.OwesRewrite);
        _store.Removing = removal => removal();
        await _live.RewriteAsync(Ct);
        Assert.False(_live.OwesRewrite);
        Assert.Single(Places);
    }

    [Fact]
    public async Task An_index_that_is_being_built_survives_that_the_one_that_answers_is_opened_again()
    {
        await StartAsync();
        await _feed.StopAsync(Ct);
        var filling = Filling();
        var next = await _live.BuildNextAsync(async (index, stop) =>
        {
            await _live.OpenAsync(stop);
            await filling.CatchUpAsync(index, _ => { }, stop);
        }, Ct);
        await _live.SwitchAsync(next, Ct);
        await UntilFoundAsync("skrivare", Cases);
        Assert.Same(next, _live.Current);
        Assert.Single(Places);
    }

    private Task<Core.Views.RebuildOutcome> RebuildAsync() => _feed.RebuildAsync(dryRun: false, _ => { }, Ct);

    /// <summary>All that was there is found, and what comes now.</summary>
    private async Task FindsWhatComesAsync(string word, Action? meanwhile = null)
    {
        await UntilFoundAsync("skrivare", Cases, meanwhile);
        await AppendAsync(7, new NoteAdded(NoteVisibility.Public, Personal.Public("Ett eget ord: " + word), Scenario.Start));
        await UntilFoundAsync(word, 1, meanwhile);
    }
}
