using System.Globalization;

namespace IntegrationHub.Core.Invoices;

/// <summary>The sums.</summary>
public static partial class InvoiceChecks
{
    private const decimal LineSlack = 0.02m;
    private const decimal VatSlack = 1;
    private const int MostDecimals = 2;
    private const int MostCategories = 100; // Each is compared with every line.

    /// <summary>Categories by which VAT is taken, at a rate.</summary>
    private static readonly Dictionary<string, string> s_families = new(StringComparer.Ordinal)
    {
        ["S"] = "S",
        ["L"] = "AF",
        ["M"] = "AG",
        ["Z"] = "Z",
        ["E"] = "E",
        ["AE"] = "AE",
        ["K"] = "IC",
        ["G"] = "G",
        ["O"] = "O",
        ["B"] = "B",
    };

    private static void Line(InvoiceLine line, Findings found)
    {
        found.Unless(line.Id.Length > 0, "BR-21", At(line, "BT-126"), "Each line needs an id.");
        found.Unless(line.Quantity is not null, "BR-22", At(line, "BT-129"), "Each line needs a quantity.");
        found.Unless(line.Unit is { Length: > 0 }, "BR-23", At(line, "BT-130"), "Each quantity needs its unit.");
        found.Unless(line.Net is not null, "BR-24", At(line, "BT-131"), "Each line needs its net amount.");
        found.Unless(line.Item.Name.Length > 0, "BR-25", At(line, "BT-153"), "Each line needs the item's name.");
        found.Unless(line.Item.StandardId is not { Scheme: null or "" }, "BR-64", At(line, "BT-157"), "A standard article number needs its scheme, for example 0160 for GTIN.");
        found.Unless(line.Item.Classifications.All(each => each.Scheme is { Length: > 0 }), "BR-65", At(line, "BT-158"), "A class of articles needs its list, for example TST for UNSPSC.");
        found.Unless(line.Item.Properties.All(each => each.Key.Length > 0 && each.Value.Length > 0), "BR-54", At(line, "BG-32"), "A property needs its name and its value.");
        found.Unless(line.Price.Net is not null, "BR-26", At(line, "BT-146"), "Each line needs a price.");
        found.Unless(line.Price.Net is not < 0, "BR-27", At(line, "BT-146"), "A price is never negative; make the quantity negative instead.");
        found.Unless(line.Price.Gross is not < 0, "BR-28", At(line, "BT-148"), "A gross price is never negative.");
        found.Unless(line.Vat is { Code.Length: > 0 }, "BR-CO-04", At(line, "BT-151"), "Each line needs its VAT category.");
        found.Unless(line.Price.BaseQuantity is not <= 0, "PEPPOL-EN16931-R121", At(line, "BT-149"), "The base quantity must be above zero.");
        found.Unless(
            line.Price.BaseUnit is null || line.Quantity is null || line.Price.BaseUnit == line.Unit, "PEPPOL-EN16931-R130", At(line, "BT-150"),
            "The base quantity must be in the unit of the quantity.");
        found.Unless(
            line.Price is not { Gross: { } gross, Allowance: { } off, Net: { } net } || net == gross - off, "PEPPOL-EN16931-R046", At(line, "BT-146"),
            "The price must be the gross price less its allowance.");
        if (line is { Quantity: { } quantity, Net: { } amount, Price.Net: not null })
        {
            var expected = (quantity * line.Price.OfOne) + line.AllowancesAndCharges.Sum(each => each.Adds);
            found.Unless(Math.Abs(amount - expected) <= LineSlack, "PEPPOL-EN16931-R120", At(line, "BT-131"), Differs("The line's net amount", amount, expected, "quantity times price, with charges and less allowances"));
            found.Remark(
                amount != decimal.Round(expected, MostDecimals, MidpointRounding.AwayFromZero) && Math.Abs(amount - expected) <= LineSlack, "HUB-LINE-ROUNDING", At(line, "BT-131"),
                "The line's net amount is rounded in another way than usual.");
        }

        foreach (var each in line.AllowancesAndCharges)
        {
            AllowanceOrCharge(each, At(line, each.IsCharge ? "BG-28" : "BG-27"), each.IsCharge ? "BR-43" : "BR-41", each.IsCharge ? "BR-44" : "BR-42", found);
        }
    }

    private static void AllowanceOrCharge(AllowanceOrCharge each, string place, string amountRule, string reasonRule, Findings found)
    {
        found.Unless(each.Amount is not null, amountRule, place, "It needs an amount.");
        found.Unless(each.Reason is { Length: > 0 } || each.ReasonCode is { Length: > 0 }, reasonRule, place, "It needs a reason or the code of one.");
        found.Unless(each.Percent is null || each.Base is not null, "PEPPOL-EN16931-R041", place, "A percentage needs the amount that it is of.");
        found.Unless(each.Base is null || each.Percent is not null, "PEPPOL-EN16931-R042", place, "A base amount needs the percentage.");
        if (each is { Base: { } of, Percent: { } percent })
        {
            found.Unless(Math.Abs((each.Amount ?? 0) - (of * percent / 100)) <= LineSlack, "PEPPOL-EN16931-R040", place, Differs("The amount", each.Amount ?? 0, of * percent / 100, "the percentage of the base amount"));
        }
    }

    private static void Sums(Invoice invoice, Findings found)
    {
        var totals = invoice.Totals;
        found.Unless(totals.Lines is not null, "BR-12", "totals (BT-106)", "The sum of the lines is missing.");
        found.Unless(totals.WithoutVat is not null, "BR-13", "totals (BT-109)", "The total without VAT is missing.");
        found.Unless(totals.WithVat is not null, "BR-14", "totals (BT-112)", "The total with VAT is missing.");
        found.Unless(totals.Payable is not null, "BR-15", "totals (BT-115)", "The amount to pay is missing.");
        foreach (var each in invoice.AllowancesAndCharges)
        {
            AllowanceOrCharge(each, each.IsCharge ? "charges (BG-21)" : "allowances (BG-20)", each.IsCharge ? "BR-36" : "BR-31", each.IsCharge ? "BR-38" : "BR-33", found);
            found.Unless(each.Vat is { Code.Length: > 0 }, each.IsCharge ? "BR-37" : "BR-32", each.IsCharge ? "charges (BT-102)" : "allowances (BT-95)", "It needs its VAT category.");
        }

        decimal Sum(bool charges) => invoice.AllowancesAndCharges.Where(each => each.IsCharge == charges).Sum(each => each.Amount ?? 0);
        var (allowances, charges) = (totals.Allowances ?? 0, totals.Charges ?? 0);
        Equal("BR-CO-10", "totals (BT-106)", "The sum of the lines", totals.Lines, Rounded(invoice.Lines.Sum(line => line.Net ?? 0)), "what the lines add up to");
        Equal("BR-CO-11", "totals (BT-107)", "The sum of allowances", allowances, Rounded(Sum(charges: false)), "what the allowances add up to");
        Equal("BR-CO-12", "totals (BT-108)", "The sum of charges", charges, Rounded(Sum(charges: true)), "what the charges add up to");
        Equal("BR-CO-13", "totals (BT-109)", "The total without VAT", totals.WithoutVat, (totals.Lines ?? 0) - allowances + charges, "lines less allowances and with charges");
        Equal("BR-CO-14", "totals (BT-110)", "The total of VAT", totals.Vat ?? 0, invoice.Vat.Sum(each => each.Tax ?? 0), "what the VAT categories add up to");
        Equal("BR-CO-15", "totals (BT-112)", "The total with VAT", totals.WithVat, (totals.WithoutVat ?? 0) + (totals.Vat ?? 0), "the total without VAT and the VAT");
        Equal("BR-CO-16", "totals (BT-115)", "The amount to pay", totals.Payable, (totals.WithVat ?? 0) - (totals.Prepaid ?? 0) + (totals.Rounding ?? 0), "the total with VAT, less what is paid, and rounded");
        found.Unless(invoice.TaxCurrency is null || totals.VatInTaxCurrency is not null, "BR-53", "totals (BT-111)", "The VAT in its own currency is missing.");
        found.Unless(
            totals is not { Vat: { } vat, VatInTaxCurrency: { } other } || Math.Sign(vat) * Math.Sign(other) >= 0, "PEPPOL-EN16931-R055", "totals (BT-111)", "Both totals of VAT must have the same sign.");

        void Equal(string rule, string place, string what, decimal? said, decimal expected, string why) =>
            found.Unless(said is null || said == expected, rule, place, Differs(what, said ?? 0, expected, why));
    }

    private static void VatSums(Invoice invoice, Findings found)
    {
        found.Unless(invoice.Vat.Count > 0, "BR-CO-18", "VAT (BG-23)", "The invoice needs its VAT by category.");
        if (invoice.Vat.Count > MostCategories)
        {
            found.Unless(false, "HUB-SIZE", "VAT (BG-23)", $"An invoice has at most {MostCategories} VAT categories and rates.");
            return;
        }

        var parts = invoice.Lines.Select(line => (line.Vat, Place: VatPlace.Line, Net: line.Net ?? 0))
            .Concat(invoice.AllowancesAndCharges.Select(each => (each.Vat, Place: each.IsCharge ? VatPlace.Charge : VatPlace.Allowance, Net: each.Adds))).ToList();
        foreach (var (vat, place, _) in parts.Where(part => part.Vat is { Code.Length: > 0 }).DistinctBy(part => (part.Vat, part.Place)))
        {
            var family = s_families.GetValueOrDefault(vat!.Code);
            found.Unless(family is not null, "BR-CL-17", "VAT (BT-151)", "The VAT category must be one of S, Z, E, AE, K, G, O, L, M, B.");
            found.Unless(family is null || invoice.Vat.Any(each => Covers(each, vat)), $"BR-{family}-01", "VAT (BG-23)", "Each VAT category and rate of the lines must stand among the VAT categories.");
            found.Unless(
                IsRate(vat), RateRule(family ?? "S", place), "VAT (BT-152, BT-96, BT-103)", "The rate does not go with its VAT category: above 0 for S, none for O, 0 for the other ones without VAT.");
            RegisteredFor(vat, place, invoice, found);
        }

        foreach (var each in invoice.Vat)
        {
            Breakdown(each, parts.Where(part => part.Vat is not null && Covers(each, part.Vat)).Sum(part => part.Net), found);
        }

        foreach (var twice in invoice.Vat.GroupBy(each => IsRated(each.Category) ? each.Category : each.Category with { Rate = null }).Where(same => same.Count() > 1))
        {
            found.Unless(false, IsRated(twice.Key) ? "BR-CO-18" : $"BR-{s_families.GetValueOrDefault(twice.Key.Code) ?? "S"}-01", "VAT (BG-23)", "Each VAT category and rate stands once.");
        }

        found.Unless(invoice.Vat.Count < 2 || invoice.Vat.All(each => each.Category.Code != "O"), "BR-O-11", "VAT (BG-23)", "What is outside VAT cannot stand beside other categories.");
    }

    private static void Breakdown(VatBreakdown each, decimal taxable, Findings found)
    {
        var family = s_families.GetValueOrDefault(each.Category.Code) ?? "S";
        var place = $"VAT {(s_families.ContainsKey(each.Category.Code) ? each.Category.Code : "?")} ";
        found.Unless(each.Taxable is not null, "BR-45", place + "(BT-116)", "The taxable amount is missing.");
        found.Unless(each.Tax is not null, "BR-46", place + "(BT-117)", "The VAT amount is missing.");
        found.Unless(s_families.ContainsKey(each.Category.Code), "BR-47", place + "(BT-118)", "The VAT category is missing, or unknown.");
        found.Unless(each.Category.Rate is not null || each.Category.Code == "O", "BR-48", place + "(BT-119)", "The rate is missing.");
        found.Unless(IsRate(each.Category) || each.Category is { Code: "O", Rate: 0 }, $"BR-{family}-05", place + "(BT-119)", "The rate does not go with the category.");
        var off = Math.Abs((each.Taxable ?? 0) - taxable);
        found.Unless(IsRated(each.Category) ? off < VatSlack : off == 0, $"BR-{family}-08", place + "(BT-116)", Differs("The taxable amount", each.Taxable ?? 0, taxable, "what the lines, allowances and charges of the category add up to"));
        var tax = Rounded((each.Taxable ?? 0) * (each.Category.Rate ?? 0) / 100);
        var taxOff = Math.Abs((each.Tax ?? 0) - tax);
        found.Unless(IsRated(each.Category) ? taxOff < VatSlack : each.Tax is null or 0, IsRated(each.Category) ? "BR-CO-17" : $"BR-{family}-09", place + "(BT-117)", Differs("The VAT", each.Tax ?? 0, tax, "the rate of the taxable amount"));
        found.Remark(IsRated(each.Category) && (off > 0 || taxOff > 0) && off < VatSlack && taxOff < VatSlack, "HUB-VAT-ROUNDING", place + "(BG-23)", "The VAT is rounded in another way than usual.");
        var reason = each.ExemptionReason is { Length: > 0 } || each.ExemptionCode is { Length: > 0 };
        found.Unless(reason || each.Category.Code is not ("E" or "AE" or "K" or "G" or "O"), $"BR-{family}-10", place + "(BT-120)", "What is without VAT needs the reason.");
        found.Unless(!reason || each.Category.Code is not ("S" or "Z" or "L" or "M"), $"BR-{family}-10", place + "(BT-120)", "This category has no reason for exemption.");
    }

    /// <summary>Whether an amount of this category counts to the breakdown: by the rate as well, where VAT is taken.</summary>
    private static bool Covers(VatBreakdown each, VatCategory category) =>
        each.Category.Code == category.Code && (!IsRated(category) || each.Category.Rate == category.Rate);

    private static bool IsRated(VatCategory category) => category.Code is "S" or "L" or "M" or "B";

    private static bool IsRate(VatCategory category) => category.Code switch
    {
        "S" or "B" => category.Rate is > 0,
        "L" or "M" => category.Rate is >= 0,
        "O" => category.Rate is null,
        _ => category.Rate is 0,
    };

    private static void Decimals(Invoice invoice, Findings found)
    {
        var totals = invoice.Totals;
        (decimal? Amount, string Rule, string Place)[] amounts =
        [
            (totals.Lines, "BR-DEC-09", "BT-106"), (totals.Allowances, "BR-DEC-10", "BT-107"), (totals.Charges, "BR-DEC-11", "BT-108"), (totals.WithoutVat, "BR-DEC-12", "BT-109"),
            (totals.Vat, "BR-DEC-13", "BT-110"), (totals.WithVat, "BR-DEC-14", "BT-112"), (totals.VatInTaxCurrency, "BR-DEC-15", "BT-111"), (totals.Prepaid, "BR-DEC-16", "BT-113"),
            (totals.Rounding, "BR-DEC-17", "BT-114"), (totals.Payable, "BR-DEC-18", "BT-115"),
        ];
        foreach (var (amount, rule, place) in amounts)
        {
            found.Unless(IsFine(amount), rule, $"totals ({place})", "At most two decimals.");
        }

        foreach (var each in invoice.Vat)
        {
            found.Unless(IsFine(each.Taxable), "BR-DEC-19", "VAT (BT-116)", "At most two decimals.");
            found.Unless(IsFine(each.Tax), "BR-DEC-20", "VAT (BT-117)", "At most two decimals.");
        }

        foreach (var each in invoice.AllowancesAndCharges)
        {
            found.Unless(IsFine(each.Amount) && IsFine(each.Base), each.IsCharge ? "BR-DEC-05" : "BR-DEC-01", each.IsCharge ? "charges (BT-99)" : "allowances (BT-92)", "At most two decimals.");
        }

        foreach (var line in invoice.Lines)
        {
            found.Unless(IsFine(line.Net), "BR-DEC-23", At(line, "BT-131"), "At most two decimals.");
            found.Unless(line.AllowancesAndCharges.All(each => IsFine(each.Amount) && IsFine(each.Base)), "BR-DEC-24", At(line, "BG-27"), "At most two decimals.");
        }
    }

    private static bool IsFine(decimal? amount) => amount is not { } said || said.Scale <= MostDecimals;

    private static decimal Rounded(decimal amount) => decimal.Round(amount, MostDecimals, MidpointRounding.AwayFromZero);

    private static string Differs(string what, decimal said, decimal expected, string why) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} is {said:0.####}, but {why} make {expected:0.####}. Correct it and send the invoice again.");
}
