using System.Globalization;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>Embedded indexes as folders beside each other: a small pointer file names the one that answers.</summary>
/// <param name="folder">The first one; later ones are called so with a number: <c>search-2</c>. The pointer is <c>search.current</c>.</param>
/// <param name="budget">How long a search may take.</param>
public sealed class LuceneSearchStore(string folder, SearchBudget budget) : ISearchStore
{
    private readonly string _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    // The one that this store is building: what else lies there beside the current one, a crash has left.
    private volatile string? _building;

    private string Pointer => _folder + ".current";

    /// <inheritdoc/>
    public Task<ISearchIndex> OpenAsync(CancellationToken ct)
    {
        var current = Current();
        RemoveLeft(current);
        return Task.FromResult<ISearchIndex>(LuceneSearchIndex.Open(current, budget));
    }

    /// <inheritdoc/>
    public Task<ISearchIndex> BeginAnewAsync(CancellationToken ct)
    {
        var current = Current();
        Remove(current);
        return Task.FromResult<ISearchIndex>(LuceneSearchIndex.Open(current, budget));
    }

    /// <inheritdoc/>
    public Task<ISearchIndex> BeginNextAsync(CancellationToken ct)
    {
        var current = Current();
        RemoveLeft(current);
        var number = NumberOf(current)!.Value + 1;
        while (Directory.Exists(Named(number)))
        {
            number++;
        }

        var next = LuceneSearchIndex.Open(Named(number), budget);
        _building = next.Folder;
        return Task.FromResult<ISearchIndex>(next);
    }

    /// <inheritdoc/>
    public Task SwitchAsync(ISearchIndex built, CancellationToken ct)
    {
        var name = Path.GetFileName(((LuceneSearchIndex)built).Folder);
        ct.ThrowIfCancellationRequested();
        try
        {
            File.WriteAllText(Pointer + ".new", name);
            File.Move(Pointer + ".new", Pointer, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw IndexFaults.From(_folder, fault);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> AnswersAsync(ISearchIndex index, CancellationToken ct) => Task.FromResult(((LuceneSearchIndex)index).Folder == Current());

    /// <inheritdoc/>
    public Task RemoveAsync(ISearchIndex index, CancellationToken ct)
    {
        Close(index);
        var gone = ((LuceneSearchIndex)index).Folder;
        if (gone != Current())
        {
            Remove(gone);
        }

        _building = _building == gone ? null : _building;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Close(ISearchIndex index) => ((LuceneSearchIndex)index).Dispose();

    /// <summary>The folder of the index that answers; it may not exist yet.</summary>
    public string Current()
    {
        var said = File.Exists(Pointer) ? Path.Combine(Path.GetDirectoryName(_folder)!, File.ReadAllText(Pointer).Trim()) : _folder;
        return NumberOf(said) is null ? _folder : said;
    }

    /// <summary>What a crash left half built, or did not get to remove. Folders of other names, as an operator's own copy, are not ours.</summary>
    private void RemoveLeft(string current)
    {
        var parent = Path.GetDirectoryName(_folder)!;
        if (!Directory.Exists(parent))
        {
            return;
        }

        foreach (var other in Directory.GetDirectories(parent).Where(other => NumberOf(other) is not null && other != current && other != _building))
        {
            Remove(other);
        }
    }

    private string Named(int number) => number == 1 ? _folder : string.Create(CultureInfo.InvariantCulture, $"{_folder}-{number}");

    /// <summary>The number of one of the store's own folders; null for any other.</summary>
    private int? NumberOf(string path) =>
        path == _folder ? 1
        : path.StartsWith(_folder + "-", StringComparison.Ordinal)
            && int.TryParse(path.AsSpan(_folder.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 1 && Named(number) == path ? number
        : null;

    private static void Remove(string other)
    {
        try
        {
            if (Directory.Exists(other))
            {
                Directory.Delete(other, recursive: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SearchIndexException("unwritable", $"The search index {other} cannot be deleted: {fault.Message} Delete the folder by hand.", fault);
        }
    }
}
