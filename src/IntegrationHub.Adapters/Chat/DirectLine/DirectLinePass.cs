using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHub.Adapters.Chat.DirectLine;

/// <summary>What a pass lets in to.</summary>
public enum PassUse
{
    /// <summary>Every route of its conversation: the token of the protocol.</summary>
    Token,

    /// <summary>The stream of its conversation: the <c>t</c> of a stream's address.</summary>
    Stream,

    /// <summary>One file of its conversation: the <c>t</c> of a file's address.</summary>
    File,
}

/// <summary>What the hub signed: bound to one conversation and one user.</summary>
/// <param name="Use">What it is for.</param>
/// <param name="Conversation">The only conversation that it lets in to.</param>
/// <param name="User">Whom everything sent with it is from; begins with <c>dl_</c> unless the secret's holder chose it.</param>
/// <param name="Session">Random; stays when the token is renewed. Two windows with tokens of their own have two.</param>
/// <param name="Ends">Not valid from then on; whole seconds.</param>
public sealed record DirectLinePass(PassUse Use, string Conversation, string User, string Session, DateTimeOffset Ends)
{
    /// <summary>The only origins that a browser may use it from; empty for any that the hub allows.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>The file, for <see cref="PassUse.File"/>.</summary>
    public string? File { get; init; }

    /// <summary>What a log may show: not whose it is.</summary>
    public override string ToString() => $"DirectLinePass {{ Use = {Use} }}";
}

/// <summary>Writes and reads passes.</summary>
/// <param name="key">At least 32 bytes that only the hub has.</param>
/// <remarks>
/// A JSON Web Token (RFC 7519) with HS256, since the official client reads the claim <c>user</c> and shows messages of that user as one's own.
/// Only the one header is accepted, so there is no algorithm to be talked into. The names <c>conv</c> and <c>user</c> are those of the cloud's tokens.
/// </remarks>
public sealed class DirectLinePasses(byte[] key)
{
    private const int Longest = 4096;
    private static readonly string s_header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);
    private static readonly JsonSerializerOptions s_json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly byte[] _key = HMACSHA256.HashData(key, "direct-line"u8);

    /// <summary>The pass as text, safe in a header and in an address.</summary>
    public string Write(DirectLinePass pass)
    {
        var claims = new Claims(
            pass.Use.ToString(), pass.Conversation, pass.User, pass.Session, pass.Ends.ToUnixTimeSeconds(),
            pass.Origins.Count == 0 ? null : pass.Origins, pass.File);
        var signed = $"{s_header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, s_json))}";
        return $"{signed}.{Base64Url.EncodeToString(Mark(signed))}";
    }

    /// <summary>The pass again.</summary>
    /// <param name="text">What the caller presented.</param>
    /// <param name="use">What it must be for.</param>
    /// <param name="now">The time.</param>
    /// <param name="ended">It was the hub's, and its time is over.</param>
    /// <returns>Null when the hub never gave it, it is for something else, or it has ended.</returns>
    public DirectLinePass? Read(string? text, PassUse use, DateTimeOffset now, out bool ended)
    {
        ended = false;
        if (text is null || text.Length > Longest || text.Split('.') is not [var header, var body, var mark] || header != s_header
            || !Base64Url.IsValid(body) || !Base64Url.IsValid(mark)
            || !CryptographicOperations.FixedTimeEquals(Mark($"{header}.{body}"), Base64Url.DecodeFromChars(mark)))
        {
            return null;
        }

        // Signed, so it is what Write wrote.
        var claims = JsonSerializer.Deserialize<Claims>(Base64Url.DecodeFromChars(body), s_json)!;
        var ends = DateTimeOffset.FromUnixTimeSeconds(claims.Ends);
        ended = ends <= now;
        return ended || claims.Use != use.ToString() ? null
            : new DirectLinePass(use, claims.Conversation, claims.User, claims.Session, ends) { Origins = claims.Origins ?? [], File = claims.File };
    }

    private byte[] Mark(string signed) => HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(signed));

    private sealed record Claims(
        [property: JsonPropertyName("use")] string Use,
        [property: JsonPropertyName("conv")] string Conversation,
        [property: JsonPropertyName("user")] string User,
        [property: JsonPropertyName("sid")] string Session,
        [property: JsonPropertyName("exp")] long Ends,
        [property: JsonPropertyName("org")] IReadOnlyList<string>? Origins,
        [property: JsonPropertyName("file")] string? File);
}
