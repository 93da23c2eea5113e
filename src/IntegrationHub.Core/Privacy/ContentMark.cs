using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Core.Privacy;

/// <summary>What a repeat with other content is noticed by: HMAC-SHA-256 of the content under the key of the matter that it is about.</summary>
/// <remarks>
/// A plain hash of what a person wrote would outlive the person's key, and a short text is soon guessed from it. Under the key,
/// nobody can try texts without it, and nobody at all once it is destroyed.
/// </remarks>
public static class ContentMark
{
    private static readonly byte[] s_purpose = "content-mark"u8.ToArray();

    /// <summary>The mark of some content.</summary>
    /// <param name="keys">Where the key is.</param>
    /// <param name="person">Whom the content is about; a content about nobody is its own mark.</param>
    /// <param name="matter">The case's number.</param>
    /// <param name="content">The content, or a hash of it.</param>
    /// <returns>Some 46 characters; null once the key was destroyed.</returns>
    public static string? Of(IPersonKeys keys, PersonId person, string matter, string content)
    {
        if (person == PersonId.Nobody)
        {
            return content;
        }

        return keys.Key(person, matter) is { } key
            ? "k1." + Convert.ToBase64String(HMACSHA256.HashData(HMACSHA256.HashData(key, s_purpose), Encoding.UTF8.GetBytes(content)))
            : null;
    }

    /// <summary>Whether content that comes again is what was kept. After an erasure nobody can tell, and it counts as the same.</summary>
    /// <param name="kept">The mark that was kept; a plain hash where an earlier version kept it.</param>
    /// <param name="mark">The mark of what comes.</param>
    /// <param name="content">What comes, or its hash.</param>
    public static bool IsSame(string kept, string? mark, string content) => mark is null || kept == mark || kept == content;
}
