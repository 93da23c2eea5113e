using IntegrationHub.Adapters.Search.Lucene;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using IntegrationHub.Tests.Search.Elastic;

namespace IntegrationHub.Tests.Search;

/// <summary>Indexes as folders beside each other: which are the hub's own, and which of them may go.</summary>
public sealed class TheLuceneStore : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-search-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IEnumerable<string?> Folders => Directory.GetDirectories(_folder.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    [Fact]
    public async Task What_a_crash_left_is_removed_and_an_operators_copy_is_not()
    {
        foreach (var name in (string[])["search-3", "search-7", "search-backup", "search-2x", "search-02", "search-1", "searching"])
        {
            await File.WriteAllTextAsync(Path.Combine(_folder.CreateSubdirectory(name).FullName, "words"), "skrivare", Ct);
        }

        var store = Store();
        store.Close(await store.OpenAsync(Ct));
        Assert.Equal(["search", "search-02", "search-1", "search-2x", "search-backup", "searching"], Folders);
        store.Close(await store.BeginNextAsync(Ct));
        Assert.Equal(["search", "search-02", "search-1", "search-2", "search-2x", "search-backup", "searching"], Folders);
    }

    [Fact]
    public async Task An_index_that_is_being_built_is_not_removed_when_the_store_is_opened_again()
    {
        var store = Store();
        store.Close(await store.OpenAsync(Ct));
        var next = await store.BeginNextAsync(Ct);
        store.Close(await store.OpenAsync(Ct));
        await next.PutAsync([EveryRequest.Document(1)], new(1), Ct);
        await next.CommitAsync(new LogPosition(1), Ct);
        await store.SwitchAsync(next, Ct);
        store.Close(next);
        Assert.Equal(1, await FoundAsync());
        Assert.Equal(["search-2"], Folders);
    }

    [Fact]
    public async Task The_index_that_answers_is_never_removed()
    {
        var store = Store();
        var index = await store.OpenAsync(Ct);
        await index.PutAsync([EveryRequest.Document(1)], new(1), Ct);
        await index.CommitAsync(new LogPosition(1), Ct);
        Assert.True(await store.AnswersAsync(index, Ct));
        await store.RemoveAsync(index, Ct);
        Assert.Equal(1, await FoundAsync());
    }

    [Fact]
    public async Task A_switch_that_cannot_be_written_down_is_none()
    {
        var store = Store();
        var index = await store.OpenAsync(Ct);
        var next = await store.BeginNextAsync(Ct);
        _folder.CreateSubdirectory("search.current.new"); // In the way of the pointer.
        Assert.Equal("unwritable", (await Assert.ThrowsAsync<SearchIndexException>(() => store.SwitchAsync(next, Ct))).Code);
        Assert.Equal((true, false), (await store.AnswersAsync(index, Ct), await store.AnswersAsync(next, Ct)));
        await store.RemoveAsync(next, Ct);
        store.Close(index);
        Assert.Equal(["search", "search.current.new"], Folders);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private LuceneSearchStore Store() => new(Path.Combine(_folder.FullName, "search"), SearchBudget.Usual);

    private async Task<long> FoundAsync()
    {
        var store = Store();
        var index = await store.OpenAsync(Ct);
        var found = await index.SearchAsync(new SearchQuery(), SearchReader.Everything, Ct);
        store.Close(index);
        return found.Total;
    }
}
