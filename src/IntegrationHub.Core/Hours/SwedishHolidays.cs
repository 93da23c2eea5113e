namespace IntegrationHub.Core.Hours;

/// <summary>The days when Sweden is closed: public holidays, and the eves that offices keep as such.</summary>
/// <remarks>
/// Source: lagen (1989:253) om allmänna helgdagar; the eves of Midsummer, Christmas and New Year are treated as Sundays by
/// semesterlagen (1977:480), 3 a §. Easter by the Gregorian computus (Meeus, Jones, Butcher).
/// </remarks>
public static class SwedishHolidays
{
    /// <summary>Whether a day is a public holiday or one of the three eves. Sundays are not counted as such.</summary>
    public static bool Contains(DateOnly day) => (day.Month, day.Day) switch
    {
        (1, 1) or (1, 6) or (5, 1) or (6, 6) or (12, 24) or (12, 25) or (12, 26) or (12, 31) => true,
        _ => day == Midsummer(day.Year) || day == Midsummer(day.Year).AddDays(-1) || day == AllSaints(day.Year)
            || IsByEaster(day, Easter(day.Year)),
    };

    /// <summary>Easter Sunday of a year.</summary>
    /// <param name="year">1583 or later.</param>
    public static DateOnly Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var g = ((8 * b) + 13) / 25;
        var h = ((19 * a) + b - d - g + 15) % 30;
        var (i, k) = (c / 4, c % 4);
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }

    private static bool IsByEaster(DateOnly day, DateOnly easter) =>
        (day.DayNumber - easter.DayNumber) is -2 or 0 or 1 or 39 or 49; // Good Friday, Easter, Easter Monday, Ascension, Whitsun.

    /// <summary>Midsummer Day: the Saturday from 20 to 26 June.</summary>
    private static DateOnly Midsummer(int year) => Saturday(new DateOnly(year, 6, 20));

    /// <summary>All Saints' Day: the Saturday from 31 October to 6 November.</summary>
    private static DateOnly AllSaints(int year) => Saturday(new DateOnly(year, 10, 31));

    private static DateOnly Saturday(DateOnly from) => from.AddDays((DayOfWeek.Saturday - from.DayOfWeek + 7) % 7);
}
