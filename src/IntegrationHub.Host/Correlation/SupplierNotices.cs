using System.Globalization;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Suppliers;

namespace IntegrationHub.Host.Correlation;

/// <summary>What a supplier tells of no case: alerts of its monitoring, and planned work.</summary>
/// <remarks>Contract: <c>supplier.monitoring.alert.v1</c> and <c>supplier.planned-work.announced.v1</c> in <c>contracts/suppliers/notices</c>.</remarks>
public sealed class SupplierNotices(IEventLog log, EventCodec codec, IPersonKeys keys)
{
    /// <summary>Something was seen not to work: <c>{ alert, ticket?, service?, site?, organisation?, text? }</c>.</summary>
    public const string Alert = "supplier.monitoring.alert.v1";

    /// <summary>Work is planned, moved or cancelled: <c>{ work, what, from, until, services?, organisations?, sites?, cancelled? }</c>.</summary>
    public const string PlannedWork = "supplier.planned-work.announced.v1";

    private const int Longest = 500;
    private const int MostNames = 200;

    /// <summary>Whether the event is one.</summary>
    public static bool Knows(ReceivedEvent received) => received.Type is Alert or PlannedWork;

    /// <summary>What is wrong with it; empty when nothing is. Another content under an id that was taken is wrong, too.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<IReadOnlyList<EventFault>> FaultsAsync(string supplier, ReceivedEvent received, CancellationToken ct)
    {
        var stream = StreamOf(supplier, received);
        await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
        {
            var kept = codec.Decode(recorded).Fact switch
            {
                PlannedWorkAnnounced e => e.ContentHash,
                SupplierAlertRaised e => e.ContentHash,
                _ => null,
            };
            return kept is null || ContentMark.IsSame(kept, ContentMark.Of(keys, NobodyKnown(supplier), stream, received.ContentHash), received.ContentHash)
                ? [] : [EventFault.Differs(received)];
        }

        return Faults(received);
    }

    private static List<EventFault> Faults(ReceivedEvent received)
    {
        if (!TryRead(received, out var data))
        {
            return [new EventFault("data", "is no JSON object.")];
        }

        var faults = new List<EventFault>();
        var planned = received.Type == PlannedWork;
        foreach (var field in planned ? (string[])["work", "what"] : ["alert"])
        {
            if (Text(data, field) is null)
            {
                faults.Add(new EventFault("data." + field, $"is missing; give 1 to {Longest} characters."));
            }
        }

        if (planned && (Time(data, "from") is not { } from || Time(data, "until") is not { } until || until <= from))
        {
            faults.Add(new EventFault("data.until", "and data.from are to be times as RFC 3339 has them, until after from."));
        }

        return faults;
    }

    /// <summary>Takes it into the log, once.</summary>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public async Task<SupplierReceipt> TakeAsync(string supplier, ReceivedEvent received, DateTimeOffset now, CancellationToken ct)
    {
        _ = TryRead(received, out var data);
        var at = received.Time ?? now;
        var (nobody, stream) = (NobodyKnown(supplier), StreamOf(supplier, received));
        await keys.MakeAsync(nobody, stream, ct);
        var mark = ContentMark.Of(keys, nobody, stream, received.ContentHash);
        object fact = received.Type == PlannedWork
            ? new PlannedWorkAnnounced(
                supplier, Text(data, "work")!, Text(data, "what")!, Names(data, "services"), Names(data, "organisations"), Names(data, "sites"),
                Time(data, "from")!.Value, Time(data, "until")!.Value, data.TryGetProperty("cancelled", out var no) && no.ValueKind == JsonValueKind.True, at)
            { ContentHash = mark }
            : new SupplierAlertRaised(
                supplier, Text(data, "alert")!, Text(data, "ticket"), Text(data, "service"), Text(data, "site"), Text(data, "organisation"),
                Text(data, "text") is { } text ? new Personal(nobody, text, stream) : null, at)
            { ContentHash = mark };
        await log.AppendAsync(
            stream, ExpectedRevision.None, [codec.Encode(EventId.From(supplier, received.Source, received.Id), fact, new EventContext("supplier:" + supplier, "supplier", received.Id))], ct);
        return new SupplierReceipt(received.Id, "applied");
    }

    private PersonId NobodyKnown(string supplier) => keys.Pseudonym("contact", "notice:" + supplier);

    private static string StreamOf(string supplier, ReceivedEvent received) => $"notice-{EventId.From(supplier, received.Source, received.Id):N}";

    private static bool TryRead(ReceivedEvent received, out JsonElement data)
    {
        data = default;
        try
        {
            using var document = JsonDocument.Parse(received.Data);
            data = document.RootElement.Clone();
            return data.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement data, string field) =>
        data.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= Longest } text ? text : null;

    private static DateTimeOffset? Time(JsonElement data, string field) =>
        DateTimeOffset.TryParse(Text(data, field), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null;

    private static string[] Names(JsonElement data, string field) =>
        data.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)
                .Where(name => name.Length is > 0 and <= Longest).Take(MostNames).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            : [];
}
