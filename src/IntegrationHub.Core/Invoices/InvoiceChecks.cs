using System.Globalization;

namespace IntegrationHub.Core.Invoices;

/// <summary>Judges an invoice by the rules of EN 16931 and Peppol BIS Billing 3 that matter to whoever pays it: facts, references and sums. Pure.</summary>
/// <remarks>
/// Source: OpenPEPPOL/peppol-bis-invoice-3, release of May 2025, <c>rules/sch</c>. Where a rule allows for rounding, so does the check, by the
/// same amount: what an access point lets through is not refused here. Code lists that change and rules of other countries than
/// Sweden are left to the access point.
/// </remarks>
public static partial class InvoiceChecks
{
    private const string Specification = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
    private const string ProfileStart = "urn:fdc:peppol.eu:2017:poacc:billing:";
    private const int MostDaysAhead = 31;
    private const int LongestNumber = 100;
    private const int LongestPeriodInYears = 10;
    private const string BoundsOfPeriod = "The days of a period lie between 2000 and 2200, and less than ten years apart.";
    private static readonly DateOnly s_earliest = new(2000, 1, 1);
    private static readonly DateOnly s_latest = new(2200, 12, 31);

    private static readonly HashSet<string> s_invoiceTypes = new(
        "71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 876 877".Split(' '), StringComparer.Ordinal);

    private static readonly HashSet<string> s_creditTypes = new("381 396 81 83 532".Split(' '), StringComparer.Ordinal);
    private static readonly HashSet<string> s_directDebit = new(["49", "59"], StringComparer.Ordinal);
    private static readonly HashSet<string> s_transfer = new(["30", "58"], StringComparer.Ordinal);

    /// <summary>What is wrong.</summary>
    /// <param name="today">An invoice from more than a month ahead is a mistake.</param>
    public static InvoiceVerdict Of(Invoice invoice, DateOnly today)
    {
        var found = new Findings();
        Header(invoice, today, found);
        Parties(invoice, found);
        Payment(invoice, found);
        Periods(invoice, found);
        foreach (var line in invoice.Lines)
        {
            Line(line, found);
        }

        Sums(invoice, found);
        VatSums(invoice, found);
        WithinTheUnion(invoice, found);
        Decimals(invoice, found);
        Swedish(invoice, found);
        return new InvoiceVerdict(found.Faults, found.Remarks);
    }

    private static void Header(Invoice invoice, DateOnly today, Findings found)
    {
        found.Unless(invoice.Customization.StartsWith(Specification, StringComparison.Ordinal), "PEPPOL-EN16931-R004", "header (BT-24)", $"The specification must be {Specification}.");
        found.Unless(
            invoice.Profile.StartsWith(ProfileStart, StringComparison.Ordinal) && invoice.Profile.EndsWith(":1.0", StringComparison.Ordinal), "PEPPOL-EN16931-R007", "header (BT-23)",
            $"The process must be {ProfileStart}NN:1.0, for example {ProfileStart}01:1.0.");
        found.Unless(invoice.Number.Length is > 0 and <= LongestNumber, "BR-02", "header (BT-1)", $"The invoice needs a number of 1 to {LongestNumber} characters.");
        found.Unless(
            (invoice.Kind == InvoiceKind.Invoice ? s_invoiceTypes : s_creditTypes).Contains(invoice.TypeCode), invoice.Kind == InvoiceKind.Invoice ? "PEPPOL-EN16931-P0100" : "PEPPOL-EN16931-P0101",
            "header (BT-3)", invoice.Kind == InvoiceKind.Invoice ? "The type code must be one of an invoice, usually 380." : "The type code must be one of a credit note, usually 381.");
        found.Unless(IsCurrency(invoice.Currency), "BR-05", "header (BT-5)", "The currency must be three capital letters of ISO 4217, for example SEK.");
        found.Unless(invoice.TaxCurrency is null || IsCurrency(invoice.TaxCurrency), "BR-CL-05", "header (BT-6)", "The VAT currency must be three capital letters of ISO 4217.");
        found.Unless(invoice.TaxCurrency != invoice.Currency, "PEPPOL-EN16931-R005", "header (BT-6)", "The VAT currency must be left out when it is the invoice's own.");
        found.Unless(
            invoice.References is { Buyer.Length: > 0 } or { PurchaseOrder.Length: > 0 }, "PEPPOL-EN16931-R003", "header (BT-10, BT-13)",
            "The invoice needs the buyer's reference (IKB) or the number of the order; ask whoever ordered.");
        found.Unless(invoice.References.SalesOrder is null || invoice.References.PurchaseOrder is not null, "UBL-OrderReference", "header (BT-14)", "A sales order comes with the purchase order; write NA in BT-13 when there is none.");
        found.Unless(invoice.TaxPoint is null || invoice.TaxPointCode is null, "BR-CO-03", "header (BT-7, BT-8)", "Say the day of VAT or its code, not both.");
        found.Unless(invoice.Lines.Count > 0, "BR-16", "lines (BG-25)", "The invoice needs at least one line.");
        found.Unless(invoice.Issued >= s_earliest && invoice.Issued.DayNumber <= today.DayNumber + MostDaysAhead, "HUB-DATE", "header (BT-2)", $"The day of issue must lie between {s_earliest:yyyy-MM-dd} and a month from now.");
        found.Remark(invoice.Due is { } due && due < invoice.Issued, "HUB-DUE", "header (BT-9)", "It was due before it was issued.");
        found.Remark(
            invoice.Lines.GroupBy(line => line.Id, StringComparer.Ordinal).Any(same => same.Count() > 1), "HUB-LINE-ID", "lines (BT-126)", "Several lines have the same id; they are told apart by their place.");
        foreach (var preceding in invoice.Preceding)
        {
            found.Unless(preceding.Number.Length > 0, "BR-55", "header (BT-25)", "A reference to an earlier invoice needs its number.");
        }

        foreach (var attachment in invoice.Attachments)
        {
            found.Unless(attachment.Reference.Length > 0, "BR-52", "attachments (BT-122)", "An attachment needs a reference.");
        }
    }

    private static void Parties(Invoice invoice, Findings found)
    {
        var (seller, buyer) = (invoice.Seller, invoice.Buyer);
        found.Unless(seller.Name.Length > 0, "BR-06", "seller (BT-27)", "The seller needs its registered name.");
        found.Unless(buyer.Name.Length > 0, "BR-07", "buyer (BT-44)", "The buyer needs its registered name.");
        found.Unless(seller.Address is not null, "BR-08", "seller (BG-5)", "The seller needs a postal address.");
        found.Unless(seller.Address is not { Country: null or "" }, "BR-09", "seller (BT-40)", "The seller's address needs a country.");
        found.Unless(buyer.Address is not null, "BR-10", "buyer (BG-8)", "The buyer needs a postal address.");
        found.Unless(buyer.Address is not { Country: null or "" }, "BR-11", "buyer (BT-55)", "The buyer's address needs a country.");
        found.Unless(seller.Endpoint is not null, "PEPPOL-EN16931-R020", "seller (BT-34)", "The seller needs its electronic address.");
        found.Unless(buyer.Endpoint is not null, "PEPPOL-EN16931-R010", "buyer (BT-49)", "The buyer needs its electronic address.");
        found.Unless(seller.Endpoint is not { Scheme: null or "" }, "BR-62", "seller (BT-34)", "An electronic address needs its scheme.");
        found.Unless(buyer.Endpoint is not { Scheme: null or "" }, "BR-63", "buyer (BT-49)", "An electronic address needs its scheme.");
        found.Unless(
            seller.VatId is not null || seller.LegalId is not null || seller.Identifiers.Count > 0, "BR-CO-26", "seller (BT-29, BT-30, BT-31)",
            "The seller needs an organisation number, a VAT number or an id.");
        found.Unless(seller.VatId is null || HasCountry(seller.VatId), "BR-CO-09", "seller (BT-31)", "A VAT number begins with two letters for its country.");
        found.Unless(buyer.VatId is null || HasCountry(buyer.VatId), "BR-CO-09", "buyer (BT-48)", "A VAT number begins with two letters for its country.");
        found.Unless(invoice.Payee is not { Name: "", TradingName: null or "" }, "BR-17", "payee (BT-59)", "Who is paid in the seller's place needs a name.");
        found.Unless(invoice.Delivery?.Address is not { Country: null or "" }, "BR-57", "delivery (BT-80)", "The address of delivery needs a country.");
        if (invoice.TaxRepresentative is { } representative)
        {
            found.Unless(representative.Address is not { Country: null or "" }, "BR-20", "tax representative (BT-69)", "The tax representative's address needs a country.");
            found.Unless(representative.VatId is null || HasCountry(representative.VatId), "BR-CO-09", "tax representative (BT-63)", "A VAT number begins with two letters for its country.");
            found.Unless(representative.Name.Length > 0, "BR-18", "tax representative (BT-62)", "The tax representative needs a name.");
            found.Unless(representative.Address is not null, "BR-19", "tax representative (BG-12)", "The tax representative needs a postal address.");
            found.Unless(representative.VatId is not null, "BR-56", "tax representative (BT-63)", "The tax representative needs a VAT number.");
        }
    }

    private static void Payment(Invoice invoice, Findings found)
    {
        found.Unless(invoice.Totals.Payable is not > 0 || invoice.Due is not null || invoice.PaymentTerms is { Length: > 0 }, "BR-CO-25", "header (BT-9, BT-20)", "The invoice needs a day when it is due, or terms of payment.");
        found.Remark(invoice.Payments.Select(payment => payment.MeansCode).Distinct(StringComparer.Ordinal).Count() > 1, "UBL-SR-47", "payment (BT-81)", "It is to be paid by several means; usually there is one.");
        found.Remark(
            invoice.Payments.Select(payment => payment.Remittance).OfType<string>().Distinct(StringComparer.Ordinal).Count() > 1, "UBL-SR-44", "payment (BT-83)",
            "It has several payment references (OCR); usually there is one.");
        foreach (var payment in invoice.Payments)
        {
            found.Unless(payment.MeansCode.Length > 0, "BR-49", "payment (BT-81)", "A payment needs its means.");
            found.Unless(!s_transfer.Contains(payment.MeansCode) || payment.Account is { Length: > 0 }, "BR-61", "payment (BT-84)", "A transfer needs the account to pay to.");
            found.Unless(!s_directDebit.Contains(payment.MeansCode) || payment.Mandate is { Length: > 0 }, "PEPPOL-EN16931-R061", "payment (BT-89)", "A direct debit needs its mandate.");
        }
    }

    private static void Periods(Invoice invoice, Findings found)
    {
        var whole = invoice.Period;
        found.Unless(whole is not { From: { } from, Until: { } until } || from <= until, "BR-29", "header (BG-14)", "The period must end after it begins.");
        found.Unless(IsBounded(whole), "HUB-PERIOD", "header (BG-14)", BoundsOfPeriod);
        found.Unless(whole is not { From: null, Until: null } || invoice.TaxPointCode is not null, "BR-CO-19", "header (BG-14)", "A period needs its first or its last day.");
        foreach (var line in invoice.Lines.Where(line => line.Period is not null))
        {
            var own = line.Period!;
            found.Unless(own is not { From: { } first, Until: { } last } || first <= last, "BR-30", At(line, "BG-26"), "The period must end after it begins.");
            found.Unless(IsBounded(own), "HUB-PERIOD", At(line, "BG-26"), BoundsOfPeriod);
            found.Unless(own is not { From: null, Until: null }, "BR-CO-20", At(line, "BG-26"), "A period needs its first or its last day.");
            found.Unless(whole?.From is not { } begin || own.From is not { } start || start >= begin, "PEPPOL-EN16931-R110", At(line, "BT-134"), "The line's period must lie within the invoice's.");
            found.Unless(whole?.Until is not { } end || own.Until is not { } stop || stop <= end, "PEPPOL-EN16931-R111", At(line, "BT-135"), "The line's period must lie within the invoice's.");
        }
    }

    /// <summary>What is billed is counted month by month: a slip of the pen in a year must not make it millennia.</summary>
    private static bool IsBounded(InvoicePeriod? period) => IsInTime(period?.From) && IsInTime(period?.Until)
        && (period is not { From: { } from, Until: { } until } || until < from.AddYears(LongestPeriodInYears));

    private static bool IsInTime(DateOnly? day) => day is null || (day >= s_earliest && day <= s_latest);

    private static string At(InvoiceLine line, string term) => string.Create(CultureInfo.InvariantCulture, $"line {line.Position} ({term})");

    private static bool IsCurrency(string code) => code.Length == 3 && code.All(char.IsAsciiLetterUpper);

    private static bool HasCountry(string vat) => vat.Length > 2 && char.IsAsciiLetter(vat[0]) && char.IsAsciiLetter(vat[1]);

    /// <summary>What was found so far.</summary>
    private sealed class Findings
    {
        private const int Most = 200; // A document of nothing but faults is not worth more of an answer.

        public List<InvoiceFault> Faults { get; } = [];

        public List<InvoiceFault> Remarks { get; } = [];

        public void Unless(bool sound, string rule, string place, string what) => Add(Faults, !sound, rule, place, what);

        public void Remark(bool odd, string rule, string place, string what) => Add(Remarks, odd, rule, place, what);

        private static void Add(List<InvoiceFault> to, bool found, string rule, string place, string what)
        {
            if (found && to.Count < Most)
            {
                to.Add(new InvoiceFault(rule, place, what));
            }
        }
    }
}
