using System.Globalization;

namespace IntegrationHub.Core.Hours;

/// <summary>When a desk answers, in Stockholm time.</summary>
/// <remarks>
/// Written as <c>always</c>, or as days and times separated by commas: <c>mon-fri 07:00-17:00, sat 10:00-14:00, holidays closed</c>.
/// A day may stand several times. Without a word about holidays they are closed; <c>holidays 10:00-14:00</c> opens them.
/// </remarks>
public sealed class OpeningHours
{
    private const int DaysAhead = 400;
    private static readonly string[] s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private readonly IReadOnlyList<(TimeOnly From, TimeOnly Until)>[] _week;
    private readonly IReadOnlyList<(TimeOnly From, TimeOnly Until)> _holidays;
    private readonly bool _always;

    private OpeningHours(
        IReadOnlyList<(TimeOnly From, TimeOnly Until)>[] week, IReadOnlyList<(TimeOnly From, TimeOnly Until)> holidays, bool always) =>
        (_week, _holidays, _always) = (week, holidays, always);

    /// <summary>Around the clock, all days.</summary>
    public static OpeningHours Always { get; } = new([], [], always: true);

    /// <summary>Reads hours as they are written in the settings.</summary>
    /// <param name="text">See the type.</param>
    /// <param name="hours">The hours; <see cref="Always"/> when they cannot be read.</param>
    /// <returns>False when the text is none.</returns>
    public static bool TryParse(string? text, out OpeningHours hours)
    {
        hours = Always;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        if (text.Trim().Equals("always", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var week = new List<(TimeOnly, TimeOnly)>[7];
        for (var day = 0; day < week.Length; day++)
        {
            week[day] = [];
        }

        var holidays = new List<(TimeOnly, TimeOnly)>();
        foreach (var part in text.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var days, var times]
                || (days == "holidays" ? [holidays] : Days(days)?.Select(day => week[day])) is not { } meant || !Times(times, out var open))
            {
                return false;
            }

            foreach (var day in meant)
            {
                day.AddRange(open);
            }
        }

        hours = new OpeningHours([.. week], holidays, always: false);
        return Array.Exists(week, day => day.Count > 0) || holidays.Count > 0;
    }

    /// <summary>Whether somebody answers at an instant.</summary>
    public bool IsOpen(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, s_city);
        return _always || Of(DateOnly.FromDateTime(local.Date)).Any(span => Instant(local, span.From) <= at && at < End(local, span));
    }

    /// <summary>The instant itself when it is open, else the next opening; null when none is near (more than a year away).</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset at)
    {
        if (IsOpen(at))
        {
            return at;
        }

        var local = TimeZoneInfo.ConvertTime(at, s_city);
        for (var ahead = 0; ahead < DaysAhead; ahead++)
        {
            var day = local.Date.AddDays(ahead);
            var next = Of(DateOnly.FromDateTime(day)).Select(span => Instant(day, span.From)).Where(opening => opening > at && IsOpen(opening)).Order().Cast<DateTimeOffset?>().FirstOrDefault();
            if (next is not null)
            {
                return next;
            }
        }

        return null;
    }

    private IReadOnlyList<(TimeOnly From, TimeOnly Until)> Of(DateOnly day) => SwedishHolidays.Contains(day) ? _holidays : _week[(int)day.DayOfWeek];

    private static DateTimeOffset Instant(DateTimeOffset local, TimeOnly time) => Instant(local.Date, time);

    private static DateTimeOffset Instant(DateTime day, TimeOnly time)
    {
        var wall = day + time.ToTimeSpan();
        // An hour that the clocks skip in spring begins when they have.
        wall = s_city.IsInvalidTime(wall) ? wall.AddHours(1) : wall;
        return new DateTimeOffset(wall, s_city.GetUtcOffset(wall)).ToUniversalTime();
    }

    private static DateTimeOffset End(DateTimeOffset local, (TimeOnly From, TimeOnly Until) span) =>
        span.Until == TimeOnly.MinValue ? Instant(local.Date.AddDays(1), TimeOnly.MinValue) : Instant(local, span.Until);

    private static IEnumerable<int>? Days(string text)
    {
        var (from, to) = text.Split('-') switch
        {
            [var one] => (Array.IndexOf(s_days, one), Array.IndexOf(s_days, one)),
            [var first, var last] => (Array.IndexOf(s_days, first), Array.IndexOf(s_days, last)),
            _ => (-1, -1),
        };
        return from < 0 || to < 0 ? null : Enumerable.Range(0, ((to - from + 7) % 7) + 1).Select(ahead => (from + ahead) % 7);
    }

    private static bool Times(string text, out IReadOnlyList<(TimeOnly, TimeOnly)> open)
    {
        open = [];
        if (text == "closed")
        {
            return true;
        }

        if (text.Split('-') is not [var from, var until] || Clock(from) is not { } opens || Clock(until) is not { } closes
            || (closes <= opens && closes != TimeOnly.MinValue))
        {
            return false;
        }

        open = [(opens, closes)];
        return true;
    }

    /// <summary>24:00 is the end of the day.</summary>
    private static TimeOnly? Clock(string text) =>
        text == "24:00" ? TimeOnly.MinValue
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
