using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Problems;

/// <summary>Takes commands to problems: read, decide, append; again when somebody else was quicker.</summary>
public sealed class ProblemStore(IEventLog log, EventCodec codec)
{
    /// <summary>Decides a command and records what it leads to. The same command id again changes nothing.</summary>
    /// <param name="problem">The problem's id.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="id">The command's id; the ids of its events follow from it.</param>
    /// <param name="context">Who, through which channel, and why.</param>
    /// <param name="ct">Ends the wait; the command may be sent again with the same id.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public Task<Decision<ProblemEvent>> DecideAsync(string problem, ProblemCommand command, Guid id, EventContext context, CancellationToken ct) =>
        log.DecideAsync(codec, (ProblemRow.StreamOf(problem), $"problem {problem}"), id, context, async () =>
        {
            var (state, history) = (new ProblemState(), new List<Known>());
            await foreach (var recorded in log.ReadStreamAsync(ProblemRow.StreamOf(problem), 0, ct))
            {
                history.Add(codec.Decode(recorded));
                state = state.After(history[^1].Fact);
            }

            return (history.Count - 1, history.SaidBefore<ProblemEvent>("problem", id, ifRevision: null) ?? ProblemDecider.Decide(state, command));
        }, ct);
}
