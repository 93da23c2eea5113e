using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Callbacks;

/// <summary>
/// Links by which whoever has the message changes or cancels the call, without signing in. A link cannot be guessed, names nobody, and
/// ends a day after the call.
/// </summary>
/// <remarks>40 characters: the case, the promise, an end in hours, and 12 bytes of HMAC-SHA256 over them.</remarks>
internal sealed class CallbackLinks(byte[] key, PhoneSettings settings, IServiceProvider services, TimeProvider clock)
{
    private const int Content = 8 + 4 + 4;
    private const int Mark = 14;
    private static readonly TimeSpan s_lasts = TimeSpan.FromDays(1);

    /// <summary>The address of the page. The same promise at the same time has the same address.</summary>
    /// <param name="id">Which promise.</param>
    /// <param name="until">The end of the promised time.</param>
    public string To(CallbackId id, DateTimeOffset until)
    {
        var address = string.IsNullOrEmpty(settings.Twilio.PublicUrl) ? HubAddress.OnThisMachine(services) : settings.Twilio.PublicUrl.TrimEnd('/');
        return address + "/callback/" + Token(id, until + s_lasts);
    }

    /// <summary>The promise that a token is for; null when the hub never gave it, or when it has ended.</summary>
    public CallbackId? Read(string? token)
    {
        var bytes = new byte[Content + Mark];
        if (token is not { Length: (Content + Mark) * 4 / 3 } || !Base64Url.TryDecodeFromChars(token, bytes, out var length) || length != bytes.Length
            || !CryptographicOperations.FixedTimeEquals(MarkOf(bytes.AsSpan(0, Content)), bytes.AsSpan(Content)))
        {
            return null;
        }

        var end = DateTimeOffset.UnixEpoch.AddHours(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(12)));
        var text = string.Create(CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadUInt64BigEndian(bytes)}-{BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8)):x8}");
        return end > clock.GetUtcNow() && CallbackId.TryParse(text, out var id) ? id : null;
    }

    private string Token(CallbackId id, DateTimeOffset end)
    {
        var bytes = new byte[Content + Mark];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ulong.Parse(id.Case.Value, CultureInfo.InvariantCulture));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), uint.Parse(id.Value[^8..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), (uint)Math.Ceiling((end - DateTimeOffset.UnixEpoch).TotalHours));
        MarkOf(bytes.AsSpan(0, Content)).CopyTo(bytes.AsSpan(Content));
        return Base64Url.EncodeToString(bytes);
    }

    private byte[] MarkOf(ReadOnlySpan<byte> content) => HMACSHA256.HashData(key, (byte[])[.. Encoding.ASCII.GetBytes("callback"), .. content])[..Mark];
}
