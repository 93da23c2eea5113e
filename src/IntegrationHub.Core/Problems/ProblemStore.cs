using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Problems;

/// <summary>Takes commands to problems: read, decide, append; again when somebody else was quicker.</summary>
public sealed class ProblemStore(IEventLog log, EventCodec codec)
{
    private const int Tries = 20;

    /// <summary>Decides a command and records what it leads to. The same command id again changes nothing.</summary>
    /// <param name="problem">The problem's id.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="id">The command's id; the ids of its events follow from it.</param>
    /// <param name="context">Who, through which channel, and why.</param>
    /// <param name="ct">Ends the wait; the command may be sent again with the same id.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<Decision<ProblemEvent>> DecideAsync(string problem, ProblemCommand command, Guid id, EventContext context, CancellationToken ct)
    {
        var stream = ProblemRow.StreamOf(problem);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (state, revision) = (new ProblemState(), -1L);
            await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
            {
                if (recorded.Id == EventId.Of(id, 0))
                {
                    return new Accepted<ProblemEvent>([]);
                }

                (state, revision) = (state.After(codec.Decode(recorded).Fact), recorded.Revision);
            }

            if (ProblemDecider.Decide(state, command) is not Accepted<ProblemEvent> { Events.Count: > 0 } yes)
            {
                return ProblemDecider.Decide(state, command);
            }

            if (await log.AppendAsync(stream, ExpectedRevision.Exactly(revision), codec.Encode(id, yes.Events, context), ct) is Appended)
            {
                return yes;
            }
        }

        throw new EventLogException("busy", $"The problem {problem} is being changed by many at once. Try again in a moment.");
    }
}
