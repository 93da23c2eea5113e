using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Core.Cases;

namespace IntegrationHub.Core.Callbacks;

/// <summary>Names one promised call of one case: <c>10000016-3fa9c2d1</c>. It tells the case without a look-up, and nothing of the person.</summary>
/// <param name="Value">The case's number, a hyphen, and 8 hex digits that follow from the command that promised it.</param>
[JsonConverter(typeof(AsText))]
public readonly record struct CallbackId(string Value)
{
    private const int Mark = 8;

    /// <summary>The call-back that a command promises.</summary>
    /// <param name="number">The case.</param>
    /// <param name="command">The command's id: the same one again promises the same call.</param>
    public static CallbackId Of(CaseNumber number, Guid command) => new($"{number.Value}-{command.ToString("N")[..Mark]}");

    /// <summary>Reads an id as it stands in an address.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(string? text, out CallbackId id)
    {
        var parts = (text ?? "").Split('-');
        var valid = parts is [var number, { Length: Mark } mark] && CaseNumber.TryParse(number, out var parsed) && parsed.Value == number
            && uint.TryParse(mark, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            && mark.AsSpan().IndexOfAnyInRange('A', 'F') < 0;
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <summary>The case that it belongs to.</summary>
    [JsonIgnore]
    public CaseNumber Case => new(Value[..^(Mark + 1)]);

    /// <summary>The stream that holds the attempts to reach the person.</summary>
    [JsonIgnore]
    public string Stream => "callback-" + Value;

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Plain text in JSON.</summary>
    internal sealed class AsText : JsonConverter<CallbackId>
    {
        /// <inheritdoc/>
        public override CallbackId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, CallbackId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
