using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Privacy;

/// <summary>
/// Erases what is written in an order to people when its time has come: nothing of it is to be delivered or is disputed, nothing that it brought is
/// held any more, nobody in it is under legal hold, and nothing has happened for so long.
/// </summary>
/// <remarks>
/// All wait equally long, so one line in the log's order is enough: memory does not grow with what waits. What comes too early is brought up again
/// by what happens later, since everything that can be the last is listened to.
/// </remarks>
/// <param name="after">So long after the last thing that happened; <c>Orders:RetentionDays</c>.</param>
internal sealed class OrderRetention(TimeSpan after, OrderStore orders, HoldingStore holdings, Erasure erasure, TimeProvider clock) : IWorkGroup, IRetentionRule
{
    private static readonly HashSet<Type> s_last =
    [
        typeof(OrderDelivered), typeof(OrderUnitsReturned), typeof(OrderLinesDeclined), typeof(OrderLinesCancelled), typeof(OrderInvoiced), typeof(OrderDisputeSettled), typeof(OrderInvoicePaid),
        typeof(HoldingEnded),
    ];

    private static readonly HashSet<string> s_types = [.. s_last.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "retention-orders";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => Name;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var stream = happened.Recorded.Stream;
        var (at, number) = happened.Fact is HoldingEnded ended ? (ended.At, Holding.OrderOf(stream)) : (((OrderEvent)happened.Fact!).At, OrderNumber.IsStream(stream, out var order) ? order.Value : "");
        if (at + after > clock.GetUtcNow())
        {
            return new WorkNotDue(at + after);
        }

        await ApplyAsync(number, ct);
        return WorkResult.Done;
    }

    /// <inheritdoc/>
    public async Task ApplyAsync(string matter, CancellationToken ct)
    {
        if (!OrderNumber.TryParse(matter, out var number) || await orders.LoadAsync(number, ct) is not { State.Wish: not null } order || !await IsOverAsync(number, order, ct))
        {
            return;
        }

        var owners = order.History.SelectMany(known => PersonalJson.OwnersIn(known.Recorded.Data, number.Value)).Distinct().ToList();
        foreach (var owner in owners)
        {
            if ((await erasure.RecordAsync(owner, ct)).Hold is not null)
            {
                return; // A hold that ends brings the order up again: see RetentionAfterHold.
            }
        }

        await erasure.EraseOrderAsync(number, owners, ct);
    }

    private async Task<bool> IsOverAsync(OrderNumber number, LoadedOrder order, CancellationToken ct)
    {
        var status = OrderStanding.Of(order.History.Select(known => known.Fact)).Status;
        if (OrderStatus.Open.Contains(status) || !order.State.Disputes.IsEmpty || order.History.LastOrDefault(known => s_last.Contains(known.Fact?.GetType() ?? typeof(object))) is not { Fact: OrderEvent last })
        {
            return false;
        }

        var latest = clock.GetUtcNow() - after;
        if (last.At > latest)
        {
            return false;
        }

        foreach (var (line, unit) in order.State.Lines.Values.SelectMany(line => line.Delivered.Keys.Select(unit => (line.Line.Line, unit))))
        {
            if (await holdings.LoadAsync(Holding.IdOf(number, line, unit), ct) is { Started: not null } held && (held.EndedOn is not { } day || day > CityDay.Of(latest)))
            {
                return false;
            }
        }

        return true;
    }
}
