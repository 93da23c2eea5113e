using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHub.HostTests.Chats;

/// <summary>Microsoft's own Direct Line client and Web Chat, as packages of Node's. Installed once for all tests of the web chat.</summary>
public sealed partial class DirectLineKit : IDisposable
{
    /// <summary>The secret of hubs that tests start.</summary>
    internal const string Secret = "a-secret-of-the-tests-only";

    private const string WebChat = "botframework-webchat@4.18.1";
    private static readonly string[] s_scripts = ["directline.js", "webchat-browser.js", "node-browser.js"];
    private static readonly string[] s_packages = ["botframework-directlinejs", "botframework-schema", "ws", "xhr2", "playwright-core", "axe-core"];

    private readonly TestFolder _folder = new();
    private readonly SemaphoreSlim _one = new(1);
    private bool _installed;
    private bool _bundled;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A folder for files that the scripts send.</summary>
    internal string Folder => _folder.Path;

    /// <summary>The settings of a hub that lets the tests in by their secret.</summary>
    internal static Dictionary<string, string> Settings(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["HUB_DirectLine__Secret"] = Secret };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return settings;
    }

    /// <summary>Plays a chat page by directline.js, and fails with all that it printed when one of its checks does.</summary>
    internal Task<string> TalkAsync(HubProcess hub, params string[] steps) => PlayAsync("directline.js", hub, [], steps);

    /// <summary>Plays a person in Chromium with the official Web Chat, and fails with all that was printed when one of its checks does.</summary>
    internal async Task<string> BrowseAsync(HubProcess hub, params string[] steps)
    {
        await InstallAsync();
        await BundleAsync();
        var at = hub.Address.GetLeftPart(UriPartial.Authority);
        var policy = $"default-src 'none'; base-uri 'none'; connect-src 'self' {at} {at.Replace("http", "ws", StringComparison.Ordinal)}; img-src 'self' blob:; "
            + "script-src 'nonce-NONCE' 'strict-dynamic'; style-src 'nonce-NONCE' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        return await PlayAsync(
            "webchat-browser.js", hub,
            ["--bundle", Path.Combine(_folder.Path, "package", "dist", "webchat.js"), "--csp", policy, "--style", "{\"sendBoxTextWrap\":true}", "--shot", _folder.Path], steps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Dispose();
        _one.Dispose();
    }

    private async Task<string> PlayAsync(string script, HubProcess hub, string[] options, string[] steps)
    {
        await InstallAsync();
        var said = await Node.RunAsync(
            _folder.Path, "node", [script, "--domain", $"{hub.Address.ToString().TrimEnd('/')}/v3/directline", "--secret", Secret, .. options, .. steps]);
        Assert.True(Passed().IsMatch(said), said + "\n" + hub.Said);
        return said;
    }

    private async Task InstallAsync()
    {
        await _one.WaitAsync(Ct);
        try
        {
            if (_installed)
            {
                return;
            }

            using var wanted = JsonDocument.Parse(await File.ReadAllBytesAsync(Shared.File("checks/channels/package.json"), Ct));
            var versions = wanted.RootElement.GetProperty("dependencies");
            await Node.RunAsync(
                _folder.Path, "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", .. s_packages.Select(name => $"{name}@{versions.GetProperty(name).GetString()}")]);
            foreach (var script in s_scripts)
            {
                File.Copy(Shared.File("checks/channels/" + script), Path.Combine(_folder.Path, script), overwrite: true);
            }

            _installed = true;
        }
        finally
        {
            _one.Release();
        }
    }

    // The package is large, and only one file of it is needed.
    private async Task BundleAsync()
    {
        if (!_bundled)
        {
            var archive = (await Node.RunAsync(_folder.Path, "npm", "pack", "--silent", WebChat)).Trim().Split('\n')[^1];
            await Node.RunAsync(_folder.Path, "tar", "xzf", archive, "package/dist/webchat.js");
            _bundled = true;
        }
    }

    [GeneratedRegex("^PASSED ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Passed();
}

/// <summary>Tests of the web chat by official clients run one at a time and share the kit.</summary>
[CollectionDefinition(Name)]
public sealed class WebChatTests : ICollectionFixture<DirectLineKit>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "web chat";
}

/// <summary>One hub for the web chats of a class.</summary>
public sealed class HubWithWebChat : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    internal HubProcess Hub { get; private set; } = null!;

    internal string Data => _folder.Path;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Hub = await HubProcess.ServeAsync(_folder.Path, DirectLineKit.Settings());

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
