using System.Security.Cryptography;
using IntegrationHub.Adapters.Audit;
using IntegrationHub.Core.Audit;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Audit;

/// <summary>Makes proofs from the kept chain. Reads only; a checkpoint that a proof needs now is signed into the proof itself.</summary>
internal sealed class ProofMaker(AuditSettings settings, ECDsa key, TimeProvider clock)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>The proof for a stream's events.</summary>
    /// <param name="events">By revision from 0, one or more.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ChainBrokenException">The events are not those that were chained.</exception>
    /// <exception cref="IOException">The running hub's chain is far behind.</exception>
    public async Task<ChainProof> ProveAsync(IReadOnlyList<RecordedEvent> events, CancellationToken ct)
    {
        using var chain = await ChainedAsync(events[^1].Position, ct);
        var ordinals = events.Select(e => chain.OrdinalAt(e.Position.Value) ?? throw NotAsChained(e)).ToList();
        var signed = settings.Checkpoints.Ordinals();
        var segments = new List<ProofSegment>();
        foreach (var ordinal in ordinals.Where(ordinal => segments.Count == 0 || segments[^1].Checkpoint.Ordinal < ordinal))
        {
            segments.Add(Segment(chain, signed, ordinal));
        }

        var proof = new ChainProof(events[0].Stream, ordinals, segments);
        return proof.Faults(events) is [var fault, ..]
            ? throw new ChainBrokenException($"{fault} Run hub audit verify, which names the first break of the log.")
            : proof;
    }

    /// <summary>The chain once it has the event: at once, unless a running hub is just chaining it.</summary>
    private async Task<ChainReader> ChainedAsync(LogPosition last, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; waited < s_patience; waited += s_look)
        {
            var chain = ChainReader.Open(settings.ChainFolder);
            if (chain.Count > 0 && chain.Read(chain.Count - 1, chain.Count).Single().Position >= last)
            {
                return chain;
            }

            chain.Dispose();
            await Task.Delay(s_look, clock, ct);
        }

        throw new IOException("The hub has not chained the newest events yet. Try again in a moment; if it stays so, look for the chain's faults in the hub's log.");
    }

    private ProofSegment Segment(ChainReader chain, IReadOnlyList<long> signed, long ordinal)
    {
        var before = StateBefore(chain, signed, ordinal);
        var next = signed.Where(at => at >= ordinal).Select(at => (long?)at).FirstOrDefault();
        var links = chain.Read(ordinal, next + 1 ?? chain.Count).ToList();
        var checkpoint = next is { } at
            ? settings.Checkpoints.Read(at)
            : ChainCheckpoint.Sign(links.Aggregate(before, (state, link) => state.After(link)), clock.GetUtcNow(), key);
        return new ProofSegment(ordinal, before.Hash, before.StoreHash, [.. links.Select(ProofLink.Of)], checkpoint);
    }

    private ChainState StateBefore(ChainReader chain, IReadOnlyList<long> signed, long ordinal)
    {
        var near = signed.LastOrDefault(at => at < ordinal, -1);
        var state = near < 0 ? ChainState.Empty : settings.Checkpoints.Read(near).State;
        return chain.Read(near + 1, ordinal).Aggregate(state, (soFar, link) => soFar.After(link));
    }

    private static ChainBrokenException NotAsChained(RecordedEvent e) => new(FormattableString.Invariant(
        $"{e.Stream} revision {e.Revision} at position {e.Position.Value} was never chained. Run hub audit verify, which names the first break of the log."));
}
