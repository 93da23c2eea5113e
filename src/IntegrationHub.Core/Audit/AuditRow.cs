using System.Collections.Frozen;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Audit;

/// <summary>A case or an incident as the city office's list shows it: which suppliers it touched, and how it was passed on. Nobody's words.</summary>
/// <param name="Kind"><c>case</c> or <c>incident</c>.</param>
/// <param name="Suppliers">Every supplier that was given it, told of it or spoke of it, as <c>|a|b|</c>; an incident's are those of its desks and its cases.</param>
/// <param name="Desks">An incident's desks, the same way; a case's desks stand in its story.</param>
/// <param name="Organisations">The same way; <c>|?|</c> where it is not known, <c>|*|</c> for the whole city.</param>
/// <param name="Incident">The incident that the case belongs to; null for none, and for an incident.</param>
/// <param name="Handovers">Accepted handovers.</param>
/// <param name="Joint">Handovers that became joint resolution.</param>
/// <param name="Silences">Answers and receipts that did not come in time.</param>
/// <param name="Over">Whether it is closed or resolved.</param>
public sealed record AuditRow(
    string Kind, string Number, string Suppliers, string Desks, string Organisations, string? Incident, int Handovers, int Joint, int Silences, bool Over,
    DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt)
{
    private const char Between = '|';

    /// <summary>All of them, sought by kind, incident, supplier, organisation and time; <c>crosses</c> is <c>yes</c> for a case at more than one supplier.</summary>
    public static readonly View<AuditRow> View = new("audit", 1, KeyOf, Apply, new Dictionary<string, Func<AuditRow, string?>>(StringComparer.Ordinal)
    {
        ["kind"] = row => row.Kind,
        ["incident"] = row => row.Incident,
        ["crosses"] = row => row.Kind == "incident" ? "incident" : Names(row.Suppliers).Count > 1 ? "yes" : "no",
        ["suppliers"] = row => row.Suppliers,
        ["organisations"] = row => row.Organisations,
        ["opened"] = row => Sortable(row.OpenedAt),
        ["updated"] = row => Sortable(row.UpdatedAt),
    }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = StoredTypes.Of<CaseEvent>().Concat(StoredTypes.Of<IncidentEvent>()).ToFrozenSet(StringComparer.Ordinal),
    };

    /// <summary>The names in a list as rows hold it.</summary>
    public static IReadOnlyList<string> Names(string list) => list.Split(Between, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A name as it stands in such a list.</summary>
    public static string Listed(string name) => $"{Between}{name}{Between}";

    /// <summary>An instant as text that sorts by time.</summary>
    public static string Sortable(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static string? KeyOf(Known known) => known.Fact switch
    {
        CaseEvent when known.Recorded.Stream.StartsWith("case-", StringComparison.Ordinal) => known.Recorded.Stream,
        IncidentEvent when IncidentNumber.OfStream(known.Recorded.Stream) is not null => known.Recorded.Stream,
        _ => null,
    };

    private static AuditRow? Apply(AuditRow? row, Known known) => (row, known.Fact) switch
    {
        (null, CaseOpened e) => new("case", e.Number.Value, "", "", Listed(e.Organisation ?? "?"), null, 0, 0, 0, false, e.At, e.At),
        (null, IncidentDeclared e) => Scoped(new("incident", e.Number.Value, "", "", "", null, 0, 0, 0, false, e.At, e.At), e.Scope).WithDesks([e.Desk, .. e.With]),
        ({ }, CaseEvent e) => row.Told(e) with { UpdatedAt = e is SupplierReported || e.At < row.UpdatedAt ? row.UpdatedAt : e.At },
        ({ }, IncidentEvent e) => row.Told(e) with { UpdatedAt = e.At > row.UpdatedAt ? e.At : row.UpdatedAt },
        _ => row,
    };

    private AuditRow Told(CaseEvent fact) => fact switch
    {
        CaseRouted e => With(e.Supplier),
        HandoverProposed { TakeOver: { } takeOver } => With(takeOver.Supplier),
        HandoverAccepted => this with { Handovers = Handovers + 1 },
        JointResolutionOpened => this with { Joint = Joint + 1 },
        SupplierAnswerMissed => this with { Silences = Silences + 1 },
        SupplierSilent e => With(e.Supplier) with { Silences = Silences + 1 },
        SupplierInformed e => With(e.Supplier),
        SupplierRefusedMessage e => With(e.Supplier),
        SupplierReported e => With(e.Supplier),
        SupplierTicketLinked e => With(e.Supplier),
        CaseJoinedIncident e => this with { Incident = e.Incident.Value },
        CaseLeftIncident e when Incident == e.Incident.Value => this with { Incident = null },
        CaseClosed or CaseClosedUnconfirmed => this with { Over = true },
        CaseReopened => this with { Over = false },
        HistoryRecorded e => this with { Over = e.Phase is CasePhase.Closed or CasePhase.ClosedUnconfirmed },
        _ => this,
    };

    private AuditRow Told(IncidentEvent fact) => fact switch
    {
        IncidentScopeChanged e => Scoped(this, e.Scope),
        IncidentDesksChanged e => WithDesks([e.Desk, .. e.With]),
        IncidentResolved => this with { Over = true },
        IncidentReopened => this with { Over = false },
        IncidentNewsMissed => this with { Silences = Silences + 1 },
        _ => this,
    };

    private AuditRow With(string supplier) => this with { Suppliers = Added(Suppliers, supplier) };

    private AuditRow WithDesks(IReadOnlyList<string> desks) => this with { Desks = desks.Aggregate(Desks, Added) };

    private static AuditRow Scoped(AuditRow row, IncidentScope scope) => row with
    {
        Organisations = scope.IsCityWide ? Listed("*") : scope.Organisations.Count == 0 ? Listed("?") : scope.Organisations.Aggregate("", Added),
    };

    private static string Added(string list, string name) =>
        list.Contains(Listed(name), StringComparison.Ordinal) ? list
        : Between + string.Join(Between, Names(list).Append(name).Order(StringComparer.Ordinal)) + Between;
}
