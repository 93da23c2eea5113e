using global::Amqp;
using global::Amqp.Framing;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>Works on one message to its end: takes it and settles it.</summary>
/// <returns>False when it went back: then nothing behind it may be worked on, and the round is over.</returns>
internal delegate Task<bool> MessageWork(ReceiverLink link, Message message, CancellationToken ct);

/// <summary>What brokers do each in their own way, all of them speaking AMQP 1.0.</summary>
internal interface IAmqpDialect
{
    /// <summary>Where a message for a queue is sent to, and taken from.</summary>
    string Queue(string name);

    /// <summary>Where a message for a topic is sent to.</summary>
    string Topic(string name);

    /// <summary>Makes a new connection ready to send to an address.</summary>
    /// <exception cref="AmqpException">The broker refuses, or there is no such place (<c>amqp:not-found</c>).</exception>
    Task ReadyToSendAsync(AmqpWire wire, string address, CancellationToken ct);

    /// <summary>Gives a queue's messages out to be worked on, those of one group one after the other, until the link ends or one goes back.</summary>
    /// <exception cref="Exception">One that <see cref="AmqpWire.IsWireFault"/> knows.</exception>
    Task<RoundEnd> ReceiveAsync(AmqpWire wire, string address, MessageWork work, CancellationToken ct);

    /// <summary>Puts a message back, to be given out again.</summary>
    void Abandon(ReceiverLink link, Message message);

    /// <summary>Puts a message aside for a person, with the reason if the broker can keep it.</summary>
    void DeadLetter(ReceiverLink link, Message message, string reason, string description);

    /// <summary>How long the broker wants to be left alone; null when it does not ask for it.</summary>
    TimeSpan? AsksToWait(Error? error);
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

    /// <summary>The broker has too much to do: wait for <see cref="AmqpReceiver.BusyWait"/>, and begin again.</summary>
    Busy,
}
