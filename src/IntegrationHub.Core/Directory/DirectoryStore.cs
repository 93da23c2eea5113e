using System.Globalization;
using System.Security.Cryptography;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Directory;

/// <summary>A person as it was read.</summary>
/// <param name="Revision">Of the last event of the person's stream; -1 when there is none.</param>
/// <param name="Since">When the first event was recorded.</param>
/// <param name="Changed">When the last event was recorded.</param>
public sealed record LoadedPerson(PersonId Person, DirectoryPerson State, long Revision, DateTimeOffset Since, DateTimeOffset Changed);

/// <summary>Keeps persons in the log, each in a stream of its own.</summary>
public sealed class DirectoryStore(IEventLog log, EventCodec codec)
{
    private const int Tries = 20;

    /// <summary>Reads a person; one that was never heard of has <see cref="Standing.Unknown"/>.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<LoadedPerson> LoadAsync(PersonId person, CancellationToken ct)
    {
        var loaded = new LoadedPerson(person, DirectoryPerson.Empty, -1, default, default);
        await foreach (var recorded in log.ReadStreamAsync(DirectoryEvent.StreamOf(person), 0, ct))
        {
            loaded = loaded with
            {
                State = loaded.State.After(codec.DecodeOrCarry(recorded).Fact),
                Revision = recorded.Revision,
                Since = loaded.Revision < 0 ? recorded.RecordedAt : loaded.Since,
                Changed = recorded.RecordedAt,
            };
        }

        return loaded;
    }

    /// <summary>What managers were given to settle, oldest first.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<IReadOnlyList<CasesListedToSettle>> ToSettleAsync(PersonId manager, CancellationToken ct)
    {
        var lists = new List<CasesListedToSettle>();
        await foreach (var recorded in log.ReadStreamAsync(DirectoryEvent.StreamOf(manager), 0, ct))
        {
            if (codec.DecodeOrCarry(recorded).Fact is CasesListedToSettle list)
            {
                lists.Add(list);
            }
        }

        return lists;
    }

    /// <summary>Gives a manager a list to settle; the same id again changes nothing.</summary>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public Task ListAsync(DirectoryEvent list, Guid id, EventContext context, CancellationToken ct) =>
        log.AppendAsync(DirectoryEvent.StreamOf(list.Person), ExpectedRevision.Any, [codec.Encode(id, list, context)], ct);

    /// <summary>Decides a command and records what it leads to.</summary>
    /// <param name="person">Who.</param>
    /// <param name="command">What the source says.</param>
    /// <param name="context">Which source.</param>
    /// <param name="ifRevision">Refused with <c>person-changed</c> when the person has another; null for whatever it is.</param>
    /// <param name="ct">Ends the wait; the same may be said again.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<Decision<DirectoryEvent>> DecideAsync(
        PersonId person, DirectoryCommand command, EventContext context, long? ifRevision, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var loaded = await LoadAsync(person, ct);
            if (ifRevision is { } wanted && wanted != loaded.Revision)
            {
                return new Refused<DirectoryEvent>("person-changed", "The person was changed meanwhile. Read it again, then decide again.");
            }

            var decision = DirectoryDecider.Decide(person, loaded.State, command);
            if (decision is not Accepted<DirectoryEvent> { Events.Count: > 0 } yes)
            {
                return decision;
            }

            var appended = await log.AppendAsync(
                DirectoryEvent.StreamOf(person), ExpectedRevision.Exactly(loaded.Revision), [.. yes.Events.Select(fact => Encode(person, loaded.Revision, fact, context))], ct);
            if (appended is Appended)
            {
                return yes;
            }
        }

        throw new EventLogException("busy", "The person is being changed by many at once. Try again in a moment.");
    }

    /// <remarks>The id follows from what is said and after what: a lost answer is recognised, and another source's word at the same moment is not taken for it.</remarks>
    private NewEvent Encode(PersonId person, long after, DirectoryEvent fact, EventContext context)
    {
        var draft = codec.Encode(Guid.Empty, fact, context);
        var content = Convert.ToHexStringLower(SHA256.HashData(draft.Data.Span));
        return draft with { Id = EventId.From("person", person.Value, after.ToString(CultureInfo.InvariantCulture), content) };
    }
}
