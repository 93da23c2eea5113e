using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>A report on an order that is whole.</summary>
/// <param name="Report">What the supplier says.</param>
public sealed record UnderstoodOrder(SupplierOrderReport Report) : ParsedReport;

/// <summary>What a supplier tells the hub about an order: the event types, and how their data is read.</summary>
/// <remarks>Contract: <c>contracts/suppliers/cloudevents</c>, a schema and a sample for each type. Fields that no type knows are ignored.</remarks>
public static class SupplierOrderMessages
{
    /// <summary><see cref="SupplierOrderConfirmed"/>.</summary>
    public const string Confirmed = "supplier.order.confirmed.v1";

    /// <summary><see cref="SupplierOrderDeclined"/>.</summary>
    public const string Declined = "supplier.order.declined.v1";

    /// <summary><see cref="SupplierDeliveryExpected"/>.</summary>
    public const string Expected = "supplier.order.expected.v1";

    /// <summary><see cref="SupplierOrderShipped"/>.</summary>
    public const string Shipped = "supplier.order.shipped.v1";

    /// <summary><see cref="SupplierOrderDelivered"/>.</summary>
    public const string Delivered = "supplier.order.delivered.v1";

    /// <summary><see cref="SupplierOrderReturned"/>.</summary>
    public const string Returned = "supplier.order.returned.v1";

    /// <summary><see cref="SupplierOrderCancelled"/>.</summary>
    public const string Cancelled = "supplier.order.cancelled.v1";

    /// <summary><see cref="SupplierCancellationRefused"/>.</summary>
    public const string CancellationRefused = "supplier.order.cancellation-refused.v1";

    /// <summary><see cref="SupplierDisputeAnswered"/>.</summary>
    public const string DisputeAnswered = "supplier.dispute.answered.v1";

    /// <summary>The record of each type.</summary>
    public static readonly IReadOnlyDictionary<string, Type> All = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        [Confirmed] = typeof(SupplierOrderConfirmed),
        [Declined] = typeof(SupplierOrderDeclined),
        [Expected] = typeof(SupplierDeliveryExpected),
        [Shipped] = typeof(SupplierOrderShipped),
        [Delivered] = typeof(SupplierOrderDelivered),
        [Returned] = typeof(SupplierOrderReturned),
        [Cancelled] = typeof(SupplierOrderCancelled),
        [CancellationRefused] = typeof(SupplierCancellationRefused),
        [DisputeAnswered] = typeof(SupplierDisputeAnswered),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> s_types = All.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Whether an event is about an order.</summary>
    public static bool Knows(ReceivedEvent received) => All.ContainsKey(received.Type);

    /// <summary>The type that a report is sent as.</summary>
    public static string TypeOf(SupplierOrderReport report) => s_types[report.GetType()];

    /// <summary>What an event means. All faults are found at once.</summary>
    public static ParsedReport Parse(ReceivedEvent received)
    {
        if (!All.TryGetValue(received.Type, out var record))
        {
            return new Unmapped(received.Type);
        }

        if (received.Data.IsEmpty)
        {
            return new Misfit([new EventFault("data", $"is missing; {received.Type} carries a JSON object with the order's number.")]);
        }

        try
        {
            using var data = JsonDocument.Parse(received.Data);
            return FieldFaults.Of(data.RootElement, record, received.Type).ToList() is { Count: > 0 } faults
                ? new Misfit(faults) : new UnderstoodOrder((SupplierOrderReport)data.Deserialize(record, HubOrderMessages.Json)!);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return new Misfit([new EventFault("data", "is not sound JSON; send a JSON object with Content-Type (or datacontenttype) application/json.")]);
        }
    }

    /// <summary>A report that was found in a system, as if it had come in.</summary>
    /// <remarks>Its name follows from what it says. When something was delivered may be said by nobody, and is then when it was first seen: seen again, it is the same.</remarks>
    public static ReceivedEvent Found(PolledOrderReport found, string source)
    {
        var received = SupplierMessages.Received(ToEvent(found.Report, found.Id, source, found.At));
        return found.Report is SupplierOrderDelivered
            ? received with { ContentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(received.Type + "\0" + found.Id))) } : received;
    }

    /// <summary>The event that carries a report, as a supplier's side sends it.</summary>
    /// <param name="report">What to tell.</param>
    /// <param name="id">Unique within <paramref name="source"/>; the same at each try.</param>
    /// <param name="source">URI reference of the supplier, for example <c>//supplier.example/orders</c>.</param>
    /// <param name="at">When it happened.</param>
    public static OutgoingEvent ToEvent(SupplierOrderReport report, string id, string source, DateTimeOffset at) => new(
        id, source, TypeOf(report), report.Order, at,
        JsonSerializer.SerializeToUtf8Bytes(report, report.GetType(), HubOrderMessages.Json),
        new Dictionary<string, string>(StringComparer.Ordinal) { ["correlationid"] = report.Order, ["partitionkey"] = report.Order });
}
