using IntegrationHub.Core.Search;

namespace IntegrationHub.Host.Search;

internal sealed partial class LiveIndex
{
    private volatile ISearchIndex? _next;

    /// <summary>Whether an index is being built, or waits to be switched to.</summary>
    public bool IsBuilding => _next is not null;

    /// <summary>Builds the next index beside the one that answers.</summary>
    /// <param name="build">Fills it.</param>
    /// <param name="ct">Ends the building; the one that answers stays.</param>
    /// <returns>The next index, filled and not yet answering; <see cref="SwitchAsync"/> or <see cref="DropAsync"/> it.</returns>
    public async Task<ISearchIndex> BuildNextAsync(Func<ISearchIndex, CancellationToken, Task> build, CancellationToken ct)
    {
        ISearchIndex? next = null;
        await ChangeAsync(async () =>
        {
            _meanwhile.Clear();
            next = _next = await store.BeginNextAsync(ct);
        }, ct);
        try
        {
            await build(next!, ct);
            return next!;
        }
        catch
        {
            await DropAsync(next!);
            throw;
        }
    }

    /// <summary>From now on the next index answers; the one that did is removed. Whoever was forgotten while it was built is taken out of it before.</summary>
    /// <param name="next">From <see cref="BuildNextAsync"/>.</param>
    /// <param name="ct">Ends the wait before the step; once begun it is seen through.</param>
    /// <exception cref="SearchIndexException">The old one answers still; or nobody can tell just now, and whoever opens it next finds out.</exception>
    public async Task SwitchAsync(ISearchIndex next, CancellationToken ct)
    {
        ISearchIndex? before = null;
        await ChangeAsync(async () =>
        {
            await ForgetMeanwhileAsync(next, ct);
            await StepAsync(next);
            (before, _index, _next) = (_index, next, null);
        }, ct);
        if (before is not null)
        {
            await LetGoAsync(before);
        }
    }

    /// <summary>Lets go of an index that was built and shall not answer; one that answers all the same stays.</summary>
    public async Task DropAsync(ISearchIndex next)
    {
        var answers = false;
        await ChangeAsync(() =>
        {
            (answers, _next) = (next == _index, next == _next ? null : _next);
            return Task.CompletedTask;
        }, CancellationToken.None);
        if (!answers)
        {
            await LetGoAsync(next);
        }
    }

    /// <summary>A step that failed may have been taken: what counts is which index answers afterwards.</summary>
    private async Task StepAsync(ISearchIndex next)
    {
        try
        {
            await store.SwitchAsync(next, CancellationToken.None);
        }
        catch
        {
            if (!await HasSwitchedAsync(next))
            {
                throw;
            }
        }
    }

    private async Task<bool> HasSwitchedAsync(ISearchIndex next)
    {
        try
        {
            return await store.AnswersAsync(next, CancellationToken.None);
        }
        catch (SearchIndexException)
        {
            Close(); // Nobody can tell which one answers. The feed opens that one again, whichever it is.
            return false;
        }
    }

    /// <summary>Removes an index. Where that fails the other one answers all the same; it is tried again before anybody says that something is forgotten.</summary>
    private async Task LetGoAsync(ISearchIndex gone)
    {
        try
        {
            await store.RemoveAsync(gone, CancellationToken.None);
        }
        catch (Exception fault) when (fault is SearchIndexException or IOException or ObjectDisposedException)
        {
            _left.Enqueue(gone);
        }
    }
}
