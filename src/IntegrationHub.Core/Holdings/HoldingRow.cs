using System.Collections.Frozen;
using System.Globalization;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Holdings;

/// <summary>A piece of equipment or a subscription, in a list of what runs.</summary>
/// <param name="Status"><c>held</c>, <c>offered</c>, <c>ending</c> or <c>ended</c>.</param>
/// <param name="TermEnds">The first day after the term; null without one.</param>
/// <param name="EndsOn">When it ends, or ended; null while nobody has said so.</param>
/// <param name="UsedOn">When the supplier saw it used last; null when it tells no such thing.</param>
public sealed record HoldingRow(
    string Holding, string Kind, string Article, string Name, string Type, string Supplier, string Order, int Line, int Unit, string? Serial, string? Person, string? Organisation, string? Site,
    string Reference, string? Project, Money Monthly, DateOnly StartsOn, DateOnly? TermEnds, string Status, DateOnly? EndsOn, Money? Remaining, DateTimeOffset? OfferedUntil, DateOnly? UsedOn)
{
    private const string Prefix = "holding-";

    /// <summary>All of them, sought by person, organisation, site, reference, article, supplier, order, serial, standing (<c>held</c>, also while offered or ending, or <c>ended</c>), status, or the month in which it ends.</summary>
    public static readonly View<HoldingRow> View = new("holdings", 2, KeyOf, Apply, new Dictionary<string, Func<HoldingRow, string?>>(StringComparer.Ordinal)
    {
        ["person"] = row => row.Person,
        ["organisation"] = row => row.Organisation,
        ["site"] = row => row.Site,
        ["reference"] = row => row.Reference,
        ["article"] = row => row.Article,
        ["supplier"] = row => row.Supplier,
        ["order_number"] = row => row.Order,
        ["serial"] = row => row.Serial,
        ["status"] = row => row.Status,
        ["standing"] = row => row.Status == "ended" ? "ended" : "held",
        ["ends"] = row => (row.EndsOn ?? row.TermEnds)?.ToString("yyyy-MM", CultureInfo.InvariantCulture),
    }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = StoredTypes.Of<HoldingEvent>().ToFrozenSet(StringComparer.Ordinal),
    };

    /// <summary>The row after these: as the list will show it, which follows within a second.</summary>
    public HoldingRow After(IEnumerable<HoldingEvent> facts) => facts.Aggregate(this, (row, fact) => row.After(fact));

    private static string? KeyOf(Known known) =>
        known.Fact is HoldingEvent && known.Recorded.Stream.StartsWith(Prefix, StringComparison.Ordinal) ? known.Recorded.Stream[Prefix.Length..] : null;

    private static HoldingRow? Apply(HoldingRow? row, Known known) => (row, known.Fact) switch
    {
        (null, HoldingStarted e) => new(
            e.Holding, e.Kind, e.Article, e.Name, e.Type, e.Supplier, e.Order.Value, e.Line, e.Unit, e.Serial, e.Holder.Person?.Value, e.Holder.Organisation, e.Holder.Site, e.Holder.Reference,
            e.Holder.Project, e.Monthly, e.StartsOn, e.TermEnds, "held", null, null, null, null),
        ({ }, HoldingEvent e) => row.After(e),
        _ => row,
    };

    private HoldingRow After(HoldingEvent fact) => fact switch
    {
        HoldingMoved e when e.Before.IsSame(e.Holder) => At(e.Holder),
        HoldingMoved e => At(e.Holder).Kept(),
        HoldingOffered e => this with { Status = "offered", EndsOn = e.EndsOn, Remaining = e.Remaining, OfferedUntil = e.Until },
        HoldingEndOrdered e => this with { Status = "ending", EndsOn = e.EndsOn, Remaining = e.Remaining, OfferedUntil = null },
        HoldingKept => Kept(),
        HoldingEnded e => this with { Status = "ended", EndsOn = e.On, OfferedUntil = null },
        HoldingUsed e => this with { UsedOn = UsedOn is { } before && before > e.On ? before : e.On },
        _ => this,
    };

    private HoldingRow At(Holder holder) => this with
    {
        Person = holder.Person?.Value,
        Organisation = holder.Organisation,
        Site = holder.Site,
        Reference = holder.Reference,
        Project = holder.Project,
    };

    private HoldingRow Kept() => this with { Status = "held", EndsOn = null, Remaining = null, OfferedUntil = null };
}
