using System.Text.Json.Serialization;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Audit;

/// <summary>A link as a proof shows it: of whatever event, without what it says.</summary>
/// <param name="Leaf">See <see cref="ChainLink.Leaf"/>.</param>
/// <param name="Position">See <see cref="ChainLink.Position"/>.</param>
/// <param name="Recorded">See <see cref="ChainLink.Recorded"/>.</param>
public sealed record ProofLink(Digest Leaf, long Position, long Recorded)
{
    /// <summary>The same, as the chain has it.</summary>
    [JsonIgnore]
    public ChainLink Link => new(Leaf, new LogPosition(Position), Recorded);

    /// <summary>What a proof shows of a link.</summary>
    public static ProofLink Of(ChainLink link) => new(link.Leaf, link.Position.Value, link.Recorded);
}

/// <summary>A stretch of the chain, from an event to the first signed checkpoint at or after it.</summary>
/// <param name="First">Ordinal of the first link.</param>
/// <param name="HashBefore">The chain's hash before it.</param>
/// <param name="StoreHashBefore">The chain's store hash before it.</param>
/// <param name="Links">Every link up to the checkpoint, 4,096 as a rule at most.</param>
/// <param name="Checkpoint">Signed over the last of them.</param>
public sealed record ProofSegment(long First, Digest HashBefore, Digest StoreHashBefore, IReadOnlyList<ProofLink> Links, ChainCheckpoint Checkpoint)
{
    /// <summary>Whether the links lead to the checkpoint.</summary>
    public bool LeadsToCheckpoint() => Links
        .Aggregate(new ChainState(First, HashBefore, StoreHashBefore, LogPosition.Start), (state, link) => state.After(link.Link)) == Checkpoint.State;

    /// <summary>The link of an event in this stretch; null when it is outside.</summary>
    public ChainLink? At(long ordinal) => ordinal >= First && ordinal - First < Links.Count ? Links[(int)(ordinal - First)].Link : null;
}

/// <summary>Shows that events stood in the log, in this place, when checkpoints were signed.</summary>
/// <param name="Stream">The stream that they are from.</param>
/// <param name="Ordinals">The event of revision i is the chain's Ordinals[i]-th; the first is 0.</param>
/// <param name="Segments">The stretches that hold them.</param>
public sealed record ChainProof(string Stream, IReadOnlyList<long> Ordinals, IReadOnlyList<ProofSegment> Segments)
{
    /// <summary>Checks events against the proof; the checkpoints' signatures are checked apart.</summary>
    /// <param name="events">All that the proof is for, by revision from 0.</param>
    /// <returns>One sentence for each fault; none when it holds.</returns>
    public IReadOnlyList<string> Faults(IReadOnlyList<RecordedEvent> events)
    {
        var faults = Segments.Where(segment => !segment.LeadsToCheckpoint())
            .Select(segment => FormattableString.Invariant($"The links from ordinal {segment.First} do not lead to the checkpoint at {segment.Checkpoint.Ordinal}.")).ToList();
        if (events.Count != Ordinals.Count)
        {
            faults.Add(FormattableString.Invariant($"The proof is for {Ordinals.Count} events, but there are {events.Count}."));
        }

        foreach (var (recorded, index) in events.Take(Ordinals.Count).Select((recorded, index) => (recorded, index)))
        {
            if (recorded.Stream != Stream || recorded.Revision != index)
            {
                faults.Add(FormattableString.Invariant($"Line {index + 1} should be {Stream} revision {index}, but is {recorded.Stream} revision {recorded.Revision}."));
            }
            else if (Segments.Select(segment => segment.At(Ordinals[index])).FirstOrDefault(link => link is not null) != ChainLink.Of(Ordinals[index], recorded))
            {
                faults.Add(FormattableString.Invariant($"Revision {index}, position {recorded.Position.Value}, is not the event that was chained at ordinal {Ordinals[index]}."));
            }
        }

        return faults;
    }
}
