using System.Globalization;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Incidents;

/// <summary>What is set about incidents.</summary>
internal static class IncidentSettings
{
    /// <summary>When an incident becomes a major one by itself; <c>Incidents:MajorFrom</c> persons or <c>Incidents:MajorSites</c> sites.</summary>
    /// <exception cref="SettingsException">One of them is no number.</exception>
    public static MajorRule Major(IConfiguration configuration) => new(
        Number(configuration, "Incidents:MajorFrom", MajorRule.Usual.Hit), Number(configuration, "Incidents:MajorSites", MajorRule.Usual.Sites));

    private static int Number(IConfiguration configuration, string name, int usual) => configuration[name] switch
    {
        null or "" => usual,
        var said when int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        _ => throw new SettingsException(string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number of 1 or more, for example {usual}.")),
    };
}
