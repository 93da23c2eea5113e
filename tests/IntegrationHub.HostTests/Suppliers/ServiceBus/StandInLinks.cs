using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace IntegrationHub.HostTests.Suppliers.ServiceBus;

/// <summary>A client's link into a queue or topic.</summary>
internal sealed class StandInSender(ServiceBusStandIn bus, ListenerLink link, IReadOnlyList<StandInEntity> into) : LinkEndpoint
{
    private const uint Batch = 0x80013700;

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    public override void OnMessage(MessageContext messageContext) => bus.Post(() =>
    {
        if (bus.IsBusy())
        {
            messageContext.Complete(new Error("com.microsoft:server-busy") { Description = "The request was terminated because the entity is being throttled. Error code : 50009." });
            return;
        }

        var messages = Unpacked(messageContext.Message).ToList();
        if (into.Any(entity => entity.Plan.Sessions) && messages.Any(message => message.Properties?.GroupId is null))
        {
            messageContext.Complete(new Error(ErrorCode.NotAllowed) { Description = "The SessionId was not set on a message, and it cannot be sent to the entity." });
            return;
        }

        foreach (var message in messages)
        {
            foreach (var entity in into)
            {
                entity.Enqueue(message);
            }
        }

        if (bus.LosesAnswer())
        {
            bus.Cut(link.Session.Connection);
        }
        else if (!link.IsClosed)
        {
            messageContext.Complete();
        }
    });

    /// <summary>A batch's body has one section for each message.</summary>
    private static IEnumerable<Message> Unpacked(Message message) => message.Format != Batch ? [message] : message.BodySection switch
    {
        DataList list => Enumerable.Range(0, list.Count).Select(i => Message.Decode(Fresh(list[i]))),
        Data one => [Message.Decode(Fresh(one))],
        _ => [],
    };

    private static ByteBuffer Fresh(Data data)
    {
        var bytes = data.Binary ?? data.Buffer.Buffer.AsSpan(data.Buffer.Offset, data.Buffer.Length).ToArray();
        return new ByteBuffer(bytes, 0, bytes.Length, bytes.Length);
    }
}

/// <summary>A client's link out of a queue, a subscription, a session, or dead letters.</summary>
internal sealed class StandInReceiver(ServiceBusStandIn bus, ListenerLink link, StandInEntity from, bool deletes) : LinkEndpoint
{
    private int _sent;
    private int _told;
    private int _attacher;
    private bool _ended;
    private bool _drains;

    public int Credit { get; private set; }

    public bool Deletes => deletes;

    public string? Session { get; set; }

    public DateTimeOffset SessionUntil { get; set; }

    public ListenerLink Link => link;

    /// <summary>Whether nothing can come from the client any more: the library ends a connection before its links.</summary>
    public bool IsGone => link.IsClosed || link.Session.Connection.IsClosed;

    /// <summary>Agrees to the link. The library then says how much credit came meanwhile, also what it has said already on the connection's own thread.</summary>
    public void Attach(AttachContext context)
    {
        _attacher = Environment.CurrentManagedThreadId;
        context.Complete(this, 0);
        _attacher = 0;
        from.Add(this);
    }

    public override void OnFlow(FlowContext flowContext)
    {
        var (more, sent, drains) = (flowContext.Messages, Volatile.Read(ref _sent), link.IsDraining);
        if (_attacher == Environment.CurrentManagedThreadId)
        {
            more -= Volatile.Read(ref _told);
            if (more <= 0)
            {
                return;
            }
        }

        Interlocked.Add(ref _told, Math.Max(more, 0));
        bus.Post(() =>
        {
            Credit = more > 0 ? Credit + more : sent - _sent; // The library takes any other flow as "no more", from then on.
            _drains = drains;
            from.Pump();
        });
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        if (IsGone || _ended)
        {
            return; // The library's own word, as the link or its connection ends (a rejection, where the message was on its way out): the locks stay.
        }

        bus.Post(() =>
        {
            var known = dispositionContext.Message is StandInDelivery delivery ? from.Under(delivery.Lock) : null;
            if (known is not null)
            {
                Settle(known, dispositionContext.DeliveryState);
            }

            if (known is null)
            {
                bus.LostLocks++;
                dispositionContext.Complete(new Error("com.microsoft:message-lock-lost") { Description = "The lock supplied is invalid." });
            }
            else
            {
                dispositionContext.Complete();
            }

            from.Pump();
        });
    }

    public override void OnLinkClosed(ListenerLink closed, Error error)
    {
        _ended = true;
        bus.Post(() => from.Remove(this));
    }

    /// <summary>Sends one message; false when the link has ended.</summary>
    public bool Give(StandInMessage message)
    {
        try
        {
            Interlocked.Increment(ref _sent);
            Credit--;
            link.SendMessage(message.Delivery());
            if (deletes)
            {
                from.Settled.Add((message.Id, "deleted"));
            }

            return true;
        }
        catch (Exception ended) when (ended is AmqpException or ObjectDisposedException)
        {
            Credit = 0;
            return false;
        }
    }

    public void EndDrain()
    {
        if (_drains)
        {
            (_drains, Credit) = (false, 0);
            link.CompleteDrain();
        }
    }

    public void Close(string condition, string description)
    {
        _ended = true;
        ServiceBusStandIn.End(link, condition, description);
    }

    private void Settle(StandInMessage message, DeliveryState? state)
    {
        switch (state)
        {
            case Modified { UndeliverableHere: true }:
                from.Defer(message);
                break;
            case Modified modified:
                Change(message, modified.MessageAnnotations);
                from.Return(message, counts: true);
                break;
            case Released:
                from.Return(message, counts: false);
                break;
            case Rejected rejected:
                from.Bury(message, Info(rejected, "DeadLetterReason") ?? rejected.Error?.Condition?.ToString(), Info(rejected, "DeadLetterErrorDescription") ?? rejected.Error?.Description);
                break;
            default:
                from.Complete(message);
                break;
        }
    }

    private static void Change(StandInMessage message, Fields? changes)
    {
        foreach (var pair in changes ?? [])
        {
            message.Added[pair.Key.ToString()!] = pair.Value;
        }
    }

    /// <summary>Looked for one by one: clients write the names as strings as well as symbols.</summary>
    private static string? Info(Rejected rejected, string name)
    {
        foreach (var pair in rejected.Error?.Info ?? [])
        {
            if (pair.Key.ToString() == name)
            {
                return pair.Value?.ToString();
            }
        }

        return null;
    }
}
