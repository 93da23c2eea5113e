namespace IntegrationHub.Core.Invoices;

/// <summary>What the document is.</summary>
public enum InvoiceKind
{
    /// <summary>An invoice; one with negative amounts takes back, as a credit note does.</summary>
    Invoice,

    /// <summary>A credit note: its positive amounts are given back.</summary>
    CreditNote,
}

/// <summary>An invoice as the European standard EN 16931 sees it, whatever it was written in. BT and BG are the standard's terms.</summary>
/// <param name="Number">BT-1; unique with its seller only.</param>
/// <param name="Issued">BT-2.</param>
/// <param name="TypeCode">BT-3, of UNCL 1001: <c>380</c>, <c>381</c> for a credit note.</param>
/// <param name="Currency">BT-5, ISO 4217.</param>
/// <param name="Seller">BG-4.</param>
/// <param name="Buyer">BG-7.</param>
/// <param name="References">BT-10 to BT-19.</param>
/// <param name="Totals">BG-22.</param>
/// <param name="Vat">BG-23.</param>
/// <param name="Lines">BG-25, in the document's order.</param>
public sealed record Invoice(
    InvoiceKind Kind, string Number, DateOnly Issued, string TypeCode, string Currency, InvoiceParty Seller, InvoiceParty Buyer, InvoiceReferences References,
    InvoiceTotals Totals, IReadOnlyList<VatBreakdown> Vat, IReadOnlyList<InvoiceLine> Lines)
{
    /// <summary>BT-24: which specification it follows.</summary>
    public string Customization { get; init; } = "";

    /// <summary>BT-23: which process.</summary>
    public string Profile { get; init; } = "";

    /// <summary>BT-9.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>BT-7: when VAT is accounted for.</summary>
    public DateOnly? TaxPoint { get; init; }

    /// <summary>BT-8: how that day is found.</summary>
    public string? TaxPointCode { get; init; }

    /// <summary>BT-6: the currency that VAT is accounted in, when it is another one.</summary>
    public string? TaxCurrency { get; init; }

    /// <summary>BT-22. Free text: may be about a person.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>BG-14.</summary>
    public InvoicePeriod? Period { get; init; }

    /// <summary>BG-3: the invoices that this one takes back or corrects.</summary>
    public IReadOnlyList<PrecedingInvoice> Preceding { get; init; } = [];

    /// <summary>BG-20 and BG-21, in the document's order.</summary>
    public IReadOnlyList<AllowanceOrCharge> AllowancesAndCharges { get; init; } = [];

    /// <summary>BG-24.</summary>
    public IReadOnlyList<InvoiceAttachment> Attachments { get; init; } = [];

    /// <summary>BG-10: who is paid, when that is not the seller.</summary>
    public InvoiceParty? Payee { get; init; }

    /// <summary>BG-11.</summary>
    public InvoiceParty? TaxRepresentative { get; init; }

    /// <summary>BG-13.</summary>
    public InvoiceDelivery? Delivery { get; init; }

    /// <summary>BG-16.</summary>
    public IReadOnlyList<InvoicePayment> Payments { get; init; } = [];

    /// <summary>BT-20.</summary>
    public string? PaymentTerms { get; init; }

    /// <summary>Whether it gives back: a credit note, or an invoice whose total is negative.</summary>
    public bool GivesBack => Kind == InvoiceKind.CreditNote ? Totals.WithVat >= 0 : Totals.WithVat < 0;

    /// <summary>What is put on the whole and taken off it, in sum, as the buyer sees it: negative where more is taken off.</summary>
    public decimal OnTop => ToBuyer(AllowancesAndCharges.Sum(each => each.Adds));

    /// <summary>An amount or quantity of it as the buyer sees it: what is given back is negative.</summary>
    public decimal ToBuyer(decimal amount) => Kind == InvoiceKind.CreditNote ? -amount : amount;
}

/// <summary>BG-14 and BG-26: the days that are billed for; either end may be missing.</summary>
/// <param name="From">BT-73, BT-134: the first day.</param>
/// <param name="Until">BT-74, BT-135: the last day.</param>
public sealed record InvoicePeriod(DateOnly? From, DateOnly? Until);

/// <summary>BG-3.</summary>
/// <param name="Number">BT-25.</param>
/// <param name="Issued">BT-26.</param>
public sealed record PrecedingInvoice(string Number, DateOnly? Issued);

/// <summary>What the invoice says it is about: BT-10 to BT-19.</summary>
/// <param name="Buyer">BT-10: the buyer's reference, whom it is booked on (IKB).</param>
/// <param name="PurchaseOrder">BT-13: the buyer's order; one at most.</param>
/// <param name="SalesOrder">BT-14: the seller's number for it.</param>
/// <param name="Project">BT-11.</param>
/// <param name="Contract">BT-12.</param>
/// <param name="Receipt">BT-15: receiving advice.</param>
/// <param name="Despatch">BT-16: despatch advice.</param>
/// <param name="Tender">BT-17.</param>
/// <param name="BilledObject">BT-18: what is billed for as a whole: a subscription.</param>
/// <param name="Accounting">BT-19: how the buyer books it (kontering).</param>
public sealed record InvoiceReferences(
    string? Buyer = null, string? PurchaseOrder = null, string? SalesOrder = null, string? Project = null, string? Contract = null, string? Receipt = null,
    string? Despatch = null, string? Tender = null, InvoiceIdentifier? BilledObject = null, string? Accounting = null);

/// <summary>BG-24.</summary>
/// <param name="Reference">BT-122.</param>
/// <param name="Description">BT-123.</param>
/// <param name="Address">BT-124: where it lies, when it is not here.</param>
/// <param name="FileName">Of what is attached, BT-125; null when nothing is.</param>
/// <param name="MediaType">Of what is attached.</param>
/// <param name="Bytes">How large it is.</param>
public sealed record InvoiceAttachment(string Reference, string? Description, string? Address, string? FileName, string? MediaType, int Bytes);

/// <summary>BG-13.</summary>
/// <param name="On">BT-72: when it was delivered.</param>
/// <param name="To">BT-71: an id of the place.</param>
/// <param name="Party">BT-70.</param>
public sealed record InvoiceDelivery(DateOnly? On, InvoiceIdentifier? To, string? Party, InvoiceAddress? Address);

/// <summary>BG-16 and the groups below it.</summary>
/// <param name="MeansCode">BT-81, of UNCL 4461.</param>
/// <param name="Remittance">BT-83: what the payment is marked with (OCR).</param>
/// <param name="Account">BT-84.</param>
/// <param name="Mandate">BT-89.</param>
public sealed record InvoicePayment(string MeansCode, string? Remittance, string? Account, string? AccountName, string? Institution, string? Mandate);

/// <summary>BG-22. Null where the document does not say.</summary>
/// <param name="Lines">BT-106: the sum of the lines.</param>
/// <param name="Allowances">BT-107.</param>
/// <param name="Charges">BT-108.</param>
/// <param name="WithoutVat">BT-109.</param>
/// <param name="Vat">BT-110.</param>
/// <param name="VatInTaxCurrency">BT-111.</param>
/// <param name="WithVat">BT-112.</param>
/// <param name="Prepaid">BT-113.</param>
/// <param name="Rounding">BT-114.</param>
/// <param name="Payable">BT-115.</param>
public sealed record InvoiceTotals(
    decimal? Lines, decimal? Allowances, decimal? Charges, decimal? WithoutVat, decimal? Vat, decimal? VatInTaxCurrency, decimal? WithVat, decimal? Prepaid,
    decimal? Rounding, decimal? Payable);

/// <summary>BG-23.</summary>
/// <param name="Taxable">BT-116.</param>
/// <param name="Tax">BT-117.</param>
/// <param name="Category">BT-118 and BT-119.</param>
/// <param name="ExemptionReason">BT-120.</param>
/// <param name="ExemptionCode">BT-121.</param>
public sealed record VatBreakdown(decimal? Taxable, decimal? Tax, VatCategory Category, string? ExemptionReason, string? ExemptionCode);

/// <summary>A VAT category and its rate.</summary>
/// <param name="Code">Of UNCL 5305: <c>S</c> standard, <c>Z</c> zero, <c>E</c> exempt, <c>AE</c> reverse charge, <c>K</c> within the Union, <c>G</c> export, <c>O</c> outside VAT.</param>
/// <param name="Rate">In per cent; null where the category has none.</param>
public sealed record VatCategory(string Code, decimal? Rate);
