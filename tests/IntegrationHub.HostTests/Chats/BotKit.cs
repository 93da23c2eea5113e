using System.Globalization;

namespace IntegrationHub.HostTests.Chats;

/// <summary>A channel of the Bot Framework and its token service, which judge the bot by the official packages. Installed once for all tests.</summary>
public sealed class BotKit : IDisposable
{
    /// <summary>The bot's app id.</summary>
    public const string App = "11111111-2222-3333-4444-555555555555";

    /// <summary>The bot's secret.</summary>
    public const string Secret = "app-hemlighet";

    private const string Tenant = "botframework.com";

    private readonly ChannelChecks _checks = new(["jsonwebtoken", "botframework-schema"], "bot-channel.js");

    /// <summary>The settings of a hub that answers a channel on this machine.</summary>
    /// <param name="channel">Where the channel, its keys and its token service are.</param>
    internal static Dictionary<string, string> Settings(Uri channel) => new(StringComparer.Ordinal)
    {
        ["HUB_Bot__AppId"] = App,
        ["HUB_Bot__ClientSecret"] = Secret,
        ["HUB_Bot__OpenIdMetadataUrl"] = new Uri(channel, "/v1/.well-known/openidconfiguration").AbsoluteUri,
        ["HUB_Bot__TokenUrl"] = new Uri(channel, $"/{Tenant}/oauth2/v2.0/token").AbsoluteUri,
    };

    /// <summary>Plays steps of bot-channel.js against a hub of their own, and fails with all that it printed when one of its checks does.</summary>
    /// <param name="steps">As bot-channel.js has them.</param>
    internal async Task<string> PlayAsync(params string[] steps)
    {
        using var data = new TestFolder();
        var channel = HubProcess.FreeAddress();
        using var hub = await HubHere.ServeAsync(data.Path, Settings(channel));
        var said = await _checks.PlayAsync(
            "bot-channel.js",
            [
                "--bot", new Uri(hub.Address, "/api/messages").AbsoluteUri, "--listen", channel.Port.ToString(CultureInfo.InvariantCulture),
                "--app-id", App, "--app-secret", Secret, "--tenant", Tenant, .. steps,
            ]);
        Assert.DoesNotContain("Anna Provare", hub.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, hub.Said, StringComparison.Ordinal);
        return said;
    }

    /// <inheritdoc/>
    public void Dispose() => _checks.Dispose();
}
