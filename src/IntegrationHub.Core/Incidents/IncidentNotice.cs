namespace IntegrationHub.Core.Incidents;

/// <summary>The text message that tells what happened to an incident. Pure: the same event gives the same message.</summary>
public static class IncidentNotice
{
    /// <summary>The message; null when the event is nothing to be told.</summary>
    /// <param name="incident">Its declaration.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="language"><c>en</c>; Swedish for everything else.</param>
    public static string? For(IncidentDeclared incident, IncidentEvent happened, string language)
    {
        var (number, what) = (incident.Number.Spaced, incident.What.In(language).Trim().TrimEnd('.'));
        return (happened, language) switch
        {
            (IncidentTold e, "en") => $"News of incident {number} ({what}): {e.News.En} Write STOP for no more messages.",
            (IncidentTold e, _) => $"Nytt om driftstörning {number} ({what}): {e.News.Sv} Skriv STOPP för att slippa fler sms.",
            (IncidentResolved e, "en") => $"Incident {number} ({what}) is over: {e.Solution.En} Call us if it still does not work.",
            (IncidentResolved e, _) => $"Driftstörning {number} ({what}) är löst: {e.Solution.Sv} Ring oss om det ändå inte fungerar.",
            (IncidentReopened e, "en") => $"Incident {number} ({what}) is not over after all: {e.News.En}",
            (IncidentReopened e, _) => $"Driftstörning {number} ({what}) är inte löst ändå: {e.News.Sv}",
            _ => null,
        };
    }
}
