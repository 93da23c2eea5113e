using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Host.Search;

/// <summary>The search index as long as it can be used: opened in the background, opened again after a fault, made anew when it is damaged, and built anew beside itself.</summary>
/// <param name="store">Where indexes lie; nothing in them is needed that the log does not have.</param>
internal sealed partial class LiveIndex(ISearchStore store) : IDisposable
{
    private const int Tries = 5;

    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly SemaphoreSlim _putting = new(1, 1);
    private volatile ISearchIndex? _index;

    /// <summary>The index.</summary>
    /// <exception cref="SearchIndexException"><c>starting</c>: it is not open yet, or is being opened again.</exception>
    public ISearchIndex Current =>
        _index ?? throw new SearchIndexException("starting", "The search index is being opened; ask again in a moment.");

    /// <summary>Answers a query, whichever index answers just now.</summary>
    /// <param name="query">What is sought.</param>
    /// <param name="reader">Who asks.</param>
    /// <param name="ct">Ends the search.</param>
    /// <exception cref="SearchIndexException">It cannot answer just now.</exception>
    public async Task<SearchPage> SearchAsync(SearchQuery query, SearchReader reader, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var asked = Current;
            try
            {
                return await asked.SearchAsync(query, reader, ct);
            }
            catch (SearchIndexException fault) when (fault.Code is "closed" or "lost" && attempt < Tries && asked != _index)
            {
                // It was switched under us; the next one answers.
            }
            catch (SearchIndexException fault) when (fault.Code == "needs-rebuild")
            {
                throw new SearchIndexException("starting", "The search index is being made for this version of the hub; ask again in a while.", fault);
            }
        }
    }

    /// <summary>Opens the index; one that was open is closed first, and what it had not committed is dropped. One that is being built beside it stays.</summary>
    /// <exception cref="SearchIndexException">It is <c>locked</c>, <c>unwritable</c> or <c>unavailable</c>; try again later.</exception>
    public async Task<ISearchIndex> OpenAsync(CancellationToken ct)
    {
        ISearchIndex? opened = null;
        await ChangeAsync(async () =>
        {
            Close();
            try
            {
                opened = _index = await store.OpenAsync(ct);
            }
            catch (SearchIndexException fault) when (fault.Code == "damaged")
            {
                opened = _index = await store.BeginAnewAsync(ct);
            }
        }, ct);
        return opened!;
    }

    /// <summary>Begins an empty index in the place of a damaged one.</summary>
    /// <exception cref="SearchIndexException">It cannot be emptied or written.</exception>
    public async Task<ISearchIndex> BeginAsync(CancellationToken ct)
    {
        ISearchIndex? begun = null;
        await ChangeAsync(async () =>
        {
            Close();
            begun = _index = await store.BeginAnewAsync(ct);
        }, ct);
        return begun!;
    }

    /// <summary>Runs work that puts, while nobody else does: the index is the same one from its beginning to its end.</summary>
    public Task PutAloneAsync(Func<Task> work, CancellationToken ct) => HeldAsync(_putting, work, ct);

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        (store as IDisposable)?.Dispose();
        _changing.Dispose();
        _putting.Dispose();
        _rewriting.Dispose();
    }

    private void Close()
    {
        var open = _index;
        _index = null;
        if (open is not null)
        {
            store.Close(open);
        }
    }

    private Task ChangeAsync(Func<Task> change, CancellationToken ct) => HeldAsync(_changing, change, ct);

    private static async Task HeldAsync(SemaphoreSlim held, Func<Task> work, CancellationToken ct)
    {
        await held.WaitAsync(ct);
        try
        {
            await work();
        }
        finally
        {
            held.Release();
        }
    }
}
