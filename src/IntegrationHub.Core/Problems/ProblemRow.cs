using System.Collections.Frozen;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Problems;

/// <summary>A problem as it is shown.</summary>
/// <param name="Problem">Its id.</param>
/// <param name="Status"><c>open</c>, <c>known-error</c> once its cause is known, or <c>closed</c>.</param>
/// <param name="ClosedBecause">Null while it is open.</param>
public sealed record ProblemRow(
    string Problem, string Status, IncidentText What, IncidentScope Scope, string Owner, IncidentSource Source, IReadOnlyList<string> Reasons, string? Cause,
    IncidentText? Workaround, DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, string? ClosedBecause)
{
    private const string Prefix = "problem-";

    /// <summary>All problems, sought by standing (<c>current</c> or <c>closed</c>) or owner.</summary>
    public static readonly View<ProblemRow> View = new("problems", 1, KeyOf, Apply, new Dictionary<string, Func<ProblemRow, string?>>(StringComparer.Ordinal)
    {
        ["standing"] = row => row.Status == "closed" ? "closed" : "current",
        ["owner"] = row => row.Owner,
    }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = StoredTypes.Of<ProblemEvent>().ToFrozenSet(StringComparer.Ordinal),
    };

    /// <summary>The stream of a problem.</summary>
    public static string StreamOf(string problem) => Prefix + problem;

    private static string? KeyOf(Known known) => known.Fact is ProblemEvent ? known.Recorded.Stream[Prefix.Length..] : null;

    private static ProblemRow? Apply(ProblemRow? row, Known known) => (row, known.Fact) switch
    {
        (null, ProblemOpened e) => new ProblemRow(e.Problem, "open", e.What, e.Scope, e.Owner, e.Source, e.Reasons, null, null, e.At, e.At, null),
        ({ }, ProblemEvent e) => Told(row, e) with { UpdatedAt = e.At > row.UpdatedAt ? e.At : row.UpdatedAt },
        _ => row,
    };

    private static ProblemRow Told(ProblemRow row, ProblemEvent fact) => fact switch
    {
        ProblemOwnerChanged e => row with { Owner = e.Owner },
        KnownErrorFound e => row with { Cause = e.Cause, Workaround = e.Workaround, Status = row.Status == "closed" ? row.Status : Standing(e.Cause) },
        ProblemClosed e => row with { Status = "closed", ClosedBecause = e.Reason },
        ProblemReopened => row with { Status = Standing(row.Cause), ClosedBecause = null },
        _ => row,
    };

    private static string Standing(string? cause) => cause is null ? "open" : "known-error";
}
