using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Chats;

/// <summary>A page of the city's knowledge: one question and its answer.</summary>
/// <param name="Id">The file's name without its ending.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>.</param>
/// <param name="Title">The question, as people ask it.</param>
/// <param name="Text">The answer, plain.</param>
/// <param name="Words">Other words that people use for it; may be empty.</param>
/// <param name="Source">Where the answer comes from: a page's address or name; shown with it.</param>
public sealed record KnowledgePage(string Id, string Language, string Title, string Text, IReadOnlyList<string> Words, string Source);

/// <summary>Finds the page that answers a question, or none: a wrong answer is worse than a case.</summary>
/// <remarks>
/// A page is the answer when the weight of the question's words that stand in its title and words is more than half of what the
/// question's words weigh in all, and clearly more than that of the next page. Rare words weigh more (inverse document frequency).
/// </remarks>
public sealed class Knowledge
{
    private const double Enough = 0.55;
    private const double Apart = 1.25;
    private static readonly HashSet<string> s_small = [.. "jag du vi man en ett den det och att i på för till av med om är hur var vad när kan får gör ska vill min mitt mina a an the i my we is are do does how what where when can to for of on in it at".Split(' ').SelectMany(Routing.Words.Of)];

    private readonly List<(KnowledgePage Page, HashSet<string> Words)> _pages;
    private readonly Dictionary<string, double> _weights = new(StringComparer.Ordinal);
    private readonly double _unknown;

    /// <summary>Over these pages.</summary>
    public Knowledge(IReadOnlyList<KnowledgePage> pages)
    {
        _pages = [.. pages.Select(page => (page, Stems(string.Join(' ', [page.Title, .. page.Words]))))];
        foreach (var word in _pages.SelectMany(page => page.Words).GroupBy(word => word, StringComparer.Ordinal))
        {
            _weights[word.Key] = Math.Log(1 + ((double)_pages.Count / word.Count()));
        }

        _unknown = Math.Log(1 + _pages.Count);
    }

    /// <summary>No pages: nothing is answered.</summary>
    public static Knowledge None { get; } = new([]);

    /// <summary>The page that answers; null when none does, or two do as well.</summary>
    /// <param name="question">In the user's words.</param>
    /// <param name="language">Pages of this language only.</param>
    public KnowledgePage? Find(string question, string language)
    {
        var asked = Stems(question);
        var all = asked.Sum(Weight);
        (KnowledgePage Page, double Score)[] ranked = [.. _pages.Where(page => page.Page.Language == language)
            .Select(page => (page.Page, asked.Where(page.Words.Contains).Sum(Weight))).OrderByDescending(page => page.Item2).Take(2)];
        return ranked is [var best, ..] && all > 0 && best.Score / all >= Enough && (ranked.Length == 1 || best.Score >= Apart * ranked[1].Score) ? best.Page : null;
    }

    /// <summary>A page by its id; null when there is none (any more).</summary>
    public KnowledgePage? Page(string? id) => _pages.Find(page => page.Page.Id == id).Page;

    private double Weight(string word) => _weights.GetValueOrDefault(word, _unknown);

    private static string Stem(string word) => Routing.Words.WithAndWithoutEnding(word).Skip(1).FirstOrDefault(stem => stem.Length >= 3) ?? word;

    private static HashSet<string> Stems(string text) =>
        [.. Routing.Words.Of(text).Where(word => !s_small.Contains(word)).Select(Stem)];
}
