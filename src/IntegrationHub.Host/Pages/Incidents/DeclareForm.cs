using IntegrationHub.Core.Incidents;
using IntegrationHub.Host.Incidents;

namespace IntegrationHub.Host.Pages.Incidents;

/// <summary>What is filled in to declare an incident.</summary>
internal sealed class DeclareForm
{
    /// <summary>What does not work, in Swedish.</summary>
    public string? WhatSv { get; set; }

    /// <summary>What does not work, in English.</summary>
    public string? WhatEn { get; set; }

    /// <summary>What is known, in Swedish.</summary>
    public string? KnownSv { get; set; }

    /// <summary>What is known, in English.</summary>
    public string? KnownEn { get; set; }

    /// <summary>The services that are hit.</summary>
    public string[] Services { get; set; } = [];

    /// <summary>Commas between.</summary>
    public string? Sites { get; set; }

    /// <summary>Commas between.</summary>
    public string? Organisations { get; set; }

    /// <summary>Empty: the desk that owns the first service.</summary>
    public string? Desk { get; set; }

    /// <summary>Whether it is a major one.</summary>
    public bool Major { get; set; }

    /// <summary>Minutes until the next news; 0 for what the level asks for.</summary>
    public int NewsWithin { get; set; }

    /// <summary>The incident that it stands for, without its promise.</summary>
    public NewIncident ToIncident() => new(
        new IncidentText(WhatSv?.Trim() ?? "", WhatEn?.Trim() ?? ""),
        string.IsNullOrWhiteSpace(KnownSv) && string.IsNullOrWhiteSpace(KnownEn) ? null : new IncidentText(KnownSv?.Trim() ?? "", KnownEn?.Trim() ?? ""),
        Services, null, Split(Organisations), Split(Sites), Major, string.IsNullOrWhiteSpace(Desk) ? null : Desk, null, null);

    private static string[] Split(string? names) =>
        (names ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
