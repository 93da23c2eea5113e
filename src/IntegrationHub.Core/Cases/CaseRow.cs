using System.Collections.Frozen;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Cases;

/// <summary>A case in lists: who has the ball, where it stands, since when. Without a word of anybody's.</summary>
/// <param name="Person">The reporter's pseudonym; empty for imported history.</param>
/// <param name="Asked">Whether the hub itself waits for the user's answer to its routing question.</param>
/// <param name="HandoverTo">The desk that was asked to take over and has not answered.</param>
public sealed record CaseRow(
    string Number, CaseKind Kind, CasePhase Status, int Priority, string? Service, string? Desk, string? Supplier, string Responsible,
    string Person, string Channel, string? Area, string? Organisation, string? Site, bool Asked, string? HandoverTo,
    DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, DateTimeOffset? ClosedAt)
{
    /// <summary>The reporter's pseudonym in the directory; null when it is not known who it is.</summary>
    public string? Directory { get; init; }

    /// <summary>When a suspected common fault must be judged; null when none waits.</summary>
    public DateTimeOffset? JudgeDue { get; init; }

    /// <summary>Whether that time has passed.</summary>
    public bool JudgementMissed { get; init; }

    /// <summary>The technical account manager who was asked last and has not answered; null for none.</summary>
    public string? Expert { get; init; }

    private static readonly RoutingQuestion s_asked = new("", "", []);

    /// <summary>All cases, sought by desk, responsible party, desk or expert that was asked, status, person, supplier, service or organisation.</summary>
    public static readonly View<CaseRow> View = new("cases", 4, KeyOf, Apply, new Dictionary<string, Func<CaseRow, string?>>(StringComparer.Ordinal)
    {
        ["desk"] = row => row.Desk,
        ["responsible"] = row => row.Responsible,
        ["status"] = row => Words(row.Status),
        ["person"] = row => row.Person,
        ["directory"] = row => row.Directory,
        ["supplier"] = row => row.Supplier,
        ["service"] = row => row.Service,
        ["organisation"] = row => row.Organisation,
        ["offered"] = row => row.HandoverTo,
        ["expert"] = row => row.Expert,
        ["suspicion"] = row => row.JudgementMissed ? "overdue" : row.JudgeDue is null ? null : "waiting",
    }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = StoredTypes.Of<CaseEvent>().ToFrozenSet(StringComparer.Ordinal),
    };

    private static string? KeyOf(Known known) =>
        known.Recorded.Stream.StartsWith("case-", StringComparison.Ordinal) && known.Fact is CaseEvent ? known.Recorded.Stream["case-".Length..] : null;

    private static CaseRow? Apply(CaseRow? row, Known known) => (row, known.Fact) switch
    {
        (null, CaseOpened e) => new CaseRow(
            e.Number.Value, e.Kind, CasePhase.Unrouted, 4, null, null, null, Party.Integrator.Value, e.Reporter.Person.Value, e.Channel,
            e.Area, e.Organisation, e.Site, Asked: false, null, e.At, e.At, null)
        {
            Directory = e.Reporter.Directory?.Value,
        },
        ({ }, CaseEvent e) => row.Moved(e) with { UpdatedAt = e.At > row.UpdatedAt ? e.At : row.UpdatedAt },
        _ => row,
    };

    /// <remarks>Where the case stands is <see cref="CaseState"/>'s to say; here it is only kept.</remarks>
    private CaseRow Moved(CaseEvent fact)
    {
        var state = new CaseState
        {
            Phase = Status,
            Desk = Desk,
            Priority = Priority,
            Asked = Asked ? s_asked : null,
            HandoverTo = HandoverTo,
            JudgeDue = JudgeDue,
            JudgementMissed = JudgementMissed,
        }.After(fact);
        var closed = state.Phase is CasePhase.Closed or CasePhase.ClosedUnconfirmed;
        return this with
        {
            Status = state.Phase,
            Desk = state.Desk,
            Priority = state.Priority,
            Asked = state.Asked is not null,
            HandoverTo = state.HandoverTo,
            JudgeDue = state.JudgeDue,
            JudgementMissed = state.JudgementMissed,
            Responsible = state.Responsible.Value,
            Service = fact is CaseRouted routed ? routed.Service : Service,
            Expert = fact switch
            {
                ExpertAsked e => e.Expert,
                ExpertAnswered e when e.Expert == Expert => null,
                _ => Expert,
            },
            Supplier = fact switch
            {
                CaseRouted given => given.Supplier,
                HandoverAccepted { TakeOver: { } takeOver } => takeOver.Supplier,
                _ => Supplier,
            },
            ClosedAt = closed ? ClosedAt ?? fact.At : null,
        };
    }

    private static string Words(CasePhase phase) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(phase.ToString());
}
