using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Invoices;

namespace IntegrationHub.Host.Privacy;

/// <summary>Erases an invoice's words, and the invoice as it came, when its time has come: nothing of it is disputed, and nothing has happened for so long.</summary>
/// <remarks>One line in the log's order, as for orders: see <see cref="OrderRetention"/>.</remarks>
/// <param name="after">So long after the last thing that happened; <c>Invoices:RetentionDays</c>. The law on bookkeeping wants some seven years.</param>
internal sealed class InvoiceRetention(TimeSpan after, InvoiceStore invoices, InvoiceFiles files, Erasure erasure, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types =
        [.. new[] { typeof(InvoiceReceived), typeof(InvoiceMatched), typeof(InvoiceDisputeSettled), typeof(InvoiceCredited), typeof(InvoicePaid) }.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "retention-invoices";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => Name;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var due = ((InvoiceEvent)happened.Fact!).At + after;
        if (due > clock.GetUtcNow())
        {
            return new WorkNotDue(due);
        }

        if (InvoiceEvent.IdIn(happened.Recorded.Stream) is { } invoice && (await invoices.LoadAsync(invoice, ct)).State is { Received: { } received } state
            && !state.Open.Any() && state.LastAt + after <= clock.GetUtcNow())
        {
            await erasure.EraseInvoiceAsync(invoice, received.Texts, ct);
            files.Kept.Delete(received.Original.Reference);
        }

        return WorkResult.Done;
    }
}
