using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Incidents;

/// <summary>An incident as it was read.</summary>
/// <param name="State">What later decisions ask for.</param>
/// <param name="History">Every event of the incident.</param>
public sealed record LoadedIncident(IncidentState State, IReadOnlyList<Known> History)
{
    /// <summary>Revision of the last event; -1 when there is no such incident.</summary>
    public long Revision => History.Count == 0 ? -1 : History[^1].Recorded.Revision;

    /// <summary>The incident as it was just after an event.</summary>
    public LoadedIncident Until(long revision)
    {
        Known[] history = [.. History.TakeWhile(known => known.Recorded.Revision <= revision)];
        return new LoadedIncident(history.Aggregate(IncidentState.Empty, (state, known) => state.After(known.Fact)), history);
    }
}

/// <summary>Takes commands to incidents: read, decide, append; again when somebody else was quicker.</summary>
public sealed class IncidentStore(IEventLog log, EventCodec codec)
{
    /// <summary>Reads an incident; one that does not exist has no history.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<LoadedIncident> LoadAsync(IncidentNumber number, CancellationToken ct)
    {
        var history = new List<Known>();
        var state = IncidentState.Empty;
        await foreach (var recorded in log.ReadStreamAsync(number.Stream, 0, ct))
        {
            history.Add(codec.Decode(recorded));
            state = state.After(history[^1].Fact);
        }

        return new LoadedIncident(state, history);
    }

    /// <summary>Decides a command and records what it leads to. The same command id again changes nothing and gets the same yes.</summary>
    /// <param name="number">The incident.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="id">The command's id; the ids of its events follow from it.</param>
    /// <param name="context">Who, through which channel, and why.</param>
    /// <param name="ifRevision">Refused with <c>incident-changed</c> when the incident has another revision; null for whatever it is.</param>
    /// <param name="ct">Ends the wait; the command may be sent again with the same id.</param>
    /// <exception cref="EventLogException">The log cannot be read or written, or the incident changes faster than it can be decided.</exception>
    public Task<Decision<IncidentEvent>> DecideAsync(
        IncidentNumber number, IncidentCommand command, Guid id, EventContext context, long? ifRevision, CancellationToken ct) =>
        log.DecideAsync(codec, (number.Stream, $"incident {number}"), id, context, async () =>
        {
            var loaded = await LoadAsync(number, ct);
            return (loaded.Revision, loaded.History.SaidBefore<IncidentEvent>("incident", id, ifRevision) ?? IncidentDecider.Decide(loaded.State, command));
        }, ct);
}
