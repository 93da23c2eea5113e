using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace IntegrationHub.Adapters.Suppliers.Tmf621;

/// <summary>A note in a ticket.</summary>
/// <param name="Kind">Its <c>@type</c>; null when it has none.</param>
internal sealed record TmfNote(string Id, string Author, string Text, string? Kind, DateTimeOffset? At);

/// <summary>A status that a ticket came to have.</summary>
internal sealed record TmfStatus(string Status, string? Reason, DateTimeOffset At);

/// <summary>A supplier's ticket, in either version's form.</summary>
/// <param name="json">As it came.</param>
/// <remarks>Source: tmforum-apis/TMF621_TroubleTicket, v4.0.0 and v5.0.1.</remarks>
internal sealed class TmfTicket(JsonObject json)
{
    /// <summary>The supplier's id of it.</summary>
    public string Id => Text(json, "id") ?? "";

    /// <summary>As the supplier names it.</summary>
    public string? Status => Text(json, "status");

    /// <summary>As the supplier names it.</summary>
    public string? Priority => Text(json, "priority");

    /// <summary>By the supplier's clock.</summary>
    public DateTimeOffset? UpdatedAt => At(json, "lastUpdate") ?? At(json, "creationDate");

    /// <summary>The notes, oldest first.</summary>
    public IReadOnlyList<TmfNote> Notes =>
        [.. Objects("note").Select(note => new TmfNote(Text(note, "id") ?? NameOf(note), Text(note, "author") ?? "", Text(note, "text") ?? "", Text(note, "@type"), At(note, "date")))];

    /// <summary>The statuses it had, oldest first.</summary>
    public IReadOnlyList<TmfStatus> History =>
    [
        .. Objects("statusChangeHistory").Concat(Objects("statusChange"))
            .Select(change => (Status: Text(change, "status"), Reason: Text(change, "statusChangeReason") ?? Text(change, "changeReason"), At: At(change, "statusChangeDate") ?? At(change, "changeDate")))
            .Where(change => change is { Status: not null, At: not null }).Select(change => new TmfStatus(change.Status!, change.Reason, change.At!.Value)).OrderBy(change => change.At),
    ];

    /// <summary>The case that it is for.</summary>
    /// <param name="owner">How the hub names itself.</param>
    /// <returns>Null when it is none of the hub's.</returns>
    public string? CaseOf(string owner) =>
        Objects("externalIdentifier").Where(id => Text(id, "owner") == owner).Select(id => Text(id, "id")).FirstOrDefault(IsNumber)
        ?? (Text(json, "externalId") is { } one && IsNumber(one) ? one : null);

    /// <summary>The notes as they came, for a patch that must hold all of them.</summary>
    public JsonArray NotesAsTheyAre() => new([.. Objects("note").Select(note => note.DeepClone())]);

    /// <summary>The attachments as they came.</summary>
    public JsonArray AttachmentsAsTheyAre() => new([.. Objects("attachment").Select(file => file.DeepClone())]);

    /// <summary>Whether a file of the hub's is there.</summary>
    /// <param name="mark">Its description.</param>
    public bool Holds(string mark) => Objects("attachment").Any(file => Text(file, "description") == mark);

    private static bool IsNumber(string? id) => id is { Length: > 0 and <= 20 } && id.All(char.IsAsciiDigit);

    private IEnumerable<JsonObject> Objects(string field) => json[field] is JsonArray list ? list.OfType<JsonObject>() : [];

    private static string? Text(JsonObject of, string field) => of[field] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static DateTimeOffset? At(JsonObject of, string field) =>
        Text(of, field) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static string NameOf(JsonObject note) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Text(note, "date")}\n{Text(note, "author")}\n{Text(note, "text")}")).AsSpan(0, 12));
}
