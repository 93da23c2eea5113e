using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Host.Pages.Incidents;

/// <summary>What reports and roles are called on pages.</summary>
internal static class FollowUpWords
{
    /// <summary>A report to the authority.</summary>
    public static string Report(SignificantReport report, PageLanguage say) => report switch
    {
        SignificantReport.EarlyWarning => say["Tidig varning", "Early warning"],
        SignificantReport.Notification => say["Incidentanmälan", "Notification"],
        _ => say["Slutrapport", "Final report"],
    };

    /// <summary>A report's place in addresses.</summary>
    public static string Slug(SignificantReport report) => report switch
    {
        SignificantReport.EarlyWarning => "early-warning",
        SignificantReport.Notification => "notification",
        _ => "final",
    };

    /// <summary>A role.</summary>
    public static string Role(IncidentRole role, PageLanguage say) => role switch
    {
        IncidentRole.Leader => say["Driftstörningsledare", "Incident manager"],
        IncidentRole.Communicator => say["Kommunikatör", "Communicator"],
        _ => say["Loggförare", "Recorder"],
    };
}
