using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Audit;

/// <summary>The chain at one event, signed, to be kept where nobody who can change the log can change it.</summary>
/// <param name="Ordinal">The last event that it covers, counted from 0.</param>
/// <param name="Hash">See <see cref="ChainState.Hash"/>.</param>
/// <param name="StoreHash">See <see cref="ChainState.StoreHash"/>.</param>
/// <param name="Position">Where the log has that event.</param>
/// <param name="At">When it was signed, UTC, to the second.</param>
/// <param name="KeyId">See <see cref="AuditKey.IdOf"/>.</param>
/// <param name="Signature">ECDSA P-256 with SHA-256 over <see cref="SignedText"/>, DER, base64.</param>
public sealed record ChainCheckpoint(long Ordinal, Digest Hash, Digest StoreHash, long Position, DateTimeOffset At, string KeyId, string Signature)
{
    /// <summary>The chain as the checkpoint has it.</summary>
    [JsonIgnore]
    public ChainState State => new(Ordinal + 1, Hash, StoreHash, new LogPosition(Position));

    /// <summary>What is signed: seven lines of UTF-8, each ended by a line feed, so that any tool can check it.</summary>
    [JsonIgnore]
    public string SignedText => string.Create(CultureInfo.InvariantCulture,
        $"integrationhub checkpoint 1\n{Ordinal}\n{Hash}\n{StoreHash}\n{Position}\n{At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\n{KeyId}\n");

    /// <summary>Signs the chain.</summary>
    /// <param name="state">With one event or more.</param>
    /// <param name="at">Now; what is below a second is dropped.</param>
    /// <param name="key">With its private part.</param>
    public static ChainCheckpoint Sign(ChainState state, DateTimeOffset at, ECDsa key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(state.Count, 1, nameof(state));
        var second = at.ToUniversalTime().AddTicks(-(at.UtcTicks % TimeSpan.TicksPerSecond));
        var plain = new ChainCheckpoint(state.Count - 1, state.Hash, state.StoreHash, state.Position.Value, second, AuditKey.IdOf(key), "");
        return plain with { Signature = AuditKey.Sign(key, plain.SignedText) };
    }

    /// <summary>Whether this key signed it as it stands.</summary>
    public bool IsSignedBy(ECDsa key) => AuditKey.IdOf(key) == KeyId && AuditKey.HasSigned(key, SignedText, Signature);
}

/// <summary>The hub's signing key for the audit: ECDSA P-256.</summary>
public static class AuditKey
{
    /// <summary>The key's id: the first 16 hexadecimal digits of SHA-256 over its public part (SubjectPublicKeyInfo).</summary>
    public static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];

    /// <summary>Signs a text's UTF-8.</summary>
    /// <returns>DER in base64, as <c>openssl dgst -sha256 -sign</c> makes it.</returns>
    public static string Sign(ECDsa key, string text) => Convert.ToBase64String(
        key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>Whether the key signed the text; false also when the signature is none.</summary>
    public static bool HasSigned(ECDsa key, string text, string signature)
    {
        var bytes = new byte[signature.Length];
        return Convert.TryFromBase64String(signature, bytes, out var length) && key.VerifyData(
            Encoding.UTF8.GetBytes(text), bytes.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
