namespace IntegrationHub.Core.Orders;

/// <summary>The rules of an order's life, from the wish to the invoice. Sent twice, a command changes nothing the second time.</summary>
public static partial class OrderDecider
{
    /// <summary>What the command leads to.</summary>
    public static Decision<OrderEvent> Decide(OrderState state, OrderCommand command) => (state, command) switch
    {
        ({ Wish: null }, WishForOrder c) => Yes(c.Wish),
        (_, WishForOrder) => Yes(),
        ({ Wish: null }, _) => No("order-unknown", "There is no such order."),
        (_, SpecifyOrder c) => Specify(state, c),
        (_, ApproveOrder c) => Approve(state, c),
        (_, TurnDownOrder c) => TurnDown(state, c),
        (_, CancelLines c) => Cancel(state, c),
        (_, BookSwap c) => Swap(state, c),
        (_, ReturnUnits c) => Return(state, null, c.Return, c.Units, c.Reason, c.Now),
        (_, ReportOnOrder c) => Report(state, c),
        (_, NoteInvoice c) => Note(state, c),
        _ => No("not-possible", "This cannot be done with the order as it stands."),
    };

    private static Decision<OrderEvent> Specify(OrderState state, SpecifyOrder command)
    {
        if (state.PlacedAt is not null)
        {
            return No("order-placed", "The order is with its suppliers. Cancel what is not wanted, and order what is missing anew.");
        }

        if (state.Lines.Count > 0 && state.Lines.Values.All(line => line.IsOff))
        {
            return No("order-cancelled", "The order was cancelled. Make a new one.");
        }

        if (command.Lines.Count == 0)
        {
            return No("order-empty", "An order has at least one line.");
        }

        var specified = new OrderSpecified(command.Catalogue, command.Lines, Money.Sum(command.Lines.Select(line => line.Value)), command.Attest, command.Together, command.Now, command.By);
        return Yes([specified, .. command.Attest is null ? Place(command.Lines, command.Now) : []]);
    }

    private static Decision<OrderEvent> Approve(OrderState state, ApproveOrder command) => state switch
    {
        { Lines.Count: 0 } => No("order-not-specified", "Nothing is specified yet that could be approved."),
        { IsApproved: true } => Yes(),
        { IsTurnedDown: true } => No("order-turned-down", "The order was turned down; it must be specified anew first."),
        _ when state.Lines.Values.All(line => line.IsOff) => No("order-cancelled", "The order was cancelled."),
        _ when Refusal(state, command.Approver, command.Roles) is { } no => no,
        _ => Yes([
            new OrderApproved(command.Approver, state.Attest!, Money.Sum(Left(state).Select(line => line.Value)), command.Now),
            .. Place(Left(state), command.Now)]),
    };

    private static Decision<OrderEvent> TurnDown(OrderState state, TurnDownOrder command) => state switch
    {
        { Lines.Count: 0 } => No("order-not-specified", "Nothing is specified yet that could be turned down."),
        { IsApproved: true } => No("order-approved", "The order is approved; cancel it instead."),
        { IsTurnedDown: true } => Yes(),
        _ when Refusal(state, command.Approver, command.Roles) is { } no => no,
        _ => Yes(new OrderTurnedDown(command.Approver, state.Text(command.Reason), command.Now)),
    };

    /// <summary>Nobody approves an order of his own, nor what he said himself should be in it, nor one above his mandate.</summary>
    private static Refused<OrderEvent>? Refusal(OrderState state, Privacy.PersonId approver, IReadOnlyList<string> roles) =>
        approver == state.Wish!.Orderer || approver == state.SpecifiedBy ? No("own-order", "Nobody approves an own order; ask somebody else with the role.")
        : !roles.Contains(state.Attest!, StringComparer.OrdinalIgnoreCase) ? No("no-mandate", $"This order must be approved by someone with the role {state.Attest}.")
        : null;

    private static IEnumerable<OrderLine> Left(OrderState state) => state.Lines.Values.Where(line => !line.IsOff).Select(line => line.Line);

    private static IEnumerable<OrderPlaced> Place(IEnumerable<OrderLine> lines, DateTimeOffset now) =>
        lines.GroupBy(line => line.Supplier, StringComparer.Ordinal).Select(own => new OrderPlaced(own.Key, [.. own.Select(line => line.Line)], now));

    private static Decision<OrderEvent> Cancel(OrderState state, CancelLines command)
    {
        var wanted = command.Lines.Count > 0 ? command.Lines : [.. state.Lines.Values.Where(line => line.IsOpen && line.Delivered.Count == 0).Select(line => line.Line.Line)];
        if (state.Lines.Count == 0)
        {
            return No("order-not-specified", "Nothing is specified yet. Leave the wish as it is, or specify it.");
        }

        if (wanted.FirstOrDefault(line => !state.Lines.ContainsKey(line)) is var unknown and not 0)
        {
            return No("line-unknown", $"The order has no line {unknown}.");
        }

        if (wanted.Any(line => state.Lines[line].Delivered.Count > 0))
        {
            return No("line-delivered", "A line that was delivered is not cancelled; send the units back instead.");
        }

        var reason = command.Reason is { } why ? state.Text(why) : null;
        var open = wanted.Select(line => state.Lines[line]).Where(line => line.Phase is LinePhase.Specified or LinePhase.Placed or LinePhase.Confirmed).ToList();
        var untold = open.Where(line => line.Phase == LinePhase.Specified).Select(line => line.Line.Line).ToList();
        return Yes([
            .. untold.Count > 0 ? [new OrderLinesCancelled(untold, reason, command.Now)] : Array.Empty<OrderEvent>(),
            .. open.Where(line => line.Phase != LinePhase.Specified).GroupBy(line => line.Line.Supplier, StringComparer.Ordinal)
                .Select(own => new OrderCancellationAsked(own.Key, [.. own.Select(line => line.Line.Line)], reason, command.Now))]);
    }

    private static Decision<OrderEvent> Swap(OrderState state, BookSwap command) => state.Lines.GetValueOrDefault(command.Line) switch
    {
        null => No("line-unknown", $"The order has no line {command.Line}."),
        { IsOff: true } or { IsDelivered: true } => No("line-done", "The line is delivered, or is not delivered any more."),
        { Line.Swap.Count: 0 } => No("no-swap", "Nothing is taken back with this line."),
        _ when command.Time.From <= command.Now || command.Time.Until <= command.Time.From => No("time-wrong", "The hour must lie ahead, and end after it begins."),
        { Swap: { } booked } when booked == command.Time => Yes(),
        _ => Yes(new OrderSwapBooked(command.Line, command.Time, command.Now)),
    };

    /// <summary>What an invoice led to; facts that are known already, and what another than the lines' own supplier bills, are passed over.</summary>
    private static Decision<OrderEvent> Note(OrderState state, NoteInvoice command)
    {
        var facts = command.Facts.Where(fact => fact switch
        {
            OrderInvoiced e => state.Lines.TryGetValue(e.Line, out var line) && line.Line.Supplier == e.Supplier
                && !line.Billed.Exists(billed => billed.Invoice == e.Invoice && billed.InvoiceLine == e.InvoiceLine),
            OrderInvoiceDisputed e => !state.Disputes.ContainsKey(e.Dispute) && state.Lines.Values.Any(line => line.Line.Supplier == e.Supplier && (e.Line ?? line.Line.Line) == line.Line.Line),
            OrderDisputeSettled e => state.Disputes.ContainsKey(e.Dispute),
            OrderInvoicePaid e => state.Invoices.TryGetValue((e.Supplier, e.Invoice), out var paid) && !paid,
            _ => false,
        });
        return Yes([.. facts]);
    }

    private static Accepted<OrderEvent> Yes(params IReadOnlyList<OrderEvent> events) => new(events);

    private static Refused<OrderEvent> No(string code, string why) => new(code, why);
}
