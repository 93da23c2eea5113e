using global::Amqp;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>What became of a message.</summary>
public abstract record Taking
{
    /// <summary>It is durable at the hub: the broker may forget it.</summary>
    public sealed record Taken : Taking;

    /// <summary>It is no sound message and never will be: to the dead-letter queue.</summary>
    /// <param name="Reason">Stable code.</param>
    /// <param name="Description">What to do.</param>
    public sealed record Invalid(string Reason, string Description) : Taking;

    /// <summary>It cannot be taken now.</summary>
    /// <param name="HubAway">Whether the hub itself is in trouble: then the message is kept and tried again, and no try counts against it.</param>
    public sealed record NotNow(bool HubAway) : Taking;
}

/// <summary>
/// Takes a supplier's messages from its queue: those of one group one after the other, groups beside each other. When one cannot be taken
/// now, it and all behind it go back, and the next round begins with it: the order of a group holds.
/// </summary>
/// <remarks>
/// How often a message has failed is the larger of what the broker says and what is counted here, over all rounds: RabbitMQ 3.x says nothing,
/// and a hub that was started anew remembers nothing. After <see cref="MostTries"/> it is dead-lettered.
/// </remarks>
public sealed class AmqpReceiver(AmqpBroker broker, AmqpSupplier supplier, TimeProvider clock)
{
    /// <summary>How often a message may fail for a cause of its own.</summary>
    public const int MostTries = 10;

    /// <summary>How long a broker is left alone that has too much to do.</summary>
    public static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(10);

    private const int Remembered = 1_000;
    private static readonly TimeSpan s_hubAway = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, int> _failed = new(StringComparer.Ordinal);

    /// <summary>One round: until the connection ends, or a message cannot be taken now. Then wait, and begin another.</summary>
    /// <param name="take">Makes a message durable; called for one group in order.</param>
    /// <param name="ct">Ends the round; messages under way go back.</param>
    /// <returns>Why it ended.</returns>
    /// <exception cref="Exception">One that <see cref="IsWireFault"/> knows: the broker cannot be reached or refused.</exception>
    public async Task<RoundEnd> RunAsync(Func<Message, CancellationToken, Task<Taking>> take, CancellationToken ct)
    {
        var queue = supplier.ReplyQueue ?? throw new InvalidOperationException($"Suppliers:{supplier.Id}:ReplyQueue is not set.");
        try
        {
            await using var wire = await AmqpWire.OpenAsync(broker, $"hub-from-{supplier.Id}", clock, ct);
            var end = await broker.Dialect.ReceiveAsync(
                wire, broker.Dialect.Queue(queue), (link, message, stop) => WorkAsync(link, message, take, stop), ct);
            ct.ThrowIfCancellationRequested();
            return end;
        }
        catch (AmqpException busy) when (broker.Dialect.AsksToWait(busy.Error) is not null)
        {
            return RoundEnd.Busy;
        }
    }

    /// <summary>Whether an exception of a round is a fault of the wire or the broker.</summary>
    public static bool IsWireFault(Exception fault) => AmqpWire.IsWireFault(fault);

    private async Task<bool> WorkAsync(ReceiverLink link, Message message, Func<Message, CancellationToken, Task<Taking>> take, CancellationToken ct)
    {
        switch (await TakeAsync(link, message, take, ct))
        {
            case Taking.Taken:
                link.Accept(message);
                Forget(message);
                return true;
            case Taking.Invalid no:
                broker.Dialect.DeadLetter(link, message, no.Reason, no.Description);
                Forget(message);
                return true;
            case Taking.NotNow when Count(message) >= MostTries:
                broker.Dialect.DeadLetter(link, message, "hub-failed", "The hub could not take the message in ten tries; see its log, and send it again.");
                Forget(message);
                return true;
            default:
                broker.Dialect.Abandon(link, message);
                return false;
        }
    }

    private async Task<Taking> TakeAsync(ReceiverLink link, Message message, Func<Message, CancellationToken, Task<Taking>> take, CancellationToken ct)
    {
        try
        {
            Taking taking;
            while ((taking = await take(message, ct)) is Taking.NotNow { HubAway: true })
            {
                await Task.Delay(s_hubAway, clock, ct);
            }

            return taking;
        }
        catch (OperationCanceledException)
        {
            link.Release(message); // At once, and not only when a lock runs out; it has not failed.
            throw;
        }
    }

    private int Count(Message message)
    {
        lock (_failed)
        {
            if (_failed.Count >= Remembered)
            {
                _failed.Clear();
            }

            var key = Key(message);
            return _failed[key] = Math.Max(_failed.GetValueOrDefault(key), (int)Math.Min(message.Header?.DeliveryCount ?? 0, MostTries)) + 1;
        }
    }

    private void Forget(Message message)
    {
        lock (_failed)
        {
            _failed.Remove(Key(message));
        }
    }

    /// <summary>A message without an id is known by what it says, so that several are not counted as one.</summary>
    private static string Key(Message message) => AmqpReading.Id(message) ?? AmqpReading.Mark(message);
}
