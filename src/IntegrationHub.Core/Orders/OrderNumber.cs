using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Core.Cases;

namespace IntegrationHub.Core.Orders;

/// <summary>An order's number: nine digits, the first a 5, the last a Luhn check digit; never the number of a case.</summary>
/// <param name="Value">Digits only.</param>
[JsonConverter(typeof(AsText))]
public readonly record struct OrderNumber(string Value)
{
    private const string StreamPrefix = "order-";
    private const int Digits = 9;

    /// <summary>The number of the n-th order.</summary>
    /// <param name="sequence">1 to 9,999,999, reserved in the log and so never given twice by any node.</param>
    public static OrderNumber FromSequence(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, 9_999_999);
        var digits = (sequence + 50_000_000).ToString(CultureInfo.InvariantCulture);
        return new(digits + Luhn.CheckDigit(digits));
    }

    /// <summary>Reads a number as people write and key it: blanks, hyphens and a leading # are passed over.</summary>
    /// <returns>False when it is not nine digits, the first a 5, with the right check digit.</returns>
    public static bool TryParse(string? text, out OrderNumber number)
    {
        var digits = string.Concat((text ?? "").Where(c => c is not (' ' or '-' or '#' or '\u00A0')));
        var valid = digits is ['5', ..] && digits.Length == Digits && digits.All(char.IsAsciiDigit) && Luhn.Fits(digits);
        number = valid ? new(digits) : default;
        return valid;
    }

    /// <summary>The first order number in a text that someone wrote or said; null when there is none.</summary>
    public static OrderNumber? FindIn(string? text)
    {
        foreach (var written in WrittenNumbers.In(text))
        {
            if (TryParse(written, out var found))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>In groups of three, as it is written to people: <c>500 000 013</c>.</summary>
    public string Spaced => string.Join(' ', Value.Chunk(3).Select(group => new string(group)));

    /// <summary>The stream that holds the order.</summary>
    public string Stream => StreamPrefix + Value;

    /// <summary>Whether the stream holds an order, and which.</summary>
    public static bool IsStream(string stream, out OrderNumber number)
    {
        number = default;
        return stream.StartsWith(StreamPrefix, StringComparison.Ordinal) && TryParse(stream[StreamPrefix.Length..], out number);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Plain text in JSON.</summary>
    internal sealed class AsText : JsonConverter<OrderNumber>
    {
        /// <inheritdoc/>
        public override OrderNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, OrderNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
