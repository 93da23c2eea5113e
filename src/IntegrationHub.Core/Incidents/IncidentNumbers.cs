using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Incidents;

/// <summary>A number belongs to a declaration; whether or not it then came to be declared, nobody else gets it.</summary>
/// <param name="Sequence">1 for the first.</param>
[StoredAs("incident-number-reserved", 1)]
public sealed record IncidentNumberReserved(long Sequence, DateTimeOffset At);

/// <summary>Gives out incident numbers, a series of their own. Each is reserved in the log, so no two nodes on one log ever give the same.</summary>
/// <remarks>One at a time: incidents are few, and a number is one more append.</remarks>
public sealed class IncidentNumbers(IEventLog log, EventCodec codec, TimeProvider clock)
{
    private const string Stream = "incident-numbers";

    /// <summary>A number that was never given before.</summary>
    /// <exception cref="EventLogException">The log could not reserve it.</exception>
    public async Task<IncidentNumber> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            var (next, revision) = await EndAsync(ct);
            var now = clock.GetUtcNow();
            var reserved = codec.Encode(Guid.CreateVersion7(now), new IncidentNumberReserved(next, now), new EventContext("hub", "hub"));
            if (await log.AppendAsync(Stream, ExpectedRevision.Exactly(revision), [reserved], ct) is Appended)
            {
                return IncidentNumber.FromSequence(next);
            }
        }
    }

    private async Task<(long Next, long Revision)> EndAsync(CancellationToken ct)
    {
        await foreach (var recorded in log.ReadStreamBackwardsAsync(Stream, ct))
        {
            if (codec.Decode(recorded).Fact is IncidentNumberReserved last)
            {
                return (last.Sequence + 1, recorded.Revision);
            }
        }

        return (1, -1);
    }
}
