using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Workers;

/// <summary>One event's work, and the position before it: all is done up to there while this is not.</summary>
/// <param name="round">0 the first time, one more after each release of parked work.</param>
internal sealed class PieceOfWork(Known happened, string line, LogPosition before, int round)
{
    public int Round { get; } = round;

    public Known Happened { get; } = happened;

    public string Line { get; } = line;

    public LogPosition Before { get; } = before;

    public int Failures { get; set; }

    public bool Over { get; set; }
}

/// <summary>The work that was read and is not over: in order of reading for the checkpoint, and in lines for the doing. Thread-safe.</summary>
internal sealed class WorkInHand
{
    private readonly Lock _gate = new();
    private readonly Queue<PieceOfWork> _read = new();
    private readonly Dictionary<string, Queue<PieceOfWork>> _lines = new(StringComparer.Ordinal);
    private LogPosition _seen = LogPosition.Start;

    /// <summary>Up to where all is done.</summary>
    public LogPosition Reached
    {
        get
        {
            lock (_gate)
            {
                while (_read.TryPeek(out var first) && first.Over)
                {
                    _read.Dequeue();
                }

                return _read.TryPeek(out var open) ? open.Before : _seen;
            }
        }
    }

    /// <summary>How many pieces are not over.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _lines.Values.Sum(line => line.Count);
            }
        }
    }

    /// <summary>Notes that the log was read to here.</summary>
    public void Saw(LogPosition position)
    {
        lock (_gate)
        {
            _seen = position;
        }
    }

    /// <summary>Adds work at the end of its line.</summary>
    /// <returns>Whether the line was idle, so that somebody must now begin with it.</returns>
    public bool Add(PieceOfWork piece)
    {
        lock (_gate)
        {
            _read.Enqueue(piece);
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
    public void Over(PieceOfWork piece)
    {
        lock (_gate)
        {
            piece.Over = true;
            _lines[piece.Line].Dequeue();
        }
    }
}
