using IntegrationHub.Host.Chats.DirectLine;

namespace IntegrationHub.Host.Chats;

/// <summary><c>POST /chat/token</c>: the chat page's way to a conversation, and to a fresh token for the same one.</summary>
internal static class ChatTokenEndpoint
{
    private const int LongestLocale = 35;

    /// <summary>Maps it. It is the page's own, and no part of the hub's contract.</summary>
    public static void MapChatToken(this WebApplication app) =>
        app.MapPost("/chat/token", TokenAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    /// <remarks>
    /// Another site's page cannot ask: it would need to send JSON, which a browser asks leave for first and is not given, and the cookie
    /// goes with requests of the hub's own pages only.
    /// </remarks>
    private static async Task<IResult> TokenAsync(
        ChatTokenWish wish, HttpContext http, ChatSessions sessions, DirectLineTokens tokens, DirectLineLimits limits, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin"))
        {
            return TypedResults.Problem("Only the hub's own chat page may ask. Open /chat.", type: "other-site", statusCode: StatusCodes.Status403Forbidden);
        }

        var known = wish.Fresh ? null : sessions.Read(http.Request);
        if (!wish.Fresh && wish.ConversationId is { } had && had != known?.Conversation)
        {
            return TypedResults.Problem(
                "This browser has another conversation now, or none. Load the page again.", type: "conversation-over", statusCode: StatusCodes.Status409Conflict);
        }

        if (known is null && limits.Count(http, conversation: null, DirectLineCost.Begin) is { } tooMany)
        {
            return tooMany;
        }

        var session = known ?? new ChatSession(DirectLineTokens.NewConversation(), DirectLineTokens.NewUser());
        await tokens.BeginAsync(session.Conversation, wish.Locale is { Length: <= LongestLocale } locale ? locale : null, ct);
        sessions.Write(http.Response, session);
        var grant = tokens.Issue(session.Conversation, session.User, http.Request);
        return TypedResults.Json(new { grant.ConversationId, grant.Token, session.User, Known = known is not null });
    }

    /// <summary>What the page asks for.</summary>
    /// <param name="ConversationId">The conversation that the page shows; null when it shows none.</param>
    /// <param name="Fresh">A new conversation, whatever there was.</param>
    /// <param name="Locale">What the page is written in.</param>
    internal sealed record ChatTokenWish(string? ConversationId, bool Fresh, string? Locale);
}
