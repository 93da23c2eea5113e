namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>Something a supplier tells the hub about a case.</summary>
/// <param name="Case">The hub's number of the case; 1 to 20 digits.</param>
/// <param name="Ticket">The supplier's own ticket for it; set wherever the type requires it.</param>
/// <remarks>A parameter without a default is required in the message; texts are what the user may read, unless said otherwise.</remarks>
public abstract record SupplierReport(string Case, string? Ticket);

/// <summary>The supplier took the case and works on it under a ticket of its own.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Ticket">The supplier's ticket.</param>
/// <param name="Team">Who works on it, in the supplier's words.</param>
/// <param name="Agent">A pseudonym of the person who took it; no name.</param>
/// <param name="Text">For the user.</param>
public sealed record TicketAccepted(string Case, string Ticket, string? Team = null, string? Agent = null, string? Text = null)
    : SupplierReport(Case, Ticket);

/// <summary>The supplier will not take the case.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Reason">Why.</param>
/// <param name="Ticket">When one was made all the same.</param>
/// <param name="ToDesk">Whose it is in the supplier's opinion.</param>
/// <param name="Text">For the user.</param>
public sealed record TicketDeclined(string Case, string Reason, string? Ticket = null, string? ToDesk = null, string? Text = null)
    : SupplierReport(Case, Ticket);

/// <summary>Work goes on. The supplier's own words are kept, known or not.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Ticket">The supplier's ticket.</param>
/// <param name="Status">The supplier's status.</param>
/// <param name="Substatus">Finer than the status.</param>
/// <param name="Team">Who works on it.</param>
/// <param name="Agent">A pseudonym of the person; no name.</param>
/// <param name="Text">For the user.</param>
public sealed record TicketProgressed(
    string Case, string Ticket, string Status, string? Substatus = null, string? Team = null, string? Agent = null, string? Text = null)
    : SupplierReport(Case, Ticket);

/// <summary>The supplier cannot go on without an answer from the user.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Ticket">The supplier's ticket.</param>
/// <param name="Text">The question.</param>
/// <param name="Agent">A pseudonym of the person who asks; no name.</param>
public sealed record TicketQuestionAsked(string Case, string Ticket, string Text, string? Agent = null) : SupplierReport(Case, Ticket);

/// <summary>The supplier has mended it; the user is asked to confirm.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Ticket">The supplier's ticket.</param>
/// <param name="Text">What was done.</param>
/// <param name="Outcome">The supplier's resolution code.</param>
/// <param name="Team">Who mended it.</param>
/// <param name="Agent">A pseudonym of the person; no name.</param>
public sealed record TicketResolved(
    string Case, string Ticket, string Text, string? Outcome = null, string? Team = null, string? Agent = null)
    : SupplierReport(Case, Ticket);

/// <summary>The supplier thinks that the case is another desk's. It stays responsible until that desk accepts.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Ticket">The supplier's ticket.</param>
/// <param name="ToDesk">Who should take it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Text">For the user.</param>
/// <param name="Tried">What was tried, so that the other desk need not try it again.</param>
public sealed record TicketHandoverProposed(string Case, string Ticket, string ToDesk, string Reason, string? Text = null, string? Tried = null)
    : SupplierReport(Case, Ticket);

/// <summary>The supplier takes over a case that another desk offered.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Ticket">The supplier's ticket.</param>
/// <param name="Team">Who works on it.</param>
/// <param name="Text">For the user.</param>
public sealed record TicketHandoverAccepted(string Case, string Ticket, string? Team = null, string? Text = null) : SupplierReport(Case, Ticket);

/// <summary>The supplier does not take over the case.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Ticket">When one was made all the same.</param>
/// <param name="ToDesk">Whose it is in the supplier's opinion.</param>
public sealed record TicketHandoverDeclined(string Case, string Reason, string? Ticket = null, string? ToDesk = null)
    : SupplierReport(Case, Ticket);

/// <summary>The supplier adds something to the case.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Ticket">The supplier's ticket.</param>
/// <param name="Text">For the user.</param>
/// <param name="Agent">A pseudonym of the person who wrote it; no name.</param>
public sealed record TicketNoteAdded(string Case, string Ticket, string Text, string? Agent = null) : SupplierReport(Case, Ticket);

/// <summary>The desk has called the user, or tried to.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Outcome"><c>reached</c>, <c>no-answer</c>, or the supplier's own word.</param>
/// <param name="Ticket">The supplier's ticket.</param>
/// <param name="Text">What was said, for the user.</param>
/// <param name="Agent">A pseudonym of the person who called; no name.</param>
public sealed record TicketCallbackMade(string Case, string Outcome, string? Ticket = null, string? Text = null, string? Agent = null)
    : SupplierReport(Case, Ticket);

/// <summary>The supplier has taken up again what it had resolved: it does not work after all.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Ticket">The supplier's ticket.</param>
/// <param name="Text">Why, for the user.</param>
/// <param name="Agent">A pseudonym of the person; no name.</param>
public sealed record TicketReopened(string Case, string Ticket, string? Text = null, string? Agent = null) : SupplierReport(Case, Ticket);

/// <summary>The supplier has closed its ticket. The case closes when its user says so.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Ticket">The supplier's ticket.</param>
/// <param name="Outcome">The supplier's closing code.</param>
/// <param name="Text">For the user.</param>
public sealed record TicketClosed(string Case, string Ticket, string? Outcome = null, string? Text = null) : SupplierReport(Case, Ticket);

/// <summary>The supplier has stopped without resolving.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Ticket">The supplier's ticket.</param>
/// <param name="Reason">Why.</param>
/// <param name="Text">For the user.</param>
public sealed record TicketCancelled(string Case, string Ticket, string Reason, string? Text = null) : SupplierReport(Case, Ticket);

/// <summary>A technician is to come.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Visit">The supplier's own id of the visit.</param>
/// <param name="From">Not before; RFC 3339.</param>
/// <param name="Until">Not after; later than <paramref name="From"/>.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record TicketVisitBooked(string Case, string Visit, DateTimeOffset From, DateTimeOffset Until, string? Ticket = null) : SupplierReport(Case, Ticket);

/// <summary>The technician comes at another time.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Visit">As it was booked.</param>
/// <param name="From">Not before; RFC 3339.</param>
/// <param name="Until">Not after; later than <paramref name="From"/>.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record TicketVisitMoved(string Case, string Visit, DateTimeOffset From, DateTimeOffset Until, string? Ticket = null) : SupplierReport(Case, Ticket);

/// <summary>The technician came.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Visit">As it was booked.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record TicketVisitKept(string Case, string Visit, string? Ticket = null) : SupplierReport(Case, Ticket);

/// <summary>The technician did not come, or could not do anything there.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Visit">As it was booked.</param>
/// <param name="Reason">Why, for the user.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record TicketVisitMissed(string Case, string Visit, string Reason, string? Ticket = null) : SupplierReport(Case, Ticket);

/// <summary>The business receipt of one message: the supplier acts on it.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Message">The id of the hub's event that is answered.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record SupplierMessageAccepted(string Case, string Message, string? Ticket = null) : SupplierReport(Case, Ticket);

/// <summary>The business receipt of one message: the supplier does not act on it, and says why.</summary>
/// <param name="Case">The hub's number of the case.</param>
/// <param name="Message">The id of the hub's event that is answered.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Ticket">The supplier's ticket.</param>
public sealed record SupplierMessageDeclined(string Case, string Message, string Reason, string? Ticket = null) : SupplierReport(Case, Ticket);
