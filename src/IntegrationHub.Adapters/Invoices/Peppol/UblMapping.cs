using IntegrationHub.Core.Invoices;

namespace IntegrationHub.Adapters.Invoices.Peppol;

/// <summary>Makes an <see cref="Invoice"/> of a UBL 2.1 Invoice or CreditNote.</summary>
/// <remarks>Source: OpenPEPPOL/peppol-bis-invoice-3, <c>structure/syntax/ubl-invoice.xml</c> and <c>ubl-creditnote.xml</c>.</remarks>
internal sealed partial class UblMapping(XmlPart root, InvoiceKind kind, UblFields read)
{
    private const string ObjectCode = "130";
    private const string ProjectCode = "50";

    /// <summary>The invoice; what is missing is empty or null, and the checks will say so.</summary>
    public Invoice Map()
    {
        var taxCurrency = read.Text(root, "TaxCurrencyCode");
        var delivery = read.Group(root, "Delivery");
        var period = read.Group(root, "InvoicePeriod");
        var issued = read.Day(root, "IssueDate");
        if (issued is null)
        {
            read.Fault("BR-03", "IssueDate", "The invoice needs the day of issue.");
        }

        return new Invoice(
            kind, read.Text(root, "ID") ?? "", issued ?? default, read.Text(root, kind == InvoiceKind.Invoice ? "InvoiceTypeCode" : "CreditNoteTypeCode") ?? "",
            read.Text(root, "DocumentCurrencyCode") ?? "", Party(read.Group(root, "AccountingSupplierParty", "Party")), Party(read.Group(root, "AccountingCustomerParty", "Party")), References(),
            Totals(taxCurrency), Vat(), Lines())
        {
            Customization = read.Text(root, "CustomizationID") ?? "",
            Profile = read.Text(root, "ProfileID") ?? "",
            // A credit note has its day with each way to be paid; the earliest counts.
            Due = kind == InvoiceKind.Invoice ? read.Day(root, "DueDate") : UblFields.Groups(root, "PaymentMeans").Select(means => read.Day(means, "PaymentDueDate")).Min(),
            TaxPoint = read.Day(root, "TaxPointDate"),
            TaxPointCode = read.Text(period, "DescriptionCode"),
            TaxCurrency = taxCurrency,
            Notes = [.. UblFields.Fields(root, "Note").Select(note => note.Text)],
            Period = Period(period),
            Preceding = [.. UblFields.Groups(root, "BillingReference").Select(Preceding)],
            AllowancesAndCharges = AllowancesAndCharges(root),
            Attachments = [.. UblFields.Groups(root, "AdditionalDocumentReference").Where(IsAttachment).Select(Attachment)],
            Payee = read.Group(root, "PayeeParty") is { } payee ? Party(payee) : null,
            TaxRepresentative = read.Group(root, "TaxRepresentativeParty") is { } representative ? Party(representative) : null,
            Delivery = delivery is null ? null : Delivery(delivery),
            Payments = [.. UblFields.Groups(root, "PaymentMeans").Select(Payment)],
            PaymentTerms = read.Text(read.Group(root, "PaymentTerms"), "Note"),
        };
    }

    private InvoiceReferences References()
    {
        var order = read.Group(root, "OrderReference");
        var objects = UblFields.Groups(root, "AdditionalDocumentReference").Where(part => CodeOf(part) == ObjectCode).ToList();
        if (objects.Count > 1)
        {
            read.Fault("PEPPOL-EN16931-R006", "AdditionalDocumentReference", "An invoice is about one object (BT-18) at most; name others on the lines.");
        }

        var project = kind == InvoiceKind.Invoice ? read.Group(root, "ProjectReference") : UblFields.Groups(root, "AdditionalDocumentReference").FirstOrDefault(part => CodeOf(part) == ProjectCode);
        return new InvoiceReferences(
            read.Text(root, "BuyerReference"), read.Text(order, "ID"), read.Text(order, "SalesOrderID"), read.Text(project, "ID"), read.Text(read.Group(root, "ContractDocumentReference"), "ID"),
            read.Text(read.Group(root, "ReceiptDocumentReference"), "ID"), read.Text(read.Group(root, "DespatchDocumentReference"), "ID"),
            read.Text(read.Group(root, "OriginatorDocumentReference"), "ID"), read.Id(objects.FirstOrDefault(), "ID"), read.Text(root, "AccountingCost"));
    }

    private InvoiceParty Party(XmlPart? party)
    {
        var schemes = UblFields.Groups(party, "PartyTaxScheme").Select(scheme => (Id: read.Text(scheme, "CompanyID"), Scheme: read.Text(read.Group(scheme, "TaxScheme"), "ID"))).ToList();
        var legal = read.Group(party, "PartyLegalEntity");
        var contact = read.Group(party, "Contact");
        var trading = read.Text(read.Group(party, "PartyName"), "Name");
        return new InvoiceParty(
            read.Id(party, "EndpointID"), [.. UblFields.Groups(party, "PartyIdentification").Select(id => read.Id(id, "ID")).OfType<InvoiceIdentifier>()], trading,
            read.Text(legal, "RegistrationName") ?? (legal is null ? trading : null) ?? "", read.Id(legal, "CompanyID"),
            schemes.Find(scheme => string.Equals(scheme.Scheme, "VAT", StringComparison.OrdinalIgnoreCase)).Id,
            schemes.Find(scheme => !string.Equals(scheme.Scheme, "VAT", StringComparison.OrdinalIgnoreCase)).Id, read.Text(legal, "CompanyLegalForm"), Address(read.Group(party, "PostalAddress")),
            contact is null ? null : new InvoiceContact(read.Text(contact, "Name"), read.Text(contact, "Telephone"), read.Text(contact, "ElectronicMail")));
    }

    private InvoiceAddress? Address(XmlPart? address) => address is null ? null : new InvoiceAddress(
        [.. new[] { read.Text(address, "StreetName"), read.Text(address, "AdditionalStreetName"), read.Text(read.Group(address, "AddressLine"), "Line") }.OfType<string>()],
        read.Text(address, "CityName"), read.Text(address, "PostalZone"), read.Text(address, "CountrySubentity"), read.Text(read.Group(address, "Country"), "IdentificationCode"));

    private InvoiceDelivery Delivery(XmlPart delivery)
    {
        var place = read.Group(delivery, "DeliveryLocation");
        return new InvoiceDelivery(
            read.Day(delivery, "ActualDeliveryDate"), read.Id(place, "ID"), read.Text(read.Group(delivery, "DeliveryParty", "PartyName"), "Name"), Address(read.Group(place, "Address")));
    }

    private InvoicePeriod? Period(XmlPart? period) => period is null ? null : new InvoicePeriod(read.Day(period, "StartDate"), read.Day(period, "EndDate"));

    private PrecedingInvoice Preceding(XmlPart billing)
    {
        var document = read.Group(billing, "InvoiceDocumentReference");
        return new PrecedingInvoice(read.Text(document, "ID") ?? "", read.Day(document, "IssueDate"));
    }

    private bool IsAttachment(XmlPart part) => CodeOf(part) is not (ObjectCode or ProjectCode);

    private string? CodeOf(XmlPart part) => read.Text(part, "DocumentTypeCode");

    private InvoiceAttachment Attachment(XmlPart part)
    {
        var attached = read.Group(part, "Attachment");
        var content = read.Field(attached, "EmbeddedDocumentBinaryObject");
        if (content is not null && content.Mark("mimeCode") is null or "")
        {
            read.Fault("UBL-DT-06", "EmbeddedDocumentBinaryObject", "What is attached says its media type (mimeCode).");
        }

        if (content is not null && content.Mark("filename") is null or "")
        {
            read.Fault("UBL-DT-07", "EmbeddedDocumentBinaryObject", "What is attached says its file name (filename).");
        }

        return new InvoiceAttachment(
            read.Text(part, "ID") ?? "", read.Text(part, "DocumentDescription"), read.Text(read.Group(attached, "ExternalReference"), "URI"), content?.Mark("filename"), content?.Mark("mimeCode"),
            content is null ? 0 : BytesOf(content.Text));
    }

    private int BytesOf(string base64)
    {
        var bare = string.Concat(base64.Where(c => !char.IsWhiteSpace(c)));
        var room = new byte[(bare.Length / 4 * 3) + 3];
        if (Convert.TryFromBase64String(bare, room, out var bytes))
        {
            return bytes;
        }

        read.Fault("UBL", "EmbeddedDocumentBinaryObject", "What is attached is written in base64.");
        return 0;
    }

    private InvoicePayment Payment(XmlPart payment)
    {
        var account = read.Group(payment, "PayeeFinancialAccount");
        return new InvoicePayment(
            read.Text(payment, "PaymentMeansCode") ?? "", read.Text(payment, "PaymentID"), read.Text(account, "ID"), read.Text(account, "Name"),
            read.Text(read.Group(account, "FinancialInstitutionBranch"), "ID"), read.Text(read.Group(payment, "PaymentMandate"), "ID"));
    }
}
