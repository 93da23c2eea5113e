using System.Text.RegularExpressions;

namespace IntegrationHub.HostTests.Voice;

/// <summary>Twilio as the caller: the official package signs, and judges the TwiML. Installed once for all tests, when one first plays it.</summary>
public sealed class TwilioKit : IDisposable
{
    private const string Limit = "--max-ms";
    private const string TwilioGivesUpAfter = "15000";

    /// <summary>The token that tests sign with.</summary>
    public const string Token = "12345";

    private static int s_callers = 1000;

    private readonly ChannelChecks _checks = new(["twilio", "fast-xml-parser"], "sign-and-post.js", "post-vectors.js", "twiml-rules.js", "twilio-rest-fake.js");

    /// <summary>A caller's number that no other test has.</summary>
    public static string NewCaller() => $"+4670123{Interlocked.Increment(ref s_callers)}";

    /// <summary>Plays a scenario of sign-and-post.js, and fails with all that it printed when one of its checks does.</summary>
    internal async Task<Played> PlayAsync(ServedHub hub, string options, params string[] steps)
    {
        string[] given = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] patience = given.Contains(Limit, StringComparer.Ordinal) ? [] : [Limit, TwilioGivesUpAfter]; // How fast the hub is, ops/bench says.
        return new Played(await _checks.PlayAsync("sign-and-post.js", ["--base", hub.Address.ToString(), "--token", Token, "--lang", "sv-SE", .. patience, .. given, .. steps]));
    }

    /// <summary>The account that <see cref="RestAsync"/> plays.</summary>
    public const string Account = "AC11111111111111111111111111111111";

    /// <summary>Plays Twilio's REST interface while it goes through its steps, and fails with all that it printed when one of its checks does.</summary>
    /// <param name="hub">Whose calls and messages it carries.</param>
    /// <param name="at">Where it listens: the hub's <c>Twilio:ApiUrl</c>.</param>
    /// <param name="steps">As twilio-rest-fake.js has them.</param>
    internal Task<string> RestAsync(ServedHub hub, Uri at, params string[] steps) => _checks.PlayAsync(
        "twilio-rest-fake.js",
        [
            "--listen", at.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--account", Account, "--token", Token,
            "--base", hub.Address.ToString().TrimEnd('/'), .. steps,
        ]);

    /// <summary>Posts the odd, the genuine and the forged.</summary>
    internal Task PostVectorsAsync(ServedHub hub, string publicUrl, string path) => _checks.PlayAsync(
        "post-vectors.js", ["--base", hub.Address.ToString().TrimEnd('/'), "--public", publicUrl, "--token", Token, "--path", path]);

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
    public void Dispose() => _checks.Dispose();
}

/// <summary>What was said in a call.</summary>
internal sealed partial record Played(string Output)
{
    /// <summary>The first case number that the caller was told.</summary>
    public string Number => CaseNumber().Match(Output) is { Success: true } match ? match.Groups["number"].Value : throw new InvalidOperationException("No case number was said: " + Output);

    [GeneratedRegex(@"^says .*ärende(nummer är)? (?<number>\d{8,})", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CaseNumber();
}

/// <summary>One hub for the calls of a class.</summary>
public sealed class HubWithPhone : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    internal ServedHub Hub { get; private set; } = null!;

    internal string Data => _folder.Path;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Hub = await HubHere.ServeAsync(_folder.Path, TwilioKit.Settings());

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
