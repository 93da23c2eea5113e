using System.Text.Json.Serialization;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Orders;

/// <summary>How something reaches whoever ordered it.</summary>
public enum DeliveryWay
{
    /// <summary>In its box, to the site.</summary>
    Box,

    /// <summary>A technician brings it and makes it work.</summary>
    Technician,

    /// <summary>Over the network; nothing is carried.</summary>
    Electronic,
}

/// <summary>Who gets one unit.</summary>
/// <param name="Person">The pseudonym in the directory, or of somebody who is not there yet.</param>
/// <param name="Name">As given, for somebody new; null when the directory knows the name.</param>
/// <param name="Role">What the person is, or is to be: <c>lärare</c>; null when not said.</param>
public sealed record Recipient(PersonId Person, Personal? Name = null, Personal? Role = null);

/// <summary>When a delivery is wanted, or a visit booked.</summary>
/// <param name="From">Not before, UTC.</param>
/// <param name="Until">Not after, UTC.</param>
public sealed record DeliveryTime(DateTimeOffset From, DateTimeOffset Until);

/// <summary>A package was changed for one person.</summary>
/// <param name="For">Whom.</param>
/// <param name="Reason">Why: may tell of health, and is read by those alone who approve and deliver.</param>
public sealed record Adaptation(PersonId For, Personal Reason);

/// <summary>What one line of an order asks for, with everything that the catalogue said of it when it was ordered.</summary>
/// <param name="Line">1 or more, unique within the order; the order line reference of an invoice (BT-132).</param>
/// <param name="Article">The article's number.</param>
/// <param name="Name">The article's name in Swedish.</param>
/// <param name="Type">The article's type, which says what steps it takes: see <see cref="ArticleType"/>.</param>
/// <param name="Supplier">Who supplies it.</param>
/// <param name="Quantity">Units, 1 or more. A unit has a number, 1 to this.</param>
/// <param name="Recipients">Who gets the units, the first the first; empty for what belongs to a place. Else as many as there are units.</param>
/// <param name="Once">The price of a unit, paid once.</param>
/// <param name="Monthly">The price of a unit a month while it runs.</param>
/// <param name="TermMonths">For so long it is taken; null for what does not run.</param>
/// <param name="Reference">Invoice reference: whom it is booked on (BT-10), by the rule of its organisation.</param>
/// <param name="Organisation">Who pays.</param>
public sealed record OrderLine(
    int Line, string Article, string Name, string Type, string Supplier, int Quantity, IReadOnlyList<Recipient> Recipients, Money Once, Money Monthly, int? TermMonths,
    string Reference, string? Organisation)
{
    /// <summary>In English; null when the catalogue has no such name.</summary>
    public string? NameEn { get; init; }

    /// <summary>The service of the catalogue that the article belongs to.</summary>
    public string? Service { get; init; }

    /// <summary>The project that it is for; null for none.</summary>
    public string? Project { get; init; }

    /// <summary>What it is to stand together with on the invoice, in the orderer's word; null for as the supplier does it.</summary>
    public string? Grouping { get; init; }

    /// <summary>How it is delivered.</summary>
    public DeliveryWay Way { get; init; }

    /// <summary>Where to; null for the order's site.</summary>
    public string? Site { get; init; }

    /// <summary>When; null for as soon as it can be.</summary>
    public DeliveryTime? Wanted { get; init; }

    /// <summary>What is taken back when it comes: ids of equipment, unit by unit; empty for nothing.</summary>
    public IReadOnlyList<string> Swap { get; init; } = [];

    /// <summary>Set when the package was changed for one person.</summary>
    public Adaptation? Adaptation { get; init; }

    /// <summary>What was agreed, for what is specified first: a server, a consultant; the orderer's words. Null for what the catalogue says all of.</summary>
    public Personal? Specification { get; init; }

    /// <summary>The package that it came with; null when it was chosen by itself.</summary>
    public string? Package { get; init; }

    /// <summary>What it costs in all: once, and each month of the term (twelve when there is none).</summary>
    [JsonIgnore]
    public Money Value => ValueOf(Once, Monthly, TermMonths, Quantity);

    /// <summary>What units of these prices cost in all.</summary>
    internal static Money ValueOf(Money once, Money monthly, int? termMonths, int quantity) => once.Plus(monthly.Times(termMonths ?? 12)).Times(quantity);

    /// <summary>Who gets a unit; null for what belongs to a place.</summary>
    public Recipient? RecipientOf(int unit) => Recipients.Count == 0 ? null : Recipients[unit - 1];
}

/// <summary>One unit of a line.</summary>
/// <param name="Line">The line.</param>
/// <param name="Unit">1 to the line's quantity.</param>
/// <param name="Serial">The supplier's own mark of it: serial number, telephone number, licence; null when it has none.</param>
public sealed record OrderUnit(int Line, int Unit, string? Serial = null)
{
    /// <summary>The same unit, whatever its mark.</summary>
    [JsonIgnore]
    public (int Line, int Unit) Key => (Line, Unit);
}

/// <summary>What shows that something was delivered.</summary>
/// <param name="Way"><c>signature</c>, <c>technician</c>, <c>electronic</c> or <c>carrier</c>.</param>
/// <param name="ReceivedBy">Who signed; null when nobody does.</param>
/// <param name="Reference">The despatch advice or receipt (BT-16, BT-15); null when there is none.</param>
public sealed record DeliveryProof(string Way, Personal? ReceivedBy = null, string? Reference = null);
