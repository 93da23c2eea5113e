using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Adapters.Invoices.Peppol;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Chats;

namespace IntegrationHub.Host.Invoices;

/// <summary>The invoices as they came, sealed, in a folder of their own.</summary>
internal sealed record InvoiceFiles(KeptFiles Kept);

/// <summary>What became of an invoice that was sent.</summary>
/// <param name="Status">The HTTP status: 201, 200 for a repeat, else a refusal.</param>
/// <param name="Invoice">Its id; null when it could not be read so far.</param>
/// <param name="Code">Why it was refused; null when it was taken.</param>
/// <param name="Why">What to do.</param>
/// <param name="Faults">All of them.</param>
/// <param name="Remarks">What a person may want to look at.</param>
internal sealed record InvoiceAnswer(int Status, string? Invoice, string? Code, string? Why, IReadOnlyList<InvoiceFault> Faults, IReadOnlyList<InvoiceFault> Remarks);

/// <summary>Takes invoices in: reads, checks, keeps. The same one again gets the same answer.</summary>
internal sealed class InvoiceIntake(InvoiceStore invoices, InvoiceFiles files, IPersonKeys keys, InvoiceSettings settings, IReadOnlyList<SupplierSettings> suppliers, TimeProvider clock)
{
    private const string WrongBuyer = "HUB-BUYER";
    private const int MostRules = 20;

    /// <summary>Takes one.</summary>
    /// <param name="body">As it was sent.</param>
    /// <param name="sender">The supplier that sent it; null when the city's own people did.</param>
    /// <param name="context">Who, through which channel.</param>
    /// <param name="ct">Ends the wait; the same may be sent again.</param>
    /// <exception cref="EventLogException">The log cannot be written; the same may be sent again.</exception>
    public async Task<InvoiceAnswer> TakeAsync(ReadOnlyMemory<byte> body, SupplierSettings? sender, EventContext context, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        switch (PeppolReader.Read(body, InvoiceLimits.Default, CityDay.Of(now)))
        {
            case InvoiceUnreadable { Invoice: { Seller.Key.Length: > 0 } invoice } when IsAnothers(invoice, sender):
            case InvoiceRead { Invoice: var whole } when IsAnothers(whole, sender):
                // Nothing is noted: a supplier must not be able to write into another's history.
                return new(403, null, "wrong-seller", "The invoice is another seller's. Send your own, or ask the hub's operator to correct your organisation number.", [], []);
            case InvoiceUnreadable no:
                return await RefuseAsync(no.Invoice, body, sender, no.Status, no.Code, "The invoice was not taken. Correct what the faults name, and send it again.", no.Faults, context, now, ct);
            case InvoiceRead { Invoice: var invoice } read:
                if (!settings.IsOurs(invoice.Buyer))
                {
                    return await RefuseAsync(
                        invoice, body, sender, 422, Differences.WrongBuyer, settings.Buyers.Count == 0 ? "Invoices:Buyers is not set, so that the hub knows of no buyer. Name the city's organisation numbers there." : "The invoice is to another buyer. Send it to the buyer that it names.",
                        [new(WrongBuyer, "buyer (BT-47, BT-49)", "The buyer is not one of the city's.")], context, now, ct);
                }

                return await ReceiveAsync(read, body, sender, context, now, ct);
            case var other:
                throw new InvalidOperationException($"{other} is no reading.");
        }
    }

    private bool IsAnothers(Invoice invoice, SupplierSettings? sender) => sender is not null && InvoiceSettings.IsAnothers(invoice.Seller, sender, suppliers);

    private async Task<InvoiceAnswer> ReceiveAsync(InvoiceRead read, ReadOnlyMemory<byte> body, SupplierSettings? sender, EventContext context, DateTimeOffset now, CancellationToken ct)
    {
        var invoice = read.Invoice;
        var id = InvoiceEvent.IdOf(invoice.Seller.Key, invoice.Number);
        var stream = InvoiceEvent.StreamOf(id);
        var before = (await invoices.LoadAsync(id, ct)).State.Received;
        var texts = before?.Texts ?? keys.Pseudonym("invoice", invoice.Seller.Key + "\n" + invoice.Number);
        await keys.MakeAsync(texts, stream, ct);
        var known = ContentMark.Of(keys, texts, stream, Hash(body));
        if (before is not null && ContentMark.IsSame(before.Original.Mark, known, Hash(body)))
        {
            return new(200, id, null, null, [], read.Remarks); // Also once its time is over and nobody can tell.
        }

        var mark = known ?? "";

        var original = before?.Original ?? new((await files.Kept.KeepAsync(texts, stream, new OpenedFile("invoice", "application/xml", false, body.ToArray()), ct)).Reference, body.Length, mark);
        var received = Received(read, texts, stream, sender?.Id ?? InvoiceSettings.SupplierOf(invoice.Seller, suppliers), original with { Mark = mark, Bytes = body.Length }, now);
        return await invoices.DecideAsync(id, new ReceiveInvoice(received, now), EventId.From("invoice", id, mark), context, ct) switch
        {
            Refused<InvoiceEvent> no => new(409, id, no.Code, no.Why, [], []),
            Accepted<InvoiceEvent> { Events.Count: 0 } => new(200, id, null, null, [], read.Remarks), // Another sending of it was quicker by a moment.
            _ => new(201, id, null, null, [], read.Remarks),
        };
    }

    private InvoiceReceived Received(InvoiceRead read, PersonId texts, string stream, string? supplier, InvoiceOriginal original, DateTimeOffset now)
    {
        var (invoice, references, currency) = (read.Invoice, read.Invoice.References, read.Invoice.Currency);
        Personal Sealed(object text) => new Personal(texts, text as string ?? JsonSerializer.Serialize(text, JsonSerializerOptions.Web)).Within(stream);
        var seller = keys.Pseudonym("seller", invoice.Seller.Key);
        keys.Recognise([texts, seller]);
        return new(
            texts, supplier, Sealed(new { name = invoice.Seller.Name, number = invoice.Seller.Key }), seller.Value, invoice.Number, invoice.GivesBack, invoice.TypeCode, invoice.Issued, invoice.Due, references.Buyer,
            references.PurchaseOrder, references.SalesOrder, references.Project, [.. invoice.Preceding.Select(each => each.Number)],
            new(Money.Of(invoice.Totals.WithoutVat ?? 0, currency), Money.Of(invoice.Totals.Vat ?? 0, currency), Money.Of(invoice.Totals.WithVat ?? 0, currency), Money.Of(invoice.Totals.Payable ?? 0, currency)),
            invoice.Lines.Count, invoice.Attachments.Count, invoice.Notes.Count == 0 ? null : Sealed(string.Join('\n', invoice.Notes)), [.. read.Remarks.Select(remark => remark.Rule).Distinct(StringComparer.Ordinal)],
            original, now);
    }

    /// <summary>Notes the refusal, when it can be said which invoice it was: suppliers' invoices that had to be sent twice count in the figures.</summary>
    private async Task<InvoiceAnswer> RefuseAsync(
        Invoice? invoice, ReadOnlyMemory<byte> body, SupplierSettings? sender, int status, string code, string why, IReadOnlyList<InvoiceFault> faults, EventContext context, DateTimeOffset now, CancellationToken ct)
    {
        if (invoice is not { Number.Length: > 0 and <= 100, Seller.Key.Length: > 0 })
        {
            return new(status, null, code, why, faults, []);
        }

        var id = InvoiceEvent.IdOf(invoice.Seller.Key, invoice.Number);
        var stream = InvoiceEvent.StreamOf(id);
        var texts = keys.Pseudonym("invoice", invoice.Seller.Key + "\n" + invoice.Number);
        keys.Recognise([texts]);
        await keys.MakeAsync(texts, stream, ct);
        var mark = ContentMark.Of(keys, texts, stream, Hash(body)) ?? "";
        var refused = new InvoiceRefused(
            sender?.Id ?? InvoiceSettings.SupplierOf(invoice.Seller, suppliers), invoice.Number, invoice.Issued == default ? null : invoice.Issued,
            [.. faults.Select(fault => fault.Rule).Distinct(StringComparer.Ordinal).Take(MostRules)], mark, now);
        await invoices.DecideAsync(id, new RefuseInvoice(refused, now), EventId.From("invoice-refused", id, mark), context, ct);
        return new(status, id, code, why, faults, []);
    }

    private static string Hash(ReadOnlyMemory<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body.Span));
}
