using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>What the hub tells a supplier about an order, and about who has what was delivered: the event types, and the events made of them.</summary>
/// <remarks>Contract: <c>contracts/suppliers/cloudevents</c>, a schema and a sample for each type.</remarks>
public static class HubOrderMessages
{
    /// <summary>The supplier is to deliver: <see cref="OrderPlacedMessage"/>.</summary>
    public const string Placed = "hub.order.placed.v1";

    /// <summary>The supplier is asked not to deliver: <see cref="OrderCancellationMessage"/>.</summary>
    public const string CancellationRequested = "hub.order.cancellation-requested.v1";

    /// <summary>The hour of a swap is booked: <see cref="OrderSwapMessage"/>.</summary>
    public const string SwapBooked = "hub.order.swap-booked.v1";

    /// <summary>Units go back: <see cref="OrderReturnMessage"/>.</summary>
    public const string Returned = "hub.order.returned.v1";

    /// <summary>An invoice is in question: <see cref="OrderDisputeMessage"/>.</summary>
    public const string InvoiceDisputed = "hub.order.invoice-disputed.v1";

    /// <summary>Somebody else has it, or pays for it: <see cref="HoldingMovedMessage"/>.</summary>
    public const string HoldingMoved = "hub.holding.moved.v1";

    /// <summary>It is to end: <see cref="HoldingEndMessage"/>.</summary>
    public const string HoldingEndOrdered = "hub.holding.end-ordered.v1";

    /// <summary>It does not end after all: <see cref="HoldingKeptMessage"/>.</summary>
    public const string HoldingKept = "hub.holding.kept.v1";

    /// <summary>As <see cref="HubMessages.Json"/>; an amount is <c>{"minor":32900,"currency":"SEK"}</c>, in hundredths.</summary>
    public static readonly JsonSerializerOptions Json = new(HubMessages.Json)
    {
        RespectRequiredConstructorParameters = false, // FieldFaults says what is missing, and knows what may be.
        Converters = { new MoneyJson() },
    };

    /// <summary>The record of each type.</summary>
    public static readonly IReadOnlyDictionary<string, Type> All = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        [Placed] = typeof(OrderPlacedMessage),
        [CancellationRequested] = typeof(OrderCancellationMessage),
        [SwapBooked] = typeof(OrderSwapMessage),
        [Returned] = typeof(OrderReturnMessage),
        [InvoiceDisputed] = typeof(OrderDisputeMessage),
        [HoldingMoved] = typeof(HoldingMovedMessage),
        [HoldingEndOrdered] = typeof(HoldingEndMessage),
        [HoldingKept] = typeof(HoldingKeptMessage),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> s_types = All.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The type that a message is sent as.</summary>
    public static string TypeOf(HubOrderMessage message) => s_types[message.GetType()];

    /// <summary>The event that carries a telling; the same at each try.</summary>
    /// <remarks><c>correlationid</c> and <c>partitionkey</c> carry the order, so that a broker keeps the order per order; <c>causationid</c> the cause.</remarks>
    public static OutgoingEvent ToEvent(OrderTelling telling)
    {
        var extensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["correlationid"] = telling.News.Order, ["partitionkey"] = telling.News.Order };
        if (telling.Cause is { } cause)
        {
            extensions["causationid"] = cause;
        }

        return new OutgoingEvent(
            telling.Id, telling.Source, TypeOf(telling.News), telling.News.Order, telling.At,
            JsonSerializer.SerializeToUtf8Bytes(telling.News, telling.News.GetType(), Json), extensions);
    }

    /// <summary>The message in an event, as the supplier's side reads it.</summary>
    /// <param name="received">The event.</param>
    /// <param name="fault">What does not fit, by the first field that is missing; null when all fits, and when the type is none of these.</param>
    /// <returns>Null when the type is none of these, or the data does not fit it.</returns>
    public static HubOrderMessage? Read(ReceivedEvent received, out EventFault? fault)
    {
        fault = null;
        if (!All.TryGetValue(received.Type, out var type))
        {
            return null;
        }

        try
        {
            using var data = JsonDocument.Parse(received.Data);
            fault = FieldFaults.Of(data.RootElement, type, received.Type).FirstOrDefault();
            return fault is null ? (HubOrderMessage?)data.Deserialize(type, Json) : null;
        }
        catch (JsonException)
        {
            fault = new EventFault("data", $"does not fit {received.Type}; compare its schema.");
            return null;
        }
    }

    private sealed class MoneyJson : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var shape = JsonSerializer.Deserialize<Shape>(ref reader, options) ?? throw new JsonException("An amount is an object of minor and currency.");
            return new Money(shape.Minor, shape.Currency);
        }

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Shape(value.Minor, value.Currency), options);

        private sealed record Shape(long Minor, string Currency);
    }
}
