using System.Globalization;
using System.Text;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Routing;

/// <summary>What people may say, with the service it is about; written before the router's words were tuned.</summary>
internal sealed record Utterance(string Text, string Language, string Service)
{
    /// <summary>A third of them, by a hash of the text. The words are never tuned on these.</summary>
    public bool KeptBack => Fnv(Text) % 3 == 0;

    public static IReadOnlyList<Utterance> All { get; } = [.. Rows("utterances.csv").Skip(1)];

    /// <summary>Written later, by somebody who had not seen the router's words; every third of them was not looked at when the words were tuned again.</summary>
    public static IReadOnlyList<Utterance> FreshAndUnseen { get; } = [.. Rows("fresh-utterances.csv").Skip(1).Where((_, at) => at % 3 == 2)];

    private static IEnumerable<Utterance> Rows(string name)
    {
        using var reader = new StreamReader(typeof(Utterance).Assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
        {
            var service = line.LastIndexOf(',');
            var language = line.LastIndexOf(',', service - 1);
            yield return new Utterance(
                line[..language].Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal), line[(language + 1)..service], line[(service + 1)..]);
        }
    }

    private static uint Fnv(string text) =>
        Encoding.UTF8.GetBytes(text).Aggregate(2166136261u, (hash, next) => (hash ^ next) * 16777619u);
}

/// <summary>How well the router does on some utterances, each a share of all.</summary>
internal sealed record RoutingFigures(int Count, double Service, double Desk, double RightOrAsked, double Asked, double CalibrationError)
{
    public static RoutingFigures Of(Router router, IReadOnlyCollection<Utterance> utterances)
    {
        var decided = utterances.Select(said => (said, decision: router.Route(new Matter(said.Text)))).ToList();
        double Share(Func<Utterance, RoutingDecision, bool> holds) =>
            decided.Count(pair => holds(pair.said, pair.decision)) / (double)decided.Count;
        return new RoutingFigures(
            decided.Count,
            Share((said, decision) => decision.Service == said.Service),
            Share((said, decision) => decision.Desk == DeskOf(said)),
            Share(RightOrRightlyAsked),
            Share((_, decision) => decision.Ask is not null),
            decided.GroupBy(pair => Math.Min(4, (int)(pair.decision.Confidence * 5)))
                .Sum(bin => Math.Abs(bin.Sum(pair => pair.decision.Confidence - (pair.decision.Service == pair.said.Service ? 1 : 0)))) / decided.Count);
    }

    /// <summary>The right desk, or a question that has it among its answers.</summary>
    public static bool RightOrRightlyAsked(Utterance said, RoutingDecision decision) =>
        decision.Ask is { } ask ? ask.Candidates.Any(candidate => candidate.Desk == DeskOf(said)) : decision.Desk == DeskOf(said);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count} utterances: desk {Desk:P1}, service {Service:P1}, right or rightly asked {RightOrAsked:P1}, asked {Asked:P1}, calibration error {CalibrationError:F3}");

    private static string? DeskOf(Utterance said) => ServiceCatalogue.Default.FindService(said.Service)?.Desk;
}
