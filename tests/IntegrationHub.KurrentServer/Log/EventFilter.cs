using System.Text.RegularExpressions;

namespace IntegrationHub.KurrentServer.Log;

/// <summary>Which events of $all are meant: by a name, with a regular expression or by prefixes.</summary>
internal sealed class EventFilter
{
    private readonly Func<LogRecord, bool> _matches;

    private EventFilter(Func<LogRecord, bool> matches) => _matches = matches;

    public static EventFilter All { get; } = new(_ => true);

    /// <summary>A regular expression that is not empty wins over the prefixes.</summary>
    /// <exception cref="ArgumentException">The regular expression is none.</exception>
    public static EventFilter On(Func<LogRecord, string> name, string regex, IReadOnlyList<string> prefixes)
    {
        if (regex.Length == 0)
        {
            return new EventFilter(record => prefixes.Any(prefix => name(record).StartsWith(prefix, StringComparison.Ordinal)));
        }

        var expression = new Regex(regex, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return new EventFilter(record => expression.IsMatch(name(record)));
    }

    public bool Matches(LogRecord record) => _matches(record);
}
