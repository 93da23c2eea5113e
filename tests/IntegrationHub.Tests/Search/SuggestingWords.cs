using IntegrationHub.Adapters.Search.Lucene;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Search;

namespace IntegrationHub.Tests.Search;

public sealed class SuggestingWords : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-search-");
    private readonly LuceneSearchIndex _index;

    public SuggestingWords() => _index = LuceneSearchIndex.Open(Path.Combine(_folder.FullName, "search"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("skr", "skrivare", "skrivaren")]
    [InlineData("trasig skr", "skrivare")]
    [InlineData("1000", "10000001", "10000002", "10000003")]
    [InlineData("s")]
    [InlineData("skr ")]
    [InlineData("(((")]
    [InlineData("")]
    [InlineData(null)]
    public async Task The_last_word_is_gone_on_from(string? q, params string[] suggested)
    {
        await PutAsync();
        Assert.Equal(suggested, await SearchSuggestions.OfAsync(q, _index.SearchAsync, SearchReader.Everything, Ct));
    }

    [Fact]
    public async Task Nothing_is_suggested_that_the_reader_may_not_see()
    {
        await PutAsync();
        var reader = SearchReader.With([SearchReader.Desk("a")]);
        Assert.Equal(["skrivare"], await SearchSuggestions.OfAsync("skr", _index.SearchAsync, reader, Ct));
        Assert.Empty(await SearchSuggestions.OfAsync("hem", _index.SearchAsync, reader, Ct));
        Assert.Empty(await SearchSuggestions.OfAsync("10000002", _index.SearchAsync, reader, Ct));
    }

    public void Dispose()
    {
        _index.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task PutAsync()
    {
        await _index.PutAsync(
            [
                Case(1, "Trasig skrivare", "a"), Case(2, "Hemligt om skrivaren", "b"), Case(3, "Skrivare", "a"),
            ], new LogPosition(1), Ct);
        await _index.RefreshAsync(Ct);
    }

    private static SearchDocument Case(int n, string title, string desk) =>
        new($"case-1000000{n}", SearchKind.Case, $"1000000{n}", DateTimeOffset.UnixEpoch.AddDays(n), title) { Desk = [desk] };
}
