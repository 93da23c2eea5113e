using System.Collections.Concurrent;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Host.Search;

/// <summary>What is to be forgotten.</summary>
/// <param name="Keys">Keys of documents.</param>
/// <param name="DrawAsync">What may stay of them, as the log has it when it is asked.</param>
/// <param name="Log">The log.</param>
internal sealed record ForgottenDocuments(IReadOnlyCollection<string> Keys, Func<CancellationToken, Task<IReadOnlyCollection<SearchDocument>>> DrawAsync, IEventLog Log);

internal sealed partial class LiveIndex
{
    private readonly SemaphoreSlim _rewriting = new(1, 1);

    // Changed only by whoever changes which index answers.
    private readonly List<ForgottenDocuments> _meanwhile = [];

    // Indexes that could not be removed.
    private readonly ConcurrentQueue<ISearchIndex> _left = new();

    // A hub that was stopped does not know what it still had to rewrite.
    private volatile bool _owesRewrite = true;

    /// <summary>Whether something was forgotten whose texts are still on the disk.</summary>
    public bool OwesRewrite => _owesRewrite;

    /// <summary>Forgets documents, as <see cref="ISearchIndex.ForgetAsync"/>: at once in the index that answers, and in one that is being built before it does.</summary>
    /// <param name="gone">What.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="SearchIndexException">They may still be found; call it again.</exception>
    public Task ForgetAsync(ForgottenDocuments gone, CancellationToken ct) => PutAloneAsync(() => ChangeAsync(async () =>
    {
        if (_next is not null)
        {
            _meanwhile.Add(gone);
        }

        _owesRewrite = true;
        await ForgetAsync(Current, [gone], ct);
    }, ct), ct);

    /// <summary>Makes sure that the texts of what was forgotten are gone from the disk, once for all of them. Documents are put and found meanwhile.</summary>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="SearchIndexException">
    /// They may still be there; call it again. <c>building</c>: an index is being built that forgets them before it answers; wait for that.
    /// </exception>
    public Task RewriteAsync(CancellationToken ct) => HeldAsync(_rewriting, async () =>
    {
        if (IsBuilding)
        {
            throw new SearchIndexException("building", "The search index is being built anew; texts are rewritten once that is done.");
        }

        ISearchIndex index;
        _owesRewrite = false;
        try
        {
            do
            {
                index = Current;
                await RewriteAsync(index, ct);
            }
            while (index != _index); // It was switched meanwhile.

            while (_left.TryPeek(out var left))
            {
                await store.RemoveAsync(left, ct);
                _left.TryDequeue(out _);
            }
        }
        catch
        {
            _owesRewrite = true;
            throw;
        }
    }, ct);

    private async Task RewriteAsync(ISearchIndex index, CancellationToken ct)
    {
        try
        {
            await index.RewriteAsync(ct);
        }
        catch (SearchIndexException) when (index != _index && _index is not null)
        {
            // It does not answer any more, and is removed.
        }
    }

    /// <summary>Takes out of the next index whatever was forgotten while it was built: it may have been put before, or drawn before and put after.</summary>
    private async Task ForgetMeanwhileAsync(ISearchIndex next, CancellationToken ct)
    {
        if (_meanwhile.Count > 0)
        {
            await ForgetAsync(next, _meanwhile, ct);
            _meanwhile.Clear();
            _owesRewrite = true;
        }
    }

    private static async Task ForgetAsync(ISearchIndex index, List<ForgottenDocuments> all, CancellationToken ct)
    {
        var (asOf, instead) = (await all[0].Log.HeadAsync(ct), new Dictionary<string, SearchDocument>(StringComparer.Ordinal));
        foreach (var gone in all)
        {
            foreach (var document in await gone.DrawAsync(ct))
            {
                instead[document.Key] = document;
            }
        }

        await index.ForgetAsync([.. all.SelectMany(gone => gone.Keys).Distinct(StringComparer.Ordinal)], instead.Values, asOf, ct);
    }
}
