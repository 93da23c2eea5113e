using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Cases;

/// <summary>A case's number: 8 digits or more, the last a Luhn check digit; easy to say and to key in.</summary>
/// <param name="Value">Digits only.</param>
[JsonConverter(typeof(AsText))]
public readonly record struct CaseNumber(string Value)
{
    private const string StreamPrefix = "case-";

    /// <summary>The number of the n-th case.</summary>
    /// <param name="sequence">1 or more, reserved in the log and so never given twice by any node.</param>
    public static CaseNumber FromSequence(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        var digits = (sequence + 1_000_000).ToString(CultureInfo.InvariantCulture);
        return new(digits + Luhn.CheckDigit(digits));
    }

    /// <summary>A number of a test case: twelve digits that begin with 99. No case of a person's is ever given one.</summary>
    /// <param name="sequence">Any; its last nine digits count.</param>
    public static CaseNumber ForTest(long sequence)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"99{Math.Abs(sequence % 1_000_000_000):D9}");
        return new(digits + Luhn.CheckDigit(digits));
    }

    /// <summary>Whether it is a test case's.</summary>
    public bool IsTest => Value is ['9', '9', ..] && Value.Length == 12;

    /// <summary>Reads a number as people write and key it: blanks, hyphens and a leading # are passed over.</summary>
    /// <returns>False when it is not 8 to 12 digits with the right check digit, or is an order's: nine digits, the first a 5.</returns>
    public static bool TryParse(string? text, out CaseNumber number)
    {
        var digits = string.Concat((text ?? "").Where(c => c is not (' ' or '-' or '#' or '\u00A0')));
        var valid = digits.Length is >= 8 and <= 12 && digits is not ['5', _, _, _, _, _, _, _, _] && digits.All(char.IsAsciiDigit) && Luhn.Fits(digits);
        number = valid ? new(digits) : default;
        return valid;
    }

    /// <summary>The first case number in a text that someone wrote or said; null when there is none.</summary>
    public static CaseNumber? FindIn(string? text)
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

    /// <summary>In groups of four, as it is written to people: <c>1000 0017</c>.</summary>
    public string Spaced => string.Join(' ', Value.Chunk(4).Select(group => new string(group)));

    /// <summary>The stream that holds the case.</summary>
    public string Stream => StreamPrefix + Value;

    /// <summary>The case that a stream holds.</summary>
    /// <exception cref="ArgumentException">It holds none.</exception>
    public static CaseNumber OfStream(string stream) =>
        stream.StartsWith(StreamPrefix, StringComparison.Ordinal) && TryParse(stream[StreamPrefix.Length..], out var number)
            ? number : throw new ArgumentException($"The stream {stream} holds no case.", nameof(stream));

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Plain text in JSON.</summary>
    internal sealed class AsText : JsonConverter<CaseNumber>
    {
        /// <inheritdoc/>
        public override CaseNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, CaseNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
