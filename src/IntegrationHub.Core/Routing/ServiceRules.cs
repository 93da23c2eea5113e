using System.Globalization;

namespace IntegrationHub.Core.Routing;

/// <summary>How strongly a text speaks for each service: the sum of the weights of the signs it holds.</summary>
internal sealed class ServiceRules
{
    private readonly Lexicon _lexicon;
    private readonly Rule[] _rules;

    /// <summary>
    /// A service that the words do not list is known by its own names and words. Words for a service that the catalogue does not have
    /// are left out.
    /// </summary>
    public ServiceRules(ServiceCatalogue catalogue, WordFile words)
    {
        Services = [.. catalogue.Services.Select(service => service.Id), ServiceCatalogue.NotOurs];
        var rules = Services.Select(id => words.Services.GetValueOrDefault(id) ?? ByName(catalogue.FindService(id)!)).ToArray();
        var single = rules.SelectMany(weights => weights.Values).SelectMany(signs => signs).SelectMany(Operands)
            .Select(operand => operand.Name).Where(name => name[0] != '@').Distinct(StringComparer.Ordinal)
            .Select(name => KeyValuePair.Create<string, IReadOnlyList<string>>(name, [name]));
        _lexicon = new Lexicon(
            words.Ignored, words.Concepts.Select(pair => KeyValuePair.Create('@' + pair.Key, pair.Value)).Concat(single));
        _rules = [.. rules.SelectMany((weights, service) => weights.SelectMany(pair => pair.Value.Select(sign => Compile(service, pair.Key, sign))))];
    }

    /// <summary>The services of the catalogue in its order, then <c>not-ours</c>.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>Natural logarithms of odds, one per service; 0 where the text says nothing.</summary>
    public double[] Score(string text, out Signs signs)
    {
        signs = _lexicon.Read(text);
        var scores = new double[Services.Count];
        foreach (var rule in _rules)
        {
            scores[rule.Service] += rule.Holds(signs) ? rule.Weight : 0;
        }

        return scores;
    }

    /// <summary>The lexicon's words that spoke for a service, strongest first, each once.</summary>
    public IEnumerable<string> WordsFor(int service, Signs signs) =>
        _rules.Where(rule => rule.Service == service && rule.Weight > 0 && rule.Holds(signs))
            .OrderByDescending(rule => rule.Weight)
            .SelectMany(rule => rule.All.Select(concept => signs[concept]!))
            .Distinct(StringComparer.Ordinal);

    /// <summary>The sign that spoke most for a service, as <c>words.json</c> names it; null when none did.</summary>
    public string? SignFor(int service, Signs signs) =>
        _rules.Where(rule => rule.Service == service && rule.Weight > 0 && rule.Holds(signs)).MaxBy(rule => rule.Weight)?.First;

    private static Dictionary<string, IReadOnlyList<string>> ByName(Service service) => new(StringComparer.Ordinal)
    {
        ["4"] = [.. Words.Of(service.Sv).Concat(Words.Of(service.En)).Where(word => word.Length > 3).Distinct(StringComparer.Ordinal)],
        ["6"] = [.. (service.Words ?? []).Select(said => string.Join(' ', Words.Of(said))).Where(said => said.Length > 0).Distinct(StringComparer.Ordinal)], // Chosen as telling.
    };

    private Rule Compile(int service, string weight, string sign)
    {
        var operands = Operands(sign).ToLookup(operand => operand.Wanted, operand => _lexicon[operand.Name]);
        return new Rule(service, double.Parse(weight, CultureInfo.InvariantCulture), Operands(sign).First().Name, [.. operands[true]], [.. operands[false]]);
    }

    private static IEnumerable<(string Name, bool Wanted)> Operands(string sign) =>
        sign.Split(" - ").SelectMany((part, index) => part.Split(" + ").Select(name => (name, index == 0)));

    private sealed record Rule(int Service, double Weight, string First, int[] All, int[] None)
    {
        public bool Holds(Signs signs)
        {
            foreach (var concept in All)
            {
                if (signs[concept] is null)
                {
                    return false;
                }
            }

            foreach (var concept in None)
            {
                if (signs[concept] is not null)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
