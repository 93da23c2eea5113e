using System.Globalization;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Correlation;

/// <summary>Where in the log the last weeks begin: a line a day, <c>day position</c>, in a file. So a restart reads weeks, not years.</summary>
/// <param name="path">The file; without it the log is read from its start.</param>
internal sealed class DaysInLog(string path)
{
    private const int Kept = 28;
    private readonly List<(DateOnly Day, long Position)> _days = Read(path);

    /// <summary>After this position the weeks begin.</summary>
    public LogPosition Since => _days.Count < Kept ? LogPosition.Start : new LogPosition(_days[0].Position);

    /// <summary>An event was taken in; the first of a day is noted.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Note(RecordedEvent recorded)
    {
        var day = DateOnly.FromDateTime(recorded.RecordedAt.UtcDateTime);
        if (_days.Count > 0 && _days[^1].Day >= day)
        {
            return;
        }

        _days.Add((day, recorded.Position.Value - 1));
        _days.RemoveRange(0, Math.Max(0, _days.Count - Kept));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var fresh = path + ".new";
        File.WriteAllLines(fresh, _days.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Day:yyyy-MM-dd} {one.Position}")));
        File.Move(fresh, path, overwrite: true);
    }

    private static List<(DateOnly, long)> Read(string path)
    {
        List<(DateOnly, long)> days = [];
        foreach (var line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            if (line.Split(' ') is [var day, var position]
                && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                && long.TryParse(position, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var place))
            {
                days.Add((date, place));
            }
        }

        return days;
    }
}
