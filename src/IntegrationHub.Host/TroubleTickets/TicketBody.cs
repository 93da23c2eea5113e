using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.TroubleTickets;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>A note as it was sent.</summary>
/// <param name="Id">The sender's; null when it gave none.</param>
internal sealed record SentNote(string? Id, string? Author, string Text);

/// <summary>What a body says, read field by field; every fault is kept, so that the sender hears all of them at once.</summary>
/// <param name="body">A trouble ticket of v4 or v5: either may use the other's names.</param>
internal sealed class TicketBody(JsonObject body)
{
    private const int LongestText = Cases.NewCase.LongestText;
    private const int LongestWord = 200;
    private const int MostInAList = 200;

    /// <summary>What is wrong, each with its field.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="TicketFault">415 or 400.</exception>
    public static async Task<(JsonNode Node, byte[] Bytes, string Kind)> ReadAsync(HttpRequest request, string[] kinds, CancellationToken ct)
    {
        var kind = (request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        if (!kinds.Contains(kind, StringComparer.Ordinal))
        {
            throw new TicketFault(StatusCodes.Status415UnsupportedMediaType, "media-type", $"Send Content-Type {string.Join(" or ", kinds)}.");
        }

        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, ct);
        try
        {
            var node = JsonNode.Parse(buffer.ToArray(), documentOptions: new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            return (node ?? throw Unreadable(), buffer.ToArray(), kind);
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    }

    /// <summary>The body as an object.</summary>
    /// <exception cref="TicketFault">400: it is none.</exception>
    public static JsonObject Object(JsonNode node) =>
        node as JsonObject ?? throw new TicketFault(StatusCodes.Status400BadRequest, "bad-request", "The body must be a JSON object.");

    /// <summary>A text; null when it is not there.</summary>
    public string? Word(string field, bool required = false, int longest = LongestWord) => Word(body, field, field, required, longest);

    /// <summary>A long text.</summary>
    public string? Text(string field, bool required = false) => Word(body, field, field, required, LongestText);

    /// <summary>The notes; null when the field is not there.</summary>
    public IReadOnlyList<SentNote>? Notes() => !body.ContainsKey("note") ? null
    : [
        .. Objects("note").Select((note, index) => new SentNote(
            Word(note, "id", $"note[{index}].id", false, LongestWord), Word(note, "author", $"note[{index}].author", false, LongestWord),
            Word(note, "text", $"note[{index}].text", true, LongestText) ?? "")),
    ];

    /// <summary>The other side's ids, in either version's form.</summary>
    /// <param name="owner">Whose they are when that is not said.</param>
    public IReadOnlyList<ExternalTicket> External(string owner)
    {
        var found = new List<ExternalTicket>();
        if (Word("externalId") is { } one)
        {
            found.Add(new ExternalTicket(owner, one));
        }

        foreach (var (said, index) in Objects("externalIdentifier").Select((said, index) => (said, index)))
        {
            if (Word(said, "id", $"externalIdentifier[{index}].id", true, LongestWord) is { } id)
            {
                var whose = Word(said, "owner", $"externalIdentifier[{index}].owner", false, LongestWord) ?? owner;
                found.Add(new ExternalTicket(whose, id, Word(said, "externalIdentifierType", $"externalIdentifier[{index}].externalIdentifierType", false, LongestWord)));
            }
        }

        return [.. found.Distinct()];
    }

    /// <summary>Characteristics by name; those with other values than texts are passed over.</summary>
    public IReadOnlyDictionary<string, string> Characteristics() => Objects("troubleTicketCharacteristic")
        .Select(said => (Name: Plain(said, "name"), Value: Plain(said, "value"))).Where(pair => pair is { Name: not null, Value.Length: > 0 and <= LongestWord })
        .DistinctBy(pair => pair.Name, StringComparer.Ordinal).ToDictionary(pair => pair.Name!, pair => pair.Value!, StringComparer.Ordinal);

    /// <summary>The parties and entities that the ticket is related to: the role, the kind, the id and the name, in either version's form.</summary>
    public IEnumerable<(string? Role, string? Kind, string? Id, string? Name)> Related(string field) => Objects(field).Select(said =>
    {
        var whom = said["partyOrPartyRole"] as JsonObject ?? said["entity"] as JsonObject ?? said;
        return (Plain(said, "role"), Plain(whom, "@referredType") ?? Plain(said, "@referredType"), Plain(whom, "id"), Plain(whom, "name") ?? Plain(said, "name"));
    });

    private IEnumerable<JsonObject> Objects(string field)
    {
        if (body[field] is not { } value)
        {
            return [];
        }

        // R18 wrote a single note as an object.
        List<JsonNode?> items = value is JsonArray list ? [.. list] : value is JsonObject ? [value] : [];
        if (value is JsonValue || items.Count > MostInAList || items.Any(item => item is not JsonObject))
        {
            Fault($"{field} must be an array of at most {MostInAList} objects.");
            return [];
        }

        return items.Cast<JsonObject>();
    }

    private string? Word(JsonObject of, string field, string called, bool required, int longest)
    {
        if (of[field] is not { } value)
        {
            if (required)
            {
                Fault($"{called} is required.");
            }

            return null;
        }

        if (Plain(of, field) is not { } text)
        {
            Fault($"{called} must be a JSON string.");
            return null;
        }

        if (string.IsNullOrWhiteSpace(text) || text.Length > longest || (longest == LongestWord && text.Any(char.IsControl)))
        {
            Fault($"{called} must be 1 to {longest} characters{(longest == LongestWord ? " in one line" : "")}.");
            return null;
        }

        _ = value;
        return text;
    }

    private void Fault(string fault)
    {
        if (!Faults.Contains(fault, StringComparer.Ordinal))
        {
            Faults.Add(fault);
        }
    }

    private static string? Plain(JsonObject of, string field)
    {
        try
        {
            return of[field] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half of a surrogate pair.
        }
    }

    private static TicketFault Unreadable() => new(StatusCodes.Status400BadRequest, "bad-request", "The body is not sound JSON.");
}
