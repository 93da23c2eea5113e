using IntegrationHub.Adapters.Chat.DirectLine;
using IntegrationHub.Adapters.Chat.Files;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>Files that users send: known by name and content, shown to the virus scanner, and sealed before the conversation hears of them.</summary>
internal sealed partial class DirectLineUploads(
    DirectLineSettings settings, KeptFiles kept, ChatStore chats, ChatDesk desk, IPersonKeys keys, TimeProvider clock, ILogger<DirectLineUploads> logger)
{
    private const int LargestUpload = 4 * 1024 * 1024;
    private const int MostFiles = 10;
    private const int Weight = 4;

    private readonly ClamAv? _scanner = settings.ClamAv is { } at ? new ClamAv(at, clock) : null;

    /// <summary>Takes files: <c>POST conversations/{c}/upload</c>.</summary>
    public static async Task<IResult> UploadAsync(
        string conversation, string? userId, HttpContext http, DirectLineDoor door, DirectLineLimits limits, DirectLineReading reading, DirectLineUploads uploads, CancellationToken ct)
    {
        if (door.Enter(http, conversation, DirectLineCost.Write, out var refusal) is not { } caller)
        {
            return refusal;
        }

        if (limits.Count(http, conversation, DirectLineCost.Write, Weight) is { } tooMany)
        {
            return tooMany;
        }

        if (caller.User is null && (userId is null or { Length: > 100 } || !await reading.ExistsAsync(conversation, ct)))
        {
            return userId is null or { Length: > 100 } ? DirectLineFaults.Of(400, "MissingProperty", "The address has no userId.") : DirectLineFaults.Gone;
        }

        return await SentFiles.ReadAsync(http, LargestUpload, MostFiles, ct) switch
        {
            { Fault: { } fault } => fault,
            var files => await uploads.TakeAsync(conversation, caller.User ?? userId!, files, ct),
        };
    }

    /// <summary>Gives a file back to the user of the conversation: <c>GET conversations/{c}/files/{reference}?t=</c>.</summary>
    public static async Task<IResult> FileAsync(
        string conversation, string reference, string? t, HttpContext http, DirectLineDoor door, DirectLineUploads uploads, CancellationToken ct)
    {
        if (door.Enter(http, conversation, t, PassUse.File, out var refusal) is not { } pass)
        {
            return refusal;
        }

        var chat = await uploads.ChatAsync(conversation, ct);
        return pass.File == reference && await uploads.OpenAsync(chat, reference, ct) is { } file
            ? Serve(http, file) : DirectLineFaults.Of(404, "BadArgument", "There is no such file any more.");
    }

    private static FileContentHttpResult Serve(HttpContext http, OpenedFile file)
    {
        // Only pictures are shown, and nothing is ever read as another kind than it was found to be.
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue(file.Picture ? "inline" : "attachment") { FileNameStar = file.Name }.ToString();
        http.Response.Headers.CacheControl = "private, max-age=3600";
        return TypedResults.Bytes(file.Content, file.MediaType);
    }

    private Task<LoadedChat> ChatAsync(string conversation, CancellationToken ct) => chats.LoadAsync(ChatStore.StreamOf(ChatChannel.Web, conversation), ct);

    private Task<OpenedFile?> OpenAsync(LoadedChat chat, string reference, CancellationToken ct) => kept.OpenAsync(chat.State.Person, chat.Stream, reference, ct);

    private async Task<IResult> TakeAsync(string conversation, string user, SentFiles sent, CancellationToken ct)
    {
        if (SentActivity.Read(sent.Activity.Span, user, withFiles: true, out var wrong) is not { } activity)
        {
            return DirectLineFaults.Of(400, wrong!.Code, wrong.Message);
        }

        var files = new List<OpenedFile>();
        foreach (var (said, content) in sent.Files)
        {
            var name = FileKind.NameOf(said);
            if (FileKind.Of(name, content) is not { } kind)
            {
                return DirectLineFaults.Of(415, "UnsupportedMediaType", $"A file of this kind is not taken, or is not what its name says. Taken are: {FileKind.Allowed}.");
            }

            if (await RefusalOfScannerAsync(content, ct) is { } refused)
            {
                return refused;
            }

            files.Add(new OpenedFile(name, kind.MediaType, kind.Picture, content));
        }

        var chat = await ChatAsync(conversation, ct);
        var person = chat.History.Count > 0 ? chat.State.Person : keys.Pseudonym("contact", chat.Stream);
        var keptFiles = new List<KeptFile>();
        foreach (var file in files)
        {
            keptFiles.Add(await kept.KeepAsync(person, chat.Stream, file, ct));
        }

        return DirectLineEndpoints.Taken(conversation, await desk.TakeAsync(
            DirectLineEndpoints.ArrivalOf(conversation, activity) with { Act = ChatAct.Files, Files = keptFiles }, ct));
    }

    /// <summary>With a scanner set, nothing is taken that it has not found clean.</summary>
    private async Task<IResult?> RefusalOfScannerAsync(byte[] content, CancellationToken ct)
    {
        switch (_scanner is null ? new ScanVerdict.Clean() : await _scanner.ScanAsync(content, ct))
        {
            case ScanVerdict.Infected infected:
                Infected(logger, infected.What);
                return DirectLineFaults.Of(400, "BadArgument", "The virus scanner found something in the file. It was not kept.");
            case ScanVerdict.Unknown unknown:
                NotScanned(logger, unknown.Why);
                return DirectLineFaults.Of(503, "ServiceUnavailable", "Files cannot be checked just now. Send it again later, or write what it shows.");
            default:
                return null;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A file in a chat was refused: the virus scanner found {What}")]
    private static partial void Infected(ILogger logger, string what);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "A file in a chat was refused, since the virus scanner (Uploads:ClamAv) did not say whether it is clean: {Why}")]
    private static partial void NotScanned(ILogger logger, string why);
}
