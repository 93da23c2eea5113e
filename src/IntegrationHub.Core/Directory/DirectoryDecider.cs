using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Directory;

/// <summary>How a person stands in the directory.</summary>
public enum Standing
{
    /// <summary>Never heard of.</summary>
    Unknown,

    /// <summary>There.</summary>
    Present,

    /// <summary>Has left; still shown as inactive.</summary>
    Left,

    /// <summary>Deleted by the source.</summary>
    Removed,
}

/// <summary>What later decisions about a person ask for.</summary>
/// <param name="Facts">The last known; null before the first, or when they cannot be read.</param>
public sealed record DirectoryPerson(Standing Standing, PersonFacts? Facts)
{
    /// <summary>Before anything happened.</summary>
    public static readonly DirectoryPerson Empty = new(Standing.Unknown, null);

    /// <summary>The state after one more event; an event it does not know leaves it alone.</summary>
    public DirectoryPerson After(object? fact) => fact switch
    {
        PersonRegistered e => new(Standing.Present, e.Facts),
        PersonChanged e => this with { Facts = e.Facts },
        PersonLeft e => this with { Standing = e.Removed ? Standing.Removed : Standing.Left },
        _ => this,
    };
}

/// <summary>What a source says of a person.</summary>
/// <param name="Now">The time at the edge, UTC.</param>
public abstract record DirectoryCommand(DateTimeOffset Now);

/// <summary>The person is there, with all that is known now.</summary>
public sealed record KeepPerson(PersonFacts Facts, DateTimeOffset Now) : DirectoryCommand(Now);

/// <summary>The person is there no more.</summary>
/// <param name="Removed">Whether the source deleted it, rather than made it inactive.</param>
public sealed record LetPersonGo(bool Removed, DateTimeOffset Now) : DirectoryCommand(Now);

/// <summary>The rules of the directory. Said twice, nothing changes the second time.</summary>
public static class DirectoryDecider
{
    /// <summary>What the command leads to.</summary>
    public static Decision<DirectoryEvent> Decide(PersonId person, DirectoryPerson state, DirectoryCommand command) => (state.Standing, command) switch
    {
        (Standing.Present, KeepPerson c) when state.Facts!.SameAs(c.Facts) => Yes(),
        (Standing.Present, KeepPerson c) => Yes(Changed(person, state.Facts!, c)),
        (_, KeepPerson c) => Yes(new PersonRegistered(person, c.Facts, c.Now)),
        (Standing.Unknown, LetPersonGo) => new Refused<DirectoryEvent>("person-unknown", "There is no such person in the directory."),
        (Standing.Removed, LetPersonGo) => Yes(),
        (Standing.Left, LetPersonGo { Removed: false }) => Yes(),
        (_, LetPersonGo c) => Yes(new PersonLeft(person, state.Facts?.Manager, c.Removed, c.Now)),
        _ => Yes(),
    };

    private static PersonChanged Changed(PersonId person, PersonFacts before, KeepPerson c)
    {
        var moved = before.Organisation is not null && c.Facts.Organisation is not null && before.Organisation != c.Facts.Organisation;
        return new PersonChanged(person, c.Facts, moved, moved ? before.Manager : null, c.Now);
    }

    private static Accepted<DirectoryEvent> Yes(params IReadOnlyList<DirectoryEvent> events) => new(events);
}
