using System.Globalization;
using global::Amqp;
using global::Amqp.Framing;
using global::Amqp.Types;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>Requests to Azure Service Bus: a message to a node, and its answer on a link back. Both links are there for the one request, as the service ends idle ones.</summary>
internal static class ServiceBusRequests
{
    /// <summary>What an entity's node for requests is called, after its own address.</summary>
    public const string Management = "/$management";

    private static int s_asked;

    /// <summary>Asks.</summary>
    /// <param name="wire">Let in to the node beforehand, unless it is <c>$cbs</c>.</param>
    /// <param name="node">Its address.</param>
    /// <param name="request">Gets an id and an address for the answer.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The answer, with a status of 2xx.</returns>
    /// <exception cref="AmqpException">The service refused: <c>amqp:unauthorized-access</c> for 401, and else with what it said.</exception>
    public static async Task<Message> AskAsync(AmqpWire wire, string node, Message request, CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"hub-asks-{Interlocked.Increment(ref s_asked)}");
        var answer = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (back, _) = await wire.ReceiverAsync(new Source { Address = node }, new Target { Address = name }, null, ct);
        back.AddClosedCallback((_, error) => answer.TrySetException(new AmqpException(error ?? new Error(ErrorCode.DetachForced))));
        back.Start(1, (link, message) =>
        {
            link.Accept(message);
            answer.TrySetResult(message);
        });
        var there = await wire.SenderAsync(node, ct);
        request.Properties = new Properties { MessageId = name, ReplyTo = name };
        there.Send(request, null, (_, _, outcome, _) =>
        {
            if (outcome is Rejected { Error: { } error })
            {
                answer.TrySetException(new AmqpException(error));
            }
        }, null);
        try
        {
            return Checked(await wire.InTimeAsync(answer.Task, ct));
        }
        finally
        {
            await wire.CloseAsync(there);
            await wire.CloseAsync(back);
        }
    }

    /// <summary>Renews the lock of a message, whose token is its delivery's tag.</summary>
    /// <returns>Until when it holds now.</returns>
    public static async Task<DateTimeOffset> RenewLockAsync(AmqpWire wire, string address, Guid token, CancellationToken ct)
    {
        var reply = await AskAsync(wire, address + Management, Request("com.microsoft:renew-lock", "lock-tokens", new[] { token }), ct);
        return Time(((System.Collections.IEnumerable)Value(reply, "expirations")).Cast<object>().First());
    }

    /// <summary>Renews the lock of a session.</summary>
    /// <returns>Until when it holds now.</returns>
    public static async Task<DateTimeOffset> RenewSessionAsync(AmqpWire wire, string address, string session, CancellationToken ct)
    {
        var reply = await AskAsync(wire, address + Management, Request("com.microsoft:renew-session-lock", "session-id", session), ct);
        return Time(Value(reply, "expiration"));
    }

    private static Message Request(string operation, string name, object value) => new()
    {
        ApplicationProperties = new ApplicationProperties { ["operation"] = operation },
        BodySection = new AmqpValue { Value = new Map { [name] = value } },
    };

    private static Message Checked(Message reply)
    {
        var said = reply.ApplicationProperties?.Map ?? [];
        var status = Convert.ToInt32(said["status-code"] ?? said["statusCode"], CultureInfo.InvariantCulture);
        return status is >= 200 and < 300 ? reply : throw new AmqpException(new Error(
            status == 401 ? ErrorCode.UnauthorizedAccess : said["errorCondition"]?.ToString() ?? ErrorCode.InternalError)
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"{status} {said["status-description"] ?? said["statusDescription"]}"),
        });
    }

    private static object Value(Message reply, string name) =>
        ((reply.BodySection as AmqpValue)?.Value as Map)?[name] ?? throw new AmqpException(new Error(ErrorCode.DecodeError) { Description = $"An answer lacks {name}." });

    private static DateTimeOffset Time(object value) => new(((DateTime)value).ToUniversalTime());
}
