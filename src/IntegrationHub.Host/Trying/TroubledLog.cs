using System.Runtime.CompilerServices;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Trying;

/// <summary>What is wrong with the log, in pretence.</summary>
public enum LogTrouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Every answer takes three seconds longer.</summary>
    Slow,

    /// <summary>It cannot be reached.</summary>
    Away,
}

/// <summary>The log, with trouble that can be switched on: for development, to see what a caller then meets. Nothing is lost by it.</summary>
/// <param name="log">The real one.</param>
/// <param name="clock">The real time.</param>
public sealed class TroubledLog(IEventLog log, TimeProvider clock) : IEventLog
{
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(3);
    private volatile LogTrouble _trouble;

    /// <summary>What is wrong with it now.</summary>
    public LogTrouble Trouble
    {
        get => _trouble;
        set => _trouble = value;
    }

    /// <inheritdoc/>
    public async Task<AppendResult> AppendAsync(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events, CancellationToken ct)
    {
        await MeetAsync(ct);
        return await log.AppendAsync(stream, expected, events, ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(string stream, long from, CancellationToken ct) => ReadAsync(log.ReadStreamAsync(stream, from, ct), ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> ReadStreamBackwardsAsync(string stream, CancellationToken ct) => ReadAsync(log.ReadStreamBackwardsAsync(stream, ct), ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(LogPosition after, CancellationToken ct) => ReadAsync(log.ReadAllAsync(after, ct), ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> FollowAsync(LogPosition after, CancellationToken ct) => log.FollowAsync(after, ct);

    /// <inheritdoc/>
    public async Task<LogPosition> HeadAsync(CancellationToken ct)
    {
        await MeetAsync(ct);
        return await log.HeadAsync(ct);
    }

    private async Task MeetAsync(CancellationToken ct)
    {
        switch (_trouble)
        {
            case LogTrouble.Slow:
                await Task.Delay(s_slow, clock, ct);
                break;
            case LogTrouble.Away:
                throw new EventLogException("unavailable", "The log is away: that was switched on at the test phone. Switch it off there.");
        }
    }

    private async IAsyncEnumerable<RecordedEvent> ReadAsync(IAsyncEnumerable<RecordedEvent> events, [EnumeratorCancellation] CancellationToken ct)
    {
        await MeetAsync(ct);
        await foreach (var recorded in events.WithCancellation(ct))
        {
            yield return recorded;
        }
    }
}
