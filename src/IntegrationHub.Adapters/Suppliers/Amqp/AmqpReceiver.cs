using System.Threading.Channels;
using global::Amqp;
using global::Amqp.Framing;

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
    /// <param name="HubAway">Whether the hub itself is in trouble: then the try does not count against the message.</param>
    public sealed record NotNow(bool HubAway) : Taking;
}

/// <summary>
/// Takes a supplier's messages from its queue: those of one group one after the other, groups beside each other. When one cannot be taken
/// now, it and all behind it go back, and the next round begins with it: the order of a group holds.
/// </summary>
/// <remarks>Messages are counted here, because RabbitMQ 3.x tells no delivery count; after <see cref="MostTries"/> a message is dead-lettered.</remarks>
public sealed class AmqpReceiver(AmqpBroker broker, AmqpSupplier supplier, TimeProvider clock)
{
    /// <summary>How often a message may fail for a cause of its own.</summary>
    public const int MostTries = 10;

    private const int Credit = 200;
    private const int Lanes = 8;
    private const int Remembered = 1_000;
    private readonly Dictionary<string, int> _failed = new(StringComparer.Ordinal);

    /// <summary>One round: until the connection ends, or a message cannot be taken now. Then wait, and begin another.</summary>
    /// <param name="take">Makes a message durable; called for one group in order.</param>
    /// <param name="ct">Ends the round; messages under way go back.</param>
    /// <returns>Why it ended.</returns>
    /// <exception cref="Exception">One that <see cref="IsWireFault"/> knows: the broker cannot be reached or refused.</exception>
    public async Task<RoundEnd> RunAsync(Func<Message, CancellationToken, Task<Taking>> take, CancellationToken ct)
    {
        var queue = supplier.ReplyQueue ?? throw new InvalidOperationException($"Suppliers:{supplier.Id}:ReplyQueue is not set.");
        await using var wire = await AmqpWire.OpenAsync(broker, $"hub-from-{supplier.Id}", clock, ct);
        var link = await wire.ReceiverAsync(AmqpBroker.Queue(queue), ct);
        using var round = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var lanes = Enumerable.Range(0, Lanes).Select(_ => Channel.CreateUnbounded<Message>()).ToArray();
        var works = lanes.Select(lane => WorkAsync(lane.Reader, link, take, round.Token)).ToList();
        link.Start(Credit, (_, message) => lanes[LaneOf(message)].Writer.TryWrite(message));
        var stop = Task.Delay(Timeout.InfiniteTimeSpan, clock, round.Token);
        await Task.WhenAny([wire.Ended, stop, .. works]);
        var end = wire.Ended.IsCompleted ? End(await wire.Ended) : RoundEnd.NotNow;
        await round.CancelAsync();
        await Task.WhenAll(works);
        ct.ThrowIfCancellationRequested();
        return end;
    }

    /// <summary>Whether an exception of a round is a fault of the wire or the broker.</summary>
    public static bool IsWireFault(Exception fault) => AmqpWire.IsWireFault(fault);

    private static RoundEnd End(Error? error) => error?.Condition?.ToString() switch
    {
        null or "amqp:link:detach-forced" or "amqp:connection:forced" => RoundEnd.Idle, // A broker may end what is idle; attach again.
        _ => RoundEnd.Broken,
    };

    /// <summary>Works until a message cannot be taken now, or the round ends.</summary>
    private async Task WorkAsync(
        ChannelReader<Message> lane, ReceiverLink link, Func<Message, CancellationToken, Task<Taking>> take, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var message = await lane.ReadAsync(ct);
                if (!Settle(link, message, await take(message, ct)))
                {
                    return;
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException || IsWireFault(end))
        {
            // What was not settled comes again, and the hub knows what it has.
        }
    }

    private bool Settle(ReceiverLink link, Message message, Taking taking)
    {
        switch (taking)
        {
            case Taking.Taken:
                link.Accept(message);
                Forget(message);
                return true;
            case Taking.Invalid no:
                DeadLetter(link, message, no.Reason, no.Description);
                return true;
            case Taking.NotNow { HubAway: false } when Count(message) >= MostTries:
                DeadLetter(link, message, "hub-failed", "The hub could not take the message in ten tries; see its log, and send it again.");
                return true;
            default:
                link.Release(message); // RabbitMQ 3.x ends the session on modified.
                return false;
        }
    }

    private void DeadLetter(ReceiverLink link, Message message, string reason, string description)
    {
        link.Reject(message, new Error(reason) { Description = description });
        Forget(message);
    }

    private int Count(Message message)
    {
        lock (_failed)
        {
            if (_failed.Count >= Remembered)
            {
                _failed.Clear();
            }

            var key = AmqpReading.Id(message) ?? "";
            return _failed[key] = Math.Max(_failed.GetValueOrDefault(key), (int)Math.Min(message.Header?.DeliveryCount ?? 0, MostTries)) + 1;
        }
    }

    private void Forget(Message message)
    {
        lock (_failed)
        {
            _failed.Remove(AmqpReading.Id(message) ?? "");
        }
    }

    private static int LaneOf(Message message) =>
        (int)((uint)string.GetHashCode(message.Properties?.GroupId ?? AmqpReading.Id(message) ?? "", StringComparison.Ordinal) % Lanes);
}

/// <summary>Why a round of receiving ended.</summary>
public enum RoundEnd
{
    /// <summary>The broker ended what was idle, or the connection was closed in order: begin again at once.</summary>
    Idle,

    /// <summary>The broker ended the link or the connection with an error: wait, and begin again.</summary>
    Broken,

    /// <summary>A message could not be taken now: wait, and begin again.</summary>
    NotNow,
}
