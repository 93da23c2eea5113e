using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Privacy;

/// <summary>Something that was decided about a person's data. One stream per person, <c>person-PSEUDONYM</c>; nothing in it is personal.</summary>
/// <param name="Person">The pseudonym.</param>
/// <param name="At">When, UTC.</param>
public abstract record PersonEvent(PersonId Person, DateTimeOffset At)
{
    /// <summary>The stream of a person.</summary>
    public static string StreamOf(PersonId person) => "person-" + person.Value;
}

/// <summary>Somebody ordered that the person's data be erased. It is carried out at once, and after a crash at the next start.</summary>
/// <param name="By">Who, as in <see cref="EventContext.By"/>.</param>
/// <param name="Reason">Why, for the record; without the person's name, number or address.</param>
[StoredAs("person-erasure-ordered", 1)]
public sealed record PersonErasureOrdered(PersonId Person, string By, string Reason, DateTimeOffset At) : PersonEvent(Person, At);

/// <summary>The person's data is erased in every place that the hub reaches.</summary>
/// <param name="By">Who ordered it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Cases">The cases that lost their texts, by number; their record stands.</param>
/// <param name="Places">Every place and what was done there.</param>
[StoredAs("person-erased", 1)]
public sealed record PersonErased(
    PersonId Person, string By, string Reason, IReadOnlyList<string> Cases, IReadOnlyList<PlaceReport> Places, DateTimeOffset At)
    : PersonEvent(Person, At)
{
    /// <summary>The orders that lost texts, by number; null when there were none.</summary>
    public IReadOnlyList<string>? Orders { get; init; }
}

/// <summary>The person's data must be kept: a legal hold. Nothing of it is erased while it lasts.</summary>
[StoredAs("person-held", 1)]
public sealed record PersonHeld(PersonId Person, string By, string Reason, DateTimeOffset At) : PersonEvent(Person, At);

/// <summary>The legal hold ended.</summary>
[StoredAs("person-released", 1)]
public sealed record PersonReleased(PersonId Person, string By, string Reason, DateTimeOffset At) : PersonEvent(Person, At);

/// <summary>How a place stands after an erasure.</summary>
public enum PlaceOutcome
{
    /// <summary>Nothing of the person was there.</summary>
    Nothing,

    /// <summary>It is gone from there.</summary>
    Erased,

    /// <summary>It is there still, sealed under a key that does not exist any more.</summary>
    Unreadable,

    /// <summary>The hub cannot reach it: somebody else must see to it.</summary>
    LeftToOthers,

    /// <summary>It is there still, as a law says that it must be kept for a time.</summary>
    KeptByLaw,
}

/// <summary>One line of an erasure's receipt.</summary>
/// <param name="Place">Where: <c>person keys</c>, <c>event log</c>, <c>search index</c>, …</param>
/// <param name="Outcome">How it stands.</param>
/// <param name="Did">What was done, or is left to do and by whom; without personal data.</param>
public sealed record PlaceReport(string Place, PlaceOutcome Outcome, string Did);
