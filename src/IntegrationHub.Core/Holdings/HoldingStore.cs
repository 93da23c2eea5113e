using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Holdings;

/// <summary>Takes commands to holdings: read, decide, append; again when somebody else was quicker.</summary>
public sealed class HoldingStore(IEventLog log, EventCodec codec)
{
    /// <summary>Reads a holding; one that does not exist has not started.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<Holding> LoadAsync(string holding, CancellationToken ct) => (await ReadAsync(holding, Guid.Empty, ct)).State;

    /// <summary>Decides a command and records what it leads to. The same command id again changes nothing.</summary>
    /// <param name="holding">Its id.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="id">The command's id; the ids of its events follow from it.</param>
    /// <param name="context">Who, through which channel, and why.</param>
    /// <param name="ct">Ends the wait; the command may be sent again with the same id.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public Task<Decision<HoldingEvent>> DecideAsync(string holding, HoldingCommand command, Guid id, EventContext context, CancellationToken ct) =>
        log.DecideAsync(codec, (Holding.StreamOf(holding), $"holding {holding}"), id, context, async () =>
        {
            var (state, revision, repeated) = await ReadAsync(holding, EventId.Of(id, 0), ct);
            return (revision, repeated ? new Accepted<HoldingEvent>([]) : HoldingDecider.Decide(state, command));
        }, ct);

    private async Task<(Holding State, long Revision, bool Repeated)> ReadAsync(string holding, Guid first, CancellationToken ct)
    {
        var (state, revision, repeated) = (new Holding(), -1L, false);
        await foreach (var recorded in log.ReadStreamAsync(Holding.StreamOf(holding), 0, ct))
        {
            (state, revision, repeated) = (state.After(codec.Decode(recorded).Fact), recorded.Revision, repeated || recorded.Id == first);
        }

        return (state, revision, repeated);
    }
}
