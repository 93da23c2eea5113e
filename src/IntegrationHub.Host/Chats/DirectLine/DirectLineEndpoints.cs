using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Adapters.Chat.DirectLine;
using IntegrationHub.Core.Chats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary><c>/v3/directline</c>: Direct Line 3.0, as Microsoft's own client talks it. The hub is the channel itself.</summary>
/// <remarks>Source: the swagger of Direct Line 3.0 and the official client, as the protocol notes have them; facts in section 7.</remarks>
public static class DirectLineEndpoints
{
    /// <summary>Path under the hub's address; what the client calls <c>domain</c> ends with it.</summary>
    public const string Base = "/v3/directline";

    /// <summary>The largest activity, in bytes.</summary>
    public const int LargestActivity = 256 * 1024;

    /// <summary>How many ordinary messages the largest thing weighs that can be sent.</summary>
    internal const int HeaviestWeight = 16;

    private const int LargestQuestion = 16 * 1024;
    private const int LongestId = 100;
    private const int MostOrigins = 10;

    /// <summary>Maps the endpoints. Tokens are checked here, not by the hub's sign-in.</summary>
    public static void MapDirectLine(this WebApplication app)
    {
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero }); // One clock keeps all alive: DirectLineSockets.
        var routes = app.MapGroup(Base).WithTags("Direct Line").AllowAnonymous().DisableAntiforgery().AddEndpointFilter<DirectLineManners>()
            .ExcludeFromDescription(); // Microsoft's contract, not the hub's own.
        routes.MapMethods("/{**any}", ["OPTIONS"], () => TypedResults.NoContent());
        routes.MapPost("/tokens/generate", GenerateAsync);
        routes.MapPost("/tokens/refresh", Refresh);
        routes.MapPost("/conversations", StartAsync);
        routes.MapGet("/conversations/{conversation}", ReconnectAsync);
        routes.MapGet("/conversations/{conversation}/activities", DirectLineReading.ActivitiesAsync);
        routes.MapPost("/conversations/{conversation}/activities", PostAsync);
        routes.MapPost("/conversations/{conversation}/upload", DirectLineUploads.UploadAsync);
        routes.MapGet("/conversations/{conversation}/files/{reference}", DirectLineUploads.FileAsync);
        routes.MapGet("/conversations/{conversation}/stream", DirectLineReading.StreamAsync);
        routes.MapGet("/session/getsessionid", (HttpContext http, DirectLineDoor door) => door.Enter(http, null, DirectLineCost.Read, out var refusal) is null
            ? refusal : TypedResults.Json(new { sessionId = RandomNumberGenerator.GetHexString(32, lowercase: true) }));
    }

    /// <summary>All of a body; null when it is larger than it may be.</summary>
    internal static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext http, int most, CancellationToken ct)
    {
        if (http.Request.ContentLength > most)
        {
            return null;
        }

        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync(ct);
            foreach (var piece in read.Buffer)
            {
                body.Write(piece.Span);
            }

            http.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (body.WrittenCount > most)
            {
                return null;
            }

            if (read.IsCompleted)
            {
                return body.WrittenMemory;
            }
        }
    }

    /// <summary>What the client is told of a step: the id that its own activity has.</summary>
    internal static IResult Taken(string conversation, ChatAnswered answered) => TypedResults.Json(new { id = ActivitySet.IdOf(conversation, answered.Revision) });

    private static async Task<IResult> GenerateAsync(HttpContext http, DirectLineDoor door, DirectLineTokens tokens, CancellationToken ct)
    {
        if (door.Enter(http, null, DirectLineCost.Begin, out var refusal) is not { } caller)
        {
            return refusal;
        }

        if (caller.Pass is not null)
        {
            return DirectLineFaults.BadToken; // A token makes no tokens.
        }

        if (await QuestionAsync(http, ct) is not { } asked)
        {
            return DirectLineFaults.Of(400, "BadSyntax", "The body is no JSON object of at most 16 kB. Send for example {\"user\":{\"id\":\"dl_…\"}}.");
        }

        var (user, origins) = (asked.User?.Id ?? DirectLineTokens.NewUser(), asked.TrustedOrigins ?? []);
        if (!user.StartsWith(DirectLineTokens.UserPrefix, StringComparison.Ordinal) || !IsId(user))
        {
            return DirectLineFaults.Of(400, "BadArgument", $"user.id must begin with {DirectLineTokens.UserPrefix} and have at most {LongestId} signs without blanks.");
        }

        if (origins.Count > MostOrigins || origins.Any(origin => origin is not { Length: > 0 and <= 200 }))
        {
            return DirectLineFaults.Of(400, "BadArgument", $"trustedOrigins has at most {MostOrigins} origins, such as https://intranet.example.se.");
        }

        var pass = new DirectLinePass(PassUse.Token, DirectLineTokens.NewConversation(), user, DirectLineTokens.NewSession(), default) { Origins = origins };
        return Granted(tokens.Issue(pass, http.Request) with { StreamUrl = null }, StatusCodes.Status200OK);
    }

    private static IResult Refresh(HttpContext http, DirectLineDoor door, DirectLineTokens tokens) =>
        door.Enter(http, null, DirectLineCost.Read, out var refusal) switch
        {
            null => refusal,
            { Pass: { } pass } => Granted(tokens.Issue(pass, http.Request) with { StreamUrl = null }, StatusCodes.Status200OK),
            _ => DirectLineFaults.Of(403, "BadToken", "A secret is not renewed; a token is."),
        };

    private static async Task<IResult> StartAsync(HttpContext http, DirectLineDoor door, DirectLineTokens tokens, CancellationToken ct)
    {
        if (door.Enter(http, null, DirectLineCost.Begin, out var refusal) is not { } caller)
        {
            return refusal;
        }

        if (await QuestionAsync(http, ct) is not { } asked)
        {
            return DirectLineFaults.Of(400, "BadSyntax", "The body is no JSON object of at most 16 kB. Send for example {\"locale\":\"sv-SE\"}.");
        }

        var pass = caller.For(DirectLineTokens.NewConversation());
        if (caller.Pass is null && asked.User?.Id is { Length: > 0 } user)
        {
            if (!IsId(user))
            {
                return DirectLineFaults.Of(400, "BadArgument", $"user.id has at most {LongestId} signs without blanks.");
            }

            pass = pass with { User = user };
        }

        var began = await tokens.BeginAsync(pass.Conversation, asked.Locale is { Length: <= 35 } locale ? locale : null, ct);
        return Granted(tokens.Issue(pass, http.Request), began ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ReconnectAsync(
        string conversation, string? watermark, HttpContext http, DirectLineDoor door, DirectLineTokens tokens, DirectLineReading reading, CancellationToken ct) =>
        door.Enter(http, conversation, DirectLineCost.Read, out var refusal) is not { } caller ? refusal
        : !await reading.ExistsAsync(conversation, ct) ? DirectLineFaults.Gone
        : Granted(tokens.Issue(caller.For(conversation), http.Request, watermark is { Length: <= 20 } ? watermark : null), StatusCodes.Status200OK);

    private static async Task<IResult> PostAsync(
        string conversation, HttpContext http, DirectLineDoor door, DirectLineLimits limits, DirectLineReading reading, DirectLineSockets sockets, ChatDesk desk, CancellationToken ct)
    {
        if (door.Enter(http, conversation, DirectLineCost.Write, out var refusal) is not { } caller)
        {
            return refusal;
        }

        if (await BodyAsync(http, LargestActivity, ct) is not { } body)
        {
            return DirectLineFaults.TooLarge("256 kB");
        }

        if (limits.Count(http, conversation, DirectLineCost.Write, Math.Clamp(body.Length / (LargestActivity / HeaviestWeight), 1, HeaviestWeight)) is { } tooMany)
        {
            return tooMany;
        }

        if (SentActivity.Read(body.Span, caller.User, withFiles: false, out var fault) is not { } sent)
        {
            return DirectLineFaults.Of(400, fault!.Code, fault.Message);
        }

        if (caller.Pass is null && !await reading.ExistsAsync(conversation, ct))
        {
            return DirectLineFaults.Gone;
        }

        if (sent.Type == "typing")
        {
            return TypedResults.Json(new { id = ActivitySet.IdOf(conversation, 0) }); // Shown to nobody, and not kept.
        }

        if (sent.Act == ChatAct.Message)
        {
            sockets.Typing(ChatStore.StreamOf(ChatChannel.Web, conversation));
        }

        return Taken(conversation, await desk.TakeAsync(ArrivalOf(conversation, sent), ct));
    }

    /// <summary>What the conversation takes. Without an id of the client's, the same words twice are said twice.</summary>
    internal static ChatArrival ArrivalOf(string conversation, SentActivity sent) =>
        new(ChatChannel.Web, conversation, sent.ClientId is { } id ? $"id {id}" : $"no-id {RandomNumberGenerator.GetHexString(32)}", sent.Act)
        {
            Text = sent.Text,
            Choice = sent.Choice,
            Step = sent.Step,
            Locale = sent.Locale,
            Activity = sent.Shown,
        };

    private static JsonHttpResult<Answer> Granted(DirectLineGrant grant, int status) => TypedResults.Json(
        new Answer(grant.ConversationId, grant.Token, grant.ExpiresIn, grant.StreamUrl), statusCode: status);

    private static bool IsId(string text) => text.Length is > 0 and <= LongestId && text.All(sign => sign is > ' ' and <= '~');

    private static async Task<Question?> QuestionAsync(HttpContext http, CancellationToken ct)
    {
        try
        {
            return await BodyAsync(http, LargestQuestion, ct) is not { } body ? null
                : body.Length == 0 ? new Question(null, null, null)
                : JsonSerializer.Deserialize<Question>(body.Span, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Question(QuestionUser? User, string? Locale, IReadOnlyList<string>? TrustedOrigins);

    private sealed record QuestionUser(string? Id);

    private sealed record Answer(
        [property: JsonPropertyName("conversationId")] string Conversation,
        [property: JsonPropertyName("token")] string Token,
        [property: JsonPropertyName("expires_in")] int ExpiresIn,
        [property: JsonPropertyName("streamUrl"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StreamUrl);
}
