using IntegrationHub.Adapters.Search.Elastic;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search.Elastic;

/// <summary>Indexes behind an alias, which several hubs may build and switch.</summary>
public sealed class TheElasticStore
{
    private readonly ElasticDouble _elastic = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hubs_that_build_at_once_leave_each_other_in_peace()
    {
        var (one, other) = (Store(), Store());
        var (old, sameOld) = (await one.OpenAsync(Ct), await other.OpenAsync(Ct));
        var (first, second) = (await one.BeginNextAsync(Ct), await other.BeginNextAsync(Ct));
        await FillAsync(first);
        await FillAsync(second);
        await one.OpenAsync(Ct);
        await one.SwitchAsync(first, Ct);
        await one.RemoveAsync(old, Ct);
        Assert.Equal(["hub-search-000002", "hub-search-000003"], _elastic.Names);
        Assert.Equal(1, await FoundAsync());
        await other.SwitchAsync(second, Ct);
        await other.RemoveAsync(sameOld, Ct);
        Assert.Equal(["hub-search-000003"], _elastic.Names);
        Assert.Equal(1, await FoundAsync());
    }

    [Fact]
    public async Task A_hub_that_another_has_overtaken_does_not_take_its_index_over()
    {
        var (one, other) = (Store(), Store());
        await one.OpenAsync(Ct);
        var (slow, quick) = (await one.BeginNextAsync(Ct), await other.BeginNextAsync(Ct));
        await FillAsync(slow);
        await FillAsync(quick);
        await other.SwitchAsync(quick, Ct);
        Assert.Equal("lost", (await Assert.ThrowsAsync<SearchIndexException>(() => one.SwitchAsync(slow, Ct))).Code);
        Assert.Equal((false, true), (await one.AnswersAsync(slow, Ct), await one.AnswersAsync(quick, Ct)));
        await one.RemoveAsync(slow, Ct);
        Assert.Equal(["hub-search-000003"], _elastic.Names);
    }

    [Fact]
    public async Task An_index_whose_alias_was_lost_answers_again_with_what_it_has()
    {
        var index = await Store().OpenAsync(Ct);
        await FillAsync(index);
        var lost = _elastic.Answer(new("POST", "/_aliases", null, "application/json", null, null, """{"actions":[{"remove":{"index":"hub-search-000001","alias":"hub-search"}}]}"""));
        Assert.Equal(200, lost.Status);
        Assert.Equal(new LogPosition(9), (await Store().OpenAsync(Ct)).LastPosition);
        Assert.Equal(1, await FoundAsync());
    }

    [Fact]
    public async Task A_switch_whose_answer_is_lost_is_a_switch()
    {
        var store = Store();
        await store.OpenAsync(Ct);
        var next = await store.BeginNextAsync(Ct);
        await FillAsync(next);
        var isDone = false;
        _elastic.Trouble = asked =>
        {
            if (asked.Path != "/_aliases" || isDone)
            {
                return null;
            }

            isDone = true;
            Assert.Equal(200, _elastic.Answer(asked).Status);
            return DoubleReply.Fault(503, "process_cluster_event_timeout_exception"); // The repeat finds nothing to take the alias from.
        };
        await store.SwitchAsync(next, Ct);
        Assert.True(isDone);
        Assert.True(await store.AnswersAsync(next, Ct));
        Assert.Equal(1, await FoundAsync());
    }

    [Fact]
    public async Task The_index_that_answers_is_never_removed_nor_one_of_another_name()
    {
        foreach (var name in (string[])["hub-search-backup", "hub-search-1", "hub-search-000001-copy"])
        {
            Assert.Equal(200, _elastic.Answer(new("PUT", "/" + name, null, null, null, null, "")).Status);
        }

        var store = Store();
        var index = await store.OpenAsync(Ct);
        await FillAsync(index);
        await store.RemoveAsync(index, Ct);
        Assert.Equal(1, await FoundAsync());
        var next = await store.BeginNextAsync(Ct);
        await store.SwitchAsync(next, Ct);
        await store.RemoveAsync(index, Ct);
        Assert.Equal(["hub-search-000001-copy", "hub-search-000002", "hub-search-1", "hub-search-backup"], _elastic.Names);
    }

    [Fact]
    public async Task What_a_crash_left_half_built_goes_with_the_next_switch()
    {
        await Store().OpenAsync(Ct);
        await Store().BeginNextAsync(Ct);
        var store = Store();
        var (old, next) = (await store.OpenAsync(Ct), await store.BeginNextAsync(Ct));
        Assert.Equal(3, _elastic.Names.Count);
        await store.SwitchAsync(next, Ct);
        await store.RemoveAsync(old, Ct);
        Assert.Equal(["hub-search-000003"], _elastic.Names);
    }

    private ElasticSearchStore Store() => new(
        new ElasticSettings(new Uri("http://127.0.0.1:9200/"), null, null) { FirstPause = TimeSpan.FromMilliseconds(1) }, new DoubleHandler(_elastic));

    private static async Task FillAsync(ISearchIndex index)
    {
        await index.PutAsync([EveryRequest.Document(1)], new(9), Ct);
        await index.CommitAsync(new LogPosition(9), Ct);
    }

    private async Task<long> FoundAsync() => (await (await Store().OpenAsync(Ct)).SearchAsync(new SearchQuery(), SearchReader.Everything, Ct)).Total;
}
