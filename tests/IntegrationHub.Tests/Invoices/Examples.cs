using System.Runtime.CompilerServices;
using System.Text;
using IntegrationHub.Adapters.Invoices.Peppol;
using IntegrationHub.Core.Invoices;

namespace IntegrationHub.Tests.Invoices;

/// <summary>Invoices to read: the hub's own examples, which are committed, and the official ones, which are not.</summary>
internal static class Examples
{
    public static readonly DateOnly Today = new(2026, 11, 29);

    /// <summary>Our own.</summary>
    public static IReadOnlyList<string> Own { get; } = [.. Directory.GetFiles(Path.Combine(Here(), "examples"), "*.xml").Order(StringComparer.Ordinal)];

    /// <summary>The official ones; empty when they are not here.</summary>
    public static IReadOnlyList<string> Official { get; } = OfficialFolder() is { } folder ? [.. Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal)] : [];

    /// <summary>The tests of the official rules: one file a rule, with fragments of documents that keep it and that break it; empty when they are not here.</summary>
    public static IReadOnlyList<string> RuleTests { get; } = Environment.GetEnvironmentVariable("PEPPOL_RULE_TESTS") is { Length: > 0 } folders
        ? [.. folders.Split(Path.PathSeparator).SelectMany(folder => Directory.GetFiles(folder, "*.xml", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)] : [];

    /// <summary>How to get those.</summary>
    public const string HowToGetRuleTests =
        "The tests of the official rules are not here. Clone https://github.com/OpenPEPPOL/peppol-bis-invoice-3 and https://github.com/ConnectingEurope/eInvoicing-EN16931, "
        + "and name rules/unit-UBL-PEPPOL and rules/unit-UBL-SE of the first and test of the other in PEPPOL_RULE_TESTS, with colons between.";

    /// <summary>How to get the official ones.</summary>
    public const string HowToGet =
        "The official examples are not here. Clone https://github.com/OpenPEPPOL/peppol-bis-invoice-3, copy rules/examples/*.xml into a folder, and name it in PEPPOL_EXAMPLES.";

    public static byte[] Bytes(string name) => File.ReadAllBytes(Own.Single(path => Path.GetFileNameWithoutExtension(path) == name));

    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    public static PeppolReading Read(byte[] bytes) => PeppolReader.Read(bytes, InvoiceLimits.Default, Today);

    public static PeppolReading Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    /// <summary>An example as the hub sees it.</summary>
    public static Invoice Invoice(string name) => Assert.IsType<InvoiceRead>(Read(Bytes(name))).Invoice;

    /// <summary>The rules that a document breaks.</summary>
    public static IEnumerable<string> Rules(string text) => Read(text) is InvoiceUnreadable wrong ? wrong.Faults.Select(fault => fault.Rule) : [];

    private static string? OfficialFolder() => new[]
    {
        Environment.GetEnvironmentVariable("PEPPOL_EXAMPLES"), Path.Combine(Here(), "../../../../peppol-examples"), Path.Combine(Here(), "../../../../shared/data/peppol-examples"),
    }.FirstOrDefault(folder => folder is { Length: > 0 } && Directory.Exists(folder));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
