using IntegrationHub.Core.Routing.Learning;

namespace IntegrationHub.Core.Routing;

/// <summary>
/// Decides which service a matter is about, from keypad choices, the catalogue and the words of the description in Swedish and
/// English, and what was learnt from earlier cases where a model is given. Safe to share between threads; a service that is added to the catalogue is known at the next matter.
/// </summary>
/// <param name="catalogue">The services that may be the answer.</param>
/// <param name="askBelow">The confidence, 0 to 1, under which a question is asked.</param>
/// <param name="clock">When it is: a service may change owner. The system's clock when left out.</param>
/// <param name="model">What was learnt; asked at each matter, so that a new one holds at once. The rules alone when left out or null.</param>
public sealed class Router(ServiceCatalogue catalogue, double askBelow = Router.AskBelow, TimeProvider? clock = null, Func<TextModel?>? model = null)
{
    /// <summary>The confidence under which a question is worth the caller's time.</summary>
    public const double AskBelow = 0.6;

    private volatile RoutingRules _rules = new(catalogue, askBelow, model?.Invoke());

    private RoutingRules Rules => ReferenceEquals(_rules.Of, catalogue.Services) && ReferenceEquals(_rules.With, model?.Invoke())
        ? _rules : _rules = new RoutingRules(catalogue, askBelow, model?.Invoke());

    /// <summary>Where a matter belongs. Never throws on a text, whatever it holds.</summary>
    public RoutingDecision Route(Matter matter) => Placed(Rules.Route(matter), matter);

    /// <summary>Decides anew with what was answered to a question.</summary>
    /// <param name="asked">The question, as <see cref="RoutingDecision.Ask"/> had it.</param>
    /// <param name="answer">A key (<c>2</c>), a number word or any words in Swedish or English.</param>
    /// <param name="original">The matter that the question was about.</param>
    public RoutingDecision Answer(RoutingQuestion asked, string answer, Matter original) =>
        Placed(Rules.Answer(asked, answer, original), original);

    /// <summary>The service of one desk that a text speaks for most; null when it speaks for none of them. By the rules alone.</summary>
    public string? ServiceAt(string desk, string text) => Rules.BestOf(new Matter(text), service => service.Desk == desk);

    /// <summary>The language of a text: <c>sv</c> or <c>en</c>, Swedish when nothing tells.</summary>
    public static string LanguageOf(string text) => TextLanguage.Of(text);

    private RoutingDecision Placed(RoutingDecision decision, Matter matter) =>
        catalogue.Placed(decision, new Place(matter.Area, matter.Organisation, matter.Site), (clock ?? TimeProvider.System).GetUtcNow());
}
