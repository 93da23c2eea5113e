namespace IntegrationHub.Core.Invoices;

/// <summary>What was remarked upon when an invoice came, in words for whoever handles it. The codes are stored and never change.</summary>
public static class InvoiceRemarks
{
    private static readonly Dictionary<string, (string Sv, string En)> s_texts = new(StringComparer.Ordinal)
    {
        ["HUB-DUE"] = ("Förfallodagen ligger före fakturadagen.", "It was due before it was issued."),
        ["HUB-LINE-ID"] = ("Flera rader har samma nummer.", "Several lines have the same number."),
        ["HUB-LINE-ROUNDING"] = ("En rad är avrundad på ett ovanligt sätt.", "A line is rounded in an unusual way."),
        ["HUB-VAT-ROUNDING"] = ("Momsen är avrundad på ett ovanligt sätt.", "The VAT is rounded in an unusual way."),
        ["SE-R-001"] = ("Säljarens momsnummer har inte 14 tecken.", "The seller's VAT number does not have 14 characters."),
        ["SE-R-002"] = ("Säljarens momsnummer är inte SE och siffror.", "The seller's VAT number is not SE and digits."),
        ["SE-R-003"] = ("Säljarens organisationsnummer är inte bara siffror.", "The seller's organisation number is not digits alone."),
        ["SE-R-004"] = ("Säljarens organisationsnummer har inte tio siffror.", "The seller's organisation number does not have ten digits."),
        ["SE-R-005"] = ("Det står något annat än Godkänd för F-skatt.", "Something else than Godkänd för F-skatt is stated."),
        ["SE-R-006"] = ("En momssats finns inte i Sverige.", "A rate of VAT is none of Sweden's."),
        ["SE-R-007"] = ("Plusgironumret är inte bara siffror.", "The plusgiro number is not digits alone."),
        ["SE-R-008"] = ("Bankgironumret är inte bara siffror.", "The bankgiro number is not digits alone."),
        ["SE-R-009"] = ("Bankgironumret har inte 7 eller 8 siffror.", "The bankgiro number does not have 7 or 8 digits."),
        ["SE-R-010"] = ("Plusgironumret har inte 2 till 8 siffror.", "The plusgiro number does not have 2 to 8 digits."),
        ["SE-R-011"] = ("Betalsättet är angivet med en kod som inte används längre.", "The means of payment has a code that is not in use any more."),
        ["SE-R-012"] = ("Betalsättet har en kod som inte används inom Sverige.", "The means of payment has a code that is not used within Sweden."),
        ["SE-R-013"] = ("Kontrollsiffran i säljarens organisationsnummer stämmer inte.", "The check digit of the seller's organisation number does not fit."),
        ["UBL-SR-44"] = ("Fakturan har flera betalningsreferenser (OCR).", "The invoice has several payment references (OCR)."),
        ["UBL-SR-47"] = ("Fakturan har flera betalsätt.", "The invoice has several means of payment."),
    };

    /// <summary>All codes.</summary>
    public static IReadOnlyCollection<string> All => s_texts.Keys;

    /// <summary>The code in words; the code itself when it is of a newer hub.</summary>
    public static string Text(string code, bool english) => s_texts.TryGetValue(code, out var text) ? english ? text.En : text.Sv : code;
}
