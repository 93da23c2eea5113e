using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Cases;

/// <summary>A case as it was read: its history, and how far it goes.</summary>
/// <param name="State">What later decisions ask for.</param>
/// <param name="History">Every event of the case.</param>
public sealed record LoadedCase(CaseState State, IReadOnlyList<Known> History)
{
    /// <summary>Revision of the last event; -1 when there is no such case.</summary>
    public long Revision => History.Count == 0 ? -1 : History[^1].Recorded.Revision;
}

/// <summary>Takes commands to cases: read, decide, append; again when somebody else was quicker.</summary>
/// <param name="log">Where cases stand.</param>
/// <param name="codec">Reads and writes their events.</param>
/// <param name="catalogue">Who answers for each service; without it, a case that is reopened stays with its desk.</param>
/// <param name="recent">Saves reading a case anew each time; null for none. What is read is as new either way.</param>
public sealed class CaseStore(IEventLog log, EventCodec codec, ServiceCatalogue? catalogue = null, RecentCases? recent = null)
{
    private static readonly LoadedCase s_none = new(CaseState.Empty, []);

    /// <summary>Reads a case; one that does not exist has no history.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<LoadedCase> LoadAsync(CaseNumber number, CancellationToken ct)
    {
        var forgotten = recent?.Forgotten ?? 0;
        var kept = recent?.Find(number) ?? s_none;
        var (state, added) = (kept.State, new List<Known>());
        await foreach (var recorded in log.ReadStreamAsync(number.Stream, kept.Revision + 1, ct))
        {
            var known = codec.Decode(recorded);
            added.Add(known);
            state = state.After(known.Fact);
        }

        if (added.Count == 0)
        {
            return kept;
        }

        var loaded = new LoadedCase(state, [.. kept.History, .. added]);
        recent?.Keep(number, loaded, forgotten);
        return loaded;
    }

    /// <summary>Decides a command and records what it leads to. The same command id again changes nothing and gets the same yes.</summary>
    /// <param name="number">The case.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="id">The command's id; the ids of its events follow from it.</param>
    /// <param name="context">Who, through which channel, and why.</param>
    /// <param name="ifRevision">Refused with <c>case-changed</c> when the case has another revision; null for whatever it is.</param>
    /// <param name="ct">Ends the wait; the command may be sent again with the same id.</param>
    /// <exception cref="EventLogException">The log cannot be read or written, or the case changes faster than it can be decided.</exception>
    public Task<Decision<CaseEvent>> DecideAsync(CaseNumber number, CaseCommand command, Guid id, EventContext context, long? ifRevision, CancellationToken ct) =>
        log.DecideAsync(codec, (number.Stream, $"case {number}"), id, context, async () =>
        {
            var loaded = await LoadAsync(number, ct);
            return (loaded.Revision, loaded.History.SaidBefore<CaseEvent>("case", id, ifRevision)
                ?? CaseDecider.Decide(loaded.State, command is ReopenCase reopen ? reopen with { Successor = Successor(loaded.State, reopen.Now) } : command));
        }, ct);

    private Owner? Successor(CaseState state, DateTimeOffset now) =>
        state.Desk is { } desk && catalogue is not null && catalogue.HasLeft(state.Service, state.Place, desk, now)
            ? catalogue.OwnerOf(state.Service, state.Place, now) : null;
}
