using IntegrationHub.Adapters.Search.Lucene;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Host.Search;

/// <summary>The search index as long as it can be used: opened in the background, opened again after a fault, made anew when it is damaged.</summary>
/// <param name="folder">Its own folder under the data directory; nothing in it is needed that the log does not have.</param>
internal sealed class LiveIndex(string folder) : IDisposable
{
    private volatile LuceneSearchIndex? _index;

    /// <summary>The index.</summary>
    /// <exception cref="SearchIndexException"><c>starting</c>: it is not open yet, or is being opened again.</exception>
    public ISearchIndex Current =>
        _index ?? throw new SearchIndexException("starting", "The search index is being opened; ask again in a moment.");

    /// <summary>Opens the index; one that was open is closed first, and what it had not committed is dropped.</summary>
    /// <exception cref="SearchIndexException">It is <c>locked</c> or <c>unwritable</c>; try again later.</exception>
    public ISearchIndex Open()
    {
        Close();
        try
        {
            return _index = LuceneSearchIndex.Open(folder);
        }
        catch (SearchIndexException fault) when (fault.Code == "damaged")
        {
            return Begin();
        }
    }

    /// <summary>Begins an empty index in the place of a damaged one.</summary>
    /// <exception cref="SearchIndexException">The folder cannot be emptied or written.</exception>
    public ISearchIndex Begin()
    {
        Close();
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SearchIndexException("unwritable", $"The damaged search index {folder} cannot be deleted: {fault.Message} Delete the folder by hand.", fault);
        }

        return _index = LuceneSearchIndex.Open(folder);
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Close()
    {
        var open = _index;
        _index = null;
        open?.Dispose();
    }
}
