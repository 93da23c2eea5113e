using System.Collections.Frozen;
using System.Globalization;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Orders;

/// <summary>An order in a list. No personal text.</summary>
/// <param name="Orderer">Pseudonym of who ordered.</param>
/// <param name="Suppliers">Of its lines.</param>
/// <param name="WishedAt">From here the clock runs.</param>
public sealed record OrderRow(
    string Number, string Orderer, string? Organisation, string? Site, string Status, IReadOnlyList<string> Suppliers, OrderStanding Standing, DateTimeOffset WishedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>What the tallies are split by: see <see cref="TalliesOf"/>.</summary>
    public static readonly IReadOnlyList<string> Splits = ["type", "supplier", "organisation"];

    /// <summary>All orders, sought by orderer, organisation, status, standing (<c>open</c> or <c>done</c>), or the role that must approve it.</summary>
    public static readonly View<OrderRow> View = new("orders", 2, KeyOf, Apply, new Dictionary<string, Func<OrderRow, string?>>(StringComparer.Ordinal)
    {
        ["orderer"] = row => row.Orderer,
        ["organisation"] = row => row.Organisation,
        ["status"] = row => row.Status,
        ["standing"] = row => OrderStatus.Open.Contains(row.Status) ? "open" : "done",
        ["approval"] = row => row.Status == "awaiting-approval" ? row.Standing.Attest : null,
    }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = StoredTypes.Of<OrderEvent>().ToFrozenSet(StringComparer.Ordinal),
        Tallies = TalliesOf,
    };

    /// <summary>What a delivered line adds to the figures of the day on which its last unit came: see <c>Reports/OrderFigures</c>.</summary>
    public static IEnumerable<Tally> TalliesOf(OrderRow row)
    {
        foreach (var line in row.Standing.Lines)
        {
            if (!line.IsDelivered || line.DeliveredAt is not { } at)
            {
                continue;
            }

            var day = CityDay.Of(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            foreach (var (kind, group) in new[] { ("order-type", line.Type), ("order-supplier", line.Supplier), ("order-organisation", row.Organisation ?? "") })
            {
                yield return new(kind, day, group, "lines", 1);
                yield return new(kind, day, group, "minutes-from-wish", Minutes(at - row.WishedAt));
                yield return new(kind, day, group, "minutes-from-order", Minutes(at - (row.Standing.PlacedAt ?? row.WishedAt)));
                yield return new(kind, day, group, "in-full", line.First == line.Quantity ? 1 : 0);
                yield return new(kind, day, group, "promised", line.WasOnTime is null ? 0 : 1);
                yield return new(kind, day, group, "on-time", line.WasOnTime == true ? 1 : 0);
                yield return new(kind, day, group, "on-time-in-full", line.WasOnTime == true && line.First == line.Quantity ? 1 : 0);
            }
        }
    }

    /// <summary>Whether a supplier was told any of it.</summary>
    public bool IsTold(string supplier) => Standing.Lines.Any(line => line.Supplier == supplier && line.Phase != LinePhase.Specified);

    /// <summary>The order as its supplier sees it: what it was told, without what others deliver or what all of it is worth.</summary>
    public OrderRow OfSupplier(string supplier)
    {
        var own = Standing.Lines.RemoveAll(line => line.Supplier != supplier || line.Phase == LinePhase.Specified);
        return this with
        {
            Suppliers = [supplier],
            Standing = Standing with
            {
                Value = Money.Zero,
                Lines = own,
                Disputes = Standing.Disputes.RemoveRange(Standing.Disputes.Where(dispute => !own.Exists(line => line.Line == dispute.Value)).Select(dispute => dispute.Key)),
            },
        };
    }

    private static long Minutes(TimeSpan time) => (long)Math.Max(0, time.TotalMinutes);

    private static string? KeyOf(Known known) => known.Fact is OrderEvent && OrderNumber.IsStream(known.Recorded.Stream, out var number) ? number.Value : null;

    private static OrderRow? Apply(OrderRow? row, Known known) => (row, known.Fact) switch
    {
        (null, OrderWished e) => new(e.Number.Value, e.Orderer.Value, e.Organisation, e.Site, "wished", [], new(), e.At, e.At),
        ({ }, OrderSpecified e) => Told(row with { Organisation = e.Lines.Count > 0 ? e.Lines[0].Organisation ?? row.Organisation : row.Organisation }, row.Standing.After(e), e),
        ({ }, OrderEvent e) => Told(row, row.Standing.After(e), e),
        _ => row,
    };

    private static OrderRow Told(OrderRow row, OrderStanding standing, OrderEvent fact) => row with
    {
        Standing = standing,
        Status = standing.Status,
        UpdatedAt = fact.At > row.UpdatedAt ? fact.At : row.UpdatedAt,
        Suppliers = fact is OrderSpecified ? [.. standing.Lines.Select(line => line.Supplier).Distinct(StringComparer.Ordinal)] : row.Suppliers,
    };
}
