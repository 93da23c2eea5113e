using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Chats;

/// <summary>A file that a user sent, opened.</summary>
/// <param name="Name">As the user calls it; personal.</param>
/// <param name="MediaType">What it was found to be.</param>
/// <param name="Picture">Whether a browser may show it in the page.</param>
/// <param name="Content">All of it.</param>
internal sealed record OpenedFile(string Name, string MediaType, bool Picture, byte[] Content);

/// <summary>Keeps the files of conversations outside the log, each sealed under its conversation's key: erased with it, wherever copies are.</summary>
/// <param name="folder">Where they are; made at first use.</param>
/// <param name="keys">The persons' keys.</param>
/// <remarks>A file is 12 bytes of nonce, 16 of tag, then AES-256-GCM of the length of a JSON head, the head, and the content.</remarks>
internal sealed class KeptFiles(string folder, IPersonKeys keys)
{
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int ReferenceLength = 32;
    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdef");

    /// <summary>Keeps a file.</summary>
    /// <param name="person">Whose: the conversation's pseudonym.</param>
    /// <param name="stream">The conversation's stream.</param>
    /// <param name="file">The file.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>What the event of it holds.</returns>
    /// <exception cref="IOException">The disk does not take it, or the person's data is being erased.</exception>
    public async Task<KeptFile> KeepAsync(PersonId person, string stream, OpenedFile file, CancellationToken ct)
    {
        await keys.MakeAsync(person, stream, ct);
        var reference = RandomNumberGenerator.GetHexString(ReferenceLength, lowercase: true);
        var key = KeyOf(person, stream, reference) ?? throw new IOException("The conversation was erased.");
        var head = JsonSerializer.SerializeToUtf8Bytes(new Head(file.Name, file.MediaType, file.Picture));
        var open = new byte[4 + head.Length + file.Content.Length];
        BinaryPrimitives.WriteInt32BigEndian(open, head.Length);
        head.CopyTo(open, 4);
        file.Content.CopyTo(open, 4 + head.Length);

        var closed = new byte[Nonce + Tag + open.Length];
        RandomNumberGenerator.Fill(closed.AsSpan(0, Nonce));
        using (var aes = new AesGcm(key, Tag))
        {
            aes.Encrypt(closed.AsSpan(0, Nonce), open, closed.AsSpan(Nonce + Tag), closed.AsSpan(Nonce, Tag));
        }

        Directory.CreateDirectory(folder);
        var place = Path.Combine(folder, reference);
        await using (var written = new FileStream(place + ".new", FileMode.CreateNew))
        {
            await written.WriteAsync(closed, ct);
            written.Flush(flushToDisk: true);
        }

        File.Move(place + ".new", place);
        return new KeptFile(file.Name, file.MediaType, file.Content.Length, Convert.ToHexStringLower(SHA256.HashData(file.Content)), reference);
    }

    /// <summary>The file again; null when there is none, or it was erased.</summary>
    public async Task<OpenedFile?> OpenAsync(PersonId person, string stream, string reference, CancellationToken ct)
    {
        var place = Path.Combine(folder, reference);
        if (!IsReference(reference) || !File.Exists(place) || KeyOf(person, stream, reference) is not { } key)
        {
            return null;
        }

        var closed = await File.ReadAllBytesAsync(place, ct);
        var open = new byte[closed.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(closed.AsSpan(0, Nonce), closed.AsSpan(Nonce + Tag), closed.AsSpan(Nonce, Tag), open);
        var length = BinaryPrimitives.ReadInt32BigEndian(open);
        var head = JsonSerializer.Deserialize<Head>(open.AsSpan(4, length))!;
        return new OpenedFile(head.Name, head.MediaType, head.Picture, open[(4 + length)..]);
    }

    /// <summary>Removes a file whose key is destroyed; nothing when there is none.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public void Delete(string reference)
    {
        if (IsReference(reference))
        {
            File.Delete(Path.Combine(folder, reference));
        }
    }

    private static bool IsReference(string text) => text.Length == ReferenceLength && !text.AsSpan().ContainsAnyExcept(s_hex);

    // Bound to its name, so that no file can be put in another's place.
    private byte[]? KeyOf(PersonId person, string stream, string reference) => keys.Key(person, stream) is { } key
        ? HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.ASCII.GetBytes("chat-file " + reference)) : null;

    private sealed record Head(string Name, string MediaType, bool Picture);
}
