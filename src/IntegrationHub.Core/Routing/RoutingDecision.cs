namespace IntegrationHub.Core.Routing;

/// <summary>What is known of a matter when it is routed.</summary>
/// <param name="Text">What the person said or wrote; may be empty. Only the first 4,000 characters are read.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>; null when not known.</param>
/// <param name="Area"><c>office</c> or <c>education</c>; null when not known.</param>
/// <param name="Menu">Ids of the services, joined by commas, that a keypad choice stands for; null without one.</param>
/// <param name="Service">The service, when the person or system named it.</param>
public sealed record Matter(string Text, string? Language = null, string? Area = null, string? Menu = null, string? Service = null);

/// <summary>Something else that it could have been.</summary>
/// <param name="Confidence">0 to 1.</param>
public sealed record RouteAlternative(string Service, string Desk, double Confidence);

/// <summary>The one question that tells the candidates apart.</summary>
/// <param name="Sv">In Swedish.</param>
/// <param name="En">In English.</param>
/// <param name="Candidates">Two to four, in the order of their keys: 1 for the first.</param>
public sealed record RoutingQuestion(string Sv, string En, IReadOnlyList<RouteAlternative> Candidates);

/// <summary>Where a matter goes, and why.</summary>
/// <param name="Service">The best guess; <see cref="Router.NotOurs"/> when no desk of the hub owns the matter.</param>
/// <param name="Desk">Its desk; null when not ours.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Reasons">Why, one plain sentence each.</param>
/// <param name="Alternatives">At most three others, likeliest first.</param>
/// <param name="Ask">What to ask rather than guess; null when the decision stands.</param>
public sealed record RoutingDecision(
    string? Service, string? Desk, double Confidence, IReadOnlyList<string> Reasons, IReadOnlyList<RouteAlternative> Alternatives,
    RoutingQuestion? Ask);
