using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace IntegrationHub.HostTests.Suppliers.ServiceBus;

/// <summary>One message as the service keeps it.</summary>
internal sealed class StandInMessage(Message sent, long sequence, DateTimeOffset at)
{
    private static readonly Symbol s_scheduled = "x-opt-scheduled-enqueue-time";
    private readonly byte[] _bytes = BytesOf(sent);

    public long Sequence { get; } = sequence;

    public DateTimeOffset Enqueued { get; set; } = at;

    public string Session { get; } = sent.Properties?.GroupId ?? "";

    /// <summary>Null when it goes into the queue at once.</summary>
    public DateTimeOffset? Scheduled { get; } = sent.MessageAnnotations?.Map.TryGetValue(s_scheduled, out var when) == true && when is DateTime instant
        ? new DateTimeOffset(instant.ToUniversalTime()) : null;

    /// <summary>How often it was given out in vain.</summary>
    public uint Failed { get; set; }

    public bool Deferred { get; set; }

    public Guid Lock { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    /// <summary>Who has it; null when it was asked for by number.</summary>
    public object? Holder { get; set; }

    /// <summary>Application properties that were given to it here: why it is a dead letter, and what an abandonment changed.</summary>
    public Dictionary<string, object> Added { get; } = new(StringComparer.Ordinal);

    /// <summary>The message's own id; null when the sender gave none.</summary>
    public string? Id { get; } = sent.Properties?.GetMessageId()?.ToString();

    /// <summary>A further copy: for another subscription, or as a dead letter.</summary>
    public StandInMessage Copy(long sequence, DateTimeOffset now)
    {
        var copy = new StandInMessage(Message.Decode(Buffer()), sequence, now) { Failed = Failed };
        foreach (var (name, value) in Added)
        {
            copy.Added[name] = value;
        }

        return copy;
    }

    /// <summary>The message as a client gets it.</summary>
    public StandInDelivery Delivery()
    {
        var kept = Message.Decode(Buffer());
        var annotations = kept.MessageAnnotations ?? new MessageAnnotations();
        annotations[(Symbol)"x-opt-sequence-number"] = Sequence;
        annotations[(Symbol)"x-opt-enqueued-time"] = Enqueued.UtcDateTime;
        annotations[(Symbol)"x-opt-message-state"] = Deferred ? 1 : Scheduled > Enqueued ? 2 : 0;
        if (Lock != Guid.Empty)
        {
            annotations[(Symbol)"x-opt-locked-until"] = LockedUntil.UtcDateTime;
        }

        var header = kept.Header ?? new Header();
        header.DeliveryCount = Failed;
        var properties = kept.Properties ?? new Properties();
        if (properties.GetMessageId() is null)
        {
            properties.MessageId = $"given-{Sequence}"; // The service gives one.
        }

        var application = kept.ApplicationProperties;
        if (Added.Count > 0)
        {
            application ??= new ApplicationProperties();
            foreach (var (name, value) in Added)
            {
                application[name] = value;
            }
        }

        return new StandInDelivery(Lock)
        {
            Header = header,
            MessageAnnotations = annotations,
            Properties = properties,
            ApplicationProperties = application,
            BodySection = kept.BodySection,
            Footer = kept.Footer,
        };
    }

    /// <summary>A message's encoded form.</summary>
    public static byte[] BytesOf(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    private ByteBuffer Buffer() => new(_bytes, 0, _bytes.Length, _bytes.Length);
}

/// <summary>A message under a lock; its delivery's tag is the lock's token.</summary>
internal sealed class StandInDelivery(Guid @lock) : Message
{
    public Guid Lock { get; } = @lock;
}
