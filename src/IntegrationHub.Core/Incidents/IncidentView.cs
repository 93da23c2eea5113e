using IntegrationHub.Core.Cases;

namespace IntegrationHub.Core.Incidents;

/// <summary>Something that was told about an incident.</summary>
public sealed record IncidentNews(IncidentText Text, DateTimeOffset At);

/// <summary>An incident as it is shown. A fold over its events.</summary>
/// <param name="Responsible">Who has the ball: <c>desk:ID</c>, or <c>nobody</c> when it is over.</param>
/// <param name="DeclaredBy">See <see cref="EventLog.EventContext"/>.</param>
/// <param name="News">What was told, oldest first; what was known at the declaration is the first.</param>
/// <param name="NextNewsDue">The promise that stands.</param>
/// <param name="PromisesMissed">How often the promised time passed without news.</param>
public sealed record IncidentView(
    IncidentNumber Number, IncidentPhase Status, IncidentLevel Level, IncidentText What, IReadOnlyList<IncidentNews> News, IncidentText? Solution,
    IncidentScope Scope, string Desk, IReadOnlyList<string> With, string Responsible, string DeclaredBy, IncidentSource Source,
    IReadOnlyList<string> Reasons, IReadOnlyList<CaseNumber> Cases, DateTimeOffset? NextNewsDue, int PromisesMissed, DateTimeOffset DeclaredAt,
    DateTimeOffset UpdatedAt, DateTimeOffset? ResolvedAt)
{
    /// <summary>Since when no more reports came, while it goes on; null while they come.</summary>
    public DateTimeOffset? QuietSince { get; init; }

    /// <summary>That it is significant by law, with its reports; null when it is not.</summary>
    public Significance? Significance { get; init; }

    /// <summary>The look back on it, with what is to be made better; null until it is due, held or something was agreed.</summary>
    public IncidentReview? Review { get; init; }

    /// <summary>Holders by role.</summary>
    public IReadOnlyDictionary<IncidentRole, string> Roles { get; init; } = IncidentParties.None.Roles;

    /// <summary>The suppliers' own tickets of it, as <c>supplier:ticket</c>.</summary>
    public IReadOnlyList<string> Tickets { get; init; } = [];

    /// <summary>The incident as its history shows it; null when it has none.</summary>
    public static IncidentView? Of(LoadedIncident loaded)
    {
        if (loaded.History.Count == 0 || loaded.History[0].Fact is not IncidentDeclared declared)
        {
            return null;
        }

        var state = loaded.State;
        IncidentEvent[] facts = [.. loaded.History.Select(known => known.Fact).OfType<IncidentEvent>()];
        var resolved = state.Phase == IncidentPhase.Resolved ? facts.OfType<IncidentResolved>().LastOrDefault() : null;
        return new IncidentView(
            declared.Number, state.Phase, state.Level, declared.What, [.. facts.Select(NewsIn).OfType<IncidentNews>()], resolved?.Solution,
            state.Scope, state.Desk, state.With, state.Responsible.Value, loaded.History[0].Context.By, declared.Source, declared.Reasons,
            [.. state.Cases.OrderBy(number => number.Value, StringComparer.Ordinal)], state.NextNewsDue, facts.OfType<IncidentNewsMissed>().Count(),
            declared.At, facts.Max(fact => fact.At), resolved?.At)
        {
            QuietSince = state.QuietSince,
            Significance = state.Significance,
            Review = state.Review == IncidentReview.None ? null : state.Review,
            Roles = state.Parties.Roles,
            Tickets = [.. state.Parties.Tickets.Select(link => $"{link.Supplier}:{link.Ticket}")],
        };
    }

    private static IncidentNews? NewsIn(IncidentEvent fact) => fact switch
    {
        IncidentDeclared { Known: { } known } => new(known, fact.At),
        IncidentTold e => new(e.News, e.At),
        IncidentReopened e => new(e.News, e.At),
        _ => null,
    };
}
