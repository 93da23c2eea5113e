using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.TroubleTickets;
using IntegrationHub.Host.Suppliers;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>A supplier that works on a case changes its ticket at the hub: the same reports as in CloudEvents, by the same rules.</summary>
internal sealed class SupplierTickets(SupplierInbox inbox, TimeProvider clock)
{
    /// <summary>Takes what a supplier's PATCH means.</summary>
    /// <param name="number">The case.</param>
    /// <param name="ticket">As it was read.</param>
    /// <param name="change">What is wanted.</param>
    /// <param name="supplier">Who wants it; one of its desks was given the case.</param>
    /// <param name="id">The same for a repeat.</param>
    /// <param name="ct">Ends the wait; the change may be sent again.</param>
    /// <exception cref="TicketFault">409: the rules refuse it; 400: a reason is missing.</exception>
    public async Task TellAsync(CaseNumber number, TroubleTicket ticket, TicketChange change, string supplier, Guid id, CancellationToken ct)
    {
        if (change.Effect is not null || change.Urgency is not null)
        {
            throw new TicketFault(StatusCodes.Status409Conflict, "priority-by-rule", "The priority is not the supplier's to set. Add a note that says why another would be right.");
        }

        var own = ((change.External is [.., var last] ? last : null) ?? ticket.External.LastOrDefault(known => known.Owner == "supplier:" + supplier))?.Id ?? number.Value;
        var notes = change.Notes;
        if (change.Status is { } status)
        {
            var reason = change.Reason ?? (notes.Count > 0 ? notes[0].Text : null);
            notes = change.Reason is null && UsesReason(status) ? [.. notes.Skip(1)] : notes;
            await TakeAsync(supplier, number, Report(number.Value, own, ticket, status, reason), id.ToString("N"), ct);
        }

        foreach (var note in notes)
        {
            await TakeAsync(supplier, number, new TicketNoteAdded(number.Value, own, note.Text), TroubleTicket.NoteCause + TicketDesk.IdOf(note), ct);
        }
    }

    private static bool UsesReason(string status) => status is "pending" or "resolved" or "rejected" or "cancelled";

    private static SupplierReport Report(string number, string own, TroubleTicket ticket, string status, string? reason) => status switch
    {
        "inProgress" when ticket.Status == TicketStatus.Acknowledged => new TicketAccepted(number, own),
        "inProgress" or "held" => new TicketProgressed(number, own, status, Text: reason),
        "pending" => new TicketQuestionAsked(number, own, reason ?? throw TicketDesk.ReasonWanted("the question to the user")),
        "resolved" => new TicketResolved(number, own, reason ?? throw TicketDesk.ReasonWanted("what was done")),
        "rejected" => new TicketDeclined(number, reason ?? throw TicketDesk.ReasonWanted("why it is not yours"), own),
        "cancelled" => new TicketCancelled(number, own, reason ?? throw TicketDesk.ReasonWanted("why the work stopped")),
        "closed" => new TicketClosed(number, own, Text: reason),
        _ => throw new TicketFault(StatusCodes.Status409Conflict, "status-not-possible",
            $"A desk does not make a ticket {status}; it says inProgress, held, pending, resolved, rejected, cancelled or closed."),
    };

    private async Task TakeAsync(string supplier, CaseNumber number, SupplierReport report, string id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var told = SupplierMessages.ToEvent(report, id, $"//{supplier}/tmf621/{number}", now);
        var answer = await inbox.TakeAsync(supplier, [SupplierMessages.Received(told)], now, ct);
        if (answer.Fault is { } fault)
        {
            throw new TicketFault(fault.Status, fault.Code, string.Join(' ', fault.Faults));
        }

        if (answer.Receipts[0] is { Outcome: "refused" } no)
        {
            throw new TicketFault(StatusCodes.Status409Conflict, no.Rule ?? "refused", no.Why ?? "The rules of the case do not allow it.");
        }
    }
}
