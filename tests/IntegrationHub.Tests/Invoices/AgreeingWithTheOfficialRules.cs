using System.Globalization;
using System.Text;
using System.Xml.Linq;
using IntegrationHub.Adapters.Invoices.Peppol;
using IntegrationHub.Core.Invoices;

namespace IntegrationHub.Tests.Invoices;

/// <summary>
/// Holds the checks against the tests that come with the official rules: fragments of documents, each of which keeps or breaks one rule. The hub knows not
/// all rules; those that it knows, it must find where they are broken and not find where they are kept.
/// </summary>
public sealed class AgreeingWithTheOfficialRules
{
    private static readonly XNamespace s_tests = "http://difi.no/xsd/vefa/validator/1.0";

    /// <summary>What is left to the access point, or told by another rule's name that says the same.</summary>
    private static readonly string[] s_leftOut =
    [
        "BR-CL-", "PEPPOL-EN16931-CL", "PEPPOL-EN16931-P01", "PEPPOL-COMMON-", // Lists of codes, and the check digits of other countries.
        "BR-CO-21", "BR-CO-22", "BR-CO-23", "BR-CO-24", // Are BR-33, 38, 42 and 44.
        "BR-O-12", "BR-O-13", "BR-O-14", // Follow from BR-O-11 and the rules 01.
        "BR-01", "PEPPOL-EN16931-R001", // Are R004 and R007.
        "BR-04", "BR-50", "BR-51", "UBL-DT-01", "UBL-SR-12", "UBL-SR-18", "UBL-SR-42", // Are P0100, BR-61, nothing that the hub reads, BR-DEC, and UBL: twice what stands once.
        "PEPPOL-EN16931-R002", "PEPPOL-EN16931-R080", // Several notes or projects do no harm.
    ];

    /// <summary>The numbers of fragments of which the hub says otherwise, by rule.</summary>
    private static readonly Dictionary<string, int[]> s_otherwise = new(StringComparer.Ordinal)
    {
        // What must be there is there, empty.
        ["BR-03"] = [1],
        ["BR-05"] = [1],
        ["BR-CO-18"] = [2],
        ["BR-CO-25"] = [2],
        ["BR-IC-11"] = [4],
        ["PEPPOL-EN16931-R003"] = [1, 2, 3],
        ["PEPPOL-EN16931-R061"] = [1],

        // The VAT is not split by category, so that the hub does not know it as the invoice's.
        ["BR-53"] = [2],
        ["BR-CO-15"] = [1, 2, 3],
        ["PEPPOL-EN16931-R055"] = [2],

        // Each of the two is told by the other.
        ["BR-CO-17"] = [9, 10],
        ["BR-S-09"] = [4, 6],
        ["BR-AF-09"] = [4],
        ["BR-AG-09"] = [4],

        // 0 is neither true nor false; the price is missing: other rules say so.
        ["PEPPOL-EN16931-R044"] = [3],
        ["PEPPOL-EN16931-R120"] = [11],

        // In another process than 01 it is let through by this rule, and not by BR-CL-01.
        ["PEPPOL-EN16931-P0100"] = [3],
        ["PEPPOL-EN16931-P0101"] = [3],
    };

    [Fact]
    public void What_breaks_a_rule_is_found_and_what_keeps_it_is_not()
    {
        if (Examples.RuleTests.Count == 0)
        {
            Assert.Skip(Examples.HowToGetRuleTests);
        }

        var (agreed, otherwise) = (0, new List<string>());
        foreach (var path in Examples.RuleTests)
        {
            foreach (var (test, at) in XDocument.Load(path).Root!.Elements(s_tests + "test").Select((test, at) => (test, at + 1)))
            {
                if (test.Elements().FirstOrDefault(part => part.Name.LocalName is "Invoice" or "CreditNote") is not { } fragment)
                {
                    continue;
                }

                var found = Found(fragment);
                foreach (var said in test.Elements(s_tests + "assert").Elements().Where(said => said.Name.LocalName is "success" or "error" or "warning"))
                {
                    var (rule, breaks) = (said.Value.Trim(), said.Name.LocalName != "success");
                    if (breaks && Array.Exists(s_leftOut, rule.StartsWith))
                    {
                        continue;
                    }

                    if (found.Contains(rule) == breaks || s_otherwise.GetValueOrDefault(rule)?.Contains(at) == true)
                    {
                        agreed++;
                    }
                    else
                    {
                        otherwise.Add(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)} {at} {said.Name.LocalName} {rule}"));
                    }
                }
            }
        }

        Assert.Empty(otherwise);
        Assert.True(agreed > 500, $"{agreed} of the tests were about rules that the hub knows.");
    }

    private static HashSet<string> Found(XElement fragment) => Examples.Read(Encoding.UTF8.GetBytes(fragment.ToString())) switch
    {
        InvoiceRead read => [.. read.Remarks.Select(remark => remark.Rule)],
        InvoiceUnreadable { Invoice: { } invoice } wrong => [.. wrong.Faults.Concat(InvoiceChecks.Of(invoice, Examples.Today).Remarks).Select(fault => fault.Rule)],
        _ => [],
    };
}
