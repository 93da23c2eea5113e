using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>What is wrong with the data of an event, field by field, as its record tells: a parameter without a default is required.</summary>
internal static class FieldFaults
{
    private const int LongestWord = 200;
    private const int LongestText = 20_000;
    private const int LongestCase = 20;
    private const int MostEntries = 1_000;
    private const int HighestNumber = 1_000_000;

    private static readonly ConcurrentDictionary<Type, (string Name, ParameterInfo Field)[]> s_fields = new();

    /// <summary>Words of which a field takes one, by record and field.</summary>
    private static readonly Dictionary<(string Record, string Field), string[]> s_words = new()
    {
        [("SupplierOrderDelivered", "way")] = ["signature", "technician", "electronic", "carrier"],
        [("OrderedLineMessage", "way")] = ["box", "technician", "electronic"],
        [("SupplierDisputeAnswered", "outcome")] = ["will-credit", "rejected"],
    };

    /// <summary>All faults, each named by its place: <c>data.units[2].line</c>.</summary>
    /// <param name="data">The event's data.</param>
    /// <param name="record">What it is to become.</param>
    /// <param name="type">The event's type, for the texts.</param>
    public static IEnumerable<EventFault> Of(JsonElement data, Type record, string type) =>
        data.ValueKind == JsonValueKind.Object ? Object(data, record, "data", type) : [new EventFault("data", "must be a JSON object.")];

    private static IEnumerable<EventFault> Object(JsonElement data, Type record, string place, string type)
    {
        var fields = s_fields.GetOrAdd(record, static of =>
            [.. of.GetConstructors()[0].GetParameters().Select(field => (JsonNamingPolicy.CamelCase.ConvertName(field.Name!), field))]);
        foreach (var (name, field) in fields)
        {
            if (!data.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                if (IsRequired(field))
                {
                    yield return new EventFault($"{place}.{name}", $"is required for {type}.");
                }

                continue;
            }

            foreach (var fault in Value(value, Nullable.GetUnderlyingType(field.ParameterType) ?? field.ParameterType, record, name, $"{place}.{name}", IsRequired(field), type))
            {
                yield return fault;
            }
        }
    }

    private static bool IsRequired(ParameterInfo field) => !field.HasDefaultValue && Nullable.GetUnderlyingType(field.ParameterType) is null;

    private static IEnumerable<EventFault> Value(JsonElement value, Type of, Type record, string name, string place, bool required, string type)
    {
        if (of.IsGenericType && of.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return List(value, of.GetGenericArguments()[0], record, name, place, type);
        }

        if (of == typeof(Money))
        {
            return Amount(value) ? [] : [new EventFault(place, "must be an amount in hundredths, for example {\"minor\":32900,\"currency\":\"SEK\"}.")];
        }

        var what = of == typeof(int) ? value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 1 and <= HighestNumber ? null : "must be a whole number from 1."
            : of == typeof(bool) ? value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false."
            : of == typeof(string) || of == typeof(DateOnly) || of == typeof(DateTimeOffset) ? Text(value, of, record, name, required, type)
            : "";
        return what is null ? [] : what.Length > 0 ? [new EventFault(place, what)]
            : value.ValueKind == JsonValueKind.Object ? Object(value, of, place, type) : [new EventFault(place, "must be a JSON object.")];
    }

    private static IEnumerable<EventFault> List(JsonElement value, Type of, Type record, string name, string place, string type)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return [new EventFault(place, "must be a JSON array.")];
        }

        return value.GetArrayLength() > MostEntries
            ? [new EventFault(place, string.Create(CultureInfo.InvariantCulture, $"has more than {MostEntries} entries; send them in several events."))]
            : value.EnumerateArray().SelectMany((entry, index) => Value(
                entry, of, record, name, string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]"), required: true, type));
    }

    private static string? Text(JsonElement value, Type of, Type record, string name, bool required, string type)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return "must be a JSON string.";
        }

        var text = value.GetString()!;
        var longest = name is "text" or "reason" or "tried" or "specification" or "adaptation" ? LongestText : LongestWord;
        return name switch
        {
            _ when required && string.IsNullOrWhiteSpace(text) => $"must not be blank; it is required for {type}.",
            "case" when text.Length > LongestCase || !text.All(char.IsAsciiDigit) => "must be the hub's case number, 1 to 20 digits, for example 10000017.",
            "order" when !OrderNumber.TryParse(text, out var number) || number.Value != text => "must be the hub's order number, nine digits, for example 500000013.",
            _ when of == typeof(DateTimeOffset) => value.TryGetDateTimeOffset(out _) ? null : "must be an RFC 3339 time, for example 2026-11-24T08:00:00Z.",
            _ when of == typeof(DateOnly) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? null : "must be a day, for example 2026-12-01.",
            _ when s_words.TryGetValue((record.Name, name), out var words) && !words.Contains(text, StringComparer.Ordinal) => $"must be one of {string.Join(", ", words)}.",
            _ when text.Length > longest => string.Create(CultureInfo.InvariantCulture, $"is longer than {longest} characters; shorten it."),
            _ => null,
        };
    }

    private static bool Amount(JsonElement value) => value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty("minor", out var minor) && minor.ValueKind == JsonValueKind.Number && minor.TryGetInt64(out _)
        && value.TryGetProperty("currency", out var currency) && currency.ValueKind == JsonValueKind.String && currency.GetString() is { Length: 3 };
}
