using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Invoices;

/// <summary>Something billed is not what was ordered or delivered.</summary>
/// <param name="Code">One of <see cref="Differences"/>; stable.</param>
/// <param name="Amount">What is in question, without VAT, 0 or more.</param>
/// <param name="Expected">What it should be: a price, a quantity, a reference; null where that cannot be said.</param>
/// <param name="Billed">What the invoice says.</param>
public sealed record Difference(string Code, Money Amount, string? Expected = null, string? Billed = null);

/// <summary>The kinds of difference between an invoice and what was ordered and delivered. The codes are stored and never change.</summary>
public static class Differences
{
    /// <summary>No order is found that the line could be about.</summary>
    public const string OrderUnknown = "order-unknown";

    /// <summary>The order is found, the line that the invoice names is not.</summary>
    public const string LineUnknown = "line-unknown";

    /// <summary>The order holds no such article.</summary>
    public const string NotOrdered = "not-ordered";

    /// <summary>More is billed than was delivered.</summary>
    public const string NotDelivered = "not-delivered";

    /// <summary>More is billed than was ordered.</summary>
    public const string WrongQuantity = "wrong-quantity";

    /// <summary>The price is not the order's.</summary>
    public const string WrongPrice = "wrong-price";

    /// <summary>The currency is not the order's.</summary>
    public const string WrongCurrency = "wrong-currency";

    /// <summary>It is booked on another reference (IKB) than was ordered.</summary>
    public const string WrongReference = "wrong-reference";

    /// <summary>It went back, and is billed all the same.</summary>
    public const string BilledAfterReturn = "billed-after-return";

    /// <summary>It ended, and is billed for days after that.</summary>
    public const string BilledAfterEnd = "billed-after-end";

    /// <summary>Something is put on the whole invoice that no order holds: a fee, freight.</summary>
    public const string ChargeNotAgreed = "charge-not-agreed";

    /// <summary>It is billed for another month than it was delivered in, or for months before it came.</summary>
    public const string WrongMonth = "wrong-month";

    /// <summary>It is billed later than the contract allows.</summary>
    public const string TooLate = "too-late";

    /// <summary>It was billed before.</summary>
    public const string BilledTwice = "billed-twice";

    /// <summary>More is given back than was billed.</summary>
    public const string CreditedTooMuch = "credited-too-much";

    /// <summary>The invoice is for somebody else; it is not taken.</summary>
    public const string WrongBuyer = "wrong-buyer";

    private static readonly Dictionary<string, (string Sv, string En)> s_texts = new(StringComparer.Ordinal)
    {
        [OrderUnknown] = ("Ingen beställning hittas", "No order is found"),
        [LineUnknown] = ("Beställningen har ingen sådan rad", "The order has no such line"),
        [NotOrdered] = ("Inte beställt", "Not ordered"),
        [NotDelivered] = ("Fakturerat men inte levererat", "Billed but not delivered"),
        [WrongQuantity] = ("Fler än beställt", "More than ordered"),
        [WrongPrice] = ("Fel pris", "Wrong price"),
        [WrongCurrency] = ("Fel valuta", "Wrong currency"),
        [WrongReference] = ("Fel referens", "Wrong reference"),
        [BilledAfterReturn] = ("Fakturerat efter retur", "Billed after return"),
        [BilledAfterEnd] = ("Fakturerat efter att det avslutats", "Billed after it ended"),
        [ChargeNotAgreed] = ("Avgift som inte är avtalad", "A charge that was not agreed"),
        [WrongMonth] = ("Fel månad", "Wrong month"),
        [TooLate] = ("Senare än avtalet tillåter", "Later than the contract allows"),
        [BilledTwice] = ("Fakturerat två gånger", "Billed twice"),
        [CreditedTooMuch] = ("Krediterat mer än fakturerat", "Credited more than billed"),
        [WrongBuyer] = ("Fel mottagare", "Wrong buyer"),
    };

    /// <summary>All codes.</summary>
    public static IReadOnlyCollection<string> All => s_texts.Keys;

    /// <summary>The code in words for people; the code itself when it is of a newer hub.</summary>
    public static string Text(string code, bool english) => s_texts.TryGetValue(code, out var text) ? english ? text.En : text.Sv : code;
}
