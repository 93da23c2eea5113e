using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>What came to the upload route, held in memory: never on the disk before it is sealed.</summary>
/// <param name="Activity">The activity that the files belong to; JSON.</param>
/// <param name="Files">Name as the client says, and content.</param>
/// <remarks>
/// Source: Direct Line 3.0, send activities with attachments. One file: the body is the file, with Content-Disposition for its name. Several: multipart,
/// with a part <c>activity</c> of the type application/vnd.microsoft.activity and parts <c>file</c>.
/// </remarks>
internal sealed record SentFiles(ReadOnlyMemory<byte> Activity, IReadOnlyList<(string Name, byte[] Content)> Files)
{
    private const string ActivityType = "application/vnd.microsoft.activity";
    private static readonly byte[] s_noWords = """{"type":"message"}"""u8.ToArray();

    /// <summary>Why they cannot be taken; null when they can.</summary>
    public IResult? Fault { get; private init; }

    /// <summary>Reads the body.</summary>
    public static async Task<SentFiles> ReadAsync(HttpContext http, int largest, int most, CancellationToken ct)
    {
        if (http.Request.ContentLength > largest + DirectLineEndpoints.LargestActivity + (most * 1024))
        {
            return Refuse(DirectLineFaults.TooLarge("4 MB"));
        }

        try
        {
            return MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
                ? await PartsAsync(http, HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "", largest, most, ct)
                : await OneAsync(http, largest, ct);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return Refuse(DirectLineFaults.Of(400, "BadSyntax", "The parts of the body cannot be read."));
        }
    }

    private static async Task<SentFiles> OneAsync(HttpContext http, int largest, CancellationToken ct)
    {
        var name = ContentDispositionHeaderValue.TryParse(http.Request.Headers.ContentDisposition.ToString(), out var said) ? NameOf(said) : null;
        return await DirectLineEndpoints.BodyAsync(http, largest, ct) switch
        {
            null => Refuse(DirectLineFaults.TooLarge("4 MB")),
            { Length: 0 } => NoFile,
            { } content => new SentFiles(s_noWords, [(name ?? "", content.ToArray())]),
        };
    }

    private static async Task<SentFiles> PartsAsync(HttpContext http, string boundary, int largest, int most, CancellationToken ct)
    {
        if (boundary.Length is 0 or > 200)
        {
            return Refuse(DirectLineFaults.Of(400, "BadSyntax", "The multipart body has no boundary."));
        }

        var reader = new MultipartReader(boundary, http.Request.Body);
        ReadOnlyMemory<byte> activity = s_noWords;
        var files = new List<(string Name, byte[] Content)>();
        var total = 0;
        while (await reader.ReadNextSectionAsync(ct) is { } part)
        {
            _ = ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var said);
            var isActivity = said?.Name == "activity" || part.ContentType?.StartsWith(ActivityType, StringComparison.OrdinalIgnoreCase) == true;
            var content = await UpToAsync(part.Body, isActivity ? DirectLineEndpoints.LargestActivity : largest - total, ct);
            if (content is null || files.Count == most)
            {
                return Refuse(DirectLineFaults.TooLarge(isActivity ? "256 kB of activity" : $"4 MB in {most} files"));
            }

            if (isActivity)
            {
                activity = content;
                continue;
            }

            total += content.Length;
            files.Add((said is null ? "" : NameOf(said) ?? "", content));
        }

        return files.Count == 0 ? NoFile : new SentFiles(activity, files);
    }

    private static async Task<byte[]?> UpToAsync(Stream body, int most, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await body.ReadAsync(piece, ct) is > 0 and var read)
        {
            content.Write(piece, 0, read);
            if (content.Length > most)
            {
                return null;
            }
        }

        return content.ToArray();
    }

    private static SentFiles NoFile => Refuse(DirectLineFaults.Of(400, "BadArgument", "There is no file in the body."));

    private static SentFiles Refuse(IResult fault) => new(ReadOnlyMemory<byte>.Empty, []) { Fault = fault };

    private static string? NameOf(ContentDispositionHeaderValue said) =>
        HeaderUtilities.RemoveQuotes(said.FileNameStar.HasValue ? said.FileNameStar : said.FileName).Value;
}
