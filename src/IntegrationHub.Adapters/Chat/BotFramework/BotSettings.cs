namespace IntegrationHub.Adapters.Chat.BotFramework;

/// <summary>The hub as a bot: who it is, whom it believes, and where it answers.</summary>
/// <param name="AppId">The bot's app id, a GUID; tokens to it have it as audience.</param>
/// <param name="ClientSecret">What it gets its own tokens with. Never shown.</param>
/// <param name="Metadata">OpenID document whose <c>jwks_uri</c> has the keys that channels sign with.</param>
/// <param name="TokenUrl">Where the hub's own tokens are had: of its tenant.</param>
/// <param name="Issuer">Who signs what channels send.</param>
/// <param name="Hosts">Where the hub may answer.</param>
/// <remarks>Source: Bot Connector authentication (learn.microsoft.com); the public cloud's addresses are the defaults.</remarks>
public sealed record BotSettings(string AppId, string ClientSecret, Uri Metadata, Uri TokenUrl, string Issuer, ServiceHosts Hosts)
{
    /// <summary>The public cloud's OpenID document.</summary>
    public const string PublicMetadata = "https://login.botframework.com/v1/.well-known/openidconfiguration";

    /// <summary>Who signs in the public cloud.</summary>
    public const string PublicIssuer = "https://api.botframework.com";

    /// <summary>What the hub's own token is for: the connector of the same cloud.</summary>
    public string Scope => $"{(Issuer is "https://api.botframework.us" or "https://api.botframework.azure.cn" ? Issuer : PublicIssuer)}/.default";

    /// <summary>Where the tokens of a tenant are had.</summary>
    /// <param name="tenant">The tenant's id or domain.</param>
    public static string TokenUrlOf(string tenant) => $"https://login.microsoftonline.com/{Uri.EscapeDataString(tenant)}/oauth2/v2.0/token";

    /// <summary>What a person sees in a log: no secret.</summary>
    public override string ToString() => $"BotSettings {{ AppId = {AppId}, TokenUrl = {TokenUrl} }}";
}
