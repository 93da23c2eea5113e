using System.Collections.Concurrent;

namespace IntegrationHub.KurrentServer;

/// <summary>How the answer to a write that stands is lost.</summary>
public enum LostAnswer
{
    /// <summary>The connection breaks.</summary>
    ConnectionBreaks,

    /// <summary>The server says that it ran out of time.</summary>
    TimesOut,

    /// <summary>Another node becomes leader and the connection breaks.</summary>
    LeaderLost,
}

/// <summary>What a test lets go wrong. Safe to set while calls are running.</summary>
public sealed class Faults
{
    private readonly ConcurrentQueue<LostAnswer> _lost = new();
    private long _slowness;
    private int _hanging;

    /// <summary>Waited before every answer of a write and before every read, on the server's clock.</summary>
    public TimeSpan Slowness
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _slowness));
        set => Interlocked.Exchange(ref _slowness, value.Ticks);
    }

    /// <summary>The next read or answer of a write hangs for an hour, or until its caller gives up; those after it do not.</summary>
    public void HangNext() => Interlocked.Increment(ref _hanging);

    /// <summary>The next writes that succeed will be committed, and their answers lost.</summary>
    /// <param name="how">In which way.</param>
    /// <param name="times">How many, from 1.</param>
    public void LoseAnswers(LostAnswer how, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _lost.Enqueue(how);
        }
    }

    internal TimeSpan NextWait()
    {
        if (Interlocked.Decrement(ref _hanging) >= 0)
        {
            return TimeSpan.FromHours(1);
        }

        Interlocked.Increment(ref _hanging);
        return Slowness;
    }

    internal LostAnswer? NextLoss() => _lost.TryDequeue(out var how) ? how : null;
}
