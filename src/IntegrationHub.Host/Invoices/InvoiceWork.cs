using System.Collections.Frozen;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Invoices;

/// <summary>What an invoice leads to: it is matched, one after another of a seller, and the orders that it bills are told.</summary>
internal sealed class InvoiceWork(InvoiceMatcher matcher, TimeProvider clock) : IWorkGroup
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(200);

    private static readonly FrozenSet<string> s_types =
        new[] { typeof(InvoiceReceived), typeof(InvoiceDisputeSettled), typeof(InvoicePaid) }.Select(StoredTypes.NameOf).ToFrozenSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => "invoices";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Fact switch
    {
        InvoiceReceived e => e.SellerMark,
        InvoiceEvent => happened.Recorded.Stream,
        _ => null,
    };

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        try
        {
            return await WorkAsync(happened, ct);
        }
        catch (Exception fault) when (fault is ArgumentException or OverflowException)
        {
            // What the invoice says is beyond what can be counted or kept; another try comes to the same.
            return new WorkHopeless($"The invoice cannot be worked on ({fault.GetType().Name}). Look at it by hand, and ask its supplier for a credit and a sound one.");
        }
    }

    private async Task<WorkResult> WorkAsync(Known happened, CancellationToken ct)
    {
        var context = new EventContext("hub", "hub", happened.Recorded.Id.ToString("N"));
        if (InvoiceEvent.IdIn(happened.Recorded.Stream) is not { } invoice)
        {
            return WorkResult.Done;
        }

        if (happened.Fact is not InvoiceReceived)
        {
            await matcher.NoteAsync(invoice, context, ct);
            return WorkResult.Done;
        }

        if (matcher.Reached < happened.Recorded.Position)
        {
            return new WorkNotDue(clock.GetUtcNow() + s_soon); // The read models that orders are found by are not there yet.
        }

        return await matcher.MatchAsync(invoice, context, ct) is Refused<InvoiceEvent> no ? new WorkHopeless(no.Why) : WorkResult.Done;
    }
}
