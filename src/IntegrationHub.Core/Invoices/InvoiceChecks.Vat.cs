namespace IntegrationHub.Core.Invoices;

/// <summary>What each VAT category asks of the parties and of the delivery.</summary>
public static partial class InvoiceChecks
{
    /// <summary>Where a VAT category stands. The official rules are numbered in this order, from 02 for the parties and from 05 for the rate.</summary>
    private enum VatPlace
    {
        /// <summary>BT-151.</summary>
        Line,

        /// <summary>BT-95.</summary>
        Allowance,

        /// <summary>BT-102.</summary>
        Charge,
    }

    private static string PartiesRule(string family, VatPlace place) => $"BR-{family}-0{2 + (int)place}";

    private static string RateRule(string family, VatPlace place) => $"BR-{family}-0{5 + (int)place}";

    /// <summary>Who must be registered for VAT, for a category to be possible: BR-S-02 to 04, and those of the other categories.</summary>
    private static void RegisteredFor(VatCategory category, VatPlace place, Invoice invoice, Findings found)
    {
        var (seller, buyer, representative) = (invoice.Seller, invoice.Buyer, invoice.TaxRepresentative);
        var isVatKnown = seller.VatId is not null || representative?.VatId is not null;
        var rule = PartiesRule(s_families.GetValueOrDefault(category.Code) ?? "S", place);
        switch (category.Code)
        {
            case "S" or "Z" or "E" or "L" or "M":
                found.Unless(isVatKnown || seller.TaxId is not null, rule, "seller (BT-31, BT-32)", "The seller, or its tax representative, needs a VAT number.");
                break;
            case "AE":
                found.Unless(isVatKnown || seller.TaxId is not null, rule, "seller (BT-31, BT-32)", "For reverse charge the seller, or its tax representative, needs a VAT number.");
                found.Unless(buyer.VatId is not null || buyer.LegalId is not null, rule, "buyer (BT-47, BT-48)", "For reverse charge the buyer's VAT number or organisation number must be there.");
                break;
            case "K":
                found.Unless(isVatKnown, rule, "seller (BT-31, BT-63)", "For a sale within the Union the seller, or its tax representative, needs a VAT number.");
                found.Unless(buyer.VatId is not null, rule, "buyer (BT-48)", "For a sale within the Union the buyer's VAT number must be there.");
                break;
            case "G":
                found.Unless(isVatKnown, rule, "seller (BT-31, BT-63)", "For export the seller, or its tax representative, needs a VAT number.");
                break;
            case "O":
                found.Unless(!isVatKnown && buyer.VatId is null, rule, "parties (BT-31, BT-48, BT-63)", "What is outside VAT names no VAT number, of the seller, its representative or the buyer.");
                break;
        }
    }

    /// <summary>What is sold within the Union must have come to a country, at a time.</summary>
    private static void WithinTheUnion(Invoice invoice, Findings found)
    {
        if (invoice.Vat.Any(each => each.Category.Code == "K"))
        {
            found.Unless(invoice.Delivery?.On is not null || invoice.Period is not null, "BR-IC-11", "delivery (BT-72, BG-14)", "A sale within the Union needs the day of delivery or the period.");
            found.Unless(invoice.Delivery?.Address?.Country is { Length: > 1 }, "BR-IC-12", "delivery (BT-80)", "A sale within the Union needs the country that it was delivered to.");
        }
    }
}
