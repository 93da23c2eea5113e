using System.Globalization;
using IntegrationHub.Core.Hours;

namespace IntegrationHub.Host.Pages;

/// <summary>Times as pages show them: Stockholm's.</summary>
internal static class CityTime
{
    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The day in the city.</summary>
    public static DateOnly Day(DateTimeOffset at) => CityDay.Of(at);

    /// <summary>When a day in the city is over, UTC.</summary>
    public static DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, s_city.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>Day and minute, for example <c>2026-11-24 09:15</c>.</summary>
    public static string Shown(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, s_city).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>To the second, where the order of things matters.</summary>
    public static string Exact(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, s_city).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>For machines: UTC.</summary>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>How long, in at most two units: <c>2 d 4 h</c>, <c>3 min 5 s</c>.</summary>
    public static string Long(double seconds)
    {
        var span = TimeSpan.FromSeconds(Math.Max(0, seconds));
        return span switch
        {
            { TotalDays: >= 1 } => $"{(int)span.TotalDays} d {span.Hours} h",
            { TotalHours: >= 1 } => $"{span.Hours} h {span.Minutes} min",
            { TotalMinutes: >= 1 } => $"{span.Minutes} min {span.Seconds} s",
            _ => $"{span.Seconds} s",
        };
    }
}
