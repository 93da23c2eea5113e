using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.Tmf621;

/// <summary>Asks what happened to the tickets; all times are the supplier's own, so that clocks need not agree.</summary>
public sealed partial class TmfSystem
{
    private const int AtOnce = 50;
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(10); // A change may be seen later than one that was dated after it.

    /// <inheritdoc/>
    public async Task<PolledReports> ReadAsync(string? cursor, CancellationToken ct)
    {
        if (cursor is null)
        {
            return new PolledReports([], (await NowAsync(ct)).Write(), More: false);
        }

        var place = Place.Read(cursor);
        var from = place.Skip > 0 ? place.At : place.At - s_overlap;
        var (list, _) = await ListAsync(string.Create(
            CultureInfo.InvariantCulture, $"lastUpdate.gte={Uri.EscapeDataString(Instant(from))}&sort=lastUpdate&limit={AtOnce}&offset={place.Skip}"), ct);
        var tickets = list.OrderBy(ticket => ticket.UpdatedAt).ToList();
        var reports = tickets.SelectMany(ticket => TmfReports.Of(ticket, _supplier)).Where(report => report.At > place.Since).ToList();
        var newest = tickets.LastOrDefault()?.UpdatedAt is { } last && last > place.Newest ? last : place.Newest;
        return tickets.Count < AtOnce
            ? new PolledReports(reports, new Place(place.Since, newest, newest, 0).Write(), More: false)
            : new PolledReports(reports, new Place(place.Since, from, newest, place.Skip + tickets.Count).Write(), More: true);
    }

    /// <summary>What an event tells that the supplier pushed: the same, under the same names, as asking finds.</summary>
    /// <param name="body">The event's envelope.</param>
    /// <returns>Null when it is no such event.</returns>
    public static IReadOnlyList<PolledReport>? Pushed(JsonNode? body, SupplierSettings settings) =>
        body is JsonObject envelope && envelope["eventId"] is JsonValue && envelope["event"] is JsonObject { } told && told["troubleTicket"] is JsonObject ticket
            ? TmfReports.Of(new TmfTicket(ticket), TmfSupplier.Of(settings)) : null;

    /// <summary>Registers the hub as a listener.</summary>
    /// <param name="callback">Where the supplier calls; it adds <c>/listener/NAME</c>.</param>
    /// <param name="ct">Ends the try.</param>
    /// <returns>Null when it is registered, also from before; else what is wrong.</returns>
    public async Task<string?> ListenAsync(string callback, CancellationToken ct)
    {
        var body = new JsonObject { ["callback"] = callback };
        if (_supplier.Version == 5)
        {
            body["@type"] = "Hub";
        }

        var said = await _wire.AskAsync(HttpMethod.Post, "hub", body, ct);
        return said.Status is >= 200 and < 300 or 409 ? null : said.Trouble switch { TryLater later => later.Why, Refused no => no.Why, _ => $"The answer was {said.Status}." };
    }

    private async Task<Place> NowAsync(CancellationToken ct)
    {
        var (list, date) = await ListAsync("sort=-lastUpdate&limit=1", ct);
        var now = list.Select(ticket => ticket.UpdatedAt).Max() ?? (date ?? DateTimeOffset.UnixEpoch) - TimeSpan.FromSeconds(1);
        return new Place(now, now, now, 0);
    }

    private async Task<(IReadOnlyList<TmfTicket> Tickets, DateTimeOffset? Date)> ListAsync(string query, CancellationToken ct)
    {
        var said = await _wire.AskAsync(HttpMethod.Get, "troubleTicket?" + query, null, ct);
        return said is { Trouble: null, Body: JsonArray list }
            ? ([.. list.OfType<JsonObject>().Select(json => new TmfTicket(json))], said.Date)
            : throw new HttpRequestException(said.Trouble switch { TryLater later => later.Why, Refused no => no.Why, _ => $"The answer was {said.Status}, and no list." });
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>How far the supplier was read.</summary>
    /// <param name="Since">What happened until then was before the hub listened.</param>
    /// <param name="At">Tickets are read that changed after it.</param>
    /// <param name="Newest">The last change that was seen.</param>
    /// <param name="Skip">So many of them were read already.</param>
    private sealed record Place(DateTimeOffset Since, DateTimeOffset At, DateTimeOffset Newest, int Skip)
    {
        public string Write() => JsonSerializer.Serialize(this);

        public static Place Read(string cursor) => JsonSerializer.Deserialize<Place>(cursor) ?? throw new JsonException("The cursor is empty.");
    }
}
