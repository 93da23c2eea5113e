using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.Tmf622;

/// <summary>Asks what happened to the orders; all times are the supplier's own, so that clocks need not agree.</summary>
public sealed partial class TmfOrders
{
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(10); // A change may be seen later than one that was dated after it.
    private static readonly string[] s_denied = ["terminatedwitherror", "rejected", "failed", "denied"];

    /// <inheritdoc/>
    /// <remarks>TMF622 asks for no <c>lastUpdate</c>: where a server has none, every order is read each time, and what is known already is passed over.</remarks>
    public async Task<PolledOrderReports> ReadAsync(string? cursor, CancellationToken ct)
    {
        var place = cursor is null ? new Place(null, null, 0, null) : Place.Read(cursor);
        var since = place.At is { } at ? string.Create(CultureInfo.InvariantCulture, $"lastUpdate.gte={Uri.EscapeDataString(Instant(at - s_overlap))}&sort=lastUpdate&") : "";
        var list = await ListAsync($"productOrder?{since}limit={AtOnce}&offset={place.Skip}", ct);
        var orders = list.Select(Read).ToList();
        var newest = orders.Select(order => order.UpdatedAt).Append(place.Newest).Max();
        if (orders.Count >= AtOnce && orders[0].Id != place.First && place.Skip < AtOnce * MostPages)
        {
            return new PolledOrderReports(Told(orders), new Place(place.At, newest, place.Skip + orders.Count, orders[0].Id).Write(), More: true);
        }

        return new PolledOrderReports([.. Told(orders), .. await DeniedAsync(ct)], new Place(newest, newest, 0, null).Write(), More: false);
    }

    /// <summary>What an event tells that the supplier pushed: the same, under the same names, as asking finds.</summary>
    /// <param name="body">The event's envelope.</param>
    /// <param name="settings">Of the supplier.</param>
    /// <param name="now">When something was done for which the supplier names no time.</param>
    /// <returns>Null when it is no such event.</returns>
    public static IReadOnlyList<PolledOrderReport>? Pushed(JsonNode? body, SupplierSettings settings, DateTimeOffset now)
    {
        if (body is not JsonObject envelope || envelope["eventId"] is not JsonValue || envelope["event"] is not JsonObject told)
        {
            return null;
        }

        var supplier = TmfOrderSupplier.Of(settings);
        var at = TmfOrder.Text(envelope, "eventTime") is { } time && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var when)
            ? when.ToUniversalTime() : now;
        return told["productOrder"] is JsonObject order ? TmfOrderReports.Of(new TmfOrder(order, supplier), at)
            : told["cancelProductOrder"] is JsonObject task ? Denied(task, supplier, at) is { } denied ? [denied] : []
            : null;
    }

    /// <summary>Registers the hub as a listener.</summary>
    /// <param name="callback">Where the supplier calls; it adds <c>/listener/NAME</c>.</param>
    /// <param name="ct">Ends the try.</param>
    /// <returns>Null when it is registered, also from before; else what is wrong.</returns>
    public async Task<string?> ListenAsync(string callback, CancellationToken ct)
    {
        var said = await _wire.AskAsync(HttpMethod.Post, "hub", TmfOrderWords.Typed(new JsonObject { ["callback"] = callback }, "Hub", _supplier.Version), ct);
        return said.Status is >= 200 and < 300 or 409 ? null : said.Trouble switch { TryLater later => later.Why, Refused no => no.Why, _ => $"The answer was {said.Status}." };
    }

    private IReadOnlyList<PolledOrderReport> Told(IEnumerable<TmfOrder> orders) => [.. orders.SelectMany(order => TmfOrderReports.Of(order, _clock.GetUtcNow()))];

    /// <summary>Cancellations that the supplier did not grant. A server that lists none tells them by events alone.</summary>
    private async Task<IEnumerable<PolledOrderReport>> DeniedAsync(CancellationToken ct)
    {
        var said = await _wire.AskAsync(HttpMethod.Get, $"cancelProductOrder?limit={AtOnce}&sort=-effectiveCancellationDate", null, ct);
        return said.Trouble is TryLater later ? throw new HttpRequestException(later.Why)
            : (said.Body as JsonArray)?.OfType<JsonObject>().Select(task => Denied(task, _supplier, _clock.GetUtcNow())).OfType<PolledOrderReport>() ?? [];
    }

    private static PolledOrderReport? Denied(JsonObject task, TmfOrderSupplier supplier, DateTimeOffset now)
    {
        var reason = TmfOrder.Text(task, "cancellationReason") ?? "";
        if (!s_denied.Contains(supplier.StateOf(TmfOrder.Text(task, "state")), StringComparer.Ordinal) || Marked().Match(reason) is not { Success: true } mark
            || mark.Groups["owner"].Value != supplier.Owner)
        {
            return null;
        }

        var lines = mark.Groups["lines"].Value.Split(',').Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToList();
        return new PolledOrderReport(
            $"cancel-{TmfOrder.Text(task, "id")}", new SupplierCancellationRefused(mark.Groups["order"].Value, "Leverantören avbryter inte beställningen.", lines), now);
    }

    private async Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken ct)
    {
        var said = await _wire.AskAsync(HttpMethod.Get, path, null, ct);
        return said is { Trouble: null, Body: JsonArray list } ? [.. list.OfType<JsonObject>()]
            : throw new HttpRequestException(said.Trouble switch { TryLater later => later.Why, Refused no => no.Why, _ => $"The answer was {said.Status}, and no list." });
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\[(?<owner>\S+) (?<order>[0-9]{9}) (?<lines>[0-9]{1,6}(?:,[0-9]{1,6})*) \S+\]$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Marked();

    /// <summary>How far the supplier was read.</summary>
    /// <param name="At">Orders are read that changed after it; null for all.</param>
    /// <param name="Newest">The last change that was seen.</param>
    /// <param name="Skip">So many of them were read already.</param>
    /// <param name="First">The first of the page before: a server that passes over the offset gives it again.</param>
    private sealed record Place(DateTimeOffset? At, DateTimeOffset? Newest, int Skip, string? First)
    {
        public string Write() => JsonSerializer.Serialize(this);

        public static Place Read(string cursor) => JsonSerializer.Deserialize<Place>(cursor) ?? throw new JsonException("The cursor is empty.");
    }
}
