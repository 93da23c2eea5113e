namespace IntegrationHub.Core.Correlation;

/// <summary>Something that many services need: when it fails, it shows in all of them.</summary>
/// <param name="Id">Lower-case words joined by hyphens: <c>sign-in</c>.</param>
/// <param name="Sv">Its name in Swedish.</param>
/// <param name="En">Its name in English.</param>
/// <param name="Services">Ids of the services that need it.</param>
public sealed record Dependency(string Id, string Sv, string En, IReadOnlyList<string> Services);

/// <summary>Different words for one thing, so that people who use different ones are heard to say the same.</summary>
/// <param name="Id">As in reasons.</param>
/// <param name="Words">Beginnings of words, of three to six letters, in lower case without diacritics.</param>
public sealed record Concept(string Id, IReadOnlyList<string> Words);

/// <summary>How sure correlation must be, and how much it remembers.</summary>
public sealed record CorrelationSettings
{
    /// <summary>
    /// Evidence, in nats, above which an incident is declared. Chance alone gives evidence of x about exp(-x) of the times it is looked for;
    /// at a city's five hundred reports a day the default leaves a false incident about once a week.
    /// </summary>
    public double DeclareAt { get; init; } = 9.8;

    /// <summary>Evidence above which an incident is proposed to a person.</summary>
    public double ProposeAt { get; init; } = 8;

    /// <summary>How probable it must be that a report has the cause before it is linked, 0 to 1.</summary>
    public double LinkAt { get; init; } = 0.75;

    /// <summary>How many voices it takes at least.</summary>
    public int Fewest { get; init; } = 4;

    /// <summary>How many voices a cause takes at least: two that a supplier has one ticket for are enough.</summary>
    internal int FewestOf(CauseKind kind) => kind == CauseKind.Ticket ? Math.Min(2, Fewest) : Fewest;

    /// <summary>How many sites, services and combinations of them are remembered; the longest unseen are forgotten.</summary>
    public int Remembered { get; init; } = 60_000;

    /// <summary>The zone whose clock people work by.</summary>
    public string Zone { get; init; } = "Europe/Stockholm";

    /// <summary>What many services need.</summary>
    public IReadOnlyList<Dependency> Dependencies { get; init; } =
    [
        new("sign-in", "inloggning", "sign-in",
            ["password", "account", "smartcard", "email", "storage", "remote-access", "intranet", "hr-payroll", "finance", "pupil-registry", "social-care", "records", "reporting"]),
        new("network", "nätverk", "network",
            ["network", "wifi", "remote-access", "storage", "email", "intranet", "printing", "desk-phone", "switchboard"]),
        new("mobile-network", "mobilnät", "mobile network", ["mobile-phone", "mobile-data", "sim", "mobile-sync", "tablet"]),
    ];

    /// <summary>Words that mean the same.</summary>
    public IReadOnlyList<Concept> Concepts { get; init; } =
    [
        new("inloggning", ["logga", "inlogg", "logged", "login", "signin", "losen", "passwo", "utkast", "utlogg"]),
        new("nätverk", ["natet", "natver", "intern", "uppkop", "offlin", "networ", "wifi", "tradlo", "anslut", "connec"]),
        new("avbrott", ["nere", "ligger", "stopp", "avbrot", "svarar", "dott", "borta", "kraschat", "outage", "down", "still", "stilla"]),
        new("många", ["alla", "ingen", "hela", "flera", "manga", "oss", "kolleg", "everyo", "everyb", "nobody", "whole"]),
    ];
}
