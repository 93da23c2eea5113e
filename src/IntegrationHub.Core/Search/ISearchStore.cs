namespace IntegrationHub.Core.Search;

/// <summary>Where indexes lie: the one that answers, and at times another that is built beside it.</summary>
/// <remarks>
/// Indexes bear numbers, and a later one the higher. What was left behind, half built or not removed, is removed by its number and only where
/// its name is exactly one of the store's own; never the one that answers, and never one that may still be built.
/// </remarks>
public interface ISearchStore
{
    /// <summary>Opens the index that answers; begins an empty one when there is none.</summary>
    /// <exception cref="SearchIndexException">It cannot be opened: <c>locked</c>, <c>damaged</c>, <c>unwritable</c>, <c>unavailable</c>, <c>refused</c>.</exception>
    Task<ISearchIndex> OpenAsync(CancellationToken ct);

    /// <summary>Begins an empty index in the place of one that is damaged.</summary>
    /// <exception cref="SearchIndexException">It cannot be removed or written.</exception>
    Task<ISearchIndex> BeginAnewAsync(CancellationToken ct);

    /// <summary>Begins an empty index beside the one that answers, under a number that no other has; nobody finds anything in it yet.</summary>
    /// <exception cref="SearchIndexException">It cannot be written.</exception>
    Task<ISearchIndex> BeginNextAsync(CancellationToken ct);

    /// <summary>In one step: from now on the next answers. The index that answered is let go of by <see cref="RemoveAsync"/>.</summary>
    /// <param name="built">From <see cref="BeginNextAsync"/>, committed.</param>
    /// <param name="ct">Ends the wait before the step; the step itself is seen through.</param>
    /// <exception cref="SearchIndexException">
    /// The step was not taken, as far as can be told: <see cref="AnswersAsync"/> tells. <c>lost</c>: one that was begun later answers already.
    /// </exception>
    Task SwitchAsync(ISearchIndex built, CancellationToken ct);

    /// <summary>Whether this index is the one that answers, whoever made it so.</summary>
    /// <exception cref="SearchIndexException">Nobody can tell just now.</exception>
    Task<bool> AnswersAsync(ISearchIndex index, CancellationToken ct);

    /// <summary>Closes an index and removes it with its texts; one that answers is only closed. Searches that are running end undisturbed.</summary>
    /// <exception cref="SearchIndexException">It could not be removed; it can be tried again.</exception>
    Task RemoveAsync(ISearchIndex index, CancellationToken ct);

    /// <summary>Closes an index without removing anything; what was not committed is dropped.</summary>
    void Close(ISearchIndex index);
}

/// <summary>A document that the index does not take, whatever is tried: it stays out, and all others are in.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Reason">The index's name for the fault; never a text of the document.</param>
public sealed record RefusedDocument(string Key, string Reason);

/// <summary>How long a search may take.</summary>
/// <param name="Limit">A search that needs longer is ended, and its answer says so; above zero.</param>
/// <param name="Clock">The time.</param>
public sealed record SearchBudget(TimeSpan Limit, TimeProvider Clock)
{
    /// <summary>What an answer says whose search was ended.</summary>
    public static readonly SearchSkip Spent = new(
        "budget", "", "The search took too long and was ended: hits and counts are only those found until then. Narrow it, for example by desk or time.");

    /// <summary>Two seconds: a hundred times what a search takes.</summary>
    public static SearchBudget Usual { get; } = new(TimeSpan.FromSeconds(2), TimeProvider.System);

    /// <summary>A look at the clock that tells whether the time is over.</summary>
    public Func<bool> Begin()
    {
        var since = Clock.GetTimestamp();
        return () => Clock.GetElapsedTime(since) > Limit;
    }
}
