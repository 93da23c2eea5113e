using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Directory;

/// <summary>Something that happened to a person in the directory. One stream per person, <c>person-PSEUDONYM</c>.</summary>
/// <param name="Person">The pseudonym; the same for ever, whatever number or address the person has.</param>
/// <param name="At">When, UTC.</param>
public abstract record DirectoryEvent(PersonId Person, DateTimeOffset At)
{
    /// <summary>The stream of a person.</summary>
    public static string StreamOf(PersonId person) => "person-" + person.Value;
}

/// <summary>A person came into the directory, or came back.</summary>
[StoredAs("person-registered", 1)]
public sealed record PersonRegistered(PersonId Person, PersonFacts Facts, DateTimeOffset At) : DirectoryEvent(Person, At);

/// <summary>The directory knows something else of the person.</summary>
/// <param name="Facts">All that is known now.</param>
/// <param name="MovedFrom">The manager before, when the person changed organisation: the open cases are for that one to settle.</param>
/// <param name="Moved">Whether the person changed organisation.</param>
[StoredAs("person-changed", 1)]
public sealed record PersonChanged(PersonId Person, PersonFacts Facts, bool Moved, PersonId? MovedFrom, DateTimeOffset At) : DirectoryEvent(Person, At);

/// <summary>The person has left the city.</summary>
/// <param name="Manager">Who settles the open cases; null when the directory names none.</param>
/// <param name="Removed">Whether the source has deleted the person, rather than made it inactive.</param>
[StoredAs("person-left", 1)]
public sealed record PersonLeft(PersonId Person, PersonId? Manager, bool Removed, DateTimeOffset At) : DirectoryEvent(Person, At);

/// <summary>The open cases of someone who left or moved were given to the manager as a list to settle. Stands in the manager's stream.</summary>
/// <param name="Person">The manager.</param>
/// <param name="Of">Who left or moved.</param>
/// <param name="Cases">Open then.</param>
[StoredAs("cases-listed-to-settle", 1)]
public sealed record CasesListedToSettle(PersonId Person, PersonId Of, IReadOnlyList<CaseNumber> Cases, DateTimeOffset At) : DirectoryEvent(Person, At);
