using System.Globalization;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Reports;

/// <summary>What one call adds to the figures; see <see cref="CallFigures"/> for what each means. Every call is in exactly one outcome.</summary>
public static class CallTally
{
    /// <summary>What figures can be split by.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["desk", "organisation", "hour"];

    /// <summary>The kind that is split by nothing.</summary>
    public const string All = "all";

    internal const string Calls = "calls";
    internal const string Answered = "answered";
    internal const string Contained = "contained";
    internal const string Promised = "promised";
    internal const string Abandoned = "abandoned";
    internal const string Unknown = "unknown";
    internal const string Transferred = "transferred";
    internal const string PasswordSelf = "password-self";
    internal const string PasswordDesk = "password-desk";
    internal const string PasswordOpen = "password-open";
    internal const string AnswerUnknown = "answer-unknown";
    internal const string AnswerMilliseconds = "answer-ms";
    internal const string AnswerAt = "answer-at:";

    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The tallies of a call, once for each kind.</summary>
    public static IEnumerable<Tally> Of(CallRow row) => Split(row.Seen, row.Desk, row.Organisation, Counts(row));

    /// <summary>Counts under the day of an instant, once for each kind.</summary>
    internal static IEnumerable<Tally> Split(DateTimeOffset at, string? desk, string? organisation, IEnumerable<(string Name, long Count)> counts)
    {
        var local = TimeZoneInfo.ConvertTime(at, s_city);
        var day = local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        (string Kind, string Group)[] groups =
            [(All, ""), ("desk", desk ?? ""), ("organisation", organisation ?? ""), ("hour", local.ToString("HH", CultureInfo.InvariantCulture))];
        return counts.SelectMany(count => groups.Select(group => new Tally(group.Kind, day, group.Group, count.Name, count.Count)));
    }

    private static IEnumerable<(string Name, long Count)> Counts(CallRow row)
    {
        yield return (Calls, 1);
        yield return (Outcome(row), 1);
        if (row.Transfers > 0)
        {
            yield return (Transferred, 1);
        }

        if (row.Password != PasswordHelp.None)
        {
            yield return (row.Password switch { PasswordHelp.SelfService => PasswordSelf, PasswordHelp.Desk => PasswordDesk, _ => PasswordOpen }, 1);
        }

        if (Outcome(row) != Answered)
        {
            yield break;
        }

        if (row is { Received: true, TakenAt: { } taken } && taken >= row.Seen)
        {
            var waited = taken - row.Seen;
            yield return (AnswerMilliseconds, (long)Math.Round(waited.TotalMilliseconds));
            yield return (AnswerAt + AnswerTime.BoundOf(waited).ToString(CultureInfo.InvariantCulture), 1);
        }
        else
        {
            yield return (AnswerUnknown, 1);
        }
    }

    private static string Outcome(CallRow row) => row switch
    {
        { TakenAt: not null } or { Spoke: true } => Answered,
        { Over: false } or { Received: false } => Unknown,
        { Promised: true } => Promised,
        { Settled: true } => Contained,
        _ => Abandoned,
    };
}
