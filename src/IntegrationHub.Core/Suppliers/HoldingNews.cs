using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Holdings;

namespace IntegrationHub.Core.Suppliers;

/// <summary>What its supplier must be told of an event of what somebody holds. Pure: the same history gives the same message, whenever it is asked.</summary>
public static class HoldingNews
{
    /// <summary>The stored types that may be news to a supplier. What went back, or was swapped, is told by its order.</summary>
    public static readonly IReadOnlyList<Type> Kinds = [typeof(HoldingMoved), typeof(HoldingEndOrdered), typeof(HoldingKept)];

    /// <summary>The message; null when the event is none of the supplier's business.</summary>
    /// <param name="supplier">Whom it would be told.</param>
    /// <param name="history">The holding up to and with the event, which is the last.</param>
    /// <param name="supplierOrder">Its own number for the order; null where it told none.</param>
    public static HubOrderMessage? For(string supplier, IReadOnlyList<Known> history, string? supplierOrder)
    {
        var before = history.SkipLast(1).Aggregate(new Holding(), (state, known) => state.After(known.Fact));
        if (before.Started is not { } unit || unit.Supplier != supplier)
        {
            return null;
        }

        var order = unit.Order.Value;
        return history[^1].Fact switch
        {
            HoldingMoved { Holder: var to } e => new HoldingMovedMessage(
                order, unit.Line, unit.Unit, e.On, to.Reference, unit.Serial, to.Person is { } person ? new OrderedFor(unit.Unit, person.Value) : null, to.Organisation, to.Site, to.Project, supplierOrder),
            HoldingEndOrdered e => new HoldingEndMessage(order, unit.Line, unit.Unit, e.EndsOn, e.Remaining, unit.Serial, supplierOrder),
            HoldingKept when before.EndsOn is not null => new HoldingKeptMessage(order, unit.Line, unit.Unit, unit.Serial, supplierOrder), // Of an offer to others it heard nothing.
            _ => null,
        };
    }
}
