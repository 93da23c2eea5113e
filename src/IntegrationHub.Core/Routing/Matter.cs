namespace IntegrationHub.Core.Routing;

/// <summary>What the router is told about a matter. Only the text may come from a person.</summary>
/// <param name="Text">The person's own words, spoken or written; may be empty when keys were used. The first 4,000 characters are read.</param>
/// <param name="Language"><c>sv</c> or <c>en</c> as far as the channel knows. People mix, so the words of both count either way.</param>
/// <param name="Area"><c>office</c> or <c>education</c>: services of the other area are left out. Null when not known.</param>
/// <param name="Menu">Id of a <see cref="MenuChoice"/>, of the first question or below. Null when no key was used.</param>
/// <param name="Service">Id of a service that the person or a system chose outright; it wins when it exists in the area.</param>
public sealed record Matter(string Text, string? Language = null, string? Area = null, string? Menu = null, string? Service = null)
{
    /// <summary>Where the person belongs: a service may have another owner there. Null when not known.</summary>
    public string? Organisation { get; init; }

    /// <summary>Where it is; as <see cref="Organisation"/>.</summary>
    public string? Site { get; init; }
}

/// <summary>Where a matter belongs, and why.</summary>
/// <param name="Service">Always the best guess: a service's id, or <c>not-ours</c> where no desk of the hub owns the matter.</param>
/// <param name="Desk">The desk that owns the service; null for <c>not-ours</c>.</param>
/// <param name="Confidence">How likely <paramref name="Service"/> is right, 0 to 1.</param>
/// <param name="Reasons">What led there, strongest first: choices, and words of the lexicon, never the person's own text. Fit to store.</param>
/// <param name="Alternatives">The next best, at most 3.</param>
/// <param name="Ask">What to ask before the matter is routed; null when the confidence suffices.</param>
public sealed record RoutingDecision(
    string? Service,
    string? Desk,
    double Confidence,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<RouteAlternative> Alternatives,
    RoutingQuestion? Ask)
{
    /// <summary>Whether words or a final key spoke for any service; when not, the guess is as good as any other.</summary>
    public bool Known { get; init; } = true;

    /// <summary>Where the person turns instead; null unless <see cref="Service"/> is <c>not-ours</c>.</summary>
    public TurnTo? TurnTo { get; init; }

    /// <summary>The version of the learnt model that had a say; null for the rules alone.</summary>
    public string? Model { get; init; }
}

/// <summary>A service that a matter may be about.</summary>
/// <param name="Service">A service's id, or <c>not-ours</c>.</param>
/// <param name="Desk">The desk that owns it; null for <c>not-ours</c>.</param>
/// <param name="Confidence">How likely it is, 0 to 1.</param>
public sealed record RouteAlternative(string Service, string? Desk, double Confidence);

/// <summary>The one question that best tells the candidates apart, in the caller's words; desks and suppliers are not named.</summary>
/// <param name="Sv">To say or show in Swedish, the keys included: <c>Vad gäller det? Svara 1 för …</c>.</param>
/// <param name="En">The same in English.</param>
/// <param name="Candidates">2 to 4; the first is key 1.</param>
public sealed record RoutingQuestion(string Sv, string En, IReadOnlyList<RouteAlternative> Candidates);
