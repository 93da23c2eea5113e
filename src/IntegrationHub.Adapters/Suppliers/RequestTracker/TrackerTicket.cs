using System.Globalization;
using System.Text.Json;

namespace IntegrationHub.Adapters.Suppliers.RequestTracker;

/// <summary>A ticket as the tracker answers it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status">As the lifecycle names it.</param>
/// <param name="Priority">0 to 100.</param>
/// <param name="Fields">First values of custom fields, by name; empty ones are there with an empty text.</param>
/// <param name="FieldIds">Names of custom fields by the numbers that transactions use.</param>
internal sealed record TrackerTicket(
    string Id, string Status, string Priority, IReadOnlyDictionary<string, string> Fields, IReadOnlyDictionary<string, string> FieldIds)
{
    public static TrackerTicket Of(JsonElement ticket)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        if (ticket.TryGetProperty("CustomFields", out var all) && all.ValueKind == JsonValueKind.Array)
        {
            foreach (var field in all.EnumerateArray())
            {
                var name = Json.Text(field, "name");
                ids[Json.Text(field, "id")] = name;
                fields[name] = field.TryGetProperty("values", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0
                    ? values[0].ToString() : "";
            }
        }

        return new TrackerTicket(Json.Text(ticket, "id"), Json.Text(ticket, "Status"), Json.Text(ticket, "Priority"), fields, ids);
    }
}

/// <summary>One entry of a ticket's history.</summary>
/// <param name="Id">Grows; a sequence with gaps over the whole tracker.</param>
/// <param name="Ticket">Whose; empty in a ticket's own history.</param>
/// <param name="Type"><c>Create</c>, <c>Correspond</c>, <c>Comment</c>, <c>Status</c>, <c>Set</c>, <c>CustomField</c> and others.</param>
/// <param name="Field">What a <c>Set</c> sets; the number of a custom field.</param>
/// <param name="Old">Before.</param>
/// <param name="New">After.</param>
/// <param name="Creator">The user's name; <c>RT_System</c> for what follows by the tracker's own rules.</param>
/// <param name="Created">By the tracker's clock, in whole seconds.</param>
/// <param name="Data">The subject of what was written.</param>
internal sealed record TrackerTransaction(
    long Id, string Ticket, string Type, string Field, string Old, string New, string Creator, DateTimeOffset Created, string Data)
{
    /// <summary>The tracker itself.</summary>
    public const string System = "RT_System";

    public bool IsStatus => Type == "Status";

    public static TrackerTransaction Of(JsonElement entry) => new(
        long.Parse(Json.Text(entry, "id"), CultureInfo.InvariantCulture), Json.Text(entry, "ObjectId"), Json.Text(entry, "Type"), Json.Text(entry, "Field"),
        Json.Text(entry, "OldValue"), Json.Text(entry, "NewValue"), entry.TryGetProperty(nameof(Creator), out var creator) ? Json.Text(creator, "id") : "",
        DateTimeOffset.TryParse(Json.Text(entry, "Created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DateTimeOffset.UnixEpoch,
        Json.Text(entry, "Data"));
}

/// <summary>The tracker's JSON, in which numbers are strings in most places and references are objects.</summary>
internal static class Json
{
    public static string Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Object => Text(value, "id"),
            _ => "",
        } : "";

    public static IEnumerable<JsonElement> Items(JsonElement of) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];
}
