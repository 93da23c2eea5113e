namespace IntegrationHub.Core.Correlation;

/// <summary>What kind of common cause reports may have.</summary>
public enum CauseKind
{
    /// <summary>A service, wherever it is used.</summary>
    Service,

    /// <summary>A site: its network or power, whatever service people name.</summary>
    Site,

    /// <summary>An organisation, whatever the service.</summary>
    Organisation,

    /// <summary>One service in one organisation.</summary>
    ServiceInOrganisation,

    /// <summary>One service at one site.</summary>
    ServiceAtSite,

    /// <summary>Something that many services need.</summary>
    Dependency,

    /// <summary>People say the same, whatever the service and place.</summary>
    Words,

    /// <summary>The supplier has one ticket for them all.</summary>
    Ticket,
}

/// <summary>A common cause, and what speaks for it.</summary>
/// <param name="Kind">Which of the names below say what it is.</param>
/// <param name="Dependency">Its id.</param>
/// <param name="Word">What the reports say unusually often, as <see cref="Concept"/> names it; null when their number alone speaks, or a word that is none of the city's own.</param>
/// <param name="Voices">How many said so.</param>
/// <param name="Expected">How many were to be expected in that time.</param>
/// <param name="Minutes">The time.</param>
/// <param name="Evidence">In nats, after what was paid for looking in many places.</param>
public sealed record Cause(
    CauseKind Kind, string? Service, string? Site, string? Organisation, string? Dependency, string? Ticket, string? Word,
    int Voices, double Expected, double Minutes, double Evidence);

/// <summary>A report that has a cause.</summary>
/// <param name="Report">Its id.</param>
/// <param name="Probability">That it has this cause, 0 to 1.</param>
/// <param name="Reason">Why, in one plain sentence.</param>
public sealed record Link(string Report, double Probability, string Reason);

/// <summary>What correlation found when a report came in.</summary>
/// <param name="Cluster">1 for the first cause that was found; a proposal has a number of its own.</param>
/// <param name="At">The time of the report that led to it.</param>
public abstract record Finding(int Cluster, DateTimeOffset At);

/// <summary>A cause is likely enough to ask a person.</summary>
public sealed record CauseProposed(int Cluster, Cause Cause, IReadOnlyList<Link> Links, DateTimeOffset At) : Finding(Cluster, At);

/// <summary>A cause is sure enough to be declared.</summary>
public sealed record CauseDeclared(int Cluster, Cause Cause, IReadOnlyList<Link> Links, DateTimeOffset At) : Finding(Cluster, At);

/// <summary>A cause that goes on is wider than it seemed, or more reports turned out to have it.</summary>
public sealed record CauseWidened(int Cluster, Cause Cause, IReadOnlyList<Link> Links, DateTimeOffset At) : Finding(Cluster, At);

/// <summary>A further report has the cause.</summary>
public sealed record ReportLinked(int Cluster, Link Link, DateTimeOffset At) : Finding(Cluster, At);

/// <summary>No more reports came: the cause is thought to be gone.</summary>
public sealed record CauseEnded(int Cluster, DateTimeOffset At) : Finding(Cluster, At);
