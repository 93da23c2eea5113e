using System.Collections.Immutable;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Incidents;

/// <summary>What somebody does during an incident, besides the work itself.</summary>
public enum IncidentRole
{
    /// <summary>Driftstörningsledare: leads the work of all desks.</summary>
    Leader,

    /// <summary>Kommunikatör: tells the users and the press.</summary>
    Communicator,

    /// <summary>Loggförare: keeps the notes.</summary>
    Recorder,
}

/// <summary>A role was given, or passed on.</summary>
/// <param name="Holder">A function that is always somebody, and no name: <c>Jourhavande driftledare</c>.</param>
[StoredAs("incident-role-given", 1)]
public sealed record IncidentRoleGiven(IncidentRole Role, string Holder, DateTimeOffset At) : IncidentEvent(At);

/// <summary>The same incident has a ticket of its own at a supplier.</summary>
/// <param name="Ticket">The supplier's id of it.</param>
[StoredAs("incident-ticket-linked", 1)]
public sealed record IncidentTicketLinked(string Supplier, string Ticket, DateTimeOffset At) : IncidentEvent(At);

/// <summary>That ticket is another matter.</summary>
[StoredAs("incident-ticket-unlinked", 1)]
public sealed record IncidentTicketUnlinked(string Supplier, string Ticket, DateTimeOffset At) : IncidentEvent(At);

/// <summary>Gives a role.</summary>
public sealed record GiveRole(IncidentRole Role, string Holder, DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Links a supplier's ticket of the same incident.</summary>
public sealed record LinkIncidentTicket(string Supplier, string Ticket, DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Takes such a link away.</summary>
public sealed record UnlinkIncidentTicket(string Supplier, string Ticket, DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Who does what during an incident, and under which ids the suppliers know it.</summary>
/// <param name="Roles">Holders by role.</param>
/// <param name="Tickets">Supplier and ticket.</param>
public sealed record IncidentParties(ImmutableSortedDictionary<IncidentRole, string> Roles, ImmutableSortedSet<(string Supplier, string Ticket)> Tickets)
{
    /// <summary>Nobody and nothing.</summary>
    public static readonly IncidentParties None = new(ImmutableSortedDictionary<IncidentRole, string>.Empty, []);

    /// <summary>What a command leads to.</summary>
    internal Decision<IncidentEvent> Decide(IncidentCommand command) => command switch
    {
        GiveRole c when Roles.GetValueOrDefault(c.Role) == c.Holder => IncidentDecider.Yes(),
        GiveRole c => IncidentDecider.Yes(new IncidentRoleGiven(c.Role, c.Holder, c.Now)),
        LinkIncidentTicket c when Tickets.Contains((c.Supplier, c.Ticket)) => IncidentDecider.Yes(),
        LinkIncidentTicket c => IncidentDecider.Yes(new IncidentTicketLinked(c.Supplier, c.Ticket, c.Now)),
        UnlinkIncidentTicket c when Tickets.Contains((c.Supplier, c.Ticket)) => IncidentDecider.Yes(new IncidentTicketUnlinked(c.Supplier, c.Ticket, c.Now)),
        _ => IncidentDecider.Yes(),
    };

    /// <summary>How it stands after one more event.</summary>
    internal IncidentParties After(object? fact) => fact switch
    {
        IncidentRoleGiven e => this with { Roles = Roles.SetItem(e.Role, e.Holder) },
        IncidentTicketLinked e => this with { Tickets = Tickets.Add((e.Supplier, e.Ticket)) },
        IncidentTicketUnlinked e => this with { Tickets = Tickets.Remove((e.Supplier, e.Ticket)) },
        _ => this,
    };
}
