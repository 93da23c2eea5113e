using System.Threading.Channels;
using global::Amqp;
using global::Amqp.Framing;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>RabbitMQ 3.x with <c>rabbitmq_amqp1_0</c>.</summary>
/// <remarks>
/// It ends the session on <c>modified</c>, so abandon is <c>released</c>; it tells no delivery count; the reason of a dead letter is lost; and
/// what is sent to a queue that does not exist is taken and dropped. Source: its README, tag v3.10.8, and what it was seen to do.
/// </remarks>
internal sealed class RabbitMq : IAmqpDialect
{
    private const string QueuePrefix = "/amq/queue/";
    private const int Credit = 200;
    private const int Lanes = 8;

    /// <inheritdoc/>
    public string Queue(string name) => QueuePrefix + Uri.EscapeDataString(name);

    /// <summary>An exchange; the message's subject is its routing key.</summary>
    public string Topic(string name) => "/exchange/" + Uri.EscapeDataString(name);

    /// <summary>Looks whether the queue is there: a receiver without credit takes nothing, and is refused where there is no queue. Whether anything is bound to an exchange cannot be seen.</summary>
    public async Task ReadyToSendAsync(AmqpWire wire, string address, CancellationToken ct)
    {
        if (!address.StartsWith(QueuePrefix, StringComparison.Ordinal))
        {
            return;
        }

        var session = new Session(wire.Session.Connection);
        var answered = new TaskCompletionSource<Error?>(TaskCreationOptions.RunContinuationsAsynchronously);
        session.AddClosedCallback((_, error) => answered.TrySetResult(error));
        var look = new ReceiverLink(session, "hub-look", new Source { Address = address, Durable = 2 }, (_, _) => answered.TrySetResult(null));
        look.AddClosedCallback((_, error) => answered.TrySetResult(error));
        var error = await wire.InTimeAsync(answered.Task, ct);
        if (error?.Condition?.ToString() == "amqp:not-found")
        {
            throw new AmqpException(error);
        }

        await wire.InTimeAsync(session.CloseAsync(), ct);
    }

    /// <summary>One link; its messages go to lanes by their group. The end of the connection gives back what is not settled.</summary>
    public async Task<RoundEnd> ReceiveAsync(AmqpWire wire, string address, MessageWork work, CancellationToken ct)
    {
        var link = await wire.ReceiverAsync(address, ct);
        wire.EndWith(link);
        using var round = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var lanes = Enumerable.Range(0, Lanes).Select(_ => Channel.CreateUnbounded<Message>()).ToArray();
        var works = lanes.Select(lane => WorkAsync(lane.Reader, link, work, round.Token)).ToList();
        link.Start(Credit, (_, message) => lanes[LaneOf(message)].Writer.TryWrite(message));
        await Task.WhenAny([wire.Ended, .. works]);
        var end = wire.Ended.IsCompleted ? AmqpWire.EndOf(await wire.Ended) : RoundEnd.NotNow;
        await round.CancelAsync();
        await Task.WhenAll(works);
        return end;
    }

    /// <inheritdoc/>
    public void Abandon(ReceiverLink link, Message message) => link.Release(message);

    /// <inheritdoc/>
    public void DeadLetter(ReceiverLink link, Message message, string reason, string description) =>
        link.Reject(message, new Error(reason) { Description = description });

    /// <inheritdoc/>
    public TimeSpan? AsksToWait(Error? error) => null;

    private static async Task WorkAsync(ChannelReader<Message> lane, ReceiverLink link, MessageWork work, CancellationToken ct)
    {
        try
        {
            while (await work(link, await lane.ReadAsync(ct), ct))
            {
            }
        }
        catch (Exception end) when (end is OperationCanceledException || AmqpWire.IsWireFault(end))
        {
            // What was not settled comes again, and the hub knows what it has.
        }
    }

    private static int LaneOf(Message message) =>
        (int)((uint)string.GetHashCode(message.Properties?.GroupId ?? AmqpReading.Id(message) ?? "", StringComparison.Ordinal) % Lanes);
}
