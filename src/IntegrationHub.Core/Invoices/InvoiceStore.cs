using System.Globalization;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Invoices;

/// <summary>An invoice as it was read.</summary>
/// <param name="Id">See <see cref="InvoiceEvent.IdOf"/>.</param>
/// <param name="Revision">Of the last event; -1 when there is none.</param>
public sealed record LoadedInvoice(string Id, InvoiceState State, long Revision);

/// <summary>Takes commands to invoices: read, decide, append; again when somebody else was quicker.</summary>
public sealed class InvoiceStore(IEventLog log, EventCodec codec)
{
    private const int Tries = 20;
    private const int AtOnce = 300; // Lines hold texts, and one append is bounded.

    /// <summary>Reads an invoice; one that does not exist has no event.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<LoadedInvoice> LoadAsync(string invoice, CancellationToken ct)
    {
        var loaded = new LoadedInvoice(invoice, new InvoiceState(), -1);
        await foreach (var recorded in log.ReadStreamAsync(InvoiceEvent.StreamOf(invoice), 0, ct))
        {
            loaded = loaded with { State = loaded.State.After(codec.Decode(recorded).Fact), Revision = recorded.Revision };
        }

        return loaded;
    }

    /// <summary>Decides a command and records what it leads to. The same command again changes nothing: what stands already is not recorded twice.</summary>
    /// <param name="invoice">The invoice.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="id">The command's id; the ids of its events follow from it.</param>
    /// <param name="context">Who, through which channel, and why.</param>
    /// <param name="ct">Ends the wait; the command may be sent again.</param>
    /// <returns>The decision that was recorded; large ones are recorded in several pieces, and a repeat records what is missing.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written, or the invoice changes faster than it can be decided.</exception>
    public async Task<Decision<InvoiceEvent>> DecideAsync(string invoice, InvoiceCommand command, Guid id, EventContext context, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var loaded = await LoadAsync(invoice, ct);
            var decision = InvoiceDecider.Decide(loaded.State, command);
            if (decision is not Accepted<InvoiceEvent> { Events.Count: > 0 } yes)
            {
                return decision;
            }

            if (await AppendAsync(invoice, yes.Events, loaded.Revision, id, context, ct) is { } isNew)
            {
                return isNew ? decision : new Accepted<InvoiceEvent>([]); // The very same was written by another a moment before.
            }
        }

        throw new EventLogException("busy", $"The invoice {invoice} is being changed by many at once. Try again in a moment.");
    }

    /// <returns>Whether anything was written that did not stand there; null when the invoice was changed meanwhile.</returns>
    private async Task<bool?> AppendAsync(string invoice, IReadOnlyList<InvoiceEvent> events, long revision, Guid id, EventContext context, CancellationToken ct)
    {
        var isNew = false;
        foreach (var some in events.Chunk(AtOnce))
        {
            var part = EventId.From(id.ToString("N"), revision.ToString(CultureInfo.InvariantCulture));
            if (await log.AppendAsync(InvoiceEvent.StreamOf(invoice), ExpectedRevision.Exactly(revision), codec.Encode(part, some, context), ct) is not Appended written)
            {
                return null;
            }

            isNew |= !written.Repeated;
            revision += some.Length;
        }

        return isNew;
    }
}
