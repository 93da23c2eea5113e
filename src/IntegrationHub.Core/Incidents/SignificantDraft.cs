using System.Globalization;
using System.Text;

namespace IntegrationHub.Core.Incidents;

/// <summary>
/// A draft of a report to the authority: everything that the log knows, in the order the law asks for it, and a gap in brackets where only a
/// person can answer. Nothing is sent by the hub.
/// </summary>
/// <remarks>Source: Directive (EU) 2022/2555 (NIS2), article 23(4) a, b and d.</remarks>
public static class SignificantDraft
{
    /// <summary>The draft, as plain text with a heading a line; it names no person.</summary>
    /// <param name="report">Which.</param>
    /// <param name="incident">The incident as it stands.</param>
    /// <param name="significance">That it is significant.</param>
    /// <param name="affected">How many said that it hits them, with or without a case.</param>
    /// <param name="service">What a service is called, by its id.</param>
    /// <param name="language"><c>sv</c> or <c>en</c>.</param>
    public static string Of(SignificantReport report, IncidentView incident, Significance significance, int affected, Func<string, string> service, string language)
    {
        var (draft, en) = (new StringBuilder(), language == "en");
        string Say(string sv, string english) => en ? english : sv;
        void Line(string heading, string text) => draft.Append(heading).Append(": ").AppendLine(text);

        draft.AppendLine(report switch
        {
            SignificantReport.EarlyWarning => Say("TIDIG VARNING om betydande incident", "EARLY WARNING of a significant incident"),
            SignificantReport.Notification => Say("INCIDENTANMÄLAN av betydande incident", "NOTIFICATION of a significant incident"),
            _ => Say("SLUTRAPPORT om betydande incident", "FINAL REPORT on a significant incident"),
        });
        Line(Say("Driftstörning", "Incident"), incident.Number.Value);
        Line(Say("Vad som hände", "What happened"), incident.What.In(language));
        Line(Say("Kommunen fick kännedom", "The city became aware"), Time(significance.KnownAt));
        Line(Say("Varför den är betydande", "Why it is significant"), significance.Reason);
        Line(Say("Drabbade tjänster", "Services hit"), incident.Scope.Services.Count == 0 ? Say("alla", "all") : string.Join(", ", incident.Scope.Services.Select(service)));
        Line(Say("Var", "Where"), incident.Scope.IsCityWide ? Say("hela staden", "the whole city") : string.Join(", ", incident.Scope.Sites.Concat(incident.Scope.Organisations)));
        Line(Say("Anmälda drabbade", "Persons who reported it"), (incident.Cases.Count + affected).ToString(CultureInfo.InvariantCulture));
        Line(Say("Uppsåtlig eller olaglig handling misstänks", "Unlawful or malicious act suspected"), Say("[ja/nej, och varför]", "[yes/no, and why]"));
        Line(Say("Verkan i andra länder", "Effect in other countries"), Say("[ja/nej, och vilka]", "[yes/no, and which]"));
        if (report != SignificantReport.EarlyWarning)
        {
            Line(Say("Bedömd allvarlighet och verkan", "Assessed severity and effect"), incident.Level == IncidentLevel.Major ? Say("större driftstörning; [bedömning]", "major incident; [assessment]") : Say("[bedömning]", "[assessment]"));
            Line(Say("Tecken på angrepp", "Indicators of compromise"), Say("[om det finns några]", "[where there are any]"));
            Line(Say("Läget", "How it stands"), Standing(incident, language));
        }

        if (report == SignificantReport.Final)
        {
            Line(Say("Grundorsak", "Root cause"), incident.Review?.Cause ?? Say("[grundorsak]", "[root cause]"));
            Line(Say("Åtgärdat", "Done about it"), incident.Solution?.In(language) ?? Say("[åtgärder]", "[measures]"));
            Line(Say("Förbättringar", "Improvements"), incident.Review is not { Improvements.Length: > 0 } review ? Say("[pågående åtgärder]", "[measures under way]")
                : string.Join("; ", review.Improvements.Select(one => one.What + (one.DoneAt is null ? Say(" (pågår)", " (under way)") : Say(" (klart)", " (done)")))));
        }

        draft.AppendLine().AppendLine(Say("Besked under störningen", "News during the incident"));
        foreach (var news in incident.News)
        {
            draft.Append("- ").Append(Time(news.At)).Append(' ').AppendLine(news.Text.In(language));
        }

        return draft.ToString();
    }

    private static string Standing(IncidentView incident, string language) => (incident.ResolvedAt, language) switch
    {
        (null, "en") => "going on",
        (null, _) => "pågår",
        ({ } over, "en") => "over since " + Time(over),
        ({ } over, _) => "löst sedan " + Time(over),
    };

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
