using System.Globalization;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.Tmf621;

/// <summary>What a supplier's ticket tells of a case: each change of status and each note under a name of its own, whether it was read or pushed.</summary>
internal static class TmfReports
{
    /// <summary>All that the ticket tells, oldest first; without what the hub did itself.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="supplier">What its statuses mean.</param>
    public static IReadOnlyList<PolledReport> Of(TmfTicket ticket, TmfSupplier supplier) =>
        ticket.CaseOf(supplier.Owner) is not { } number ? [] : [.. Statuses(ticket, number, supplier).Concat(Notes(ticket, number, supplier)).OrderBy(report => report.At)];

    private static IEnumerable<PolledReport> Notes(TmfTicket ticket, string number, TmfSupplier supplier) => ticket.Notes
        .Where(note => !supplier.IsOwn(note) && note.Kind != supplier.InternalNote && note.Text.Length > 0)
        .Select(note => new PolledReport(
            $"{ticket.Id}/note/{note.Id}", new TicketNoteAdded(number, ticket.Id, note.Text), note.At ?? ticket.UpdatedAt ?? DateTimeOffset.UnixEpoch));

    private static IEnumerable<PolledReport> Statuses(TmfTicket ticket, string number, TmfSupplier supplier)
    {
        var before = TicketMeaning.New;
        foreach (var change in ticket.History)
        {
            if (supplier.States.MeaningOf(change.Status) is not { } meaning)
            {
                meaning = TicketStates.IsOver(before) ? before : TicketMeaning.Working; // A word of the supplier's own: it goes on.
            }

            if (!supplier.IsOwn(change) && Report(number, ticket.Id, change, meaning, before) is { } report)
            {
                yield return new PolledReport($"{ticket.Id}/{change.Status}/{change.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}", report, change.At);
            }

            before = meaning;
        }
    }

    private static SupplierReport? Report(string number, string ticket, TmfStatus change, TicketMeaning meaning, TicketMeaning before) => meaning switch
    {
        TicketMeaning.Working when before is TicketMeaning.New or TicketMeaning.Declined => new TicketAccepted(number, ticket, Text: change.Reason),
        TicketMeaning.Working when TicketStates.IsOver(before) => new TicketReopened(number, ticket, change.Reason),
        TicketMeaning.Working => new TicketProgressed(number, ticket, change.Status, Text: change.Reason),
        TicketMeaning.Waiting => new TicketQuestionAsked(number, ticket, change.Reason ?? "Leverantören behöver veta mer."),
        TicketMeaning.Resolved => new TicketResolved(number, ticket, change.Reason ?? "Leverantören har löst det."),
        TicketMeaning.Declined => new TicketDeclined(number, change.Reason ?? "Leverantören tar inte ärendet.", ticket),
        TicketMeaning.Cancelled => new TicketCancelled(number, ticket, change.Reason ?? "Leverantören har avbrutit arbetet."),
        TicketMeaning.Closed => new TicketClosed(number, ticket, Text: change.Reason),
        _ => null,
    };
}
