using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Adapters.Chat.DirectLine;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>Who was let in.</summary>
/// <param name="Pass">What was shown; null when it was the secret, which opens every conversation.</param>
internal sealed record DirectLineCaller(DirectLinePass? Pass)
{
    /// <summary>Whom everything is from; null when the activities themselves say it.</summary>
    public string? User => Pass?.User;

    /// <summary>A pass for a conversation that this caller may open.</summary>
    public DirectLinePass For(string conversation) =>
        Pass ?? new DirectLinePass(PassUse.Token, conversation, DirectLineTokens.NewUser(), DirectLineTokens.NewSession(), default);
}

/// <summary>Lets in by token or secret, from pages that may, and as often as is bearable.</summary>
internal sealed class DirectLineDoor(DirectLineSettings settings, DirectLinePasses passes, DirectLineLimits limits, TimeProvider clock)
{
    private const string Bearer = "Bearer ";

    /// <summary>Whoever shows a token of the conversation, or the secret.</summary>
    /// <param name="http">The request.</param>
    /// <param name="conversation">Which one; null where any token does.</param>
    /// <param name="cost">What is asked for.</param>
    /// <param name="refusal">Why not, when null is returned.</param>
    public DirectLineCaller? Enter(HttpContext http, string? conversation, DirectLineCost cost, out IResult refusal)
    {
        if (limits.Count(http, conversation: null, cost) is { } tooMany)
        {
            refusal = tooMany;
            return null;
        }

        refusal = DirectLineFaults.NoToken;
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var shown = header[Bearer.Length..].Trim();
        if (IsSecret(shown))
        {
            return new DirectLineCaller(Pass: null);
        }

        var pass = passes.Read(shown, PassUse.Token, clock.GetUtcNow(), out var ended);
        return Check(http, pass, ended, conversation, cost, out refusal) ? new DirectLineCaller(pass) : null;
    }

    /// <summary>Whoever has an address that the hub made: of a stream, or of a file.</summary>
    public DirectLinePass? Enter(HttpContext http, string conversation, string? shown, PassUse use, out IResult refusal)
    {
        if (limits.Count(http, conversation: null, DirectLineCost.Read) is { } tooMany)
        {
            refusal = tooMany;
            return null;
        }

        var pass = passes.Read(shown, use, clock.GetUtcNow(), out var ended);
        return Check(http, pass, ended, conversation, DirectLineCost.Read, out refusal) ? pass : null;
    }

    /// <summary>Whether a page may talk with the hub from a browser.</summary>
    /// <param name="http">The request; without an <c>Origin</c> it is no page's.</param>
    public bool IsAllowed(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        return origin.Length == 0 || IsOwn(http, origin) || settings.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            || (settings.Loopback && Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback);
    }

    private bool Check(HttpContext http, DirectLinePass? pass, bool ended, string? conversation, DirectLineCost cost, out IResult refusal)
    {
        var origin = http.Request.Headers.Origin.ToString();
        refusal = ended ? DirectLineFaults.TokenExpired : DirectLineFaults.BadToken;
        if (pass is null || (conversation is not null && pass.Conversation != conversation))
        {
            return false;
        }

        refusal = DirectLineFaults.BadOrigin;
        if (origin.Length > 0 && pass.Origins.Count > 0 && !IsOwn(http, origin) && !pass.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        // Counted under the conversation only now: who has no token of it cannot use it up.
        refusal = cost == DirectLineCost.Write ? DirectLineFaults.Gone : limits.Count(http, pass.Conversation, DirectLineCost.Read) ?? DirectLineFaults.Gone;
        return ReferenceEquals(refusal, DirectLineFaults.Gone);
    }

    private bool IsOwn(HttpContext http, string origin) =>
        origin.Equals(settings.PublicUrl?.GetLeftPart(UriPartial.Authority) ?? $"{http.Request.Scheme}://{http.Request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    // Of equal length whatever was shown, so that the time tells nothing.
    private bool IsSecret(string shown) => settings.Secret is { } secret && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
