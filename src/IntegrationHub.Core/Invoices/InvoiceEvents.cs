using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Invoices;

/// <summary>Something that happened to an invoice of a supplier. One stream per seller and number, <c>invoice-ID</c>.</summary>
/// <param name="At">When it happened, UTC.</param>
public abstract record InvoiceEvent(DateTimeOffset At)
{
    private const string Prefix = "invoice-";
    private const int Digits = 16;

    /// <summary>The id of an invoice: 16 hexadecimal digits that follow from its seller and its number.</summary>
    /// <param name="seller">See <see cref="InvoiceParty.Key"/>.</param>
    /// <param name="number">BT-1.</param>
    public static string IdOf(string seller, string number) => EventId.From("invoice", seller, number.Trim()).ToString("N")[..Digits];

    /// <summary>The stream of an invoice.</summary>
    public static string StreamOf(string invoice) => Prefix + invoice;

    /// <summary>Whether a text could be an id.</summary>
    public static bool IsId(string text) => text.Length == Digits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The id of a stream's invoice; null for another stream.</summary>
    public static string? IdIn(string stream) => stream.StartsWith(Prefix, StringComparison.Ordinal) && IsId(stream[Prefix.Length..]) ? stream[Prefix.Length..] : null;
}

/// <summary>What the invoice says in sum; amounts as it says them.</summary>
/// <param name="WithoutVat">BT-109.</param>
/// <param name="Vat">BT-110.</param>
/// <param name="WithVat">BT-112.</param>
/// <param name="Payable">BT-115.</param>
public sealed record InvoiceSums(Money WithoutVat, Money Vat, Money WithVat, Money Payable);

/// <summary>Where the invoice lies as it came, sealed.</summary>
/// <param name="Reference">In the hub's files.</param>
/// <param name="Bytes">How large it is.</param>
/// <param name="Mark">Of its content: what a repeat is recognised by, see <see cref="ContentMark"/>.</param>
public sealed record InvoiceOriginal(string Reference, int Bytes, string Mark);

/// <summary>An invoice came, was read, and its sums hold.</summary>
/// <param name="Texts">The pseudonym whose key its texts and its original lie under.</param>
/// <param name="Supplier">The hub's id of who sent it; null when none has the seller's number.</param>
/// <param name="Seller">Name and number of the seller.</param>
/// <param name="SellerMark">Tells one seller from another, and nothing else.</param>
/// <param name="GivesBack">Whether it is a credit.</param>
/// <param name="Preceding">Numbers of the invoices that it takes back.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Notes">What is written on it to people; null for nothing.</param>
[StoredAs("invoice-received", 1)]
public sealed record InvoiceReceived(
    PersonId Texts, string? Supplier, Personal Seller, string SellerMark, string Number, bool GivesBack, string TypeCode, DateOnly Issued, DateOnly? Due, string? Reference, string? PurchaseOrder,
    string? SalesOrder, string? Project, IReadOnlyList<string> Preceding, InvoiceSums Sums, int Lines, int Attachments, Personal? Notes, IReadOnlyList<string> Remarks, InvoiceOriginal Original,
    DateTimeOffset At) : InvoiceEvent(At);

/// <summary>An invoice came that could not be taken; its sender was told why.</summary>
/// <param name="Supplier">Who sent it.</param>
/// <param name="Number">BT-1.</param>
/// <param name="Issued">BT-2; null when it does not say.</param>
/// <param name="Rules">The rules that it breaks, at most twenty.</param>
/// <param name="Mark">Of its content.</param>
[StoredAs("invoice-refused", 1)]
public sealed record InvoiceRefused(string? Supplier, string Number, DateOnly? Issued, IReadOnlyList<string> Rules, string Mark, DateTimeOffset At) : InvoiceEvent(At);

/// <summary>A line was matched, or matched anew. What the order said then is kept with it.</summary>
/// <param name="Position">1 for the first line.</param>
/// <param name="Line">BT-126; with its position behind it where the id is not unique.</param>
/// <param name="Number">The invoice's number.</param>
/// <param name="Issued">The invoice's day.</param>
/// <param name="Quantity">Units, or months times units; negative when it is given back.</param>
/// <param name="Net">Without VAT; negative when it is given back.</param>
/// <param name="UnitPrice">Of one unit, as it is billed.</param>
/// <param name="Article">BT-155.</param>
/// <param name="BilledOn">What the invoice books it on: BT-133, else BT-10.</param>
/// <param name="Item">Tells one billed thing from another and from month to month, and nothing else.</param>
/// <param name="Texts">The line's own words; null for none.</param>
/// <param name="Ordered">Null when no line of an order was found.</param>
[StoredAs("invoice-line-matched", 1)]
public sealed record InvoiceLineMatched(
    int Position, string Line, string Number, DateOnly Issued, string? Supplier, decimal Quantity, string? Unit, decimal UnitPrice, Money Net, DateOnly? From, DateOnly? Until, string? Article,
    string? BilledOn, string Item, Personal? Texts, OrderedLine? Ordered, IReadOnlyList<Difference> Differences, DateTimeOffset At) : InvoiceEvent(At)
{
    /// <summary>Whether it says the same as an earlier match.</summary>
    public bool SameAs(InvoiceLineMatched other) => (this with { At = other.At, Differences = other.Differences, Ordered = other.Ordered }).Equals(other)
        && Differences.SequenceEqual(other.Differences) && (Ordered, other.Ordered) switch
        {
            (null, null) => true,
            ({ } one, { } two) => (one with { Users = two.Users }).Equals(two) && one.Users.SequenceEqual(two.Users),
            _ => false,
        };
}

/// <summary>All lines were matched.</summary>
/// <param name="Found">Lines that have an order.</param>
/// <param name="Differing">Lines with a difference.</param>
[StoredAs("invoice-matched", 1)]
public sealed record InvoiceMatched(int Lines, int Found, int Differing, DateTimeOffset At) : InvoiceEvent(At);

/// <summary>Differences of one kind in one order are disputed with the supplier.</summary>
/// <param name="Dispute">Its id.</param>
/// <param name="Code">One of <see cref="Differences"/>.</param>
/// <param name="Order">Null when no order was found.</param>
/// <param name="Positions">The invoice's lines.</param>
/// <param name="Amount">What is in question, without VAT.</param>
[StoredAs("invoice-disputed", 1)]
public sealed record InvoiceDisputed(string Dispute, string Code, string? Order, IReadOnlyList<int> Positions, Money Amount, DateTimeOffset At) : InvoiceEvent(At);

/// <summary>A dispute has ended.</summary>
/// <param name="Outcome"><c>credited</c>, <c>withdrawn</c> (there is no difference any more) or <c>accepted</c> (it is paid as billed).</param>
/// <param name="By">Number of the credit note; null for none.</param>
[StoredAs("invoice-dispute-settled", 1)]
public sealed record InvoiceDisputeSettled(string Dispute, string Outcome, string? By, DateTimeOffset At) : InvoiceEvent(At);

/// <summary>The supplier has answered a dispute; it ends by a credit, or by hand.</summary>
/// <param name="Outcome"><c>will-credit</c>, or <c>rejected</c> when the supplier holds that the invoice is right.</param>
/// <param name="Reason">The supplier's words, under the invoice's own key; null for none.</param>
[StoredAs("invoice-dispute-answered", 1)]
public sealed record InvoiceDisputeAnswered(string Dispute, string Outcome, Personal? Reason, DateTimeOffset At) : InvoiceEvent(At);

/// <summary>What a credit note gives back for a line of an order.</summary>
/// <param name="Order">Null, and so is <paramref name="Line"/>, where the credit's line has no order.</param>
/// <param name="Amount">Without VAT, in the invoice's currency.</param>
public sealed record CreditedLine(string? Order, int? Line, Money Amount);

/// <summary>A credit note takes it back, in whole or in part.</summary>
/// <param name="By">Id of the credit note.</param>
/// <param name="Number">Its number.</param>
/// <param name="Amount">Without VAT, 0 or more.</param>
/// <param name="Lines">For what; null in events of an older hub.</param>
[StoredAs("invoice-credited", 1)]
public sealed record InvoiceCredited(string By, string Number, Money Amount, DateTimeOffset At, IReadOnlyList<CreditedLine>? Lines = null) : InvoiceEvent(At);

/// <summary>It was paid.</summary>
[StoredAs("invoice-paid", 1)]
public sealed record InvoicePaid(DateTimeOffset At) : InvoiceEvent(At);

/// <summary>Nothing written on the invoice in words, nor the invoice as it came, can be read any more: its key was destroyed. Amounts and references stand.</summary>
/// <param name="Rule"><c>retention</c>: the time after which it is kept no longer was over.</param>
[StoredAs("invoice-texts-erased", 1)]
public sealed record InvoiceTextsErased(string Rule, DateTimeOffset At) : InvoiceEvent(At);
