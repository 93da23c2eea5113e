using System.Collections.Frozen;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Invoices;

/// <summary>What invoices are taken and judged by.</summary>
/// <param name="Rules">Terms and places: those that the hub comes with, or of the file <c>Invoices:Rules</c>.</param>
/// <param name="Buyers">Numbers or network addresses of those that the city pays for, as they are compared; <c>Invoices:Buyers</c>, a comma list. Empty: none is set.</param>
/// <param name="AnyBuyer">Whether an invoice to anybody is taken: in Development, when none is set.</param>
internal sealed record InvoiceSettings(InvoiceRules Rules, FrozenSet<string> Buyers, bool AnyBuyer)
{
    /// <summary>Name of a supplier's setting: the number that its invoices must come from.</summary>
    public const string OrganisationNumber = "OrganisationNumber";

    /// <summary>As the hub comes.</summary>
    public static readonly InvoiceSettings Default = new(InvoiceRules.Default, FrozenSet<string>.Empty, AnyBuyer: true);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">The file cannot be read, or holds no rules.</exception>
    public static InvoiceSettings Read(IConfiguration configuration, bool development)
    {
        var buyers = (configuration["Invoices:Buyers"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(InvoiceParty.KeyOf).Where(key => key.Length > 0).ToFrozenSet(StringComparer.Ordinal);
        return new(RulesOf(configuration["Invoices:Rules"]), buyers, development && buyers.Count == 0);
    }

    /// <summary>Whether the city pays for the buyer.</summary>
    public bool IsOurs(InvoiceParty buyer) => AnyBuyer || buyer.Ids.Any(Buyers.Contains);

    /// <summary>The supplier that has the seller's number; null when none says so.</summary>
    public static string? SupplierOf(InvoiceParty seller, IEnumerable<SupplierSettings> suppliers) =>
        suppliers.FirstOrDefault(supplier => NumberOf(supplier) is { } number && seller.Key == number)?.Id;

    /// <summary>Whether an invoice that a supplier sends is another seller's: it has another number than the supplier's own or, where that is not set, the number of another supplier.</summary>
    public static bool IsAnothers(InvoiceParty seller, SupplierSettings sender, IEnumerable<SupplierSettings> suppliers) =>
        NumberOf(sender) is { } own ? seller.Key != own : SupplierOf(seller, suppliers) is { } other && other != sender.Id;

    /// <summary>The number that a supplier's invoices must come from, as it is compared; null when it is not set.</summary>
    public static string? NumberOf(SupplierSettings supplier) =>
        supplier.Options.TryGetValue(OrganisationNumber, out var number) && InvoiceParty.KeyOf(number) is { Length: > 0 } key ? key : null;

    private static InvoiceRules RulesOf(string? path)
    {
        if (path is not { Length: > 0 })
        {
            return InvoiceRules.Default;
        }

        try
        {
            using var file = File.OpenRead(path);
            return InvoiceRules.Read(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SettingsException($"Invoices:Rules: {path} cannot be taken as rules of invoices: {fault.Message} Name a file like invoice-rules.json, or leave it out.");
        }
    }
}
