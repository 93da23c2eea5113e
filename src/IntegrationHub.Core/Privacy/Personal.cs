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
/// <param name="Text">The text; null after the person's data, or the case's, was erased.</param>
/// <param name="In">What it belongs to, a case's number: that has a key of its own under the person's. Null for the person's key alone.</param>
/// <remarks>Never write it to a log, a metric or an address: <see cref="ToString"/> does not show it.</remarks>
public sealed record Personal(PersonId Of, string? Text, string? In = null)
{
    /// <summary>What a reader sees in the place of an erased text.</summary>
    public const string Erased = "[raderat]";

    /// <summary>A text about nobody, stored in the clear.</summary>
    public static Personal Public(string text) => new(PersonId.Nobody, text);

    /// <summary>The same text as part of a matter, for example a case; a text about nobody stays in the clear.</summary>
    /// <param name="matter">The case's number.</param>
    public Personal Within(string matter) => Of == PersonId.Nobody ? this : this with { In = matter };

    /// <summary>The text, or <see cref="Erased"/>.</summary>
    public string Shown => Text ?? Erased;

    /// <inheritdoc/>
    public override string ToString() => "[personal]";
}

/// <summary>The keys that persons' data is stored under.</summary>
public interface IPersonKeys
{
    /// <summary>The pseudonym of whoever has this address or number; the same one gives the same person, until that person is erased.</summary>
    /// <param name="kind">What <paramref name="value"/> is: <c>phone</c> (E.164), <c>email</c> (lower case), <c>contact</c>.</param>
    /// <param name="value">The address or number itself; it is not stored.</param>
    PersonId Pseudonym(string kind, string value);

    /// <summary>
    /// Whoever has the addresses and numbers of these pseudonyms is recognised from now on, also by another process; before that a pseudonym
    /// under which nothing is stored may be another one next time. Durable when it returns.
    /// </summary>
    /// <param name="pseudonyms">As <see cref="Pseudonym"/> gave them.</param>
    void Recognise(IReadOnlyCollection<PersonId> pseudonyms)
    {
    }

    /// <summary>The person's key of 32 bytes, made at first use and durable before it is returned; null once it was destroyed.</summary>
    byte[]? Key(PersonId person);

    /// <summary>The key of one matter of the person, made at first use and durable before it is returned; null once it or the person's was destroyed.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="matter">The case's number, or whatever else has texts of its own.</param>
    byte[]? Key(PersonId person, string matter) => Key(person);

    /// <summary>
    /// Makes the key of a matter, and the person's, together with others that are wanted at the same time; afterwards
    /// <see cref="Key(PersonId, string)"/> is quick.
    /// </summary>
    /// <param name="person">Whose.</param>
    /// <param name="matter">As in <see cref="Key(PersonId, string)"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <remarks>Never needed, but without it each new key holds a thread for as long as the disk takes.</remarks>
    Task MakeAsync(PersonId person, string matter, CancellationToken ct) => Task.CompletedTask;
}
