using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace IntegrationHub.HostTests.Suppliers.ServiceBus;

/// <summary>A client's link for its requests: to <c>$cbs</c>, or to the management of one entity. Answers go out on the client's own link back.</summary>
internal sealed class StandInRequests(ServiceBusStandIn bus, ListenerLink link, StandInEntity? entity) : LinkEndpoint
{
    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    public override void OnMessage(MessageContext messageContext) => bus.Post(() =>
    {
        var request = messageContext.Message;
        var (status, said, body) = entity is null ? PutToken(request) : Manage(entity, request, request.ApplicationProperties["operation"]?.ToString());
        var reply = new Message
        {
            Properties = new Properties(),
            ApplicationProperties = new ApplicationProperties
            {
                [entity is null ? "status-code" : "statusCode"] = status,
                [entity is null ? "status-description" : "statusDescription"] = said,
            },
            BodySection = new AmqpValue { Value = body ?? new Map() },
        };
        reply.Properties.SetCorrelationId(request.Properties.GetMessageId());
        var to = request.Properties.ReplyTo;
        messageContext.Complete();
        bus.LinkBack(link.Session.Connection, to)?.SendMessage(reply);
    });

    private (int, string, Map?) PutToken(Message request)
    {
        var audience = request.ApplicationProperties["name"]?.ToString() ?? "";
        var token = (request.BodySection as AmqpValue)?.Value?.ToString() ?? "";
        if (ServiceBusStandIn.Read(token) is not { } until || until <= bus.Clock.GetUtcNow())
        {
            return (401, "The token has an invalid signature or has expired.", null);
        }

        bus.TokensPut++;
        bus.TokensOf(link.Session.Connection)[new Uri(audience).AbsolutePath.Trim('/')] = until;
        return (202, "Accepted", null);
    }

    private (int, string, Map?) Manage(StandInEntity on, Message request, string? operation)
    {
        var map = (request.BodySection as AmqpValue)?.Value as Map ?? [];
        return operation switch
        {
            "com.microsoft:renew-lock" => RenewLocks(on, map),
            "com.microsoft:renew-session-lock" => RenewSession(on, Text(map, "session-id")),
            "com.microsoft:peek-message" => Found([.. on.Peek(Convert.ToInt64(Value(map, "from-sequence-number"), CultureInfo.InvariantCulture), Text(map, "session-id"))
                .Take(Convert.ToInt32(Value(map, "message-count"), CultureInfo.InvariantCulture)).Select(message => Packed(message, withLock: false))]),
            "com.microsoft:schedule-message" => Done("sequence-numbers", Items(map, "messages").Cast<Map>().Select(one => on.Enqueue(Decode((byte[])Value(one, "message")!))).ToArray()),
            "com.microsoft:cancel-scheduled-message" => Items(map, "sequence-numbers").Cast<long>().ToList().TrueForAll(on.CancelScheduled)
                ? (200, "OK", null) : (404, "No such message.", null),
            "com.microsoft:receive-by-sequence-number" => Found([.. Items(map, "sequence-numbers").Cast<long>().Select(on.TakeDeferred).OfType<StandInMessage>().Select(message => Packed(message, withLock: true))]),
            "com.microsoft:update-disposition" => Dispose(on, map),
            "com.microsoft:get-session-state" => Done("session-state", on.SessionState(Text(map, "session-id")!)!),
            "com.microsoft:set-session-state" => SetState(on, map),
            _ => (501, $"{operation} is not done here.", null),
        };
    }

    private (int, string, Map?) RenewLocks(StandInEntity on, Map map)
    {
        var held = Items(map, "lock-tokens").Cast<Guid>().Select(on.Under).ToList();
        if (held.Exists(message => message is null))
        {
            return (410, "The lock supplied is invalid.", null);
        }

        bus.LocksRenewed += held.Count;
        var until = bus.Clock.GetUtcNow() + on.Lock;
        held.ForEach(message => message!.LockedUntil = until);
        return Done("expirations", held.ConvertAll(message => message!.LockedUntil.UtcDateTime).ToArray());
    }

    private (int, string, Map?) RenewSession(StandInEntity on, string? session)
    {
        if (session is null || on.HolderOf(session) is not { } holder)
        {
            return (410, "The session lock has expired.", null);
        }

        bus.LocksRenewed++;
        holder.SessionUntil = bus.Clock.GetUtcNow() + on.Lock;
        return Done("expiration", holder.SessionUntil.UtcDateTime);
    }

    private static (int, string, Map?) Dispose(StandInEntity on, Map map)
    {
        foreach (var token in Items(map, "lock-tokens").Cast<Guid>())
        {
            if (on.Under(token) is not { } message)
            {
                return (410, "The lock supplied is invalid.", null);
            }

            switch (Text(map, "disposition-status"))
            {
                case "completed":
                    on.Complete(message);
                    break;
                case "suspended":
                    on.Bury(message, Text(map, "deadletter-reason"), Text(map, "deadletter-description"));
                    break;
                case "defered":
                    on.Defer(message);
                    break;
                default:
                    on.Return(message, counts: true);
                    break;
            }
        }

        on.Pump();
        return (200, "OK", null);
    }

    private static (int, string, Map?) SetState(StandInEntity on, Map map)
    {
        on.SetSessionState(Text(map, "session-id")!, Value(map, "session-state") as byte[]);
        return (200, "OK", null);
    }

    private static (int, string, Map?) Found(Map[] messages) => messages.Length == 0 ? (204, "No message.", null) : Done("messages", messages.ToList());

    private static (int, string, Map?) Done(string name, object value) => (200, "OK", new Map { [name] = value });

    private static Map Packed(StandInMessage message, bool withLock)
    {
        var packed = new Map { ["message"] = StandInMessage.BytesOf(message.Delivery()) };
        if (withLock)
        {
            packed["lock-token"] = message.Lock;
        }

        return packed;
    }

    private static Message Decode(byte[] bytes) => Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));

    private static string? Text(Map map, string name) => Value(map, name)?.ToString();

    private static object? Value(Map map, string name) => map.FirstOrDefault(pair => pair.Key.ToString() == name).Value;

    private static IEnumerable<object> Items(Map map, string name) => Value(map, name) switch
    {
        System.Collections.IEnumerable many => many.Cast<object>(),
        _ => [],
    };
}

/// <summary>A client's link for the answers to its requests.</summary>
internal sealed class StandInAnswers : LinkEndpoint
{
    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        if (!dispositionContext.Settled)
        {
            dispositionContext.Complete();
        }
    }
}

/// <summary>Shared access signatures, read anew from what the public guide says of them, so that the hub's own are judged by another hand.</summary>
internal static class SharedAccess
{
    /// <summary>A token for an address and all below it.</summary>
    public static string For(string address, DateTimeOffset until, string rule, string key)
    {
        var (resource, end) = (Uri.EscapeDataString(address), until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(Signed(resource, end, key))}&se={end}&skn={Uri.EscapeDataString(rule)}";
    }

    /// <summary>Until when a token is good; null when it is not the rule's.</summary>
    public static DateTimeOffset? Until(string token, string rule, string key)
    {
        const string Scheme = "SharedAccessSignature ";
        if (!token.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = token[Scheme.Length..].Split('&').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        return Uri.UnescapeDataString(parts["sig"]) == Signed(parts["sr"], parts["se"], key) && Uri.UnescapeDataString(parts["skn"]) == rule
            ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts["se"], CultureInfo.InvariantCulture)) : null;
    }

    private static string Signed(string resource, string end, string key) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{resource}\n{end}")));
}
