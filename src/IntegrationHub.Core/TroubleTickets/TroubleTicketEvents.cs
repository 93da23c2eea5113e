using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.TroubleTickets;

/// <summary>An id that another system has for a case.</summary>
/// <param name="Owner">Whose id it is: as the other system names itself, or <c>supplier:ID</c> or <c>staff:PSEUDONYM</c> when it did not.</param>
/// <param name="Id">1 to 200 characters.</param>
/// <param name="Type">What kind of id; null when it was not said.</param>
public sealed record ExternalTicket(string Owner, string Id, string? Type = null);

/// <summary>
/// Another system that speaks TMF621 described its trouble ticket: at first when it opened the case by it, and later when it changed
/// the words. They are that system's own; what the case's priority is, the city's rule decides.
/// </summary>
/// <param name="Severity">Its word; null when it says nothing new.</param>
/// <param name="TicketType">Its word; null when it says nothing new.</param>
/// <param name="Name">The ticket's title; null when it says nothing new.</param>
/// <param name="External">Ids that are new.</param>
[StoredAs("trouble-ticket-described", 1)]
public sealed record TroubleTicketDescribed(
    string? Severity, string? TicketType, Personal? Name, IReadOnlyList<ExternalTicket> External, DateTimeOffset At) : CaseEvent(At);

/// <summary>Another system wants to be told what happens to trouble tickets.</summary>
/// <param name="Listener">The id of the registration.</param>
/// <param name="Owner"><c>supplier:ID</c>, who hears of its own cases, or <c>staff:PSEUDONYM</c>.</param>
/// <param name="Supplier">The supplier whose cases it hears of; null for all.</param>
/// <param name="Version">4 or 5: which TMF621 it speaks.</param>
/// <param name="Callback">Where it is told.</param>
/// <param name="Query">What it wants to be told of; null for everything.</param>
[StoredAs("trouble-ticket-listener-registered", 1)]
public sealed record ListenerRegistered(
    string Listener, string Owner, string? Supplier, int Version, string Callback, string? Query, DateTimeOffset At);

/// <summary>It wants to be told no more.</summary>
[StoredAs("trouble-ticket-listener-removed", 1)]
public sealed record ListenerRemoved(string Listener, DateTimeOffset At);
