using System.IO.Compression;
using System.Text;

namespace IntegrationHub.Adapters.Chat.Files;

/// <summary>A kind of file that a user may send: name and content must both say so.</summary>
/// <param name="MediaType">What it is served as, whatever the client called it.</param>
/// <param name="Picture">Whether a browser may show it in the page; anything else is only ever saved.</param>
/// <remarks>
/// Nothing that runs: no programs, scripts, HTML, SVG, archives, and no documents with macros. Sources: the formats' own beginnings (PNG,
/// JPEG, GIF, RIFF/WebP, ISO base media for HEIC, PDF, and Open Packaging for Office).
/// </remarks>
public sealed record FileKind(string MediaType, bool Picture)
{
    /// <summary>For people: what may be sent.</summary>
    public const string Allowed = "png, jpg, gif, webp, heic, pdf, txt, log, csv, md, docx, xlsx, pptx";

    private const int MostEntries = 5_000;
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] s_heic = ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"];

    /// <summary>The kind of a file; null for one that may not be sent.</summary>
    /// <param name="name">As the user's machine calls it.</param>
    /// <param name="content">All of it.</param>
    public static FileKind? Of(string name, byte[] content)
    {
        var start = content.AsSpan();
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".png" when start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) => new FileKind("image/png", Picture: true),
            ".jpg" or ".jpeg" when start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => new FileKind("image/jpeg", Picture: true),
            ".gif" when start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8) => new FileKind("image/gif", Picture: true),
            ".webp" when start.Length > 12 && start.StartsWith("RIFF"u8) && start[8..12].SequenceEqual("WEBP"u8) => new FileKind("image/webp", Picture: true),
            ".heic" or ".heif" when start.Length > 12 && start[4..8].SequenceEqual("ftyp"u8) && s_heic.Contains(Encoding.ASCII.GetString(start[8..12]), StringComparer.Ordinal)
                => new FileKind("image/heic", Picture: false), // Few browsers show it.
            ".pdf" when start.StartsWith("%PDF-"u8) => new FileKind("application/pdf", Picture: false),
            ".docx" when IsOffice(content, "word/") => Office("wordprocessingml.document"),
            ".xlsx" when IsOffice(content, "xl/") => Office("spreadsheetml.sheet"),
            ".pptx" when IsOffice(content, "ppt/") => Office("presentationml.presentation"),
            ".txt" or ".log" or ".csv" or ".md" when IsText(content) => new FileKind("text/plain", Picture: false),
            _ => null,
        };
    }

    /// <summary>A name without folders, signs that steer, and what a file system does not take; at most 100 characters, the ending kept.</summary>
    /// <param name="said">As the client says.</param>
    public static string NameOf(string? said)
    {
        var last = (said ?? "").Split('/', '\\')[^1];
        var clean = string.Concat(last.Where(sign => !char.IsControl(sign) && !char.IsSurrogate(sign)
            && char.GetUnicodeCategory(sign) != System.Globalization.UnicodeCategory.Format && !"<>:\"|?*".Contains(sign, StringComparison.Ordinal))).Trim(' ', '.');
        var ending = Path.GetExtension(clean);
        return clean.Length == 0 ? "fil" : clean.Length <= 100 ? clean : clean[..(100 - Math.Min(ending.Length, 10))] + ending[..Math.Min(ending.Length, 10)];
    }

    private static FileKind Office(string kind) => new("application/vnd.openxmlformats-officedocument." + kind, Picture: false);

    private static bool IsText(byte[] content)
    {
        try
        {
            return s_utf8.GetString(content).All(sign => sign >= ' ' || sign is '\t' or '\n' or '\r' or '\f');
        }
        catch (DecoderFallbackException)
        {
            return content.All(one => one >= 0x20 || one is 0x09 or 0x0A or 0x0C or 0x0D); // An older Windows's.
        }
    }

    private static bool IsOffice(byte[] content, string folder)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            var names = zip.Entries.Take(MostEntries).Select(entry => entry.FullName).ToList();
            return names.Contains("[Content_Types].xml", StringComparer.Ordinal) && names.Exists(name => name.StartsWith(folder, StringComparison.Ordinal))
                && !names.Exists(name => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception fault) when (fault is InvalidDataException or ArgumentException or IOException)
        {
            return false;
        }
    }
}
