using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using IntegrationHub.Adapters.Invoices.Peppol;
using IntegrationHub.Core.Invoices;

namespace IntegrationHub.Tests.Invoices;

/// <summary>The rules for Swedish sellers: they are remarked upon, and keep no invoice out.</summary>
public sealed partial class WhatSwedishSellersWrite
{
    private const string Right = "5565001236"; // With the digit that fits; the examples' own does not, so that it is nobody's.
    private static readonly string s_text = Examples.Text("month-of-rent").Replace("5565001234", Right, StringComparison.Ordinal);

    [Theory]
    [InlineData("no such text", "", "")]
    [InlineData(">SE556500123601<", ">SE5565001236<", "SE-R-001")]
    [InlineData(">SE556500123601<", ">SE55650012360X<", "SE-R-002")]
    [InlineData("<cbc:CompanyID schemeID=\"0007\">5565001236<", "<cbc:CompanyID schemeID=\"0007\">556500-1236<", "SE-R-003 SE-R-004")]
    [InlineData("<cbc:CompanyID schemeID=\"0007\">5565001236<", "<cbc:CompanyID schemeID=\"0007\">165565001236<", "SE-R-004")]
    [InlineData("<cbc:CompanyID schemeID=\"0007\">5565001236<", "<cbc:CompanyID schemeID=\"0007\">5565001263<", "SE-R-013")]
    [InlineData("Godkänd för F-skatt", "godkänd för f-skatt", "")]
    [InlineData("Godkänd för F-skatt", "Godkänd", "SE-R-005")]
    [InlineData(">50501055<", ">5050-1055<", "SE-R-008 SE-R-009")]
    [InlineData(">50501055<", ">505010<", "SE-R-009")]
    [InlineData("SE:BANKGIRO", "SE:PLUSGIRO", "")]
    [InlineData(">50501055</cbc:ID><cac:FinancialInstitutionBranch><cbc:ID>SE:BANKGIRO<", ">50 50 10 55-1</cbc:ID><cac:FinancialInstitutionBranch><cbc:ID>SE:PLUSGIRO<", "SE-R-007 SE-R-010")]
    [InlineData(">30</cbc:PaymentMeansCode>", ">31</cbc:PaymentMeansCode>", "SE-R-012")]
    [InlineData(">30</cbc:PaymentMeansCode>", ">56</cbc:PaymentMeansCode>", "SE-R-011")]
    [InlineData("<cbc:IdentificationCode>SE<", "<cbc:IdentificationCode>NO<", "")] // Only of sellers in Sweden.
    public void Is_remarked_upon(string written, string instead, string rules)
    {
        var read = Assert.IsType<InvoiceRead>(Examples.Read(s_text.Replace(written, instead, StringComparison.Ordinal)));
        Assert.Equal(rules.Split(' ', StringSplitOptions.RemoveEmptyEntries), read.Remarks.Select(remark => remark.Rule).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_rate_that_sweden_does_not_have_is_remarked_upon()
    {
        var text = s_text.Replace("<cbc:Percent>25</cbc:Percent>", "<cbc:Percent>24</cbc:Percent>", StringComparison.Ordinal)
            .Replace(">1094.25<", ">1050.48<", StringComparison.Ordinal).Replace(">5471.25<", ">5427.48<", StringComparison.Ordinal);
        Assert.Equal(["SE-R-006"], Assert.IsType<InvoiceRead>(Examples.Read(text)).Remarks.Select(remark => remark.Rule));
    }

    [Fact]
    public void Every_remark_is_told_in_both_languages()
    {
        var sources = Directory.GetFiles(Path.Combine(Here(), "../../../src/IntegrationHub.Core/Invoices"), "InvoiceChecks*.cs").Select(File.ReadAllText);
        var remarked = sources.SelectMany(source => Remark().Matches(source).SelectMany(call => Code().Matches(call.Value)).Select(code => code.Groups["code"].Value)).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(remarked);
        Assert.Equal(remarked.Order(StringComparer.Ordinal), InvoiceRemarks.All.Order(StringComparer.Ordinal));
        Assert.All(InvoiceRemarks.All, code => Assert.NotEqual(InvoiceRemarks.Text(code, english: false), InvoiceRemarks.Text(code, english: true)));
        Assert.Equal("NEW-1", InvoiceRemarks.Text("NEW-1", english: false));
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"found\.Remark\(.*?\);", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Remark();

    [GeneratedRegex("\"(?<code>(HUB|SE|UBL)(-[A-Z0-9]+)+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
