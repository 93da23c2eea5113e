using System.Text.Json;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Workers;

/// <summary>
/// Does a group's work: takes the events of its feed, keeps order within a line while other lines go on, tries again with
/// growing waits, and parks what fails for good.
/// </summary>
/// <param name="started">Cancelled once the hub listens: work begins then, as its answers come back to the hub.</param>
/// <remarks>Imported history leads to no work.</remarks>
internal sealed partial class GroupWorker(
    IWorkGroup group, WorkPace pace, IEventLog log, EventCodec codec, ParkedWork parked, IWorkFeed feed, WorkMeter meter, TimeProvider clock,
    ILogger<GroupWorker> logger, CancellationToken started) : BackgroundService
{
    private static readonly TimeSpan s_saveEvery = TimeSpan.FromSeconds(5); // What was done since is only read again after a crash.
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMinutes(5); // A wall clock that was set is noticed within this time.
    private static readonly string s_released = StoredTypes.NameOf(typeof(WorkReleased));
    private readonly HashSet<string> _types = [.. group.Types, s_released];
    private readonly WorkInHand _work = new();
    private readonly SemaphoreSlim _room = new(pace.Waiting);
    private readonly SemaphoreSlim _hands = new(pace.AtOnce);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        meter.Watch(group.Name, () => _work.Backlog(pace.Waiting));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(started, stoppingToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var saving = SaveNowAndThenAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (EventLogException fault)
            {
                LogFailed(logger, fault, group.Name);
                await Task.Delay(pace.FirstWait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await saving;
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var leftAlone = await parked.LeftAloneAsync(group.Name, ct);
        await foreach (var fed in feed.ReadAsync(_types, ct))
        {
            if (fed.Recorded.Type == s_released)
            {
                await TakeAgainAsync(fed, ct);
            }
            else if (leftAlone.Contains(fed.Recorded.Id))
            {
                await fed.Over();
            }
            else
            {
                await TakeAsync(fed.Recorded, round: 0, fed.Over, ct);
            }
        }
    }

    /// <summary>Parked work that a person released: the event it is for is read again.</summary>
    private async Task TakeAgainAsync(FedEvent fed, CancellationToken ct)
    {
        if (codec.DecodeOrCarry(fed.Recorded).Fact is WorkReleased released && released.Group == group.Name)
        {
            await foreach (var recorded in log.ReadStreamAsync(released.Stream, released.Revision, ct))
            {
                await TakeAsync(recorded, released.Round, fed.Over, ct);
                return;
            }
        }

        await fed.Over();
    }

    private async Task TakeAsync(RecordedEvent recorded, int round, Func<Task> over, CancellationToken ct)
    {
        Known happened;
        try
        {
            happened = codec.Decode(recorded);
        }
        catch (JsonException)
        {
            var unread = new Known(recorded, null, new EventContext("unknown", "unknown"));
            while (await ParkAsync(unread, round, 1, "The event cannot be read.", ct) is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock, ct);
            }

            await over();
            return;
        }

        if (happened.Context.Channel == "import" || group.LineOf(happened) is not { } line)
        {
            await over();
            return;
        }

        await _room.WaitAsync(ct);
        if (_work.Add(new PieceOfWork(happened, line, round, over)))
        {
            _ = Task.Run(() => WorkOffAsync(line, ct), CancellationToken.None);
        }
    }

    /// <summary>Works a line off, piece by piece. Ends when it is empty or the hub stops.</summary>
    private async Task WorkOffAsync(string line, CancellationToken ct)
    {
        try
        {
            while (_work.First(line) is { } piece)
            {
                var wait = await TryAsync(piece, ct) switch
                {
                    WorkNotDue { Due: var due } => Until(due),
                    WorkFailed failed when ++piece.Failures < pace.Tries => Failed(piece, failed),
                    WorkFailed failed => await ParkAsync(piece.Happened, piece.Round, piece.Failures, failed.Cause, ct),
                    WorkHopeless hopeless => await ParkAsync(piece.Happened, piece.Round, piece.Failures + 1, hopeless.Cause, ct),
                    _ => TimeSpan.Zero,
                };
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, clock, ct);
                    continue;
                }

                await piece.Over();
                _work.Remove(piece);
                _room.Release();
                meter.Done(group.Name);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The hub stops; the checkpoint stands before this work, which is done after the next start.
        }
    }

    private async Task<WorkResult> TryAsync(PieceOfWork piece, CancellationToken ct)
    {
        await _hands.WaitAsync(ct);
        try
        {
            return await group.DoAsync(piece.Happened, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            WorkThrew(logger, fault, group.Name, piece.Happened.Recorded.Type);
            return new WorkFailed(fault is EventLogException e ? "log-" + e.Code : fault.GetType().Name);
        }
        finally
        {
            _hands.Release();
        }
    }

    private TimeSpan Failed(PieceOfWork piece, WorkFailed failed)
    {
        meter.Failed(group.Name);
        var wait = pace.WaitAfter(piece.Failures, Random.Shared.NextDouble());
        var longer = failed.After > wait ? failed.After.Value : wait;
        WillTryAgain(logger, group.Name, piece.Happened.Recorded.Stream, piece.Failures, longer.TotalSeconds, failed.Cause);
        return longer;
    }

    private async Task<TimeSpan> ParkAsync(Known happened, int round, int tries, string cause, CancellationToken ct)
    {
        var recorded = happened.Recorded;
        try
        {
            await parked.ParkAsync(
                new WorkParked(group.Name, recorded.Id, recorded.Stream, recorded.Revision, recorded.Type, cause, tries, clock.GetUtcNow(), round), ct);
        }
        catch (EventLogException fault)
        {
            LogFailed(logger, fault, group.Name);
            return pace.LongestWait; // It is not parked before that is durable: the work stays first in its line.
        }

        meter.Parked(group.Name);
        WasParked(logger, group.Name, recorded.Stream, tries, cause);
        return TimeSpan.Zero;
    }

    private async Task SaveNowAndThenAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(s_saveEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                Save();
            }
        }
        catch (OperationCanceledException)
        {
            Save();
        }
    }

    private void Save()
    {
        try
        {
            feed.Save();
        }
        catch (IOException fault)
        {
            NotSaved(logger, fault, group.Name);
        }
    }

    /// <summary>Never nothing: the time may have come between the answer and this, and the work is yet to be done.</summary>
    private TimeSpan Until(DateTimeOffset due) =>
        TimeSpan.FromTicks(Math.Clamp((due - clock.GetUtcNow()).Ticks, TimeSpan.TicksPerMillisecond, s_lookAgain.Ticks));

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Group}: the log could not be followed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception fault, string group);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Group}: work for {Type} failed unexpectedly")]
    private static partial void WorkThrew(ILogger logger, Exception fault, string group, string type);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "{Group}: {Stream} failed {Failures} times, next try in {Seconds:0.0} s: {Cause}")]
    private static partial void WillTryAgain(ILogger logger, string group, string stream, int failures, double seconds, string cause);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "{Group}: {Stream} was parked after {Tries} tries: {Cause}")]
    private static partial void WasParked(ILogger logger, string group, string stream, int tries, string cause);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "{Group}: the checkpoint was not saved; more is read after the next start")]
    private static partial void NotSaved(ILogger logger, Exception fault, string group);
}
