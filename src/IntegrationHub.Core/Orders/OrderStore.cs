using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Orders;

/// <summary>An order as it was read.</summary>
/// <param name="State">What later decisions ask for.</param>
/// <param name="History">Every event of the order; empty when there is no such order.</param>
public sealed record LoadedOrder(OrderState State, IReadOnlyList<Known> History)
{
    /// <summary>Revision of the last event; -1 when there is no such order.</summary>
    public long Revision => History.Count == 0 ? -1 : History[^1].Recorded.Revision;
}

/// <summary>Takes commands to orders: read, decide, append; again when somebody else was quicker.</summary>
public sealed class OrderStore(IEventLog log, EventCodec codec)
{
    /// <summary>Reads an order; one that does not exist has no history.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<LoadedOrder> LoadAsync(OrderNumber number, CancellationToken ct)
    {
        var (state, history) = (OrderState.Empty, new List<Known>());
        await foreach (var recorded in log.ReadStreamAsync(number.Stream, 0, ct))
        {
            var known = codec.Decode(recorded);
            history.Add(known);
            state = state.After(known.Fact);
        }

        return new(state, history);
    }

    /// <summary>Decides a command and records what it leads to. The same command id again changes nothing and gets the same yes.</summary>
    /// <param name="number">The order.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="id">The command's id; the ids of its events follow from it.</param>
    /// <param name="context">Who, through which channel, and why.</param>
    /// <param name="ifRevision">Refused with <c>order-changed</c> when the order has another revision; null for whatever it is.</param>
    /// <param name="ct">Ends the wait; the command may be sent again with the same id.</param>
    /// <exception cref="EventLogException">The log cannot be read or written, or the order changes faster than it can be decided.</exception>
    public Task<Decision<OrderEvent>> DecideAsync(OrderNumber number, OrderCommand command, Guid id, EventContext context, long? ifRevision, CancellationToken ct) =>
        log.DecideAsync(codec, (number.Stream, $"order {number}"), id, context, async () =>
        {
            var loaded = await LoadAsync(number, ct);
            return (loaded.Revision, loaded.History.SaidBefore<OrderEvent>("order", id, ifRevision) ?? OrderDecider.Decide(loaded.State, command));
        }, ct);
}
