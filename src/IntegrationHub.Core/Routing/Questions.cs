using System.Globalization;

namespace IntegrationHub.Core.Routing;

/// <summary>Words the one question to ask, and reads what was answered by key or number word.</summary>
internal sealed class Questions(KeypadMenu menu, ServiceCatalogue catalogue)
{
    /// <summary>The keys of one question.</summary>
    public const int MostCandidates = 4;

    private const double WorthAsking = 0.04;
    private const double Enough = 0.92;

    private static readonly string[][] s_numbers =
    [
        ["1", "ett", "etta", "ettan", "forsta", "one", "first"],
        ["2", "tva", "tvaan", "andra", "two", "second"],
        ["3", "tre", "trea", "trean", "tredje", "three", "third"],
        ["4", "fyra", "fyran", "fjarde", "four", "fourth"],
    ];

    /// <summary>
    /// Asks for the matters of the menu when nothing is known, otherwise between the likeliest services. Null when no two
    /// candidates are left.
    /// </summary>
    /// <param name="ranked">All services with their likelihood, best first.</param>
    /// <param name="choice">What the caller chose by key, if anything.</param>
    /// <param name="nothingKnown">True when neither words nor a final key spoke for any service.</param>
    public RoutingQuestion? Between(IReadOnlyList<RouteAlternative> ranked, MenuChoice? choice, bool nothingKnown)
    {
        if (nothingKnown && (choice is null || choice.Choices.Count > 0) && Matters(ranked, choice) is { } matters)
        {
            return matters;
        }

        var candidates = new List<RouteAlternative>();
        var covered = 0.0;
        foreach (var next in ranked)
        {
            if (candidates.Count == MostCandidates || (candidates.Count >= 2 && (next.Confidence < WorthAsking || covered > Enough)))
            {
                break;
            }

            candidates.Add(next);
            covered += next.Confidence;
        }

        return candidates.Count < 2 ? null : Worded(candidates, [.. candidates.Select(candidate => Name(candidate.Service))]);
    }

    /// <summary>The matters of the first question that the services left allow, or those below a choice.</summary>
    public RoutingQuestion? Matters(IReadOnlyList<RouteAlternative> ranked, MenuChoice? choice)
    {
        var open = Open(ranked, choice);
        return open.Count < 2 ? null : Worded([.. open.Select(pair => pair.Candidate)], [.. open.Select(pair => new SpokenName(pair.Choice.Sv, pair.Choice.En))]);
    }

    /// <summary>The choice that a candidate of <see cref="Matters"/> stood for; null when the question was another.</summary>
    public MenuChoice? ChoiceAt(RoutingQuestion asked, int index, IReadOnlyList<RouteAlternative> ranked, MenuChoice? choice) =>
        Matters(ranked, choice)?.Sv == asked.Sv ? Open(ranked, choice)[index].Choice : null;

    /// <summary>The index of the candidate that a key or a number word names; -1 when it names none.</summary>
    public static int Chosen(RoutingQuestion asked, string answer)
    {
        var words = Words.Of(answer);
        if (words.Count > 3)
        {
            return -1;
        }

        var named = Enumerable.Range(0, s_numbers.Length)
            .Where(index => words.Exists(word => s_numbers[index].Contains(word, StringComparer.Ordinal))).ToList();
        return named is [var only] && only < asked.Candidates.Count ? only : -1; // "One or two" chooses nothing.
    }

    private List<(MenuChoice Choice, RouteAlternative Candidate)> Open(IReadOnlyList<RouteAlternative> ranked, MenuChoice? choice) =>
        [.. (choice?.Choices ?? menu.Choices)
            .Select(below => (below, below.Services.Select(id => ranked.FirstOrDefault(next => next.Service == id)).FirstOrDefault(next => next is not null)))
            .Where(pair => pair.Item2 is not null)
            .Select(pair => (pair.below, pair.Item2!))
            .Take(MostCandidates)];

    private SpokenName Name(string service) =>
        menu.NameOf(service) ?? (catalogue.FindService(service) is { } known ? new SpokenName(known.Sv, known.En) : new SpokenName(service, service));

    private static RoutingQuestion Worded(IReadOnlyList<RouteAlternative> candidates, IReadOnlyList<SpokenName> names) => new(
        "Vad gäller det? Svara " + Listed(names.Select(name => name.Sv), "för", "eller") + ".",
        "What is it about? Answer " + Listed(names.Select(name => name.En), "for", "or") + ".",
        candidates);

    private static string Listed(IEnumerable<string> names, string @for, string or)
    {
        string[] keys = [.. names.Select((name, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1} {@for} {name}"))];
        return string.Join("; ", keys[..^1]) + $"; {or} {keys[^1]}";
    }
}
