using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHub.HostTests.Voice;

/// <summary>Twilio as the caller: the official package signs, and judges the TwiML. Installed once for all tests of the voice.</summary>
public sealed partial class TwilioKit : IDisposable
{
    /// <summary>The token that tests sign with.</summary>
    public const string Token = "12345";

    private static readonly string[] s_scripts = ["sign-and-post.js", "post-vectors.js", "twiml-rules.js", "twilio-rest-fake.js"];
    private static readonly string[] s_packages = ["twilio", "fast-xml-parser"];
    private static int s_callers = 1000;

    private readonly TestFolder _folder = new();
    private readonly SemaphoreSlim _one = new(1);
    private bool _installed;

    /// <summary>A caller's number that no other test has.</summary>
    public static string NewCaller() => $"+4670123{Interlocked.Increment(ref s_callers)}";

    /// <summary>Plays a scenario of sign-and-post.js, and fails with all that it printed when one of its checks does.</summary>
    internal async Task<Played> PlayAsync(HubProcess hub, string options, params string[] steps)
    {
        await InstallAsync();
        string[] given = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var said = await Node.RunAsync(
            _folder.Path, "node", ["sign-and-post.js", "--base", hub.Address.ToString(), "--token", Token, "--lang", "sv-SE", .. given, .. steps]);
        Assert.True(Passed().IsMatch(said), said);
        return new Played(said);
    }

    /// <summary>The account that <see cref="RestAsync"/> plays.</summary>
    public const string Account = "AC11111111111111111111111111111111";

    /// <summary>Plays Twilio's REST interface while it goes through its steps, and fails with all that it printed when one of its checks does.</summary>
    /// <param name="hub">Whose calls and messages it carries.</param>
    /// <param name="at">Where it listens: the hub's <c>Twilio:ApiUrl</c>.</param>
    /// <param name="steps">As twilio-rest-fake.js has them.</param>
    internal async Task<string> RestAsync(HubProcess hub, Uri at, params string[] steps)
    {
        await InstallAsync();
        var said = await Node.RunAsync(
            _folder.Path, "node",
            [
                "twilio-rest-fake.js", "--listen", at.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--account", Account, "--token", Token,
                "--base", hub.Address.ToString().TrimEnd('/'), .. steps,
            ]);
        Assert.True(Passed().IsMatch(said), said);
        return said;
    }

    /// <summary>Posts the odd, the genuine and the forged.</summary>
    internal async Task PostVectorsAsync(HubProcess hub, string publicUrl, string path)
    {
        await InstallAsync();
        var said = await Node.RunAsync(_folder.Path, "node", "post-vectors.js", "--base", hub.Address.ToString().TrimEnd('/'), "--public", publicUrl, "--token", Token, "--path", path);
        Assert.True(Passed().IsMatch(said), said);
    }

    /// <summary>The settings of a hub that this Twilio may call, and whose suppliers are not simulated.</summary>
    internal static Dictionary<string, string> Settings(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["HUB_Twilio__AuthToken"] = Token };
        foreach (var supplier in (ReadOnlySpan<string>)["workplace", "central-systems", "telephony", "mobile"])
        {
            settings[$"HUB_Suppliers__{supplier}__Protocol"] = "cloudevents";
            settings[$"HUB_Suppliers__{supplier}__Url"] = "http://127.0.0.1:9/"; // Nobody listens there.
            settings[$"HUB_Suppliers__{supplier}__Token"] = supplier + "-token";
        }

        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return settings;
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

    [GeneratedRegex("^PASSED ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Passed();
}

/// <summary>What was said in a call.</summary>
internal sealed partial record Played(string Output)
{
    /// <summary>The first case number that the caller was told.</summary>
    public string Number => CaseNumber().Match(Output) is { Success: true } match ? match.Groups["number"].Value : throw new InvalidOperationException("No case number was said: " + Output);

    [GeneratedRegex(@"^says .*ärende(nummer är)? (?<number>\d{8,})", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CaseNumber();
}

/// <summary>Tests of the voice run one at a time and share the kit.</summary>
[CollectionDefinition(Name)]
public sealed class VoiceTests : ICollectionFixture<TwilioKit>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "voice";
}

/// <summary>One hub for the calls of a class.</summary>
public sealed class HubWithPhone : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    internal HubProcess Hub { get; private set; } = null!;

    internal string Data => _folder.Path;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Hub = await HubProcess.ServeAsync(_folder.Path, TwilioKit.Settings());

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
