using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Cases;

/// <summary>A supplier's ticket belongs to a case. Its stream bears the ticket's name, so the case is found without an index.</summary>
[StoredAs("ticket-linked", 1)]
public sealed record TicketLinked(string Supplier, string Ticket, CaseNumber Case, DateTimeOffset At);
