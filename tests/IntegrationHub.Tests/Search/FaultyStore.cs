using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search;

/// <summary>A real store whose last steps give trouble.</summary>
internal sealed class FaultyStore(ISearchStore store) : ISearchStore, IDisposable
{
    /// <summary>What becomes of a switch; given the real one.</summary>
    public Func<Func<Task>, Task> Switching { get; set; } = step => step();

    /// <summary>What becomes of a removal; given the real one.</summary>
    public Func<Func<Task>, Task> Removing { get; set; } = removal => removal();

    /// <summary>Whether nobody can tell which index answers.</summary>
    public bool CannotTell { get; set; }

    /// <summary>What a store says that cannot be reached or written.</summary>
    public static SearchIndexException Fault => new("unavailable", "The store gives trouble.");

    public Task<ISearchIndex> OpenAsync(CancellationToken ct) => store.OpenAsync(ct);

    public Task<ISearchIndex> BeginAnewAsync(CancellationToken ct) => store.BeginAnewAsync(ct);

    public Task<ISearchIndex> BeginNextAsync(CancellationToken ct) => store.BeginNextAsync(ct);

    public Task SwitchAsync(ISearchIndex built, CancellationToken ct) => Switching(() => store.SwitchAsync(built, ct));

    public Task<bool> AnswersAsync(ISearchIndex index, CancellationToken ct) => CannotTell ? throw Fault : store.AnswersAsync(index, ct);

    public Task RemoveAsync(ISearchIndex index, CancellationToken ct) => Removing(() => store.RemoveAsync(index, ct));

    public void Close(ISearchIndex index) => store.Close(index);

    public void Dispose() => (store as IDisposable)?.Dispose();
}
