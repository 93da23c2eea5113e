using System.Security.Cryptography;
using IntegrationHub.Adapters.Chat.DirectLine;
using IntegrationHub.Core.Chats;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>What a client needs to talk in a conversation.</summary>
/// <param name="ConversationId">The hub's own id; cannot be guessed.</param>
/// <param name="Token">For the header <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds.</param>
/// <param name="StreamUrl">Absolute <c>ws</c> or <c>wss</c> address; to be opened within five minutes. Null where the protocol has none.</param>
internal sealed record DirectLineGrant(string ConversationId, string Token, int ExpiresIn, string? StreamUrl);

/// <summary>Begins conversations and gives tokens for them, to the page and to the protocol's own routes.</summary>
/// <param name="passes">Signs.</param>
/// <param name="settings">The hub's address.</param>
/// <param name="desk">Greets.</param>
/// <param name="clock">The time.</param>
internal sealed class DirectLineTokens(DirectLinePasses passes, DirectLineSettings settings, ChatDesk desk, TimeProvider clock)
{
    /// <summary>How a user's id must begin: such ids come from a token only.</summary>
    public const string UserPrefix = "dl_";

    private const int IdBytes = 16;

    /// <summary>How long a token lets in. The client renews it halfway.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan s_streamLasts = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_fileLasts = TimeSpan.FromHours(12);

    /// <summary>A new conversation's id. Nothing is kept before it begins.</summary>
    public static string NewConversation() => RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true);

    /// <summary>A new user's id.</summary>
    public static string NewUser() => UserPrefix + RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true);

    /// <summary>Begins a conversation, and greets; one that has begun stays as it is.</summary>
    /// <param name="conversation">From <see cref="NewConversation"/>.</param>
    /// <param name="locale">What the client says that the user reads; null when it does not say.</param>
    /// <param name="ct">Ends the wait; it may be begun again.</param>
    /// <returns>Whether it began now.</returns>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read or written.</exception>
    public async Task<bool> BeginAsync(string conversation, string? locale, CancellationToken ct) =>
        !(await desk.TakeAsync(new ChatArrival(ChatChannel.Web, conversation, "begin", ChatAct.Joined) { Locale = locale }, ct)).Repeated;

    /// <summary>A token for a conversation and a user, and the address of its stream.</summary>
    /// <param name="conversation">The conversation's id.</param>
    /// <param name="user">Whom everything sent with it is from; see <see cref="NewUser"/>.</param>
    /// <param name="request">Who asks: without a <c>PublicUrl</c> the stream has the address that the caller used.</param>
    /// <param name="watermark">From where the stream is wanted; null for the start.</param>
    /// <remarks>Whoever gets it can read and write in the conversation: give it only to the browser that the conversation is of.</remarks>
    public DirectLineGrant Issue(string conversation, string user, HttpRequest request, string? watermark = null) =>
        Issue(new DirectLinePass(PassUse.Token, conversation, user, NewSession(), default), request, watermark);

    /// <summary>The same pass for another half hour.</summary>
    public DirectLineGrant Issue(DirectLinePass pass, HttpRequest request, string? watermark = null)
    {
        var now = clock.GetUtcNow();
        var stream = passes.Write(pass with { Use = PassUse.Stream, Ends = now + s_streamLasts });
        var address = string.Concat("ws", AddressOf(request).AsSpan(4)); // http becomes ws, https becomes wss.
        return new DirectLineGrant(
            pass.Conversation, passes.Write(pass with { Ends = now + Lasts }), (int)Lasts.TotalSeconds,
            $"{address}/conversations/{pass.Conversation}/stream?watermark={Uri.EscapeDataString(watermark ?? "")}&t={stream}");
    }

    /// <summary>Where the user of a conversation may fetch a file that was sent in it; good for twelve hours.</summary>
    /// <param name="conversation">The conversation's id.</param>
    /// <param name="reference">As in <see cref="ChatFile"/>.</param>
    /// <param name="address">As in <see cref="AddressOf"/>.</param>
    public string FileAddress(string conversation, string reference, string address) =>
        $"{address}/conversations/{conversation}/files/{reference}?t=" + passes.Write(
            new DirectLinePass(PassUse.File, conversation, "", "", clock.GetUtcNow() + s_fileLasts) { File = reference });

    /// <summary>Where Direct Line is, for whoever asks: what the client calls <c>domain</c>.</summary>
    public string AddressOf(HttpRequest request) =>
        (settings.PublicUrl?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host.Value}{request.PathBase.Value}") + DirectLineEndpoints.Base;

    /// <summary>A window's own mark.</summary>
    internal static string NewSession() => RandomNumberGenerator.GetHexString(16, lowercase: true);
}
