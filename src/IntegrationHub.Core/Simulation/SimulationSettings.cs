namespace IntegrationHub.Core.Simulation;

/// <summary>What a made-up history is like. Wide ranges by default: correlation must not be tuned to one of them.</summary>
/// <param name="Cases">How many cases in all, those of faults included.</param>
/// <param name="Days">Over how many days, 1 or more.</param>
/// <param name="Seed">The same seed gives the same history.</param>
/// <param name="Start">The first day's midnight in the city, UTC.</param>
public sealed record SimulationSettings(int Cases, int Days, int Seed, DateTimeOffset Start)
{
    /// <summary>At most so many common faults begin on a weekday; every number up to it is as likely.</summary>
    public int FaultsOnAWeekday { get; init; } = 3;

    /// <summary>The fewest reports that a fault brings.</summary>
    public int FewestReports { get; init; } = 5;

    /// <summary>The most; small faults are more common than large ones.</summary>
    public int MostReports { get; init; } = 60;

    /// <summary>The shortest time in which they come, minutes.</summary>
    public double ShortestMinutes { get; init; } = 20;

    /// <summary>The longest.</summary>
    public double LongestMinutes { get; init; } = 180;

    /// <summary>What part of a fault's reports says nothing of what it is, 0 to 1.</summary>
    public double Vague { get; init; } = 0.2;

    /// <summary>What part of a fault's reports names another service than the one that failed, 0 to 1.</summary>
    public double Misnamed { get; init; } = 0.08;

    /// <summary>What part of all reports comes without a site, 0 to 1.</summary>
    public double WithoutSite { get; init; } = 0.03;
}

/// <summary>What kind of common fault it is.</summary>
public enum FaultShape
{
    /// <summary>One service, in the whole city.</summary>
    Service,

    /// <summary>One site's network.</summary>
    SiteNetwork,

    /// <summary>One system in one organisation.</summary>
    SystemInOrganisation,

    /// <summary>Sign-in trouble that shows in many services.</summary>
    SignIn,
}

/// <summary>A common fault, as only the simulation knows it.</summary>
/// <param name="Id"><c>fault-1</c> and so on, within the history.</param>
/// <param name="Starts">When it began.</param>
/// <param name="Minutes">How long its reports came.</param>
/// <param name="Reports">How many.</param>
/// <param name="Service">The service that failed; null for a network or sign-in.</param>
public sealed record SimulatedFault(
    string Id, FaultShape Shape, DateTimeOffset Starts, double Minutes, int Reports, string? Service, string? Site, string? Organisation);

/// <summary>A made-up contact.</summary>
/// <param name="Fault">The fault that it comes from; null for an ordinary matter.</param>
public sealed record SimulatedReport(Correlation.Report Report, string Area, string? Fault);

/// <summary>A made-up history, and the truth about it.</summary>
/// <param name="Reports">In order of time.</param>
public sealed record SimulatedHistory(IReadOnlyList<SimulatedReport> Reports, IReadOnlyList<SimulatedFault> Faults);
