namespace IntegrationHub.Core.Invoices;

/// <summary>An identifier and what kind it is.</summary>
/// <param name="Scheme">Of ISO 6523 or the party's own list: <c>0007</c> is a Swedish organisation number; null when not said.</param>
public sealed record InvoiceIdentifier(string Value, string? Scheme);

/// <summary>A party: seller (BG-4), buyer (BG-7), payee (BG-10) or tax representative (BG-11).</summary>
/// <param name="Endpoint">BT-34, BT-49: its address in the network.</param>
/// <param name="Identifiers">BT-29, BT-46, BT-60.</param>
/// <param name="TradingName">BT-28, BT-45.</param>
/// <param name="Name">BT-27, BT-44, BT-59, BT-62: its registered name.</param>
/// <param name="LegalId">BT-30, BT-47: the organisation number.</param>
/// <param name="VatId">BT-31, BT-48, BT-63.</param>
/// <param name="TaxId">BT-32: another registration with the tax office.</param>
/// <param name="LegalInformation">BT-33: <c>Godkänd för F-skatt</c>.</param>
/// <param name="Address">BG-5, BG-8, BG-12.</param>
/// <param name="Contact">BG-6, BG-9.</param>
public sealed record InvoiceParty(
    InvoiceIdentifier? Endpoint, IReadOnlyList<InvoiceIdentifier> Identifiers, string? TradingName, string Name, InvoiceIdentifier? LegalId, string? VatId, string? TaxId,
    string? LegalInformation, InvoiceAddress? Address, InvoiceContact? Contact)
{
    private const int SwedishVatLength = 14;
    private const string SwedishScheme = "0007";

    /// <summary>
    /// What the party is known by from invoice to invoice: its organisation number, else its VAT number, its address in the network, or the first
    /// identifier; in capitals, without punctuation. A Swedish VAT number counts as the organisation number in it. Empty when it has none.
    /// </summary>
    public string Key => Ids.FirstOrDefault() ?? "";

    /// <summary>All that it may be recognised by, in the form of <see cref="Key"/>.</summary>
    public IEnumerable<string> Ids => new[] { LegalId?.Value, VatId, Endpoint?.Value }.Concat(Identifiers.Select(id => id.Value)).Concat([TaxId])
        .Select(KeyOf).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>An identifier in the form in which identifiers are compared.</summary>
    public static string KeyOf(string? id)
    {
        var bare = string.Concat((id ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return bare.Length == SwedishVatLength && bare.StartsWith("SE", StringComparison.Ordinal) && bare.EndsWith("01", StringComparison.Ordinal) && bare.AsSpan(2).ContainsAnyExceptInRange('0', '9') is false
            ? bare[2..^2]
            : bare.StartsWith(SwedishScheme, StringComparison.Ordinal) && bare.Length == SwedishVatLength ? bare[4..] : bare;
    }
}

/// <summary>A postal address.</summary>
/// <param name="Lines">Street, further street, further line.</param>
/// <param name="Country">ISO 3166-1, two letters.</param>
public sealed record InvoiceAddress(IReadOnlyList<string> Lines, string? City, string? PostCode, string? Subdivision, string? Country);

/// <summary>Whom to ask. About a person.</summary>
public sealed record InvoiceContact(string? Name, string? Phone, string? Mail);
