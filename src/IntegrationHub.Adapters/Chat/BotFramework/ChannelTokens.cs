using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationHub.Adapters.Chat.BotFramework;

/// <summary>A channel's token that holds: signed, for this hub, and of now.</summary>
/// <param name="serviceUrl">Where the channel wants its answers, as it signed that.</param>
/// <param name="endorsements">The channels that the key may speak for; null for any.</param>
public sealed class ChannelToken(string serviceUrl, IReadOnlySet<string>? endorsements)
{
    /// <summary>Whether the token speaks for an activity.</summary>
    /// <param name="channel">The activity's <c>channelId</c>.</param>
    /// <param name="service">The activity's <c>serviceUrl</c>; it differs at most in case and in a slash at the end.</param>
    public bool SpeaksFor(string channel, string? service) =>
        service is not null && string.Equals(Bare(service), Bare(serviceUrl), StringComparison.OrdinalIgnoreCase) && endorsements?.Contains(channel) != false;

    private static string Bare(string address) => address.EndsWith('/') ? address[..^1] : address;
}

/// <summary>Why a token was not believed: for the hub's figures only, never for whoever sent it.</summary>
public enum TokenFault
{
    /// <summary>It holds.</summary>
    None,

    /// <summary>There is none, or it is no signed token with one of the three algorithms and a key's id.</summary>
    Form,

    /// <summary>No such key is published.</summary>
    UnknownKey,

    /// <summary>The signature, issuer, audience or time is wrong.</summary>
    Wrong,

    /// <summary>It does not say where the channel is to be answered.</summary>
    NoServiceUrl,

    /// <summary>It speaks for another channel or address than the activity's.</summary>
    OtherActivity,
}

/// <summary>Checks the tokens that channels present. Nothing that a token says counts before its signature holds.</summary>
/// <remarks>
/// Source: Bot Connector authentication, "Step 4: verify the JWT token": RS256, RS384 or RS512, key by <c>kid</c>, issuer, audience, five
/// minutes of clock skew, <c>serviceurl</c>, endorsements. A token without expiry or without <c>serviceurl</c> is refused.
/// </remarks>
public sealed class ChannelTokens(ChannelKeys keys, BotSettings settings, TimeProvider clock)
{
    private const int LongestToken = 16 * 1024;
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(5);
    private static readonly string[] s_algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512];
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };

    /// <summary>Checks what stands in the header <c>Authorization</c>.</summary>
    /// <param name="authorization">As it came; null when it did not.</param>
    /// <param name="ct">Ends the wait for keys.</param>
    /// <returns>The token, or null and why.</returns>
    public async Task<(ChannelToken? Token, TokenFault Fault)> CheckAsync(string? authorization, CancellationToken ct)
    {
        const string Scheme = "Bearer ";
        var text = authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? authorization[Scheme.Length..].Trim() : "";
        if (Read(text) is not { Kid.Length: > 0 } unproven || !s_algorithms.Contains(unproven.Alg, StringComparer.Ordinal))
        {
            return (null, TokenFault.Form);
        }

        if (await keys.FindAsync(unproven.Kid, ct) is not { } key)
        {
            return (null, TokenFault.UnknownKey);
        }

        var result = await _handler.ValidateTokenAsync(text, Rules(key.Key));
        return !result.IsValid ? (null, TokenFault.Wrong)
            : result.Claims.TryGetValue("serviceurl", out var claim) && claim is string { Length: > 0 } service
                ? (new ChannelToken(service, key.Endorsements), TokenFault.None)
                : (null, TokenFault.NoServiceUrl);
    }

    private JsonWebToken? Read(string text)
    {
        try
        {
            return text.Length is > 0 and <= LongestToken ? _handler.ReadJsonWebToken(text) : null;
        }
        catch (Exception fault) when (fault is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private TokenValidationParameters Rules(SecurityKey key) => new()
    {
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidAlgorithms = s_algorithms,
        ValidIssuer = settings.Issuer,
        ValidAudience = settings.AppId,
        ValidateIssuerSigningKey = true,
        ValidateLifetime = true,
        LifetimeValidator = (from, until, _, _) => IsOfNow(from, until, clock.GetUtcNow().UtcDateTime),
    };

    private static bool IsOfNow(DateTime? from, DateTime? until, DateTime now) =>
        until is { } end && now - s_skew < end && (from is not { } start || start <= now + s_skew);
}
