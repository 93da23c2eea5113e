using System.Globalization;
using IntegrationHub.Core.Invoices;

namespace IntegrationHub.Adapters.Invoices.Peppol;

/// <summary>Reads single fields of UBL, and collects what cannot be read. What may stand once and stands twice is a fault: nobody could say which one counts.</summary>
internal sealed class UblFields(string currency)
{
    private const string Basic = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
    private const string Aggregate = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    private const int LongestText = 10_000;
    private const int MostFaults = 200;
    private const decimal LargestNumber = 1_000_000_000_000m;
    private const int MostDecimals = 12;

    /// <summary>What is wrong so far.</summary>
    public List<InvoiceFault> Faults { get; } = [];

    /// <summary>The groups of a name in a group.</summary>
    public static IEnumerable<XmlPart> Groups(XmlPart? within, string name) => within?.Parts.Where(part => part.Name == name && part.Space == Aggregate) ?? [];

    /// <summary>The one group of a name, following a path; null when there is none.</summary>
    public XmlPart? Group(XmlPart? within, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            within = Only(Groups(within, name), name);
        }

        return within;
    }

    /// <summary>The fields of a name in a group.</summary>
    public static IEnumerable<XmlPart> Fields(XmlPart? within, string name) => within?.Parts.Where(part => part.Name == name && part.Space == Basic) ?? [];

    /// <summary>The one field of a name; null when there is none.</summary>
    public XmlPart? Field(XmlPart? within, string name)
    {
        var field = Only(Fields(within, name), name);
        if (field?.Parts.Any() == true)
        {
            Fault("UBL", name, "A field holds text, no elements.");
        }

        return field;
    }

    /// <summary>The field's text; null when there is none.</summary>
    public string? Text(XmlPart? within, string name)
    {
        if (Field(within, name)?.Text is not { } text)
        {
            return null;
        }

        if (text.Length > LongestText)
        {
            Fault("HUB-SIZE", name, $"A text is at most {LongestText} characters.");
            return text[..LongestText];
        }

        return text;
    }

    /// <summary>The field as an identifier.</summary>
    public InvoiceIdentifier? Id(XmlPart? within, string name, string scheme = "schemeID") =>
        Field(within, name) is { } field ? new InvoiceIdentifier(field.Text, field.Mark(scheme)) : null;

    /// <summary>A day.</summary>
    public DateOnly? Day(XmlPart? within, string name)
    {
        if (Field(within, name)?.Text is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Fault("PEPPOL-EN16931-F001", name, "A date is written YYYY-MM-DD, for example 2026-11-24.");
        return null;
    }

    /// <summary>A number, whatever its unit.</summary>
    public decimal? Number(XmlPart? within, string name) => Field(within, name) is { } field ? NumberOf(field, name) : null;

    /// <summary>An amount, which must be in the invoice's currency.</summary>
    public decimal? Amount(XmlPart? within, string name, string? inCurrency = null)
    {
        if (Field(within, name) is not { } field)
        {
            return null;
        }

        if (field.Mark("currencyID") != (inCurrency ?? currency))
        {
            Fault("PEPPOL-EN16931-R051", name, "Every amount is in the invoice's currency (BT-5), and says so; the VAT in its own currency alone is in that.");
        }

        return NumberOf(field, name);
    }

    /// <summary>Whether an amount stands on top: true for a charge.</summary>
    public bool? Indicator(XmlPart within)
    {
        switch (Text(within, "ChargeIndicator"))
        {
            case "true":
                return true;
            case "false":
                return false;
            default:
                Fault("PEPPOL-EN16931-R043", "ChargeIndicator", "It is true for a charge and false for an allowance.");
                return null;
        }
    }

    /// <summary>Notes a fault.</summary>
    public void Fault(string rule, string place, string what)
    {
        if (Faults.Count < MostFaults)
        {
            Faults.Add(new InvoiceFault(rule, place, what));
        }
    }

    private decimal? NumberOf(XmlPart field, string name)
    {
        if (decimal.TryParse(field.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) < LargestNumber && number.Scale <= MostDecimals && field.Text.Length <= 30)
        {
            return number;
        }

        Fault("UBL", name, $"A number is written with digits, a point and at most {MostDecimals} decimals, and is below {LargestNumber:0}.");
        return null;
    }

    private XmlPart? Only(IEnumerable<XmlPart> parts, string name)
    {
        XmlPart? only = null;
        foreach (var part in parts)
        {
            if (only is not null)
            {
                Fault("UBL", name, "It stands more than once where it may stand once.");
                return only;
            }

            only = part;
        }

        return only;
    }
}
