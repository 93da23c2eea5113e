using CsCheck;
using IntegrationHub.Core;
using IntegrationHub.Core.Orders;
using static IntegrationHub.Tests.Orders.OrderScenario;

namespace IntegrationHub.Tests.Orders;

/// <summary>Random commands in any order: what must always hold.</summary>
public sealed class WhateverHappensToAnOrder
{
    private static readonly string[] s_suppliers = ["workplace", "mobile"];

    private static readonly Gen<OrderCommand> s_command = Gen.Select(Gen.Int[0, 12], Gen.Int[0, 1], Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[0, 3]).Select((what, whose, line, unit, other) =>
    {
        var supplier = s_suppliers[whose];
        OrderUnit[] units = [new(line, unit), .. other > 0 ? [new OrderUnit(other, unit)] : Array.Empty<OrderUnit>()];
        OrderCommand made = what switch
        {
            0 => Specify(other == 0 ? null : "enhetschef", Line(1, unit), Line(2, 2, "mobile", once: 10_000, monthly: 0), Line(3)),
            1 => Approve,
            2 => new TurnDownOrder(Chief, ["enhetschef"], "Nej", Now),
            3 => new CancelLines(other == 0 ? [] : [line], "Nej", Now),
            4 => new ReturnUnits("R", units, null, Now),
            5 => Says(new ConfirmLines(supplier, "SO", other == 0 ? [] : [new(line, new DateOnly(2026, 12, other))], Now)),
            6 => Says(new DeclineLines(supplier, [line], "Nej", Now)),
            7 => Says(new ShipUnits(supplier, "F", units, null, Now)),
            8 or 9 => Says(new DeliverUnits(supplier, "L", units, "carrier", null, null, Now, Now)),
            10 => Says(new AgreeToCancel(supplier, [], Now)),
            11 => Says(new RefuseToCancel(supplier, [line], "Nej", Now)),
            _ => new NoteInvoice([new OrderInvoiced(supplier, $"F{unit}", $"{other}", line, 1, new Money(100), null, null, Now)], Now),
        };
        return made;
    });

    [Fact]
    public void No_unit_comes_twice_and_nothing_comes_that_was_not_ordered_or_was_cancelled() => s_command.Array[0, 40].Sample(commands =>
    {
        var facts = Play(commands);
        var state = facts.Aggregate(OrderState.Empty, (one, fact) => one.After(fact));
        var delivered = facts.OfType<OrderDelivered>().SelectMany(e => e.Units).Select(unit => unit.Key).ToList();
        Assert.Equal(delivered.Count, delivered.Distinct().Count());
        foreach (var line in state.Lines.Values)
        {
            Assert.All(line.Delivered.Keys, unit => Assert.InRange(unit, 1, line.Line.Quantity));
            Assert.Subset(line.Delivered.Keys.ToHashSet(), line.Returned.ToHashSet());
            Assert.True(!line.IsOff || line.Delivered.Count == 0 || line.Phase != LinePhase.Declined);
        }
    }, iter: 3_000);

    [Fact]
    public void Its_counts_are_those_of_its_units_and_it_always_stands_somewhere() => s_command.Array[0, 40].Sample(commands =>
    {
        var facts = Play(commands);
        var (state, standing) = (facts.Aggregate(OrderState.Empty, (one, fact) => one.After(fact)), OrderStanding.Of(facts));
        Assert.Contains(standing.Status, OrderStatus.All);
        foreach (var line in standing.Lines)
        {
            var whole = state.Lines[line.Line];
            Assert.Equal((whole.Delivered.Count, whole.Returned.Count, whole.Shipped.Count, whole.Billed.Sum(billed => billed.Quantity)), (line.Delivered, line.Returned, line.Shipped, line.Billed));
            Assert.Equal((whole.Phase, whole.Expected, whole.Promised), (line.Phase, line.Expected, line.Promised));
        }
    }, iter: 3_000);

    [Fact]
    public void Nothing_is_placed_that_was_not_approved_where_approval_is_asked_for() => s_command.Array[0, 30].Sample(commands =>
    {
        var asked = false;
        foreach (var fact in Play(commands))
        {
            asked = fact switch { OrderSpecified e => e.Attest is not null, OrderApproved => false, _ => asked };
            Assert.False(asked && fact is OrderPlaced);
        }
    }, iter: 3_000);

    private static List<OrderEvent> Play(OrderCommand[] commands)
    {
        var (state, facts) = (OrderState.Empty, new List<OrderEvent>());
        foreach (var command in commands.Prepend(Wish))
        {
            if (OrderDecider.Decide(state, command) is Accepted<OrderEvent> yes)
            {
                facts.AddRange(yes.Events);
                state = yes.Events.Aggregate(state, (one, fact) => one.After(fact));
            }
        }

        return facts;
    }
}
