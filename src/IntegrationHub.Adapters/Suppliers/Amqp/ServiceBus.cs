using global::Amqp;
using global::Amqp.Framing;
using global::Amqp.Types;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>Azure Service Bus. An address is a queue, a topic, <c>TOPIC/Subscriptions/NAME</c> or <c>QUEUE/$DeadLetterQueue</c>.</summary>
/// <param name="access">Makes the tokens that are put for each address; null: SASL PLAIN has let the whole connection in.</param>
/// <remarks>Source: MicrosoftDocs, <c>service-bus-amqp-protocol-guide.md</c> and <c>service-bus-amqp-request-response.md</c>.</remarks>
internal sealed class ServiceBus(SharedAccess? access) : IAmqpDialect
{
    private const int LongestDescription = 4_096;
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_renewAgain = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string Queue(string name) => name;

    /// <inheritdoc/>
    public string Topic(string name) => name;

    /// <inheritdoc/>
    public Task ReadyToSendAsync(AmqpWire wire, string address, CancellationToken ct) => GainAsync(wire, address, ct);

    /// <inheritdoc/>
    public async Task<RoundEnd> ReceiveAsync(AmqpWire wire, string address, MessageWork work, CancellationToken ct)
    {
        await GainAsync(wire, address, ct);
        await GainAsync(wire, address + ServiceBusRequests.Management, ct);
        return await new ServiceBusReceiving(wire, address, work).RunAsync(ct);
    }

    /// <summary>The service counts the delivery as failed, and gives the message out again.</summary>
    public void Abandon(ReceiverLink link, Message message) => link.Modify(message, deliveryFailed: true);

    /// <inheritdoc/>
    public void DeadLetter(ReceiverLink link, Message message, string reason, string description) =>
        link.Reject(message, new Error("com.microsoft:dead-letter")
        {
            Info = new Fields
            {
                [(Symbol)"DeadLetterReason"] = reason,
                [(Symbol)"DeadLetterErrorDescription"] = description.Length <= LongestDescription ? description : description[..LongestDescription],
            },
        });

    /// <inheritdoc/>
    public TimeSpan? AsksToWait(Error? error) => error?.Condition?.ToString() == "com.microsoft:server-busy" ? AmqpReceiver.BusyWait : null;

    /// <summary>Puts a token for an address, and a fresh one before it runs out, for as long as the connection lasts.</summary>
    private async Task GainAsync(AmqpWire wire, string address, CancellationToken ct)
    {
        if (access is null)
        {
            return;
        }

        var until = await PutTokenAsync(access, wire, address, ct);
        if (access.CanRenew)
        {
            _ = RenewAsync(access, wire, address, until);
        }
    }

    private static async Task RenewAsync(SharedAccess access, AmqpWire wire, string address, DateTimeOffset until)
    {
        var wait = WaitFor(until, wire.Clock);
        while (!wire.Closing.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(wait, wire.Clock, wire.Closing);
                wait = WaitFor(await PutTokenAsync(access, wire, address, wire.Closing), wire.Clock);
            }
            catch (Exception fault) when (fault is OperationCanceledException || AmqpWire.IsWireFault(fault))
            {
                wait = s_renewAgain; // Once the token has run out the service ends the links, and the next connection begins with a fresh one.
            }
        }
    }

    /// <remarks>None where the time is over already: a machine may sleep for an hour between any two lines.</remarks>
    private static TimeSpan WaitFor(DateTimeOffset until, TimeProvider clock) =>
        until - clock.GetUtcNow() - s_renewBefore is { Ticks: > 0 } wait ? wait : TimeSpan.Zero;

    private static async Task<DateTimeOffset> PutTokenAsync(SharedAccess access, AmqpWire wire, string address, CancellationToken ct)
    {
        var audience = access.Audience(address);
        var (token, until) = access.TokenFor(audience, wire.Clock.GetUtcNow());
        await ServiceBusRequests.AskAsync(wire, "$cbs", new Message
        {
            ApplicationProperties = new ApplicationProperties
            {
                ["operation"] = "put-token",
                ["type"] = "servicebus.windows.net:sastoken",
                ["name"] = audience,
                ["expiration"] = until.UtcDateTime,
            },
            BodySection = new AmqpValue { Value = token },
        }, ct);
        return until;
    }
}
