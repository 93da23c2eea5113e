using System.IO.Compression;
using System.Xml;
using IntegrationHub.Core.Invoices;

namespace IntegrationHub.Adapters.Invoices.Peppol;

/// <summary>What became of reading a document.</summary>
public abstract record PeppolReading;

/// <summary>It was read, and its sums and facts hold.</summary>
/// <param name="Document">All of it, for what <paramref name="Invoice"/> has no place for.</param>
/// <param name="Remarks">What a person may want to look at.</param>
public sealed record InvoiceRead(Invoice Invoice, XmlPart Document, IReadOnlyList<InvoiceFault> Remarks) : PeppolReading;

/// <summary>It was not read, or is wrong.</summary>
/// <param name="Status">The HTTP status that says so: 400, 413, 415 or 422.</param>
/// <param name="Code">Stable: <c>invoice-malformed</c>, <c>invoice-too-large</c>, <c>invoice-unknown</c> (no invoice in a known form) or <c>invoice-wrong</c>.</param>
/// <param name="Faults">At least one.</param>
/// <param name="Invoice">As far as it could be read; null when nothing could.</param>
public sealed record InvoiceUnreadable(int Status, string Code, IReadOnlyList<InvoiceFault> Faults, Invoice? Invoice = null) : PeppolReading;

/// <summary>Reads invoices in the form of Peppol BIS Billing 3: UBL 2.1 Invoice and CreditNote, plain or packed with gzip. Never throws for what it is given.</summary>
public static class PeppolReader
{
    private const string InvoiceSpace = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
    private const string CreditNoteSpace = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";
    private static readonly byte[] s_gzip = [0x1F, 0x8B];

    /// <summary>Reads a document and checks it.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="limits">How much is read at most.</param>
    /// <param name="today">An invoice from more than a month ahead is a mistake.</param>
    public static PeppolReading Read(ReadOnlyMemory<byte> body, InvoiceLimits limits, DateOnly today)
    {
        if (body.Length > limits.Bytes)
        {
            return TooLarge(limits);
        }

        try
        {
            var plain = body.Span.StartsWith(s_gzip) ? Unpacked(body, limits) : body;
            if (plain is not { } bytes)
            {
                return TooLarge(limits);
            }

            using var document = new MemoryStream(bytes.ToArray(), writable: false);
            return Judge(BoundedXml.Read(document, limits), limits, today);
        }
        catch (Exception fault) when (fault is XmlException or ArgumentException or InvalidDataException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            return new InvoiceUnreadable(400, "invoice-malformed", [new InvoiceFault("XML", fault is XmlException { LineNumber: > 0 } at ? $"line {at.LineNumber}, position {at.LinePosition}" : "document", Why(fault))]);
        }
    }

    private static PeppolReading Judge(XmlPart root, InvoiceLimits limits, DateOnly today)
    {
        if (KindOf(root) is not { } kind)
        {
            return new InvoiceUnreadable(415, "invoice-unknown", [new InvoiceFault("UBL", "document", "It is neither a UBL 2.1 Invoice nor a CreditNote; send Peppol BIS Billing 3.")]);
        }

        var currency = UblFields.Fields(root, "DocumentCurrencyCode").FirstOrDefault()?.Text ?? "";
        var fields = new UblFields(currency);
        var lines = UblFields.Groups(root, kind == InvoiceKind.Invoice ? "InvoiceLine" : "CreditNoteLine").Count();
        if (lines > limits.Lines)
        {
            return new InvoiceUnreadable(413, "invoice-too-large", [new InvoiceFault("HUB-SIZE", "lines", $"An invoice has at most {limits.Lines} lines; split it.")]);
        }

        if (HasEmpty(root))
        {
            fields.Fault("PEPPOL-EN16931-R008", "document", "Leave out what is empty.");
        }

        var invoice = new UblMapping(root, kind, fields).Map();
        var verdict = InvoiceChecks.Of(invoice, today);
        return fields.Faults.Count + verdict.Faults.Count > 0
            ? new InvoiceUnreadable(422, "invoice-wrong", [.. fields.Faults, .. verdict.Faults], invoice)
            : new InvoiceRead(invoice, root, verdict.Remarks);
    }

    private static InvoiceKind? KindOf(XmlPart root) => (root.Name, root.Space) switch
    {
        ("Invoice", InvoiceSpace) => InvoiceKind.Invoice,
        ("CreditNote", CreditNoteSpace) => InvoiceKind.CreditNote,
        _ => null,
    };

    private static bool HasEmpty(XmlPart part) => part.Parts.Any() ? part.Parts.Any(HasEmpty) : part.Text.Length == 0;

    /// <summary>Null when it is larger than allowed: what is packed to burst is not unpacked.</summary>
    private static ReadOnlyMemory<byte>? Unpacked(ReadOnlyMemory<byte> body, InvoiceLimits limits)
    {
        using var packed = new GZipStream(new MemoryStream(body.ToArray(), writable: false), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var piece = new byte[64 * 1024];
        int read;
        while ((read = packed.Read(piece)) > 0)
        {
            if (plain.Length + read > limits.Bytes)
            {
                return null;
            }

            plain.Write(piece, 0, read);
        }

        return plain.ToArray();
    }

    private static InvoiceUnreadable TooLarge(InvoiceLimits limits) => new(
        413, "invoice-too-large", [new InvoiceFault("HUB-SIZE", "document", $"An invoice is at most {limits.Bytes} bytes, attachments and all, also when it is unpacked. Split it, or leave attachments out.")]);

    // The reader's own words may hold what stands in the document.
    private static string Why(Exception fault) => fault switch
    {
        XmlException { LineNumber: 0 } own => own.Message,
        XmlException => "It is not well-formed XML, or it holds a DTD or an entity of its own, which are not allowed.",
        InvalidDataException => "It is not well packed gzip.",
        _ => "It cannot be read as XML in its encoding; use UTF-8.",
    };
}
