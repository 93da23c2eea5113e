using IntegrationHub.Adapters.Search.Elastic;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Search.Elastic;

/// <summary>The index in an Elasticsearch, which a double stands in for; and what it does when that gives trouble.</summary>
public sealed class TheElasticIndex : SearchContract
{
    private readonly ElasticDouble _elastic = new();

    protected override async ValueTask<ISearchIndex> OpenAsync() => await Store().OpenAsync(Ct);

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;

    private ElasticSearchStore Store(string? key = null) => new(
        new ElasticSettings(new Uri("http://127.0.0.1:9200/"), key, null) { FirstPause = TimeSpan.FromMilliseconds(1) }, new DoubleHandler(_elastic));

    [Fact]
    public async Task What_is_put_as_of_an_earlier_position_is_passed_over()
    {
        await Index.PutAsync([Case(1, "Ny")], At(20), Ct);
        Assert.Empty(await Index.PutAsync([Case(1, "Gammal")], At(19), Ct));
        Assert.Empty(await Index.PutAsync([Case(1, "Samma")], At(20), Ct));
        await Index.RefreshAsync(Ct);
        Assert.Equal("Ny", Assert.Single((await SearchAsync(null)).Hits).Title);
    }

    [Fact]
    public async Task Items_that_it_was_too_busy_for_are_sent_again_and_only_those()
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal) { [Case(2).Key] = 2, [Case(3).Key] = 1 };
        _elastic.ItemTrouble = id => left.GetValueOrDefault(id) > 0 ? (left[id]-- % 2 == 0 ? 503 : 429) : null;
        await PutAsync(Case(1), Case(2), Case(3), Case(4));
        await FindsAsync(new SearchQuery(), 4, 3, 2, 1);
        var sent = _elastic.Asked.Where(asked => asked.Path.EndsWith("_bulk", StringComparison.Ordinal)).Select(asked => asked.Body.Split("\"_id\"").Length - 1);
        Assert.Equal([4, 2, 1], sent.Skip(1)); // The first noted the position.
    }

    [Fact]
    public async Task A_document_that_it_never_takes_is_told_by_key_and_kind_of_fault_and_the_others_are_in()
    {
        _elastic.ItemTrouble = id => id == Case(2).Key ? 400 : null;
        var refused = await Index.PutAsync([Case(1), Case(2, "Hemlig"), Case(3)], At(1), Ct);
        Assert.Equal([new RefusedDocument(Case(2).Key, "document_parsing_exception")], refused);
        await Index.RefreshAsync(Ct);
        await FindsAsync(new SearchQuery(), 3, 1);
    }

    [Fact]
    public async Task A_batch_that_is_too_large_is_halved_down_to_the_document_that_is()
    {
        _elastic.Trouble = asked => asked.Body.Contains("Fet", StringComparison.Ordinal) && asked.Path.EndsWith("_bulk", StringComparison.Ordinal) ? new DoubleReply(413, null) : null;
        var refused = await Index.PutAsync([Case(1), Case(2), Case(3, "Fet"), Case(4), Case(5)], At(1), Ct);
        Assert.Equal([new RefusedDocument(Case(3).Key, "too large")], refused);
        await Index.RefreshAsync(Ct);
        await FindsAsync(new SearchQuery(), 5, 4, 2, 1);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_cluster_that_is_away_for_a_moment_is_asked_again(int status)
    {
        var left = 3;
        _elastic.Trouble = _ => left-- > 0 ? DoubleReply.Fault(status, "es_rejected_execution_exception") : null;
        await PutAsync(Case(1), Case(2));
        left = 1;
        await FindsAsync(new SearchQuery(), 2, 1);
    }

    [Theory]
    [InlineData(401, "security_exception", "refused", "Search:ApiKey")]
    [InlineData(403, "security_exception", "refused", "Search:ApiKey")]
    [InlineData(503, "cluster_block_exception", "unavailable", "green")]
    [InlineData(404, "index_not_found_exception", "lost", "looked up again")]
    [InlineData(400, "query_shard_exception", "refused", "hub views rebuild search")]
    public async Task What_it_cannot_do_is_told_with_what_to_do(int status, string type, string code, string says)
    {
        _elastic.Trouble = _ => DoubleReply.Fault(status, type);
        foreach (var work in (Func<Task>[])[() => SearchAsync("skrivare"), () => Index.PutAsync([Case(1)], At(1), Ct), () => Index.CommitAsync(At(1), Ct)])
        {
            var fault = await Assert.ThrowsAsync<SearchIndexException>(work);
            Assert.Equal(code, fault.Code);
            Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_search_whose_time_is_over_says_so_instead_of_failing()
    {
        await PutAsync(Case(1));
        _elastic.Trouble = asked => asked.Path.EndsWith("_search", StringComparison.Ordinal) ? DoubleReply.Fault(504, "search_timeout_exception") : null;
        var page = await SearchAsync("skrivare");
        Assert.Equal((0, "budget"), (page.Total, Assert.Single(page.Skipped).Code));
    }

    [Fact]
    public async Task Shards_that_failed_are_no_half_answer()
    {
        _elastic.Trouble = asked => asked.Path.EndsWith("_refresh", StringComparison.Ordinal)
            ? new DoubleReply(200, System.Text.Json.Nodes.JsonNode.Parse("""{"_shards":{"total":2,"successful":1,"failed":1}}""")) : null;
        Assert.Equal("unavailable", (await Assert.ThrowsAsync<SearchIndexException>(() => Index.RefreshAsync(Ct))).Code);
        Assert.Contains("allow_partial_search_results=false", await AskedAsync(), StringComparison.Ordinal);

        async Task<string> AskedAsync()
        {
            await SearchAsync("skrivare");
            return _elastic.Asked[^1].Query!;
        }
    }

    [Theory]
    [InlineData("7.17.0", true)]
    [InlineData("8.19.2", false)]
    public async Task What_is_no_elasticsearch_8_or_9_is_told(string version, bool saysProduct)
    {
        _elastic.Version = version;
        _elastic.Trouble = _ => saysProduct ? null : new DoubleReply(200, new System.Text.Json.Nodes.JsonObject()) { SaysProduct = false };
        Assert.Equal("wrong-product", (await Assert.ThrowsAsync<SearchIndexException>(() => Store().OpenAsync(Ct))).Code);
    }

    [Fact]
    public async Task An_index_of_another_version_asks_to_be_rebuilt_and_answers_the_citys_own_staff_until_then()
    {
        await PutAsync(Case(1) with { Desk = ["workplace"] });
        var desk = SearchReader.With([SearchReader.Desk("workplace")]);
        Assert.Equal(1, (await Index.SearchAsync(new SearchQuery(), desk, Ct)).Total);
        _elastic.Answer(new("PUT", $"/{_elastic.Names[0]}/_doc/position", null, "application/json", null, null, """{"position":7,"schema":"0"}"""));
        await ReopenAsync();
        Assert.True(Index.NeedsRebuild);
        Assert.Equal(LogPosition.Start, Index.LastPosition);
        await FindsAsync(new SearchQuery(), 1);
        Assert.Equal("needs-rebuild", (await Assert.ThrowsAsync<SearchIndexException>(() => Index.SearchAsync(new SearchQuery(), desk, Ct))).Code);
        await Index.ClearAsync(Ct);
        Assert.Equal(0, (await Index.SearchAsync(new SearchQuery(), desk, Ct)).Total);
        Assert.False(Index.NeedsRebuild);
        await FindsAsync(new SearchQuery());
    }

    [Fact]
    public async Task Forgotten_texts_are_rewritten_and_what_may_stay_is_there_at_once()
    {
        await Index.PutAsync([Case(1, "Hemlig"), Case(2)], At(9), Ct);
        await Index.CommitAsync(At(9), Ct);
        await Index.ForgetAsync([Case(1).Key], [Case(1, "Utan text")], At(9), Ct);
        await FindsAsync("hemlig");
        Assert.False(_elastic.IsExpunged);
        await Index.RewriteAsync(Ct);
        Assert.True(_elastic.IsExpunged);
        await FindsAsync("utan text", 1);
    }

    [Fact]
    public async Task The_key_goes_with_every_request_and_into_no_message()
    {
        var settings = new ElasticSettings(new Uri("http://127.0.0.1:9200/"), "aWQ6a2V5", null);
        await Store("aWQ6a2V5").OpenAsync(Ct);
        Assert.Equal("ApiKey aWQ6a2V5", _elastic.Asked[^1].Authorization);
        Assert.DoesNotContain("aWQ6a2V5", settings.ToString(), StringComparison.Ordinal);
        Assert.All(_elastic.Asked, asked => Assert.Equal("application/vnd.elasticsearch+json; compatible-with=8", asked.Accept));
    }

    [Fact]
    public async Task An_index_that_another_hub_switched_is_found_lost_by_its_writer_and_read_on_by_its_readers()
    {
        await PutAsync(Case(1));
        var other = Store();
        var next = await other.BeginNextAsync(Ct);
        await next.PutAsync([Case(2)], At(1), Ct);
        await next.CommitAsync(At(1), Ct);
        var old = await other.OpenAsync(Ct);
        next = await other.BeginNextAsync(Ct);
        await next.PutAsync([Case(2)], At(1), Ct);
        await next.CommitAsync(At(1), Ct);
        await other.SwitchAsync(next, Ct);
        await other.RemoveAsync(old, Ct);
        await FindsAsync(new SearchQuery(), 2);
        Assert.Equal("lost", (await Assert.ThrowsAsync<SearchIndexException>(() => Index.PutAsync([Case(3)], At(2), Ct))).Code);
    }
}
