using System.Globalization;

namespace IntegrationHub.Core.Routing.Learning;

/// <summary>A model that decides alone: for a history with other labels than the catalogue's services.</summary>
/// <param name="model">The model.</param>
/// <param name="catalogue">Gives the desk of a label that is a service.</param>
public sealed class LearntRouter(TextModel model, ServiceCatalogue catalogue)
{
    /// <summary>The likeliest label, with a question where the confidence does not suffice. Never throws on a text.</summary>
    public RoutingDecision Route(string text)
    {
        RouteAlternative[] ranked = [.. model.Judge(text).Select(label => new RouteAlternative(label.Label, catalogue.FindService(label.Label)?.Desk, label.Confidence))];
        var best = ranked[0];
        var ask = best.Confidence < Router.AskBelow
            ? new RoutingQuestion($"Vad gäller det: {Names(ranked, "eller")}?", $"What is it about: {Names(ranked, "or")}?", [.. ranked.Take(2)])
            : null;
        return new RoutingDecision(
            best.Service, best.Desk, best.Confidence,
            [string.Create(CultureInfo.InvariantCulture, $"learnt from {model.Texts} earlier texts: {best.Service} {best.Confidence:0.00}")],
            [.. ranked.Skip(1).Take(3)], ask)
        {
            Model = model.Version,
        };
    }

    private static string Names(RouteAlternative[] ranked, string or) => $"{ranked[0].Service} {or} {ranked[1].Service}";
}
