using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHub.HostTests.Chats;

/// <summary>A channel of the Bot Framework and its token service, which judge the bot by the official packages. Installed once for all tests.</summary>
public sealed partial class BotKit : IDisposable
{
    /// <summary>The bot's app id.</summary>
    public const string App = "11111111-2222-3333-4444-555555555555";

    /// <summary>The bot's secret.</summary>
    public const string Secret = "app-hemlighet";

    private const string Tenant = "botframework.com";
    private static readonly string[] s_packages = ["jsonwebtoken", "botframework-schema"];

    private readonly TestFolder _folder = new();
    private readonly SemaphoreSlim _one = new(1);
    private bool _installed;

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
        await InstallAsync();
        using var data = new TestFolder();
        var channel = HubProcess.FreeAddress();
        using var hub = await HubProcess.ServeAsync(data.Path, Settings(channel));
        var said = await Node.RunAsync(
            _folder.Path, "node",
            [
                "bot-channel.js", "--bot", new Uri(hub.Address, "/api/messages").AbsoluteUri, "--listen", channel.Port.ToString(CultureInfo.InvariantCulture),
                "--app-id", App, "--app-secret", Secret, "--tenant", Tenant, .. steps,
            ]);
        Assert.True(Passed().IsMatch(said), said);
        Assert.DoesNotContain("Anna Provare", hub.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, hub.Said, StringComparison.Ordinal);
        return said;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Dispose();
        _one.Dispose();
    }

    private async Task InstallAsync()
    {
        await _one.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_installed)
            {
                return;
            }

            using var wanted = JsonDocument.Parse(await File.ReadAllBytesAsync(Shared.File("checks/channels/package.json")));
            var versions = wanted.RootElement.GetProperty("dependencies");
            await Node.RunAsync(
                _folder.Path, "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", .. s_packages.Select(name => $"{name}@{versions.GetProperty(name).GetString()}")]);
            File.Copy(Shared.File("checks/channels/bot-channel.js"), Path.Combine(_folder.Path, "bot-channel.js"), overwrite: true);
            _installed = true;
        }
        finally
        {
            _one.Release();
        }
    }

    [GeneratedRegex("^PASSED ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Passed();
}
