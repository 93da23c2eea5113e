using IntegrationHub.Core.Orders;

namespace IntegrationHub.Host.Orders;

/// <summary>What happened to an order, oldest first.</summary>
internal sealed record OrderTimeline(string Number, IReadOnlyList<OrderTimelineEntry> Entries)
{
    private static readonly HashSet<Type> s_inner = [typeof(OrderSupplierSaid), typeof(OrderSupplierInformed), typeof(OrderNotified)];

    /// <summary>The timeline; what only the hub's own machinery notes is marked so.</summary>
    /// <param name="loaded">The order.</param>
    /// <param name="part">What the reader may see of it; null for all. What is not of it is left out.</param>
    public static OrderTimeline Of(LoadedOrder loaded, OrderPart? part) => new(loaded.State.Wish!.Number.Value,
    [
        .. loaded.History.Select(known => (Known: known, Fact: part is null ? known.Fact : known.Fact is OrderEvent fact ? part.Of(fact) : null))
            .Where(one => part is null || one.Fact is not null)
            .Select(one => new OrderTimelineEntry(
                one.Fact is OrderEvent fact ? fact.At : one.Known.Recorded.RecordedAt, one.Known.Recorded.Type, one.Known.Context.By, one.Known.Context.Channel,
                one.Fact is null || s_inner.Contains(one.Fact.GetType()), one.Fact)),
    ]);
}

/// <summary>One event.</summary>
/// <param name="IsInner">Whether it is of interest to an operator alone.</param>
/// <param name="Fact">The event itself.</param>
internal sealed record OrderTimelineEntry(DateTimeOffset At, string Type, string By, string Channel, bool IsInner, object? Fact);
