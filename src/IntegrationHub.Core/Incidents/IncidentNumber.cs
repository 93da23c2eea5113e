using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Incidents;

/// <summary>An incident's number: 6 to 9 digits, the last a check digit that no case number has, so that neither is taken for the other.</summary>
/// <param name="Value">Digits only.</param>
[JsonConverter(typeof(AsText))]
public readonly record struct IncidentNumber(string Value)
{
    private const int First = 10_000;

    /// <summary>The number of the n-th incident.</summary>
    /// <param name="sequence">1 or more, reserved in the log and so never given twice by any node.</param>
    public static IncidentNumber FromSequence(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        var digits = (sequence + First).ToString(CultureInfo.InvariantCulture);
        return new(digits + CheckDigit(digits));
    }

    /// <summary>Reads a number as people write it: blanks, hyphens and a leading # are passed over.</summary>
    /// <returns>False when it is not 6 to 9 digits with the right check digit.</returns>
    public static bool TryParse(string? text, out IncidentNumber number)
    {
        var digits = string.Concat((text ?? "").Where(c => c is not (' ' or '-' or '#' or '\u00A0')));
        var valid = digits.Length is >= 6 and <= 9 && digits.All(char.IsAsciiDigit) && CheckDigit(digits[..^1]) == digits[^1];
        number = valid ? new(digits) : default;
        return valid;
    }

    /// <summary>The incident whose stream this is; null for another stream.</summary>
    public static IncidentNumber? OfStream(string stream) =>
        stream.StartsWith(Prefix, StringComparison.Ordinal) && TryParse(stream[Prefix.Length..], out var number) ? number : null;

    /// <summary>In groups of three, as it is written to people: <c>100 011</c>.</summary>
    public string Spaced => string.Join(' ', Value.Chunk(3).Select(group => new string(group)));

    /// <summary>The stream that holds the incident.</summary>
    public string Stream => Prefix + Value;

    private const string Prefix = "incident-";

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Luhn's digit and five: right for an incident is always wrong for a case.</summary>
    private static char CheckDigit(string digits) => (char)('0' + ((Luhn.CheckDigit(digits) - '0' + 5) % 10));

    /// <summary>Plain text in JSON.</summary>
    internal sealed class AsText : JsonConverter<IncidentNumber>
    {
        /// <inheritdoc/>
        public override IncidentNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, IncidentNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
