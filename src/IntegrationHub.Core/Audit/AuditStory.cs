using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Audit;

/// <summary>One event in the column of the party whose doing it is, or that it is about.</summary>
/// <param name="Of">The case's or the incident's number.</param>
/// <param name="Party"><c>user</c>, <c>city</c> or a supplier's id.</param>
public sealed record AuditEntry(string Of, string Party, DateTimeOffset At, Known Happened);

/// <summary>One case or one incident itself: who had the ball, who asked whom, and what suppliers were told.</summary>
/// <param name="Ledger">Who had the ball, span after span.</param>
/// <param name="Handshakes">Of a case; an incident has none.</param>
/// <param name="Receipts">What suppliers were told, oldest first, and what became of it.</param>
public sealed record AuditStrand(
    string Number, bool IsIncident, IReadOnlyList<ResponsibleSpan> Ledger, IReadOnlyList<Handshake> Handshakes, IReadOnlyList<SentMessage> Receipts);

/// <summary>A case, or an incident with its cases, side by side in time, as known at a moment.</summary>
/// <param name="Parties">The columns: user and city first, then each supplier in the order in which it came in.</param>
/// <param name="Entries">In order of time; those of one case in the order in which they were recorded.</param>
/// <param name="Strands">The incident first.</param>
/// <param name="Omitted">Cases of the incident that are not part of it, as there are too many.</param>
public sealed record AuditStory(IReadOnlyList<string> Parties, IReadOnlyList<AuditEntry> Entries, IReadOnlyList<AuditStrand> Strands, int Omitted)
{
    /// <summary>The user's column.</summary>
    public const string User = "user";

    /// <summary>The city's: the hub itself and its staff.</summary>
    public const string City = "city";

    /// <summary>Puts histories side by side.</summary>
    /// <param name="incident">The incident's history; null for a case alone.</param>
    /// <param name="cases">The histories of its cases, or of the one case.</param>
    /// <param name="omitted">Cases that are left out.</param>
    /// <param name="supplierOf">Which supplier a desk works for on a case; null for an unknown desk.</param>
    /// <param name="now">Until when an open span is counted.</param>
    /// <param name="asOf">Only what the hub knew then (recorded at or before); null for all.</param>
    public static AuditStory Of(
        IReadOnlyList<Known>? incident, IReadOnlyList<IReadOnlyList<Known>> cases, int omitted, Func<CaseState, string, string?> supplierOf, DateTimeOffset now, DateTimeOffset? asOf)
    {
        var end = asOf < now ? asOf.Value : now;
        IReadOnlyList<Known> Then(IReadOnlyList<Known> history) => [.. history.Where(known => asOf is null || known.Recorded.RecordedAt <= asOf)];
        var strands = new List<AuditStrand>();
        var entries = new List<AuditEntry>();
        if (incident is not null)
        {
            strands.Add(OfIncident(Then(incident), entries, supplierOf, end));
        }

        strands.AddRange(cases.Select(Then).Where(history => history.Count > 0).Select(history => OfCase(history, entries, supplierOf, end)));
        var ordered = entries.OrderBy(entry => entry.Happened.Recorded.RecordedAt).ToList();
        return new AuditStory(
            [User, City, .. ordered.Select(entry => entry.Party).Where(party => party is not (User or City)).Distinct(StringComparer.Ordinal)], ordered, strands, omitted);
    }

    private static AuditStrand OfCase(IReadOnlyList<Known> history, List<AuditEntry> entries, Func<CaseState, string, string?> supplierOf, DateTimeOffset end)
    {
        var (state, ledger) = (CaseState.Empty, new ResponsibilityLedger());
        foreach (var known in history)
        {
            state = state.After(known.Fact);
            var at = known.Fact is CaseEvent fact ? fact.At : known.Recorded.RecordedAt;
            ledger.Move(state.Responsible, at);
            entries.Add(new AuditEntry(state.Number.Value ?? "", PartyOf(known, desk => supplierOf(state, desk)), at, known));
        }

        return new AuditStrand(
            state.Number.Value ?? "", IsIncident: false, ledger.Until(end), Handshake.Of(history),
            [.. MessageReceipts.Told(state).OrderBy(sent => sent.At).ThenBy(sent => sent.Message, StringComparer.Ordinal)]);
    }

    private static AuditStrand OfIncident(IReadOnlyList<Known> history, List<AuditEntry> entries, Func<CaseState, string, string?> supplierOf, DateTimeOffset end)
    {
        var (state, ledger) = (IncidentState.Empty, new ResponsibilityLedger());
        foreach (var known in history)
        {
            state = state.After(known.Fact);
            var at = known.Fact is IncidentEvent fact ? fact.At : known.Recorded.RecordedAt;
            ledger.Move(state.Responsible, at);
            entries.Add(new AuditEntry(state.Number.Value ?? "", PartyOf(known, desk => supplierOf(CaseState.Empty, desk)), at, known));
        }

        return new AuditStrand(state.Number.Value ?? "", IsIncident: true, ledger.Until(end), [], []);
    }

    private static string PartyOf(Known known, Func<string, string?> supplierOf) => known.Fact switch
    {
        SupplierReported e => e.Supplier,
        SupplierInformed e => e.Supplier,
        SupplierRefusedMessage e => e.Supplier,
        SupplierReceiptGiven e => e.Supplier,
        SupplierSilent e => e.Supplier,
        SupplierTicketLinked e => e.Supplier,
        SupplierAnswerMissed e => supplierOf(e.Desk) ?? City,
        PrioritySet or RoutingQuestionAsked or CaseRouted => City, // The hub's own decisions, whoever's contact led to them.
        _ when known.Context.By == "user" => User,
        _ when known.Context.By.StartsWith("supplier:", StringComparison.Ordinal) => known.Context.By["supplier:".Length..],
        _ when known.Context.By.StartsWith("desk:", StringComparison.Ordinal) => supplierOf(known.Context.By["desk:".Length..]) ?? City,
        _ => City,
    };

    /// <summary>What people said in an event; empty when nobody said anything.</summary>
    public static IReadOnlyList<Personal> WordsOf(object? fact) => fact is null ? [] :
        [.. fact.GetType().GetProperties().Where(field => field.PropertyType == typeof(Personal)).Select(field => (Personal?)field.GetValue(fact)).OfType<Personal>()];
}
