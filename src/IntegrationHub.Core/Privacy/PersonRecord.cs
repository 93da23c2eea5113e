namespace IntegrationHub.Core.Privacy;

/// <summary>What was decided about a person's data; a fold over the person's stream.</summary>
/// <param name="Hold">The legal hold that lasts.</param>
/// <param name="Ordered">The erasure that was ordered.</param>
/// <param name="Erased">The erasure that was carried out.</param>
public sealed record PersonRecord(PersonHeld? Hold = null, PersonErasureOrdered? Ordered = null, PersonErased? Erased = null)
{
    /// <summary>Nothing was decided.</summary>
    public static readonly PersonRecord Empty = new();

    /// <summary>The record after one more event; an event it does not know leaves it alone.</summary>
    public PersonRecord After(object? fact) => fact switch
    {
        PersonHeld e => this with { Hold = e },
        PersonReleased => this with { Hold = null },
        PersonErasureOrdered e => this with { Ordered = e },
        PersonErased e => this with { Erased = e },
        _ => this,
    };

    /// <summary>Whether the data may be erased now: the order for it, none when it was ordered before, or <c>person-held</c>.</summary>
    public Decision<PersonEvent> Erase(PersonId person, string by, string reason, DateTimeOffset now) => this switch
    {
        { Ordered: not null } => new Accepted<PersonEvent>([]),
        { Hold: { } hold } => new Refused<PersonEvent>(
            "person-held", $"The person's data is under legal hold since {hold.At:yyyy-MM-dd} ({hold.Reason}). End the hold first, with: hub release {person}"),
        _ => new Accepted<PersonEvent>([new PersonErasureOrdered(person, by, reason, now)]),
    };

    /// <summary>Puts the data under legal hold; refused as <c>person-erased</c> when there is nothing left to hold.</summary>
    public Decision<PersonEvent> Keep(PersonId person, string by, string reason, DateTimeOffset now) => this switch
    {
        { Ordered: { } ordered } => new Refused<PersonEvent>(
            "person-erased", $"The person's data was erased by an order of {ordered.At:yyyy-MM-dd}; there is nothing left to hold."),
        { Hold: not null } => new Accepted<PersonEvent>([]),
        _ => new Accepted<PersonEvent>([new PersonHeld(person, by, reason, now)]),
    };

    /// <summary>Ends a legal hold; nothing when there is none.</summary>
    public Decision<PersonEvent> Release(PersonId person, string by, string reason, DateTimeOffset now) =>
        new Accepted<PersonEvent>(Hold is null ? [] : [new PersonReleased(person, by, reason, now)]);
}
