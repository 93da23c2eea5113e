using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Workers;

/// <summary>One event's work.</summary>
/// <param name="round">0 the first time, one more after each release of parked work.</param>
/// <param name="over">To be called when it is done or parked.</param>
internal sealed class PieceOfWork(Known happened, string line, int round, Func<Task> over)
{
    public Known Happened { get; } = happened;

    public string Line { get; } = line;

    public int Round { get; } = round;

    public Func<Task> Over { get; } = over;

    public int Failures { get; set; }
}

/// <summary>Work that waits.</summary>
/// <param name="Waiting">How many pieces were read and are not over.</param>
/// <param name="Oldest">When the event of the oldest was recorded; null when none waits.</param>
/// <param name="More">Whether there may be more, not read yet.</param>
internal sealed record Backlog(int Waiting, DateTimeOffset? Oldest, bool More)
{
    /// <summary>No work.</summary>
    public static readonly Backlog None = new(0, null, More: false);

    /// <summary>How long the oldest has waited.</summary>
    public TimeSpan Age(DateTimeOffset now) => Oldest is { } since && now > since ? now - since : TimeSpan.Zero;
}

/// <summary>The work that was read and is not over, in lines. Thread-safe.</summary>
internal sealed class WorkInHand
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<PieceOfWork>> _lines = new(StringComparer.Ordinal);

    /// <summary>How many pieces are not over, and since when the oldest waits.</summary>
    /// <param name="room">How many there may be at most, before no more is read.</param>
    public Backlog Backlog(int room)
    {
        lock (_gate)
        {
            var (waiting, oldest) = (0, (DateTimeOffset?)null);
            foreach (var line in _lines.Values)
            {
                waiting += line.Count;
                if (line.TryPeek(out var first) && !(first.Happened.Recorded.RecordedAt >= oldest))
                {
                    oldest = first.Happened.Recorded.RecordedAt;
                }
            }

            return new Backlog(waiting, oldest, waiting >= room);
        }
    }

    /// <summary>Adds work at the end of its line.</summary>
    /// <returns>Whether the line was idle, so that somebody must now begin with it.</returns>
    public bool Add(PieceOfWork piece)
    {
        lock (_gate)
        {
            var idle = !_lines.TryGetValue(piece.Line, out var line);
            if (idle)
            {
                _lines[piece.Line] = line = new Queue<PieceOfWork>();
            }

            line!.Enqueue(piece);
            return idle;
        }
    }

    /// <summary>The first piece of a line; null when the line is empty, which thereby ends.</summary>
    public PieceOfWork? First(string line)
    {
        lock (_gate)
        {
            if (_lines[line].TryPeek(out var first))
            {
                return first;
            }

            _lines.Remove(line);
            return null;
        }
    }

    /// <summary>The first piece of its line is over.</summary>
    public void Remove(PieceOfWork piece)
    {
        lock (_gate)
        {
            _lines[piece.Line].Dequeue();
        }
    }
}
