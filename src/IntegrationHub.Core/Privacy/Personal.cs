using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Privacy;

/// <summary>A person's pseudonym: what events and addresses may show.</summary>
/// <param name="Value">For example <c>p-7f3k2m9qsd</c>; empty for <see cref="Nobody"/>.</param>
[JsonConverter(typeof(AsText))]
public readonly record struct PersonId(string Value)
{
    /// <summary>No person: a text that is about nobody is stored in the clear.</summary>
    public static readonly PersonId Nobody = new("");

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Plain text in JSON.</summary>
    internal sealed class AsText : JsonConverter<PersonId>
    {
        /// <inheritdoc/>
        public override PersonId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, PersonId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}

/// <summary>Something about, from or to a person. Stored only under that person's key, and unreadable once the key is destroyed.</summary>
/// <param name="Of">Whose key it is stored under.</param>
/// <param name="Text">The text; null after the person's data was erased.</param>
/// <remarks>Never write it to a log, a metric or an address: <see cref="ToString"/> does not show it.</remarks>
public sealed record Personal(PersonId Of, string? Text)
{
    /// <summary>What a reader sees in the place of an erased text.</summary>
    public const string Erased = "[raderat]";

    /// <summary>A text about nobody, stored in the clear.</summary>
    public static Personal Public(string text) => new(PersonId.Nobody, text);

    /// <summary>The text, or <see cref="Erased"/>.</summary>
    public string Shown => Text ?? Erased;

    /// <inheritdoc/>
    public override string ToString() => "[personal]";
}

/// <summary>The keys that persons' data is stored under.</summary>
public interface IPersonKeys
{
    /// <summary>The pseudonym of whoever has this address or number; the same one always gives the same person.</summary>
    /// <param name="kind">What <paramref name="value"/> is: <c>phone</c> (E.164), <c>email</c> (lower case), <c>contact</c>.</param>
    /// <param name="value">The address or number itself; it is not stored.</param>
    PersonId Pseudonym(string kind, string value);

    /// <summary>The person's key of 32 bytes, made at first use and durable before it is returned; null once it was destroyed.</summary>
    byte[]? Key(PersonId person);
}
