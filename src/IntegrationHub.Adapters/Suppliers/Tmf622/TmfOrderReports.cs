using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.Tmf622;

/// <summary>
/// What a supplier's order tells as it stands: TMF622 keeps no history of states. Each report has a name that follows from what it says, so
/// that the same is taken once, whether it was read or pushed, and something new is a new report.
/// </summary>
internal static class TmfOrderReports
{
    private static readonly string[] s_refused = ["rejected", "failed"];
    private static readonly string[] s_taken = ["inprogress", "inprogress.accepted", "pending", "held", "completed", "partial", "assessingcancellation", "pendingcancellation"];

    /// <summary>All that the order tells.</summary>
    /// <param name="order">The order.</param>
    /// <param name="now">When something was done for which the supplier names no time.</param>
    public static IReadOnlyList<PolledOrderReport> Of(TmfOrder order, DateTimeOffset now)
    {
        if (order.Order is not { } number || order.Id.Length == 0)
        {
            return [];
        }

        var at = order.UpdatedAt ?? order.CompletedAt ?? order.OrderedAt ?? now;
        return [.. Reports(order, number, now).Select(report => new PolledOrderReport($"{order.Id}/{Name(report, order)}", report, at))];
    }

    private static IEnumerable<SupplierOrderReport> Reports(TmfOrder order, string number, DateTimeOffset now)
    {
        var taken = order.Items.Where(item => s_taken.Contains(item.State, StringComparer.Ordinal)).ToList();
        if (taken.Count > 0)
        {
            yield return new SupplierOrderConfirmed(number, order.Id, [.. taken.Select(item => new ConfirmedLine(item.Line, item.Expected is { } day ? CityDay.Of(day) : null))]);
        }

        if (Lines(order, "held", "pending").Where(item => item.Expected is not null).GroupBy(item => item.Expected).ToList() is { Count: > 0 } waiting)
        {
            foreach (var same in waiting)
            {
                yield return new SupplierDeliveryExpected(number, CityDay.Of(same.Key!.Value), [.. same.Select(item => item.Line)], order.LastNote);
            }
        }

        foreach (var item in Lines(order, "completed"))
        {
            var way = item.Way switch { "technician" => "technician", "electronic" => "electronic", _ => "carrier" };
            yield return new SupplierOrderDelivered(
                number, string.Create(CultureInfo.InvariantCulture, $"{order.Id}-{item.Line}"),
                [.. Enumerable.Range(1, item.Quantity).Select(unit => new OrderUnit(item.Line, unit, item.Serials.ElementAtOrDefault(unit - 1)))],
                StatedAt(order, item) ?? order.UpdatedAt ?? now, way);
        }

        if (Lines(order, s_refused).Select(item => item.Line).ToList() is { Count: > 0 } refused)
        {
            yield return new SupplierOrderDeclined(number, order.Reason ?? "Leverantören levererar inte.", refused);
        }

        if (Lines(order, "cancelled").Select(item => item.Line).ToList() is { Count: > 0 } cancelled)
        {
            yield return new SupplierOrderCancelled(number, cancelled);
            yield return new SupplierOrderDeclined(number, order.Reason ?? "Leverantören har avbrutit beställningen.", cancelled); // Of effect where nobody had asked for it.
        }
    }

    private static IEnumerable<TmfItem> Lines(TmfOrder order, params IReadOnlyList<string> states) => order.Items.Where(item => states.Contains(item.State, StringComparer.Ordinal));

    private static DateTimeOffset? StatedAt(TmfOrder order, TmfItem item) => item.Completed ?? order.CompletedAt;

    /// <summary>Follows from what the supplier says: not from the hub's clock, which says something else each time. A day that comes back after another one is said anew, where changes are dated.</summary>
    private static string Name(SupplierOrderReport report, TmfOrder order)
    {
        var said = report is SupplierOrderDelivered delivered ? delivered with { DeliveredAt = StatedAt(order, order.Items.First(item => item.Line == delivered.Units[0].Line)) ?? default } : report;
        byte[] content = [.. JsonSerializer.SerializeToUtf8Bytes(said, said.GetType(), HubOrderMessages.Json), .. HoldsDay(said) ? Encoding.UTF8.GetBytes($"{order.UpdatedAt:O}") : []];
        return SupplierOrderMessages.TypeOf(report).Split('.')[^2] + "-" + Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
    }

    private static bool HoldsDay(SupplierOrderReport report) => report is SupplierDeliveryExpected || (report is SupplierOrderConfirmed { Lines: { } lines } && lines.Any(line => line.Expected is not null));
}
