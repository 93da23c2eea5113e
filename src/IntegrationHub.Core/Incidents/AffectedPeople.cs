using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Incidents;

/// <summary>Keeps whom an incident hits. Each entry is known by its id, so that the same again adds nothing and nothing needs to be read first.</summary>
public sealed class AffectedPeople(IEventLog log, EventCodec codec)
{
    /// <summary>The person is hit too. Once for a person and an incident, however often they call.</summary>
    /// <exception cref="EventLogException">The log cannot be written; it may be done again.</exception>
    public Task JoinAsync(PersonAffected joined, CancellationToken ct) =>
        AddAsync(joined, "affected", new EventContext("user", joined.Channel, joined.Contact), ct);

    /// <summary>The person wants news. Once for a contact, so that asking again in another one lifts an earlier STOPP.</summary>
    /// <param name="asked">Who, and where to.</param>
    /// <param name="contact">The stream of the call or chat.</param>
    /// <param name="ct">Ends the wait; it may be done again.</param>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public Task WantNewsAsync(IncidentNewsAskedFor asked, string contact, CancellationToken ct) =>
        AddAsync(asked, "asked " + contact, new EventContext("user", "phone", contact), ct);

    /// <summary>The person is to be told. Once for each event of the incident.</summary>
    /// <exception cref="EventLogException">The log cannot be written; it may be done again.</exception>
    public Task OweNewsAsync(IncidentNewsDue due, CancellationToken ct) =>
        AddAsync(due, "due " + due.Of, new EventContext("hub", "sms", due.Of), ct);

    /// <summary>What became of the message.</summary>
    /// <exception cref="EventLogException">The log cannot be written; it may be done again.</exception>
    public Task NoteAsync(IncidentNewsSent sent, CancellationToken ct) =>
        AddAsync(sent, "sent " + sent.Of, new EventContext("hub", "sms", sent.Of), ct);

    /// <summary>Everything between an incident and a person, oldest first.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<IReadOnlyList<AffectedEvent>> LoadAsync(IncidentNumber incident, PersonId person, CancellationToken ct)
    {
        var found = new List<AffectedEvent>();
        await foreach (var recorded in log.ReadStreamAsync(AffectedEvent.StreamOf(incident, person), 0, ct))
        {
            if (codec.Decode(recorded).Fact is AffectedEvent fact)
            {
                found.Add(fact);
            }
        }

        return found;
    }

    private async Task AddAsync(AffectedEvent fact, string key, EventContext context, CancellationToken ct)
    {
        var stream = AffectedEvent.StreamOf(fact.Incident, fact.Person);
        await log.AppendAsync(stream, ExpectedRevision.Any, [codec.Encode(EventId.From(stream, key), fact, context)], ct);
    }
}
