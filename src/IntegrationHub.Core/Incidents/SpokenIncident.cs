using System.Globalization;

namespace IntegrationHub.Core.Incidents;

/// <summary>An incident as it is told to somebody: kept with the call, so that it is said in the same words when it is asked for again.</summary>
/// <param name="Sv">Whole sentences in Swedish.</param>
/// <param name="En">Whole sentences in English.</param>
public sealed record SpokenIncident(IncidentNumber Number, string Sv, string En)
{
    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
    private static readonly CultureInfo s_swedish = CultureInfo.GetCultureInfo("sv-SE");
    private static readonly CultureInfo s_english = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>What is told of an incident now: what it is, where, what is known, and when there is news.</summary>
    public static SpokenIncident Of(IncidentRow row, DateTimeOffset now)
    {
        var promise = row.NextNewsDue is { } due && due > now ? due : (DateTimeOffset?)null;
        var places = row.Scope.IsCityWide ? null : string.Join(", ", row.Scope.Sites.Concat(row.Scope.Organisations));
        return new SpokenIncident(
            row.Number,
            Join(row.What.Sv, places is null ? null : $"Det gäller {places}", row.Known?.Sv, promise is { } sv ? $"Nytt besked senast {Clock(sv, now, s_swedish)}" : null),
            Join(row.What.En, places is null ? null : $"It concerns {places}", row.Known?.En, promise is { } en ? $"More news by {Clock(en, now, s_english)}" : null));
    }

    private static string Join(params string?[] sentences) =>
        string.Join(' ', sentences.Where(sentence => !string.IsNullOrWhiteSpace(sentence)).Select(Ended));

    private static string Ended(string? sentence) => sentence!.Trim() is var text && text[^1] is '.' or '!' or '?' ? text : text + ".";

    private static string Clock(DateTimeOffset at, DateTimeOffset now, CultureInfo culture)
    {
        var (then, today) = (TimeZoneInfo.ConvertTime(at, s_city), TimeZoneInfo.ConvertTime(now, s_city));
        var swedish = culture.TwoLetterISOLanguageName == "sv";
        var clock = then.ToString(swedish ? "'klockan' HH.mm" : "HH.mm", CultureInfo.InvariantCulture);
        return then.Date == today.Date ? clock : then.ToString(swedish ? "'den' d MMMM " : "d MMMM 'at' ", culture) + clock;
    }
}
