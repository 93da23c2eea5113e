using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Adapters.Suppliers.Tmf622;

/// <summary>One item of a supplier's order.</summary>
/// <param name="Line">The order's line: the item's id, as the hub gave it.</param>
/// <param name="State">In lower case; the order's where the item has none.</param>
/// <param name="Serials">Serial numbers or telephone numbers, unit by unit as far as they are known.</param>
/// <param name="Way">As the hub asked for; null when it is not there.</param>
/// <param name="Expected">When it is to be there.</param>
/// <param name="Completed">When it was there.</param>
internal sealed record TmfItem(int Line, string? State, int Quantity, IReadOnlyList<string> Serials, string? Way, DateTimeOffset? Expected, DateTimeOffset? Completed);

/// <summary>A supplier's order, in either version's form.</summary>
/// <param name="json">As it came.</param>
/// <param name="supplier">What its words mean.</param>
/// <remarks>Source: tmforum-apis/TMF622_ProductOrder, v4.0.0 and v5.0.0.</remarks>
internal sealed class TmfOrder(JsonObject json, TmfOrderSupplier supplier)
{
    private const int MostUnits = 1_000;
    private static readonly string[] s_serials = ["serialnumber", "serial", "msisdn", "phonenumber", "telephonenumber", "licence", "license"];

    /// <summary>The supplier's id of it.</summary>
    public string Id => Text(json, "id") ?? "";

    /// <summary>In lower case.</summary>
    public string? State => supplier.StateOf(Text(json, "state"));

    /// <summary>By the supplier's clock; TMF622 asks for no such field.</summary>
    public DateTimeOffset? UpdatedAt => At(json, "lastUpdate") ?? At(json, "lastModified");

    /// <summary>When it was ordered, by the supplier's clock.</summary>
    public DateTimeOffset? OrderedAt => At(json, "orderDate");

    /// <summary>When all of it was there.</summary>
    public DateTimeOffset? CompletedAt => At(json, "completionDate");

    /// <summary>The hub's order that it is for; null when it is none of the hub's.</summary>
    public string? Order => (json["externalId"] switch
    {
        JsonArray ids => ids.OfType<JsonObject>().Where(id => Text(id, "owner") is not { } owner || owner == supplier.Owner).Select(id => Text(id, "id")),
        _ => [Text(json, "externalId")],
    }).FirstOrDefault(id => OrderNumber.TryParse(id, out var number) && number.Value == id);

    /// <summary>Its items that are the hub's lines.</summary>
    public IReadOnlyList<TmfItem> Items =>
        [.. Objects(json, "productOrderItem").Select(Item).OfType<TmfItem>().DistinctBy(item => item.Line)];

    /// <summary>What was said last by somebody else than the hub.</summary>
    public string? LastNote => Objects(json, "note").Where(note => Text(note, "author")?.StartsWith(supplier.Owner + " ", StringComparison.Ordinal) != true)
        .Select(note => Text(note, "text")).LastOrDefault(text => !string.IsNullOrWhiteSpace(text));

    /// <summary>Why it was cancelled or rejected, where that is said.</summary>
    public string? Reason => Text(json, "cancellationReason") ?? LastNote;

    /// <summary>Whether the hub's message is there as a note.</summary>
    public bool Holds(string author) => Objects(json, "note").Any(note => Text(note, "author") == author);

    /// <summary>The notes as they came, for a patch that must hold all of them.</summary>
    public JsonArray NotesAsTheyAre() => new([.. Objects(json, "note").Select(note => note.DeepClone())]);

    /// <summary>A text field.</summary>
    internal static string? Text(JsonObject of, string field) => of[field] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private TmfItem? Item(JsonObject item)
    {
        var id = Text(item, "id") ?? (item["id"] as JsonValue)?.ToString();
        if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var line) || line < 1)
        {
            return null;
        }

        var quantity = item["quantity"] is JsonValue said && said.TryGetValue(out int units) ? Math.Clamp(units, 1, MostUnits) : 1;
        var product = item["product"] as JsonObject ?? [];
        List<(string Name, string Value)> features = [.. Features(product)];
        var own = Text(product, "productSerialNumber");
        List<string> serials = [.. features.Where(feature => s_serials.Contains(feature.Name, StringComparer.OrdinalIgnoreCase))
            .SelectMany(feature => feature.Value.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        return new TmfItem(
            line, supplier.StateOf(Text(item, "state")) ?? State, quantity, serials.Count == 0 && own is not null ? [own] : serials,
            features.Find(feature => feature.Name == TmfOrderWords.Way).Value, At(item, "expectedCompletionDate") ?? At(json, "expectedCompletionDate"), At(item, "completionDate"));
    }

    private static IEnumerable<(string Name, string Value)> Features(JsonObject product) =>
        from feature in Objects(product, "productCharacteristic").Concat(Objects(product, "characteristic"))
        let name = Text(feature, "name")
        where name is not null
        from value in feature["value"] is JsonArray many ? many.OfType<JsonValue>() : feature["value"] is JsonValue one ? [one] : Array.Empty<JsonValue>()
        select (name, value.ToString());

    private static IEnumerable<JsonObject> Objects(JsonObject of, string field) => of[field] is JsonArray list ? list.OfType<JsonObject>() : [];

    private static DateTimeOffset? At(JsonObject of, string field) =>
        Text(of, field) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null;
}
