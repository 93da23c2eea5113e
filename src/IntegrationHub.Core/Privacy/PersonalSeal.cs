using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Privacy;

/// <summary>Seals personal text with AES-256-GCM under the person's key.</summary>
/// <remarks>
/// The nonce follows from key and text (HMAC-SHA-256, as a synthetic IV), so that the same event made twice has the same bytes
/// and a retry is recognised; what it gives away is that one person said the same thing twice.
/// </remarks>
public static class PersonalSeal
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Nonce, tag and cipher text, in base64.</summary>
    public static string Seal(byte[] key, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        HMACSHA256.HashData(key, plain).AsSpan(0, NonceBytes).CopyTo(sealedBytes);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            sealedBytes.AsSpan(0, NonceBytes), plain,
            sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes));
        return Convert.ToBase64String(sealedBytes);
    }

    /// <summary>The text again.</summary>
    /// <exception cref="CryptographicException">The key is another, or the bytes were changed.</exception>
    public static string Open(byte[] key, string sealedText)
    {
        var bytes = Convert.FromBase64String(sealedText);
        if (bytes.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("A sealed text is at least 28 bytes.");
        }

        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), plain);
        return Encoding.UTF8.GetString(plain);
    }
}

/// <summary>JSON of <see cref="Personal"/>: <c>{"of":"p-…","in":"…","sealed":"…"}</c>, or <c>{"text":"…"}</c> when it is about nobody.</summary>
/// <remarks>Texts that were stored without <c>in</c> are sealed under the person's key, and are read for ever.</remarks>
public sealed class PersonalJson(IPersonKeys keys) : JsonConverter<Personal>
{
    /// <inheritdoc/>
    public override Personal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? of = null, matter = null, sealedText = null, text = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "of": of = reader.GetString(); break;
                case "in": matter = reader.GetString(); break;
                case "sealed": sealedText = reader.GetString(); break;
                case "text": text = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }

        if (of is null)
        {
            return new Personal(PersonId.Nobody, text);
        }

        var person = new PersonId(of);
        var key = sealedText is null ? null : KeyOf(person, matter);
        return new Personal(person, key is null ? null : PersonalSeal.Open(key, sealedText!), matter);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Personal value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Of == PersonId.Nobody)
        {
            writer.WriteString("text", value.Text);
        }
        else
        {
            writer.WriteString("of", value.Of.Value);
            if (value.In is not null)
            {
                writer.WriteString("in", value.In);
            }

            if (value.Text is not null && KeyOf(value.Of, value.In) is { } key)
            {
                writer.WriteString("sealed", PersonalSeal.Seal(key, value.Text));
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Whose texts of a matter an event holds, by how they are stored.</summary>
    /// <param name="json">The event's data.</param>
    /// <param name="matter">An order's number, for example.</param>
    public static IReadOnlySet<PersonId> OwnersIn(ReadOnlyMemory<byte> json, string matter)
    {
        var owners = new HashSet<PersonId>();
        using var document = JsonDocument.Parse(json);
        Collect(document.RootElement, matter, owners);
        return owners;
    }

    private static void Collect(JsonElement element, string matter, HashSet<PersonId> owners)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, matter, owners);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("of", out var of) && of.ValueKind == JsonValueKind.String && element.TryGetProperty("in", out var within)
                && within.ValueKind == JsonValueKind.String && within.ValueEquals(matter))
            {
                owners.Add(new PersonId(of.GetString()!));
            }

            foreach (var property in element.EnumerateObject())
            {
                Collect(property.Value, matter, owners);
            }
        }
    }

    private byte[]? KeyOf(PersonId person, string? matter) => matter is null ? keys.Key(person) : keys.Key(person, matter);
}
