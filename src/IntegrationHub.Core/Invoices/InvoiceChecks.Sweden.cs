namespace IntegrationHub.Core.Invoices;

/// <summary>
/// What Swedish sellers write, as remarks: an access point refuses most of it, so that what comes through is for a person to look at (is this number a
/// company's at all? does this account exist?) and no reason to leave a supplier unpaid.
/// </summary>
/// <remarks>Source: OpenPEPPOL/peppol-bis-invoice-3, release of May 2025, the rules SE-R-001 to SE-R-013.</remarks>
public static partial class InvoiceChecks
{
    private const string Sweden = "SE";
    private const int VatLength = 14;
    private const int OrganisationNumberLength = 10;
    private const string FTax = "GODKÄND FÖR F-SKATT";

    private static void Swedish(Invoice invoice, Findings found)
    {
        var seller = invoice.Seller;
        if (seller.Address?.Country != Sweden)
        {
            return;
        }

        if (seller.VatId is { } vat && vat.StartsWith(Sweden, StringComparison.Ordinal))
        {
            found.Remark(vat.Length != VatLength, "SE-R-001", "seller (BT-31)", "A Swedish VAT number has 14 characters: SE, the organisation number, and 01.");
            found.Remark(!IsDigits(vat.AsSpan(2)), "SE-R-002", "seller (BT-31)", "A Swedish VAT number is SE and digits.");
            found.Remark(
                invoice.Vat.Select(each => each.Category).Concat(invoice.Lines.Select(line => line.Vat)).Concat(invoice.AllowancesAndCharges.Select(each => each.Vat))
                    .Any(category => category is { Code: "S", Rate: not (25 or 12 or 6) }),
                "SE-R-006", "VAT (BT-119)", "The rates of VAT in Sweden are 25, 12 and 6 %.");
        }

        if (seller.LegalId is { Value: var number })
        {
            found.Remark(!IsDigits(number), "SE-R-003", "seller (BT-30)", "A Swedish organisation number is digits alone.");
            found.Remark(number.Length != OrganisationNumberLength, "SE-R-004", "seller (BT-30)", "A Swedish organisation number has ten digits.");
            found.Remark(IsDigits(number) && number.Length == OrganisationNumberLength && !Luhn.Fits(number), "SE-R-013", "seller (BT-30)", "The last digit of the organisation number does not fit the others.");
            found.Remark(seller.TaxId is { } tax && !string.Equals(tax, FTax, StringComparison.OrdinalIgnoreCase), "SE-R-005", "seller (BT-32)", "A Swedish seller states Godkänd för F-skatt there, and nothing else.");
        }

        foreach (var payment in invoice.Payments)
        {
            SwedishPayment(payment, invoice.Buyer.Address?.Country == Sweden, found);
        }
    }

    private static void SwedishPayment(InvoicePayment payment, bool isDomestic, Findings found)
    {
        var isGiro = payment is { MeansCode: "30", Account: not null, Institution: "SE:PLUSGIRO" or "SE:BANKGIRO" };
        if (isGiro)
        {
            var (account, isPlus) = (payment.Account!, payment.Institution == "SE:PLUSGIRO");
            found.Remark(!IsDigits(account), isPlus ? "SE-R-007" : "SE-R-008", "payment (BT-84)", "The number of a giro is digits alone.");
            found.Remark(isPlus && account.Length is < 2 or > 8, "SE-R-010", "payment (BT-84)", "The number of a plusgiro has 2 to 8 digits.");
            found.Remark(!isPlus && account.Length is < 7 or > 8, "SE-R-009", "payment (BT-84)", "The number of a bankgiro has 7 or 8 digits.");
        }

        found.Remark(payment.MeansCode is "50" or "56", "SE-R-011", "payment (BT-81)", "A giro is stated by the code 30, with SE:BANKGIRO or SE:PLUSGIRO.");
        found.Remark(isDomestic && payment.MeansCode == "31", "SE-R-012", "payment (BT-81)", "A transfer within Sweden is stated by the code 30.");
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
