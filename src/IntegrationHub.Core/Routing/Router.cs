using System.Globalization;

namespace IntegrationHub.Core.Routing;

/// <summary>Routes a matter by what was chosen, what was named and what was said. Pure, built once, thread-safe.</summary>
public sealed class Router
{
    /// <summary>The service of a matter that no desk of the hub owns.</summary>
    public const string NotOurs = "not-ours";

    private const double Threshold = 0.6;
    private const int MostCandidates = 4;
    private const int MostAlternatives = 3;

    /// <summary>Weight of everything that was not said: keeps one weak word from being sure of itself.</summary>
    private const double Doubt = 1.0;

    private static readonly string[] s_englishWords =
        ["the", "my", "is", "i", "not", "and", "cannot", "can't", "to", "it", "on", "in", "does", "doesn't", "work", "working", "with", "we", "please", "need"];

    private static readonly string[] s_swedishWords =
        ["jag", "inte", "är", "och", "min", "mitt", "mina", "på", "det", "att", "en", "ett", "kan", "vi", "med", "har", "som", "till", "för", "behöver"];

    private readonly ServiceCatalogue _catalogue;
    private readonly Words _words;

    /// <summary>A router over a catalogue, with the lexicon that the hub comes with.</summary>
    public Router(ServiceCatalogue catalogue)
    {
        _catalogue = catalogue;
        _words = new Words(ServiceCatalogue.Resource("words.json"));
    }

    /// <summary><c>sv</c> or <c>en</c>, by the small words; Swedish when it cannot be told.</summary>
    public static string LanguageOf(string text)
    {
        var words = (text.Length > 500 ? text[..500] : text).ToLowerInvariant().Split([' ', '.', ',', '!', '?', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words.Count(word => s_englishWords.Contains(word, StringComparer.Ordinal))
            > words.Count(word => s_swedishWords.Contains(word, StringComparer.Ordinal)) ? "en" : "sv";
    }

    /// <summary>Where the matter goes; under the threshold with the one question to ask.</summary>
    public RoutingDecision Route(Matter matter)
    {
        if (_catalogue.Find(matter.Service) is { } named && Allowed(named, matter))
        {
            return Certain(named, $"The service {named.Id} was named.");
        }

        var chosen = matter.Menu?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var weighed = _words.Weigh(matter.Text)
            .Where(found => found.Service == NotOurs || (_catalogue.Find(found.Service) is { } service && Allowed(service, matter)))
            .Where(found => chosen is null || chosen.Contains(found.Service, StringComparer.Ordinal)).ToList();
        if (weighed.Count == 0 && chosen is [var only] && _catalogue.Find(only) is { } byKey)
        {
            return Certain(byKey, $"The key for {byKey.Id} was pressed.");
        }

        if (weighed.Count == 0)
        {
            return Unclear(chosen);
        }

        var best = weighed[0];
        var rivals = weighed.Skip(1).Sum(found => found.Weight);
        var confidence = best.Weight / (best.Weight + rivals + Doubt);
        var alternatives = weighed.Skip(1).Where(found => found.Service != NotOurs).Take(MostAlternatives)
            .Select(found => Alternative(found.Service, found.Weight / (best.Weight + rivals + Doubt))).ToList();
        var desk = _catalogue.Find(best.Service)?.Desk;
        return new RoutingDecision(
            best.Service, desk, Math.Round(confidence, 3), Reasons(best.Said, chosen), alternatives,
            confidence >= Threshold ? null : Question([.. desk is null ? [] : new[] { Alternative(best.Service, confidence) }, .. alternatives], chosen));
    }

    /// <summary>The decision after the answer: a key, or words that are weighed among the candidates first.</summary>
    public RoutingDecision Answer(RoutingQuestion asked, string answer, Matter matter)
    {
        if (int.TryParse(answer.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var key) && key >= 1 && key <= asked.Candidates.Count
            && _catalogue.Find(asked.Candidates[key - 1].Service) is { } byKey)
        {
            return Certain(byKey, $"The answer was choice {key}.");
        }

        var among = string.Join(',', asked.Candidates.Select(candidate => candidate.Service));
        var decision = asked.Candidates.Count > 0 && _words.Weigh(answer).Any(found => asked.Candidates.Any(c => c.Service == found.Service))
            ? Route(matter with { Text = answer, Menu = among })
            : Route(matter with { Text = matter.Text + " " + answer, Menu = null });
        // One question is enough: the best guess stands, and a desk that gets it wrong declines.
        return decision.Desk is null && decision.Service != NotOurs ? decision : decision with { Ask = null };
    }

    private static bool Allowed(Service service, Matter matter) =>
        matter.Area is null || service.Area.Contains(matter.Area, StringComparer.Ordinal);

    private static List<string> Reasons(IReadOnlyList<string> said, string[]? chosen)
    {
        List<string> reasons = [$"The words: {string.Join(", ", said)}."];
        if (chosen is not null)
        {
            reasons.Add($"The choice before: {string.Join(", ", chosen)}.");
        }

        return reasons;
    }

    private static RoutingDecision Certain(Service service, string reason) => new(service.Id, service.Desk, 1, [reason], [], null);

    private RoutingDecision Unclear(string[]? chosen) =>
        new(null, null, 0, ["The words do not say which service it is."], [], Question([], chosen));

    private RouteAlternative Alternative(string service, double confidence) =>
        new(service, _catalogue.Find(service)?.Desk ?? "", Math.Round(confidence, 3));

    /// <summary>The likeliest candidates; where fewer than two are known, the first service of each desk, as widely told apart as can be.</summary>
    private RoutingQuestion Question(IReadOnlyList<RouteAlternative> known, string[]? chosen)
    {
        var candidates = known.Take(MostCandidates).ToList();
        foreach (var service in _catalogue.Services.Where(service => chosen is null || chosen.Contains(service.Id, StringComparer.Ordinal)).DistinctBy(
            service => chosen is null ? service.Desk : service.Id, StringComparer.Ordinal))
        {
            if (candidates.Count < (known.Count >= 2 ? 2 : MostCandidates) && candidates.All(c => c.Service != service.Id && (chosen is not null || c.Desk != service.Desk)))
            {
                candidates.Add(Alternative(service.Id, 0));
            }
        }

        return new RoutingQuestion(
            "Vad gäller det? " + Choices(candidates, service => service.Sv), "What is it about? " + Choices(candidates, service => service.En), candidates);
    }

    private string Choices(IEnumerable<RouteAlternative> candidates, Func<Service, string> name) =>
        string.Join(". ", candidates.Select((candidate, index) => $"{index + 1}: {name(_catalogue.Find(candidate.Service)!)}")) + ".";
}
