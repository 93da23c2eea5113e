using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Routing;

/// <summary>Something that the city office decided about its services, its local systems and who answers for them. All of it stands in one stream, <see cref="Stream"/>.</summary>
/// <param name="At">When it was decided, UTC. Who did is in the event's context.</param>
public abstract record CatalogueEvent(DateTimeOffset At)
{
    /// <summary>The stream.</summary>
    public const string Stream = "catalogue";
}

/// <summary>What a party is that takes the ball like a desk but is no supplier's.</summary>
public enum PartyKind
{
    /// <summary>An organisation's owner of a local system.</summary>
    SystemOwner,

    /// <summary>Who makes or maintains an organisation's application.</summary>
    ApplicationSupplier,

    /// <summary>An organisation's own IT people.</summary>
    LocalIt,

    /// <summary>A school's own support.</summary>
    SchoolSupport,

    /// <summary>A technical account manager: skilled contact for a supplier or a system, reached through the case.</summary>
    AccountManager,
}

/// <summary>A party without a supplier's system came to the catalogue; it works with cases like a desk.</summary>
/// <param name="Party">Its id, and that of its desk: lower-case words joined by hyphens.</param>
/// <param name="Sv">The name on Swedish pages: of a function, not of a person.</param>
/// <param name="En">The name on English pages.</param>
/// <param name="Organisation">Whose it is; null for the whole city.</param>
/// <param name="Phone">E.164; null: its callers are called back.</param>
/// <param name="Hours">When it is on duty, as <c>Desks:ID:Hours</c> is written; null for always.</param>
[StoredAs("party-added", 1)]
public sealed record PartyAdded(
    string Party, PartyKind Kind, string Sv, string En, string? Organisation, string? Phone, string? Hours, DateTimeOffset At) : CatalogueEvent(At);

/// <summary>A local system was named, or named anew: from now on it is a service, and everybody knows whose it is.</summary>
/// <param name="System">Its id, and that of its service.</param>
/// <param name="Sv">The name on Swedish pages.</param>
/// <param name="En">The name on English pages.</param>
/// <param name="Organisation">Whose system it is.</param>
/// <param name="Host">Id of the desk that runs it and gets its cases.</param>
/// <param name="Owner">Id of the party that owns it.</param>
/// <param name="ApplicationSupplier">Id of the party that maintains the application; null where there is none.</param>
/// <param name="Words">What people say who mean it, besides its names.</param>
[StoredAs("local-system-named", 1)]
public sealed record LocalSystemNamed(
    string System, string Sv, string En, string Organisation, string Host, string Owner, string? ApplicationSupplier, IReadOnlyList<string> Words, DateTimeOffset At)
    : CatalogueEvent(At);

/// <summary>A supplier or a local system has a technical account manager.</summary>
/// <param name="Of">Id of the supplier or of the system.</param>
/// <param name="Manager">Id of the party; its duty hours stand with it.</param>
[StoredAs("account-manager-named", 1)]
public sealed record AccountManagerNamed(string Of, string Manager, DateTimeOffset At) : CatalogueEvent(At);
