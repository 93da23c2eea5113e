using System.Globalization;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Audit;

/// <summary>How the log and its chain disagree.</summary>
public enum ChainFault
{
    /// <summary>Another event than the chained one stands here: it was changed, or exchanged with another.</summary>
    Changed,

    /// <summary>A chained event is not there.</summary>
    Removed,

    /// <summary>An event stands where none was chained.</summary>
    Inserted,

    /// <summary>The log ends before the chain does.</summary>
    Cut,

    /// <summary>The log agrees with the kept links, but both disagree with a signed checkpoint; the break lies in the stretch before it.</summary>
    Checkpoint,

    /// <summary>The log cannot be read here.</summary>
    Unreadable,

    /// <summary>A checkpoint is not signed by a known key, or was changed after it was signed.</summary>
    Signature,
}

/// <summary>The first place where the log and its chain disagree.</summary>
/// <param name="Fault">How.</param>
/// <param name="Ordinal">The event's place in the chain, from 0.</param>
/// <param name="Position">The event's place in the log.</param>
/// <param name="Stream">The stream of the event that stands there; null when none does.</param>
/// <param name="Revision">Its revision; null when none stands there.</param>
/// <param name="What">One sentence for a person.</param>
public sealed record ChainBreak(ChainFault Fault, long Ordinal, long Position, string? Stream, long? Revision, string What);

/// <summary>Recomputes the chain over a log, event by event, beside the links that were kept and the checkpoints that were signed.</summary>
/// <param name="from">Where to begin: <see cref="ChainState.Empty"/>, or a checkpoint whose signature is right.</param>
/// <param name="kept">The kept links from there on, as they stood before the log was read; none when they are lost.</param>
/// <param name="checkpoints">Those after <paramref name="from"/>, by ordinal, their signatures checked.</param>
public sealed class ChainAudit(ChainState from, IEnumerable<ChainLink> kept, IEnumerable<ChainCheckpoint> checkpoints) : IDisposable
{
    private readonly IEnumerator<ChainLink> _kept = kept.GetEnumerator();
    private readonly Queue<ChainCheckpoint> _checkpoints = new(checkpoints);
    private ChainState _agreed = from;

    /// <summary>The chain over what was read.</summary>
    public ChainState State { get; private set; } = from;

    /// <summary>How many events were read that have no kept link yet.</summary>
    public long Unchained { get; private set; }

    /// <summary>How many checkpoints the log agreed with.</summary>
    public int Checkpoints { get; private set; }

    /// <summary>Whether the last event taken is one that a checkpoint was signed at, or none was taken.</summary>
    public bool IsAtCheckpoint => _agreed == State;

    /// <summary>The next checkpoint to come; null when there is none.</summary>
    public ChainCheckpoint? NextCheckpoint => _checkpoints.TryPeek(out var next) ? next : null;

    /// <summary>Takes the log's next event.</summary>
    /// <returns>The break, if it is one; nothing more may be taken then.</returns>
    public ChainBreak? Next(RecordedEvent recorded)
    {
        var link = ChainLink.Of(State.Count, recorded);
        if (!_kept.MoveNext())
        {
            Unchained++;
        }
        else if (_kept.Current != link)
        {
            return Differs(link, _kept.Current, recorded);
        }

        State = State.After(link);
        return CheckpointReached(recorded);
    }

    /// <summary>The log has ended.</summary>
    /// <returns>The break, if it should have gone on.</returns>
    public ChainBreak? End()
    {
        if (_kept.MoveNext())
        {
            return Cut(_kept.Current.Position.Value, "the kept chain goes on");
        }

        return NextCheckpoint is { } missing
            ? Cut(State.Position.Value, Text($"the checkpoint at ordinal {missing.Ordinal}, position {missing.Position}, lies after its end"))
            : null;
    }

    /// <summary>The log could not be read on.</summary>
    /// <param name="why">What the log said.</param>
    /// <param name="place">The event at fault, when it is known; otherwise it is the next one or one soon after.</param>
    public ChainBreak Unreadable(string why, (long Position, long Revision)? place)
    {
        var (ordinal, next) = (State.Count, State.Position.Value);
        while (_kept.MoveNext())
        {
            next = _kept.Current.Position.Value;
            if (place is null || next >= place.Value.Position)
            {
                break;
            }

            ordinal++;
        }

        return new ChainBreak(ChainFault.Unreadable, ordinal, place?.Position ?? next, null, place?.Revision,
            Text($"The log cannot be read {(place is null ? "from somewhere after" : "at this event; the last one read is at")} position {State.Position.Value}: {why}"));
    }

    /// <inheritdoc/>
    public void Dispose() => _kept.Dispose();

    private ChainBreak Differs(ChainLink found, ChainLink kept, RecordedEvent recorded)
    {
        var (ordinal, position) = (State.Count, recorded.Position.Value);
        return found.Position > kept.Position
            ? new ChainBreak(ChainFault.Removed, ordinal, kept.Position.Value, null, null,
                Text($"The event at position {kept.Position.Value} is missing; the next one is {recorded.Stream} revision {recorded.Revision} at {position}."))
            : found.Position < kept.Position
            ? new ChainBreak(ChainFault.Inserted, ordinal, position, recorded.Stream, recorded.Revision, "An event stands here that was never chained.")
            : new ChainBreak(ChainFault.Changed, ordinal, position, recorded.Stream, recorded.Revision, found.Leaf == kept.Leaf
                ? "The time at which it was recorded was changed."
                : "It is not the event that was chained: changed, or exchanged with another.");
    }

    private ChainBreak? CheckpointReached(RecordedEvent recorded)
    {
        var ordinal = State.Count - 1;
        while (NextCheckpoint is { } next && next.Ordinal <= ordinal)
        {
            _checkpoints.Dequeue();
            if (next.State != State)
            {
                return new ChainBreak(ChainFault.Checkpoint, ordinal, recorded.Position.Value, recorded.Stream, recorded.Revision,
                    Text($"Between ordinal {_agreed.Count} (after position {_agreed.Position.Value}) and ordinal {ordinal} (position {recorded.Position.Value}) ")
                    + "the log is not what the checkpoint there was signed over.");
            }

            _agreed = State;
            Checkpoints++;
        }

        return null;
    }

    private ChainBreak Cut(long position, string why) => new(
        ChainFault.Cut, State.Count, position, null, null, Text($"The log ends after ordinal {State.Count - 1}, position {State.Position.Value}, but {why}."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
