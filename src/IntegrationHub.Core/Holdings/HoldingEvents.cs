using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Holdings;

/// <summary>Something that happened to a piece of equipment or a subscription that somebody holds. One stream each, <c>holding-ID</c>.</summary>
/// <param name="At">When it happened, UTC.</param>
public abstract record HoldingEvent(DateTimeOffset At);

/// <summary>Who has it, and who pays for it.</summary>
/// <param name="Person">The primary user (primäranvändare); null for what belongs to a place.</param>
/// <param name="Reference">What it is booked on: IKB and organisation, by the organisation's rule.</param>
public sealed record Holder(PersonId? Person, string? Organisation, string? Site, string Reference, string? Project)
{
    /// <summary>Whether it is still the same who has it: what it is booked on, and where a person keeps it, may change all the same.</summary>
    public bool IsSame(Holder other) => Person == other.Person && string.Equals(Organisation, other.Organisation, StringComparison.OrdinalIgnoreCase)
        && (Person is not null || string.Equals(Site, other.Site, StringComparison.OrdinalIgnoreCase));
}

/// <summary>It was delivered: from now on it is held, and billed as long as it runs.</summary>
/// <param name="Kind"><c>equipment</c> or <c>subscription</c>.</param>
/// <param name="Monthly">A month, without VAT; zero for what was paid once.</param>
/// <param name="TermEnds">The first day after the term; null without a term.</param>
/// <param name="Serial">The supplier's mark: serial number, telephone number, licence.</param>
[StoredAs("holding-started", 1)]
public sealed record HoldingStarted(
    string Holding, string Kind, string Article, string Name, string Type, string Supplier, OrderNumber Order, int Line, int Unit, string? Serial, Holder Holder, Money Monthly,
    DateOnly StartsOn, DateOnly? TermEnds, DateTimeOffset At) : HoldingEvent(At);

/// <summary>Somebody else has it, or pays for it, from a day on. Costs nothing, and asks for no form. With another holder an offer and an agreed end fall away.</summary>
/// <param name="Before">Who had it.</param>
[StoredAs("holding-moved", 1)]
public sealed record HoldingMoved(Holder Before, Holder Holder, DateOnly On, DateTimeOffset At) : HoldingEvent(At);

/// <summary>Its holder wants to end it before its term; other units may take it over first.</summary>
/// <param name="EndsOn">Wanted.</param>
/// <param name="Remaining">What remains to be paid if nobody takes it.</param>
/// <param name="Until">So long others may take it.</param>
[StoredAs("holding-offered", 1)]
public sealed record HoldingOffered(DateOnly EndsOn, Money Remaining, DateTimeOffset Until, DateTimeOffset At) : HoldingEvent(At);

/// <summary>It is to end; the supplier is told.</summary>
/// <param name="Remaining">What is to be paid all the same, for the rest of the term.</param>
[StoredAs("holding-end-ordered", 1)]
public sealed record HoldingEndOrdered(DateOnly EndsOn, Money Remaining, DateTimeOffset At) : HoldingEvent(At);

/// <summary>Its holder keeps it after all.</summary>
[StoredAs("holding-kept", 1)]
public sealed record HoldingKept(DateTimeOffset At) : HoldingEvent(At);

/// <summary>It is held no more.</summary>
/// <param name="Why"><c>ended</c>, <c>returned</c> or <c>swapped</c>.</param>
[StoredAs("holding-ended", 1)]
public sealed record HoldingEnded(DateOnly On, string Why, DateTimeOffset At) : HoldingEvent(At);

/// <summary>The supplier saw it used.</summary>
[StoredAs("holding-used", 1)]
public sealed record HoldingUsed(DateOnly On, DateTimeOffset At) : HoldingEvent(At);

/// <summary>The supplier's system has a message about it.</summary>
/// <param name="Message">Id of the event that it tells of.</param>
[StoredAs("holding-supplier-informed", 1)]
public sealed record HoldingSupplierInformed(string Supplier, string Message, string Type, DateTimeOffset At) : HoldingEvent(At);

/// <summary>What someone who left or moved holds was given to the manager as a list to settle. Stands in the manager's stream.</summary>
/// <param name="Person">The manager.</param>
/// <param name="Of">Who left or moved.</param>
/// <param name="Holdings">Held then.</param>
[StoredAs("holdings-listed-to-settle", 1)]
public sealed record HoldingsListedToSettle(PersonId Person, PersonId Of, IReadOnlyList<string> Holdings, DateTimeOffset At)
    : Directory.DirectoryEvent(Person, At);
