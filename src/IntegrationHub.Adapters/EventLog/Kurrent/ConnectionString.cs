using System.Globalization;
using System.Net;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>Reads the connection strings of EventStoreDB and KurrentDB.</summary>
/// <remarks>
/// <c>scheme://[user:password@]host[:port][,host[:port]...][/][?key=value&amp;...]</c>, keys in any case. One host is a single node;
/// several hosts, or a scheme with <c>+discover</c>, are asked for the cluster's members. User and password stand as they are,
/// not escaped. Source: the connection string grammar of the official .NET client.
/// </remarks>
public static class ConnectionString
{
    private const string Example = "esdb://hub:PASSWORD@kurrent.example.se:2113?tls=true";
    private const string Discover = "+discover";
    private static readonly string[] s_schemes = ["esdb", "kdb", "kurrent", "kurrentdb"];

    /// <summary>The settings that the text stands for.</summary>
    /// <param name="text">The value of <c>EventLog:ConnectionString</c>.</param>
    /// <exception cref="FormatException">The text names the setting, what is wrong and a good value; never the account.</exception>
    public static KurrentSettings Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw Fault("it is not set");
        }

        var (scheme, rest) = Split(text.Trim(), "://");
        var discover = scheme.EndsWith(Discover, StringComparison.OrdinalIgnoreCase);
        if (rest is null || !s_schemes.Contains(discover ? scheme[..^Discover.Length] : scheme, StringComparer.OrdinalIgnoreCase))
        {
            throw Fault("it begins with none of esdb://, kurrentdb://, esdb+discover:// and kurrentdb+discover://");
        }

        var end = rest.IndexOfAny(['/', '?']);
        var (authority, tail) = end < 0 ? (rest, "") : (rest[..end], rest[end..]);
        var at = authority.LastIndexOf('@');
        if (at < 0 && tail.Contains('@', StringComparison.Ordinal) && !tail.Contains('=', StringComparison.Ordinal))
        {
            throw Fault("its user or password holds a / or a ?, which ends the host; choose a password without them");
        }

        var seeds = authority[(at + 1)..].Split(',').Select(Address).ToList();
        var settings = new KurrentSettings { Seeds = seeds, Discover = discover || seeds.Count > 1 };
        return WithOptions(at < 0 ? settings : WithAccount(settings, authority[..at]), Options(tail));
    }

    private static KurrentSettings WithAccount(KurrentSettings settings, string account)
    {
        var parts = account.Split(':');
        return parts.Length == 2 && parts[0].Length > 0
            ? settings with { User = parts[0], Password = parts[1] }
            : throw Fault("what stands before the @ is not user:password with exactly one colon");
    }

    private static NodeAddress Address(string text)
    {
        var colon = text.LastIndexOf(':');
        var bracket = text.LastIndexOf(']');
        var (host, port) = colon > bracket ? (text[..colon], text[(colon + 1)..]) : (text, null);
        if (bracket >= 0)
        {
            var inner = host.TrimStart('[').TrimEnd(']');
            host = IPAddress.TryParse(inner, out _) ? inner : "";
        }

        var number = NodeAddress.DefaultPort;
        var numbered = port is null
            || (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is > 0 and <= 65535);
        return numbered && Uri.CheckHostName(host) is not UriHostNameType.Unknown
            ? new NodeAddress(host, number)
            : throw Fault("a host is not written as NAME or NAME:PORT, with a port of 1 to 65535");
    }

    private static IEnumerable<(string Key, string? Value)> Options(string tail)
    {
        var options = tail.TrimStart('/');
        return options switch
        {
            "" => [],
            ['?', .. var list] => list.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => Split(pair, "=")),
            _ => throw Fault("something other than ? and options follows the hosts"),
        };
    }

    private static KurrentSettings WithOptions(KurrentSettings settings, IEnumerable<(string Key, string? Value)> options)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in options)
        {
            if (!seen.Add(key))
            {
                throw Fault($"the option {Shown(key)} stands there twice");
            }

            settings = ConnectionOption.Apply(settings, key, value ?? "")
                ?? throw Fault($"{Shown(key)} is not an option with a value that fits; the options are {ConnectionOption.Known}");
        }

        return settings.UserCertificateFile is null == settings.UserKeyFile is null
            ? settings
            : throw Fault("userCertFile and userKeyFile go together; set both or neither");
    }

    // What is taken for a key may be a piece of a password with a question mark in it.
    private static string Shown(string key) =>
        ConnectionOption.IsKnown(key) ? key : "what stands after the ?";

    private static (string Left, string? Right) Split(string text, string by)
    {
        var index = text.IndexOf(by, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + by.Length)..]);
    }

    private static FormatException Fault(string what) =>
        new($"EventLog:ConnectionString cannot be used: {what}. A good value is {Example}");
}
