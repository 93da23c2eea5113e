using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace IntegrationHub.Host.Chats;

/// <summary>Which conversation a browser has on the chat page.</summary>
/// <param name="Conversation">The hub's id of it.</param>
/// <param name="User">Whom everything sent from there is from.</param>
internal sealed record ChatSession(string Conversation, string User);

/// <summary>Keeps that in a cookie that only the hub can read and write, until the browser is closed, or a week has gone by without a visit.</summary>
/// <remarks>
/// What the cloud's service cannot do, since it does not know the page's user: a page that has slept gets a fresh token for the same
/// conversation. The cookie is sealed by the keys that forms are signed with, so it survives a restart.
/// </remarks>
internal sealed class ChatSessions(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Cookie = "hub-chat";
    private static readonly TimeSpan s_lasts = TimeSpan.FromDays(7);

    private readonly IDataProtector _seal = protection.CreateProtector("chat-session.v1");

    /// <summary>The browser's conversation; null when it has none, or had it too long ago.</summary>
    public ChatSession? Read(HttpRequest request)
    {
        if (request.Cookies[Cookie] is not { Length: > 0 and < 1000 } sealedText)
        {
            return null;
        }

        try
        {
            return _seal.Unprotect(sealedText).Split(' ') is [var conversation, var user, var until]
                && long.Parse(until, CultureInfo.InvariantCulture) > clock.GetUtcNow().ToUnixTimeSeconds()
                ? new ChatSession(conversation, user) : null;
        }
        catch (CryptographicException)
        {
            return null; // Not the hub's, or of keys that are no more.
        }
    }

    /// <summary>Keeps it for another week.</summary>
    public void Write(HttpResponse response, ChatSession session) => response.Cookies.Append(
        Cookie,
        _seal.Protect(string.Create(CultureInfo.InvariantCulture, $"{session.Conversation} {session.User} {(clock.GetUtcNow() + s_lasts).ToUnixTimeSeconds()}")),
        new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = response.HttpContext.Request.IsHttps, Path = "/chat", IsEssential = true });
}
