using System.Globalization;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Simulation;

/// <summary>What is done with a made-up order, step by step: by its orderer, by its chief, and by each supplier.</summary>
/// <param name="order">The order.</param>
/// <param name="specified">Its lines with prices.</param>
/// <param name="chief">Who approves.</param>
public sealed class SimulatedOrderLife(SimulatedOrder order, SpecifyOrder specified, PersonId chief)
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMinutes(1);

    /// <summary>The commands after the wish, in order of time; those after the end of the history are yet to come.</summary>
    /// <param name="until">The end.</param>
    public IEnumerable<OrderCommand> Until(DateTimeOffset until) => Steps().OrderBy(step => step.Now).TakeWhile(step => step.Now < until);

    private IEnumerable<OrderCommand> Steps()
    {
        var at = order.WishedAt + order.Specifying;
        yield return specified with { Now = at };
        if (specified.Attest is { } role)
        {
            at += order.Approving;
            yield return order.Fate == OrderFate.TurnedDown
                ? new TurnDownOrder(chief, [role], "Inte i år.", at)
                : new ApproveOrder(chief, [role], at);
        }

        if (order.Fate == OrderFate.TurnedDown && specified.Attest is not null)
        {
            yield break;
        }

        if (order.Fate == OrderFate.Cancelled)
        {
            yield return new CancelLines([], "Behövs inte längre.", at + order.Confirming + s_moment);
        }

        foreach (var lines in specified.Lines.GroupBy(line => line.Supplier, StringComparer.Ordinal))
        {
            foreach (var step in OfSupplier(lines.Key, [.. lines], at + order.Confirming))
            {
                yield return step;
            }
        }
    }

    private IEnumerable<OrderCommand> OfSupplier(string supplier, List<OrderLine> lines, DateTimeOffset confirmed)
    {
        var promised = CityDay.Of(confirmed).AddDays(order.Promised);
        List<int> numbers = [.. lines.Select(line => line.Line)];
        yield return Said("confirmed", new ConfirmLines(supplier, $"{supplier}-{order.Id}", [.. numbers.Select(line => new ConfirmedLine(line, promised))], confirmed));
        if (order.Fate == OrderFate.Cancelled)
        {
            yield return Said("cancelled", new AgreeToCancel(supplier, numbers, confirmed + (2 * s_moment)));
            yield break;
        }

        List<OrderUnit> units = [.. lines.SelectMany(line => Enumerable.Range(1, line.Quantity).Select(unit => new OrderUnit(line.Line, unit)))];
        var delivered = confirmed.AddDays(Math.Max(0, order.Promised + order.Late));
        var first = order.Fate == OrderFate.InParts ? (units.Count + 1) / 2 : units.Count;
        if (order.Late > 0)
        {
            yield return Said("expected", new ExpectDelivery(supplier, numbers, promised.AddDays(order.Late), "Slut i lager.", delivered.AddDays(-order.Late)));
        }

        foreach (var step in Delivery(supplier, 1, [.. units.Take(first)], delivered).Concat(Delivery(supplier, 2, [.. units.Skip(first)], delivered.AddDays(5))))
        {
            yield return step;
        }

        if (order.Fate == OrderFate.Returned)
        {
            yield return new ReturnUnits($"R-{supplier}-{order.Id}", [units[0]], "Fel modell.", delivered.AddDays(9));
        }
    }

    private IEnumerable<OrderCommand> Delivery(string supplier, int n, List<OrderUnit> units, DateTimeOffset at)
    {
        if (units.Count == 0)
        {
            yield break;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"{supplier}-{order.Id}-{n}");
        List<OrderUnit> carried = [.. units.Where(unit => specified.Lines.First(line => line.Line == unit.Line).Way != DeliveryWay.Electronic)];
        if (carried.Count > 0)
        {
            yield return Said("shipped" + n, new ShipUnits(supplier, id, carried, null, at - TimeSpan.FromHours(3)));
        }

        yield return Said("delivered" + n, new DeliverUnits(supplier, id, units, carried.Count > 0 ? "carrier" : "electronic", null, id, at, at));
    }

    private ReportOnOrder Said(string what, SupplierOrderCommand meaning) => new(
        new OrderSupplierSaid(meaning.Supplier, $"simulation/{meaning.Supplier}-{order.Id}-{what}", "simulated", $"{order.Id}-{what}", null, meaning.Now), meaning, meaning.Now);
}
