namespace IntegrationHub.Core.Hours;

/// <summary>Days as the city counts them: Stockholm's.</summary>
public static class CityDay
{
    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The day in the city at an instant.</summary>
    public static DateOnly Of(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, s_city).DateTime);
}
