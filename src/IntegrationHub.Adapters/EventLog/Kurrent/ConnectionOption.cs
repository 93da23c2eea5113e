using System.Collections.Frozen;
using System.Globalization;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>The options behind the question mark of a connection string.</summary>
internal static class ConnectionOption
{
    private static readonly FrozenDictionary<string, Option> s_options = new Dictionary<string, Option>(StringComparer.OrdinalIgnoreCase)
    {
        ["tls"] = new("true or false", (s, v) => Flag(v) is { } on ? s with { Tls = on } : null),
        ["tlsVerifyCert"] = new("true or false", (s, v) => Flag(v) is { } on ? s with { VerifyCertificate = on } : null),
        ["tlsCaFile"] = new("a PEM file", (s, v) => v.Length > 0 ? s with { CaFile = v } : null),
        ["userCertFile"] = new("a PEM file", (s, v) => v.Length > 0 ? s with { UserCertificateFile = v } : null),
        ["userKeyFile"] = new("a PEM file", (s, v) => v.Length > 0 ? s with { UserKeyFile = v } : null),
        ["nodePreference"] = new(
            "leader, follower, random or readOnlyReplica", (s, v) => Preference(v) is { } wanted ? s with { Preference = wanted } : null),
        ["maxDiscoverAttempts"] = new("1 or more", (s, v) => Number(v) is > 0 and var n ? s with { MaxDiscoverAttempts = n } : null),
        ["discoveryInterval"] = new("milliseconds", (s, v) => Span(v) is { } span ? s with { DiscoveryInterval = span } : null),
        ["gossipTimeout"] = new("milliseconds", (s, v) => Span(v) is { } span && span > TimeSpan.Zero ? s with { GossipTimeout = span } : null),
        ["keepAliveInterval"] = new("milliseconds, or -1", (s, v) => Endless(v) is { } span ? s with { KeepAliveInterval = span } : null),
        ["keepAliveTimeout"] = new("milliseconds, or -1", (s, v) => Endless(v) is { } span ? s with { KeepAliveTimeout = span } : null),
        ["defaultDeadline"] = new("milliseconds, or -1", (s, v) => Endless(v) is { } span ? s with { DefaultDeadline = span } : null),
        ["connectionName"] = new("a name in ASCII", (s, v) => IsName(v) ? s with { ConnectionName = v } : null),
        ["throwOnAppendFailure"] = new("true or false", (s, v) => Flag(v) is { } on ? s with { ThrowOnAppendFailure = on } : null),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every option with what it takes, as a fault text shows them.</summary>
    public static string Known { get; } =
        string.Join(", ", s_options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key} ({o.Value.Takes})"));

    public static bool IsKnown(string key) => s_options.ContainsKey(key);

    /// <summary>The settings with the option set; null when there is no such option, or it does not take this value.</summary>
    public static KurrentSettings? Apply(KurrentSettings settings, string key, string value) =>
        s_options.TryGetValue(key, out var option) ? option.Set(settings, value) : null;

    private static bool? Flag(string value) => bool.TryParse(value, out var on) ? on : null;

    private static int? Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static TimeSpan? Span(string value) => Number(value) is { } number ? TimeSpan.FromMilliseconds(number) : null;

    private static TimeSpan? Endless(string value) =>
        value == "-1" ? Timeout.InfiniteTimeSpan : Span(value) is { } span && span > TimeSpan.Zero ? span : null;

    private static NodePreference? Preference(string value) => value.ToUpperInvariant() switch
    {
        "LEADER" => NodePreference.Leader,
        "FOLLOWER" => NodePreference.Follower,
        "RANDOM" => NodePreference.Random,
        "READONLYREPLICA" => NodePreference.ReadOnlyReplica,
        _ => null,
    };

    // It travels as a header, which holds ASCII only.
    private static bool IsName(string value) => value.Length > 0 && value.All(c => c is > ' ' and < '\x7F');

    private sealed record Option(string Takes, Func<KurrentSettings, string, KurrentSettings?> Set);
}
