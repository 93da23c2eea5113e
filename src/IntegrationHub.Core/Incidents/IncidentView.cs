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
            declared.At, facts.Max(fact => fact.At), resolved?.At);
    }

    private static IncidentNews? NewsIn(IncidentEvent fact) => fact switch
    {
        IncidentDeclared { Known: { } known } => new(known, fact.At),
        IncidentTold e => new(e.News, e.At),
        IncidentReopened e => new(e.News, e.At),
        _ => null,
    };
}
