using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>The words of one document after another: they are cut once and given to every field, and no stream is made anew.</summary>
internal sealed class IndexedWords(WordBook book) : IDisposable
{
    private readonly List<WordForms?> _words = [];

    /// <summary>Stems of the title.</summary>
    public WordStream Title { get; } = new(word => word.Stem);

    /// <summary>The words as they stand, folded.</summary>
    public WordStream Words { get; } = new(word => word.Word);

    /// <summary>Their stems.</summary>
    public WordStream Forms { get; } = new(word => word.Forms);

    /// <summary>Takes the words of the next document.</summary>
    public void Read(SearchDocument document)
    {
        _words.Clear();
        book.Read(SearchText.Clean(document.Title), _words);
        Title.Read(_words, _words.Count);
        foreach (var text in document.Texts)
        {
            book.Read(SearchText.Clean(text), _words);
        }

        Words.Read(_words, _words.Count);
        Forms.Read(_words, _words.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Title.Dispose();
        Words.Dispose();
        Forms.Dispose();
    }
}
