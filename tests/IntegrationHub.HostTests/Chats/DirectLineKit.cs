namespace IntegrationHub.HostTests.Chats;

/// <summary>Microsoft's own Direct Line client and Web Chat, as packages of Node's. Installed once for all tests, when one first plays it.</summary>
public sealed class DirectLineKit : IDisposable
{
    /// <summary>The secret of hubs that tests start.</summary>
    internal const string Secret = "a-secret-of-the-tests-only";

    private const string WebChat = "botframework-webchat@4.18.1";
    private readonly ChannelChecks _checks = new(
        ["botframework-directlinejs", "botframework-schema", "ws", "xhr2", "playwright-core", "axe-core"], "directline.js", "webchat-browser.js", "node-browser.js");

    private bool _bundled;

    /// <summary>A folder for files that the scripts send.</summary>
    internal string Folder => _checks.Folder;

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
    internal Task<string> TalkAsync(ServedHub hub, params string[] steps) => PlayAsync("directline.js", hub, [], steps);

    /// <summary>Plays a person in Chromium with the official Web Chat, and fails with all that was printed when one of its checks does.</summary>
    internal async Task<string> BrowseAsync(ServedHub hub, params string[] steps)
    {
        await BundleAsync();
        var at = hub.Address.GetLeftPart(UriPartial.Authority);
        var policy = $"default-src 'none'; base-uri 'none'; connect-src 'self' {at} {at.Replace("http", "ws", StringComparison.Ordinal)}; img-src 'self' blob:; "
            + "script-src 'nonce-NONCE' 'strict-dynamic'; style-src 'nonce-NONCE' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        return await PlayAsync(
            "webchat-browser.js", hub,
            ["--bundle", Path.Combine(Folder, "package", "dist", "webchat.js"), "--csp", policy, "--style", "{\"sendBoxTextWrap\":true}", "--shot", Folder], steps);
    }

    /// <inheritdoc/>
    public void Dispose() => _checks.Dispose();

    private Task<string> PlayAsync(string script, ServedHub hub, string[] options, string[] steps) => _checks.PlayAsync(
        script, ["--domain", $"{hub.Address.ToString().TrimEnd('/')}/v3/directline", "--secret", Secret, .. options, .. steps]);

    // The package is large, and only one file of it is needed.
    private async Task BundleAsync()
    {
        if (!_bundled)
        {
            var archive = (await Node.RunAsync(Folder, "npm", "pack", "--silent", WebChat)).Trim().Split('\n')[^1];
            await Node.RunAsync(Folder, "tar", "xzf", archive, "package/dist/webchat.js");
            _bundled = true;
        }
    }
}

/// <summary>One hub for the web chats of a class.</summary>
public sealed class HubWithWebChat : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    internal ServedHub Hub { get; private set; } = null!;

    internal string Data => _folder.Path;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Hub = await HubHere.ServeAsync(_folder.Path, DirectLineKit.Settings());

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
