using System.Globalization;
using System.Text.Json;

namespace IntegrationHub.Host.Suppliers.Checks;

/// <summary>What a supplier's system said to one request.</summary>
/// <param name="Status">Null when there was no answer.</param>
/// <param name="Body">Its beginning.</param>
/// <param name="Headers">By name.</param>
/// <param name="Took">From the first byte to the end of the answer.</param>
/// <param name="Wire">Why there was no answer; null when there was one.</param>
internal sealed record SupplierAnswer(int? Status, string Body, IReadOnlyDictionary<string, string> Headers, TimeSpan Took, string? Wire)
{
    private const int Shown = 160;

    public bool IsTaken => Status is >= 200 and < 300;

    public bool IsRefused => Status is >= 400 and < 500;

    /// <summary>The members <c>receipt</c> and <c>ticket</c> of a JSON answer; null when there are none.</summary>
    public string? Receipt => Member("receipt");

    public string? Ticket => Member("ticket");

    public override string ToString()
    {
        var body = Body.ReplaceLineEndings(" ").Trim();
        return Wire ?? (IsTaken || body.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Status}")
            : string.Create(CultureInfo.InvariantCulture, $"{Status}: {(body.Length > Shown ? body[..Shown] + "…" : body)}"));
    }

    private string? Member(string name)
    {
        try
        {
            using var answer = JsonDocument.Parse(Body);
            return answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
