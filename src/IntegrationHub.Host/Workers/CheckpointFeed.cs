using System.Runtime.CompilerServices;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Workers;

/// <summary>The whole log, followed by this node alone; the checkpoint stands before the first event whose work is not over.</summary>
internal sealed class CheckpointFeed(IEventLog log, Checkpoint checkpoint) : IWorkFeed
{
    private readonly Lock _gate = new();
    private readonly Queue<InHand> _open = new();
    private LogPosition? _seen;

    /// <inheritdoc/>
    public async IAsyncEnumerable<FedEvent> ReadAsync(IReadOnlySet<string> types, [EnumeratorCancellation] CancellationToken ct)
    {
        // Read again after a fault: what is in hand is still being worked on, so it goes on after the last event seen.
        var seen = _seen ?? await checkpoint.ReadAsync(log, ct);
        Saw(seen);
        await foreach (var recorded in log.FollowAsync(seen, ct))
        {
            if (types.Contains(recorded.Type))
            {
                yield return new FedEvent(recorded, Take(seen));
            }

            seen = recorded.Position;
            Saw(seen);
        }
    }

    /// <inheritdoc/>
    public void Save()
    {
        LogPosition reached;
        lock (_gate)
        {
            while (_open.TryPeek(out var first) && first.Over)
            {
                _open.Dequeue();
            }

            if (_seen is null)
            {
                return;
            }

            reached = _open.TryPeek(out var open) ? open.Before : _seen.Value;
        }

        checkpoint.Save(reached);
    }

    private Func<Task> Take(LogPosition before)
    {
        var taken = new InHand(before);
        lock (_gate)
        {
            _open.Enqueue(taken);
        }

        return () =>
        {
            taken.Over = true;
            return Task.CompletedTask;
        };
    }

    private void Saw(LogPosition position)
    {
        lock (_gate)
        {
            _seen = position;
        }
    }

    private sealed class InHand(LogPosition before)
    {
        private volatile bool _over;

        public LogPosition Before { get; } = before;

        public bool Over
        {
            get => _over;
            set => _over = value;
        }
    }
}
