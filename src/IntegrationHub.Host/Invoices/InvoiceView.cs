using IntegrationHub.Core.Invoices;

namespace IntegrationHub.Host.Invoices;

/// <summary>An invoice as it is shown to who handles it.</summary>
/// <param name="Status">See <see cref="InvoiceState.Status"/>.</param>
/// <param name="Received">As it came; null when it was refused.</param>
internal sealed record InvoiceView(
    string Invoice, string Status, InvoiceReceived? Received, IReadOnlyList<InvoiceLineMatched> Lines, InvoiceMatched? Matched, IReadOnlyList<DisputeRow> Disputes, IReadOnlyList<InvoiceCredited> Credits,
    DateTimeOffset? PaidAt)
{
    /// <summary>The view.</summary>
    public static InvoiceView Of(LoadedInvoice loaded)
    {
        var state = loaded.State;
        return new(
            loaded.Id, state.Status, state.Received, [.. state.Lines.Values], state.Matched,
            [.. state.Disputes.Values.Select(dispute => new DisputeRow(dispute.Dispute, dispute.Code, dispute.Order, dispute.Positions, dispute.Amount, state.Settled.GetValueOrDefault(dispute.Dispute)?.Outcome, state.Answers.GetValueOrDefault(dispute.Dispute)?.Outcome))],
            [.. state.Credits.Values], state.PaidAt);
    }
}
