using IntegrationHub.Core.Routing.Learning;

namespace IntegrationHub.Core.Routing;

/// <summary>The rules as they follow from one state of the catalogue. Built once; then only read, and safe to share between threads.</summary>
/// <param name="catalogue">The services that may be the answer.</param>
/// <param name="askBelow">The confidence, 0 to 1, under which a question is asked.</param>
/// <param name="model">What was learnt from earlier cases; null for the rules alone.</param>
internal sealed class RoutingRules(ServiceCatalogue catalogue, double askBelow, TextModel? model)
{
    // Summed weights are too sure of themselves; measured on the tuning part of the utterances.
    private const double Doubt = 1.3;
    private const double OneKeyOneService = 7;
    private const double OneOfTheKeysServices = 4;
    private const double BelowTheKey = 2;
    private const double AnswerCounts = 1.5;
    private const double AmongTheAsked = 3;
    private const double Answered = 0.95;

    /// <summary>The services that it was built of.</summary>
    public IReadOnlyList<Service> Of { get; } = catalogue.Services;

    /// <summary>The model that was joined.</summary>
    public TextModel? With => model;

    private readonly ServiceRules _rules = new(catalogue, WordFile.Default);
    private readonly LearntRules? _learnt = model is null ? null : new LearntRules(model, [.. catalogue.Services.Select(service => service.Id), ServiceCatalogue.NotOurs]);
    private readonly Questions _questions = new(KeypadMenu.Default, catalogue);

    /// <inheritdoc cref="Router.Route"/>
    public RoutingDecision Route(Matter matter)
    {
        List<string> reasons = [];
        if (Chosen(matter, reasons) is { } chosen)
        {
            return new RoutingDecision(chosen.Id, chosen.Desk, 1, reasons, [], null);
        }

        var scores = _rules.Score(matter.Text, out var signs);
        return Decide(matter, scores, signs, reasons);
    }

    /// <summary>The likeliest of some services; null when the words speak for none of them.</summary>
    public string? BestOf(Matter matter, Func<Service, bool> wanted)
    {
        var scores = _rules.Score(matter.Text, out _);
        return Ranked(matter, scores).FirstOrDefault(next => catalogue.FindService(next.Service) is { } service && wanted(service) && scores[PlaceOf(next.Service)] > 0)?.Service;
    }

    /// <inheritdoc cref="Router.Answer"/>
    public RoutingDecision Answer(RoutingQuestion asked, string answer, Matter original)
    {
        var answered = _rules.Score(answer, out var answerSigns);
        if (Array.Exists(answered, score => score > 0))
        {
            return AnswerInWords(asked, original, answered, answerSigns);
        }

        var index = Questions.Chosen(asked, answer);
        if (index < 0)
        {
            return Route(original) with { Ask = asked };
        }

        var ranked = Ranked(original, _rules.Score(original.Text, out _));
        if (_questions.ChoiceAt(asked, index, ranked, KeypadMenu.Default.Find(original.Menu)) is { } choice)
        {
            return Route(original with { Menu = choice.Id });
        }

        var picked = asked.Candidates[index];
        return new RoutingDecision(
            picked.Service, catalogue.FindService(picked.Service)?.Desk, Answered, [$"answered: {picked.Service}"],
            [.. ranked.Where(next => next.Service != picked.Service).Take(3).Select(next => next with { Confidence = next.Confidence * (1 - Answered) })],
            null);
    }

    private RoutingDecision AnswerInWords(RoutingQuestion asked, Matter original, double[] answered, Signs answerSigns)
    {
        var scores = _rules.Score(original.Text, out var signs);
        for (var service = 0; service < scores.Length; service++)
        {
            var among = asked.Candidates.Any(candidate => candidate.Service == _rules.Services[service]);
            scores[service] += (AnswerCounts * answered[service]) + (among && answered[service] > 0 ? AmongTheAsked : 0);
        }

        var best = _rules.Services.Index().MaxBy(pair => answered[pair.Index]).Index;
        return Decide(original, scores, signs, [Reason("answered", best, answerSigns)]);
    }

    private Service? Chosen(Matter matter, List<string> reasons)
    {
        if (matter.Service is null)
        {
            return null;
        }

        var service = catalogue.FindService(matter.Service);
        reasons.Add(service switch
        {
            null => "chosen service is not in the catalogue",
            _ when !Allows(service, matter.Area) => $"chosen: {service.Id}, which is not for {matter.Area}",
            _ => $"chosen: {service.Id}",
        });
        return service is not null && Allows(service, matter.Area) ? service : null;
    }

    private RoutingDecision Decide(Matter matter, double[] scores, Signs signs, List<string> reasons)
    {
        var choice = KeypadMenu.Default.Find(matter.Menu);
        var learnt = _learnt?.AddTo(scores, matter.Text);
        var ranked = Ranked(matter, scores);
        var best = ranked[0];
        var at = PlaceOf(best.Service);
        if (choice?.Services.Contains(best.Service, StringComparer.Ordinal) == true)
        {
            reasons.Add($"key: {choice.Id}");
        }

        if (_rules.WordsFor(at, signs).Any())
        {
            reasons.Add(Reason("words", at, signs));
        }

        if (learnt is not null)
        {
            reasons.Add(learnt);
        }

        var turnTo = best.Service == ServiceCatalogue.NotOurs ? TurnTo.By(_rules.SignFor(at, signs)) : null;
        if (turnTo is not null)
        {
            reasons.Add($"turn to: {turnTo.En}");
        }

        var known = scores[at] > 0 || choice is { Choices.Count: 0 };
        var ask = best.Confidence < askBelow ? _questions.Between(ranked, choice, nothingKnown: !known) : null;
        return new RoutingDecision(
            best.Service, best.Desk, best.Confidence,
            reasons.Count > 0 ? reasons : ["nothing in the words tells"],
            [.. ranked.Skip(1).Where(next => next.Confidence >= 0.01).Take(3)], ask)
        {
            Known = known,
            TurnTo = turnTo,
            Model = learnt is null ? null : _learnt!.Version,
        };
    }

    private int PlaceOf(string service) => _rules.Services.Index().First(pair => pair.Item == service).Index;

    private List<RouteAlternative> Ranked(Matter matter, double[] scores)
    {
        var choice = KeypadMenu.Default.Find(matter.Menu);
        var odds = new List<(string Id, string? Desk, double Odds)>(scores.Length);
        for (var at = 0; at < scores.Length; at++)
        {
            var service = catalogue.FindService(_rules.Services[at]);
            if (service is null || Allows(service, matter.Area))
            {
                var id = _rules.Services[at];
                odds.Add((id, service?.Desk, Math.Exp((scores[at] + KeyWeight(choice, id)) / Doubt)));
            }
        }

        var sum = odds.Sum(next => next.Odds);
        int Place(string id) => choice is null ? 0 : choice.Services.Index().FirstOrDefault(pair => pair.Item == id).Index;
        return [.. odds.OrderByDescending(next => next.Odds).ThenBy(next => Place(next.Id)).Select(next => new RouteAlternative(next.Id, next.Desk, next.Odds / sum))];
    }

    private static double KeyWeight(MenuChoice? choice, string service) => choice switch
    {
        null => 0,
        _ when !choice.Services.Contains(service, StringComparer.Ordinal) => 0,
        { Choices.Count: > 0 } => BelowTheKey,
        { Services.Count: 1 } => OneKeyOneService,
        _ => OneOfTheKeysServices,
    };

    private string Reason(string source, int service, Signs signs) =>
        $"{source}: {string.Join(", ", _rules.WordsFor(service, signs).Take(4))}";

    // An area that the catalogue does not know leaves nothing out.
    private static bool Allows(Service service, string? area) =>
        area is not ("office" or "education") || service.Area.Contains(area, StringComparer.Ordinal);
}
