namespace IntegrationHub.Core.Orders;

/// <summary>Where an order, or a line of it, stands: one word for pages, searches and the telephone.</summary>
public static class OrderStatus
{
    /// <summary>All of them, in the order of an order's life.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "wished", "awaiting-approval", "turned-down", "specified", "placed", "confirmed", "shipped", "partly-delivered", "delivered", "invoiced", "disputed",
        "paid", "returned", "declined", "cancelled",
    ];

    /// <summary>Those in which something is still to be delivered, or to be decided before it can be.</summary>
    public static readonly IReadOnlySet<string> Open = new HashSet<string>(StringComparer.Ordinal)
    {
        "wished", "awaiting-approval", "turned-down", "specified", "placed", "confirmed", "shipped", "partly-delivered",
    };

    /// <summary>The order's: its lines that still count say it together, the slowest first.</summary>
    public static string Of(OrderStanding order)
    {
        var counting = order.Lines.FindAll(line => !line.IsOff);
        return order switch
        {
            { Lines.Count: 0 } => "wished",
            _ when counting.Count == 0 => order.Lines.TrueForAll(line => line.Phase == LinePhase.Declined) ? "declined" : "cancelled",
            { IsTurnedDown: true } => "turned-down",
            { IsApproved: false } => "awaiting-approval",
            { Disputes.Count: > 0 } when counting.TrueForAll(line => line.IsDelivered) => "disputed",
            _ => Together([.. counting.Select(line => Of(order, line))]),
        };
    }

    /// <summary>A line's.</summary>
    public static string Of(OrderStanding order, LineStanding line) => line switch
    {
        { Phase: LinePhase.Declined } => "declined",
        { Phase: LinePhase.Cancelled } => "cancelled",
        _ when order.IsTurnedDown => "turned-down",
        _ when !order.IsApproved => "awaiting-approval",
        { Phase: LinePhase.Specified } => "specified",
        { IsDelivered: true } when order.Disputes.ContainsValue(line.Line) => "disputed",
        { IsDelivered: true } when line.Returned >= line.Quantity => "returned",
        { IsDelivered: true } when IsBilled(line) => line.Unpaid.Count == 0 ? "paid" : "invoiced",
        { IsDelivered: true } => "delivered",
        { Delivered: > 0 } => "partly-delivered",
        { Shipped: > 0 } => "shipped",
        { Phase: LinePhase.Confirmed or LinePhase.CancelAsked } => "confirmed",
        _ => "placed",
    };

    /// <summary>Whether what is paid once was billed for every unit that stayed, or what runs was billed at all.</summary>
    private static bool IsBilled(LineStanding line) => line.Billed > 0 && (!line.IsOnce || line.Billed >= line.Quantity - line.Returned);

    private static string Together(List<string> lines)
    {
        bool Any(params string[] of) => lines.Exists(line => of.Contains(line, StringComparer.Ordinal));

        var there = Any("delivered", "invoiced", "disputed", "paid", "partly-delivered");
        return Any("placed", "confirmed", "shipped", "partly-delivered", "specified")
            ? there ? "partly-delivered" : Any("shipped") ? "shipped" : Any("placed", "specified") ? "placed" : "confirmed"
            : Any("delivered") ? "delivered"
            : Any("invoiced") ? "invoiced"
            : Any("paid") ? "paid" : "returned";
    }
}
