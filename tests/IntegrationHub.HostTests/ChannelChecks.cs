using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHub.HostTests;

/// <summary>The channels' checks, which are scripts of Node's over official packages: installed once in a folder of their own, then played.</summary>
/// <param name="packages">Those of them that are wanted, in the versions that the checks name.</param>
/// <param name="scripts">The scripts that are played, and what they read.</param>
internal sealed partial class ChannelChecks(string[] packages, params string[] scripts) : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SemaphoreSlim _one = new(1);
    private bool _installed;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The folder that they run in.</summary>
    public string Folder => _folder.Path;

    /// <summary>Plays a script, and fails with all that it printed when one of its checks does.</summary>
    /// <param name="script">Which.</param>
    /// <param name="arguments">Options and steps.</param>
    public async Task<string> PlayAsync(string script, params IEnumerable<string> arguments)
    {
        await InstallAsync();
        var said = await Node.RunAsync(Folder, "node", [script, .. arguments]);
        Assert.True(Passed().IsMatch(said), said);
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
                Folder, "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", .. packages.Select(name => $"{name}@{versions.GetProperty(name).GetString()}")]);
            foreach (var script in scripts)
            {
                File.Copy(Shared.File("checks/channels/" + script), Path.Combine(Folder, script), overwrite: true);
            }

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
