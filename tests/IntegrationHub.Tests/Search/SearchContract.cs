using System.Globalization;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search;

/// <summary>What every search index does, whatever it is made of. Derive, open an empty index, and all of it is tested.</summary>
public abstract partial class SearchContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 7, 0, 0, TimeSpan.Zero);

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private int _asOf = 100;

    protected ISearchIndex Index { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Index = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the index of this test: empty at first, and what it was at the last commit after <see cref="CloseAsync"/>.</summary>
    protected abstract ValueTask<ISearchIndex> OpenAsync();

    protected abstract ValueTask CloseAsync();

    protected async Task ReopenAsync()
    {
        await CloseAsync();
        Index = await OpenAsync();
    }

    /// <summary>The n-th case of the city, one an hour.</summary>
    protected static SearchDocument Case(int n, string title = "Ärende", params string[] texts)
    {
        var number = (10_000_000 + n).ToString(CultureInfo.InvariantCulture);
        return new("case-" + number, SearchKind.Case, number, Start.AddHours(n), title) { Texts = texts };
    }

    protected async Task PutAsync(params SearchDocument[] documents)
    {
        await Index.PutAsync(documents, At(_asOf++), Ct);
        await Index.RefreshAsync(Ct);
    }

    protected Task<SearchPage> SearchAsync(string? q) => Index.SearchAsync(new SearchQuery { Q = q }, Ct);

    /// <summary>The numbers n of the cases that a query finds, in order.</summary>
    protected async Task<int[]> FindAsync(SearchQuery query) => Numbers(await Index.SearchAsync(query, Ct));

    /// <summary>Fails unless a query finds exactly these cases, in this order.</summary>
    protected async Task FindsAsync(SearchQuery query, params int[] numbers) => Assert.Equal(numbers, await FindAsync(query));

    protected Task FindsAsync(string q, params int[] numbers) => FindsAsync(new SearchQuery { Q = q }, numbers);

    protected static int[] Numbers(SearchPage page) =>
        [.. page.Hits.Select(hit => int.Parse(hit.Number, CultureInfo.InvariantCulture) - 10_000_000)];

    protected static LogPosition At(long position) => new(position);
}
