using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Host.Orders;

namespace IntegrationHub.Host.Invoices;

/// <summary>Keeps what suppliers answer to disputes with the invoices that they are about.</summary>
internal sealed class InvoiceAnswers(InvoiceStore invoices, LiveView<InvoiceRow> rows)
{
    private const int Most = 50;

    /// <summary>Takes an answer. The same again changes nothing.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; or the list does not know the dispute yet (<c>busy</c>): it follows within a second, and the supplier sends it again.</exception>
    public async Task TakeAsync(DisputeAnswer answer, CancellationToken ct)
    {
        var billed = new Dictionary<string, string>(StringComparer.Ordinal) { ["supplier"] = answer.Supplier, ["number"] = answer.Invoice };
        var (invoice, dispute) = rows.Seek(billed, before: null, Most)
            .SelectMany(found => found.Row.Disputes.Where(dispute => dispute.Order == answer.Order.Value && InvoiceNotes.IsOf(answer.Dispute, dispute.Dispute)).Select(dispute => (found.Row.Invoice, dispute.Dispute)))
            .FirstOrDefault();
        if (dispute is null)
        {
            throw new EventLogException("busy", "The invoice is being matched still. Send the answer again in a moment.");
        }

        await invoices.DecideAsync(invoice, new AnswerInvoiceDispute(dispute, answer.Outcome, answer.Reason, answer.Now), answer.Id, answer.Context, ct);
    }
}
