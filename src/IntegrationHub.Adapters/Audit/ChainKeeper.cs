using System.Globalization;
using System.Security.Cryptography;
using IntegrationHub.Core.Audit;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.Audit;

/// <summary>The log is not the one that was chained. The chain is left as it is, as evidence; <c>hub audit verify</c> names the place.</summary>
public sealed class ChainBrokenException(string message) : IOException(message);

/// <summary>Keeps the chain of a log: adds what the log adds, and signs where it stands from time to time. One at a time per log.</summary>
/// <param name="folder">Where the chain lies.</param>
/// <param name="checkpoints">Where checkpoints go.</param>
/// <param name="key">With its private part; disposed of with the keeper.</param>
/// <param name="every">The time between checkpoints while events come.</param>
/// <param name="clock">The time.</param>
public sealed class ChainKeeper(string folder, CheckpointFolder checkpoints, ECDsa key, TimeSpan every, TimeProvider clock) : IDisposable
{
    /// <summary>A checkpoint is signed after at most so many events: this bounds the proof of one event.</summary>
    public const int CheckpointEvents = 4096;

    private readonly ChainFile _file = ChainFile.Open(folder);
    private readonly Queue<long> _signed = new(checkpoints.Ordinals());
    private long _checkpointed;
    private long _notBefore;
    private bool _broken;
    private DateTimeOffset _lastCheckpoint;

    /// <summary>The chain as it stands.</summary>
    public ChainState State => _file.State;

    /// <summary>Finds the place in the log where the chain goes on.</summary>
    /// <returns>The position after which to read.</returns>
    /// <exception cref="ChainBrokenException">The log is shorter than the chain, or its event there is another.</exception>
    public async Task<LogPosition> ResumeAsync(IEventLog log, CancellationToken ct)
    {
        Forget(State.Count);
        _lastCheckpoint = clock.GetUtcNow();
        if (State.Count == 0)
        {
            return LogPosition.Start;
        }

        // The last chained event is read again: positions are compared, never computed, so the reading begins after the one before it.
        using var kept = ChainReader.Open(folder);
        var links = kept.Read(Math.Max(0, State.Count - 2), State.Count).ToList();
        var before = links.Count > 1 ? links[0].Position : LogPosition.Start;
        await foreach (var last in log.ReadAllAsync(before, ct))
        {
            return ChainLink.Of(State.Count - 1, last) == links[^1] ? State.Position : throw Broken("the newest chained event is not the one in the log");
        }

        throw Broken("the log ends before it");
    }

    /// <summary>Adds the log's next event, and signs the chain there when enough have come since it was signed last.</summary>
    /// <exception cref="ChainBrokenException">A checkpoint that was signed here says otherwise; the event is not added.</exception>
    public void Add(RecordedEvent recorded)
    {
        var link = ChainLink.Of(State.Count, recorded);
        if (_signed.TryPeek(out var signed) && signed == State.Count)
        {
            if (checkpoints.Read(signed).State != State.After(link))
            {
                throw Broken("the next event is not the one under the checkpoint that lies there; if the log was restored from a backup, move the checkpoints after it away");
            }

            Forget(State.Count + 1);
        }

        if (!_file.TryAdd(link))
        {
            throw Broken("the next event is not the one that was chained before the hub ended");
        }

        if (State.Count >= _checkpointed + CheckpointEvents && State.Count >= _notBefore)
        {
            _notBefore = State.Count + CheckpointEvents;
            TryCheckpoint();
        }
    }

    /// <summary>Makes the chain durable, and signs it when it is time. Call it every second or so.</summary>
    /// <exception cref="IOException">As <see cref="Checkpoint"/>.</exception>
    public void Save()
    {
        _file.Save();
        if (clock.GetUtcNow() - _lastCheckpoint >= every || State.Count >= _checkpointed + CheckpointEvents)
        {
            Checkpoint();
        }
    }

    /// <summary>Signs the chain where it stands; nothing when it stands where it was signed last.</summary>
    /// <remarks>The links need not be durable for that: after a crash they are made again from the log, and compared with what was signed.</remarks>
    /// <exception cref="IOException">The folder for checkpoints cannot be written. The chain goes on; the next try signs it.</exception>
    public void Checkpoint()
    {
        if (State.Count == _checkpointed || _broken)
        {
            return;
        }

        checkpoints.Add(ChainCheckpoint.Sign(State, clock.GetUtcNow(), key), key);
        (_checkpointed, _lastCheckpoint) = (State.Count, clock.GetUtcNow());
    }

    /// <summary>Brings the chain to the log's end and signs it there.</summary>
    /// <param name="log">The log, at rest.</param>
    /// <param name="ct">Ends it; it goes on from there next time.</param>
    public async Task CatchUpAsync(IEventLog log, CancellationToken ct)
    {
        await foreach (var recorded in log.ReadAllAsync(await ResumeAsync(log, ct), ct))
        {
            Add(recorded);
        }

        _file.Save();
        Checkpoint();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        key.Dispose();
    }

    private void Forget(long before)
    {
        while (_signed.TryPeek(out var ordinal) && ordinal < before)
        {
            _checkpointed = _signed.Dequeue() + 1;
        }
    }

    // A checkpoint that cannot be written now must not hold up the chain: saving tries it again, and says so.
    private void TryCheckpoint()
    {
        try
        {
            Checkpoint();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
        }
    }

    private ChainBrokenException Broken(string why)
    {
        _broken = true;
        return new ChainBrokenException(string.Create(CultureInfo.InvariantCulture,
            $"The log differs from its chain after ordinal {State.Count - 1}, position {State.Position.Value}: {why}. Run hub audit verify, and compare with a backup."));
    }
}
