using System.Collections.Frozen;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Incidents;

/// <summary>An incident in lists, and all that the front door says of it.</summary>
/// <param name="Known">The latest news; null when nothing is known yet.</param>
/// <param name="Cases">How many cases are joined.</param>
/// <param name="Affected">How many persons said that it hits them too, without a case.</param>
public sealed record IncidentRow(
    IncidentNumber Number, IncidentPhase Status, IncidentLevel Level, IncidentText What, IncidentText? Known, IncidentText? Solution,
    IncidentScope Scope, string Desk, int Cases, int Affected, DateTimeOffset? NextNewsDue, DateTimeOffset DeclaredAt, DateTimeOffset UpdatedAt,
    DateTimeOffset? ResolvedAt)
{
    /// <summary>All incidents, sought by status (<c>ongoing</c>, <c>resolved</c>) or desk.</summary>
    public static readonly View<IncidentRow> View = new("incidents", 1, KeyOf, Apply, new Dictionary<string, Func<IncidentRow, string?>>(StringComparer.Ordinal)
    {
        ["status"] = row => row.Status == IncidentPhase.Resolved ? "resolved" : "ongoing",
        ["desk"] = row => row.Desk,
    }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = StoredTypes.Of<IncidentEvent>().Append(StoredTypes.NameOf(typeof(PersonAffected))).ToFrozenSet(StringComparer.Ordinal),
    };

    private static string? KeyOf(Known known) => known.Fact switch
    {
        IncidentEvent => IncidentNumber.OfStream(known.Recorded.Stream)?.Value,
        PersonAffected e => e.Incident.Value,
        _ => null,
    };

    private static IncidentRow? Apply(IncidentRow? row, Known known) => (row, known.Fact) switch
    {
        (null, IncidentDeclared e) => new IncidentRow(
            e.Number, IncidentPhase.Ongoing, e.Level, e.What, e.Known, null, e.Scope, e.Desk, 0, 0, e.NextNewsDue, e.At, e.At, null),
        ({ }, PersonAffected) => row with { Affected = row.Affected + 1 },
        ({ }, IncidentEvent e) => Told(row, e) with { UpdatedAt = e.At > row.UpdatedAt ? e.At : row.UpdatedAt },
        _ => row,
    };

    private static IncidentRow Told(IncidentRow row, IncidentEvent fact) => fact switch
    {
        IncidentScopeChanged e => row with { Scope = e.Scope },
        IncidentLevelSet e => row with { Level = e.Level },
        IncidentDesksChanged e => row with { Desk = e.Desk },
        IncidentCaseJoined => row with { Cases = row.Cases + 1 },
        IncidentCaseLeft => row with { Cases = row.Cases - 1 },
        IncidentTold e => row with { Known = e.News, NextNewsDue = e.NextNewsDue },
        IncidentNewsMissed => row with { NextNewsDue = null },
        IncidentResolved e => row with { Status = IncidentPhase.Resolved, Solution = e.Solution, NextNewsDue = null, ResolvedAt = e.At },
        IncidentReopened e => row with
        {
            Status = IncidentPhase.Ongoing,
            Known = e.News,
            Solution = null,
            NextNewsDue = e.NextNewsDue,
            ResolvedAt = null,
        },
        _ => row,
    };
}
