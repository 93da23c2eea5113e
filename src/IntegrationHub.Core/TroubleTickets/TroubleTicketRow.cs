using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.TroubleTickets;

/// <summary>A case as lists of trouble tickets seek it. Without a word of anybody's.</summary>
/// <param name="Severity">The other system's word; null when the priority tells it.</param>
/// <param name="OpenedBy">Who opened it by TMF621; null when it came another way.</param>
/// <param name="External">Other systems' ids.</param>
public sealed record TroubleTicketRow(
    string Number, CasePhase Phase, bool WorkedOn, int Priority, string? Severity, string TicketType, string? OpenedBy, string? Desk,
    ImmutableArray<string> Desks, ImmutableArray<string> External, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>All cases as trouble tickets.</summary>
    public static readonly View<TroubleTicketRow> View = new("trouble-tickets", 1, KeyOf, Apply, new Dictionary<string, Func<TroubleTicketRow, string?>>(StringComparer.Ordinal)
    {
        ["number"] = row => row.Number,
        ["status"] = row => TroubleTicket.Word(TroubleTicket.StatusOf(row.Phase, row.WorkedOn)),
        ["severity"] = row => row.Severity ?? TroubleTicket.SeverityOf(row.Priority),
        ["ticket_type"] = row => row.TicketType,
        ["priority"] = row => row.Priority.ToString(CultureInfo.InvariantCulture),
        ["opened_by"] = row => row.OpenedBy,
        ["desks"] = row => Listed(row.Desks),
        ["external"] = row => Listed(row.External),
        ["created"] = row => Instant(row.CreatedAt),
        ["updated"] = row => Instant(row.UpdatedAt),
    }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = StoredTypes.Of<CaseEvent>().ToFrozenSet(StringComparer.Ordinal),
    };

    /// <summary>An instant as columns have it: sorts as text.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>A word as it stands in a column that lists several.</summary>
    public static string InList(string word) => $"\u001F{word}\u001F";

    private static string? KeyOf(Known known) =>
        known.Recorded.Stream.StartsWith("case-", StringComparison.Ordinal) && known.Fact is CaseEvent ? known.Recorded.Stream["case-".Length..] : null;

    private static TroubleTicketRow? Apply(TroubleTicketRow? row, Known known) => (row, known.Fact) switch
    {
        (null, CaseOpened e) => new TroubleTicketRow(
            e.Number.Value, CasePhase.Unrouted, false, 4, null, System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(e.Kind.ToString()), null, null,
            [], [], e.At, e.At),
        ({ }, CaseEvent e) => row.Moved(e, known.Context.By) with { UpdatedAt = e.At > row.UpdatedAt ? e.At : row.UpdatedAt },
        _ => row,
    };

    /// <remarks>Where the case stands is <see cref="CaseState"/>'s to say; here it is only kept.</remarks>
    private TroubleTicketRow Moved(CaseEvent fact, string by)
    {
        var state = new CaseState { Phase = Phase, Priority = Priority, Desk = Desk, Desks = [.. Desks] }.After(fact);
        var moved = this with
        {
            Phase = state.Phase,
            Desk = state.Desk,
            Priority = state.Priority,
            WorkedOn = WorkedOn || state.Phase is not (CasePhase.Unrouted or CasePhase.Offered),
            Desks = state.Desks.Count == Desks.Length ? Desks : [.. state.Desks.Order(StringComparer.Ordinal)],
        };
        return fact switch
        {
            TroubleTicketDescribed e => moved with
            {
                Severity = e.Severity ?? Severity,
                TicketType = e.TicketType ?? TicketType,
                OpenedBy = OpenedBy ?? by,
                External = [.. External.Union(e.External.Select(external => external.Id), StringComparer.Ordinal)],
            },
            SupplierTicketLinked e => moved.With(e.Ticket),
            SupplierReported { Ticket: { } ticket, Refused: null } => moved.With(ticket),
            _ => moved,
        };
    }

    private TroubleTicketRow With(string ticket) => ticket == Number || External.Contains(ticket, StringComparer.Ordinal) ? this : this with { External = External.Add(ticket) };

    private static string Listed(ImmutableArray<string> words) => string.Concat(words.Select(InList));
}
