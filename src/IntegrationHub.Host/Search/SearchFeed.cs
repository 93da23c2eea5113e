using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Host.Search;

/// <summary>Keeps the search index up with the log. The hub serves whether or not it can: a fault is logged and tried again.</summary>
/// <remarks>
/// The cases and orders that changed in a batch of events are each read once and put; see <see cref="SearchSource"/>. A batch is what came
/// in while the one before was put, so that a lone event is found at once and a flood costs one refresh, not one per event. Commits come by
/// time and by number. An index that must be built anew is built beside the one that answers, which is kept up meanwhile.
/// </remarks>
internal sealed partial class SearchFeed(
    LiveIndex live, IEventLog log, SearchFilling filling, SearchMeter meter, TimeProvider clock, ILogger<SearchFeed> logger) : BackgroundService
{
    /// <summary>Events between two commits when many come at once; also the largest batch.</summary>
    private const int MostEvents = 5_000;

    private static readonly TimeSpan CommitEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _rebuilding = new(1, 1);

    // Everything up to here is put; written by the following, read by the committing.
    private long _put;

    /// <summary>Builds the index anew from the log beside the one that answers, and switches. No search waits, misses or doubles anything.</summary>
    /// <param name="dryRun">Compare only; the one that answers stays.</param>
    /// <param name="progress">Told how many more events were read.</param>
    /// <param name="ct">Ends the building; the one that answers stays.</param>
    /// <exception cref="SearchIndexException">The next one cannot be written.</exception>
    public async Task<RebuildOutcome> RebuildAsync(bool dryRun, Action<int> progress, CancellationToken ct)
    {
        await _rebuilding.WaitAsync(ct);
        try
        {
            return await SearchRebuild.RunAsync(live, filling, dryRun, progress, SwitchAsync, ct);
        }
        finally
        {
            _rebuilding.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _rebuilding.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var damaged = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(await (damaged ? live.BeginAsync(stoppingToken) : live.OpenAsync(stoppingToken)), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Whatever it was, search must not take the hub down with it.
                damaged = fault is SearchIndexException { Code: "damaged" };
                Faulted(logger, fault, TryAgainAfter);
                await Task.Delay(TryAgainAfter, clock, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task RunAsync(ISearchIndex index, CancellationToken ct)
    {
        if (index.NeedsRebuild)
        {
            Rebuilding(logger);
            await RebuildAsync(dryRun: false, _ => { }, ct);
        }
        else if (index.LastPosition > await log.HeadAsync(ct))
        {
            // An index that is ahead of the log belongs to another log: one that was restored from an older copy.
            Rebuilding(logger);
            await index.ClearAsync(ct);
        }

        await live.PutAloneAsync(() => filling.CatchUpAsync(live.Current, _ => { }, ct), ct);
        Reach(live.Current.LastPosition);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var following = FollowAsync(either.Token);
        var committing = CommitNowAndThenAsync(either.Token);
        var first = await Task.WhenAny(following, committing);
        await either.CancelAsync();
        await Task.WhenAll(following, committing).ContinueWith(_ => { }, TaskScheduler.Default);
        if (ct.IsCancellationRequested)
        {
            await CommitAsync(CancellationToken.None);
        }

        await first;
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        var (head, seen) = (await log.HeadAsync(ct), 0);
        await foreach (var recorded in log.FollowAsync(new(Volatile.Read(ref _put)), ct))
        {
            seen++;
            if (filling.Concerns(recorded.Stream))
            {
                changed.Add(recorded.Stream);
            }

            if (recorded.Position < head && seen < MostEvents)
            {
                continue;
            }

            await live.PutAloneAsync(() => PutAsync(changed, recorded.Position, isFlood: seen >= MostEvents, ct), ct);
            changed.Clear();
            (head, seen) = (await log.HeadAsync(ct), 0);
        }
    }

    private async Task PutAsync(HashSet<string> changed, LogPosition reached, bool isFlood, CancellationToken ct)
    {
        var index = live.Current;
        var put = await filling.PutAsync(index, changed, reached, ct);
        Reach(reached);
        if (isFlood)
        {
            await CommitHeldAsync(index, ct);
        }
        else if (put > 0)
        {
            await index.RefreshAsync(ct);
        }
    }

    /// <summary>Nothing is put meanwhile: the next one is brought to where the old one is, and answers from then on.</summary>
    private Task SwitchAsync(ISearchIndex next, CancellationToken ct) => live.PutAloneAsync(async () =>
    {
        await filling.CatchUpAsync(next, _ => { }, ct);
        await live.SwitchAsync(next, ct);
    }, ct);

    private async Task CommitNowAndThenAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(CommitEvery, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            await CommitAsync(ct);
        }
    }

    private Task CommitAsync(CancellationToken ct) => live.PutAloneAsync(() => CommitHeldAsync(live.Current, ct), ct);

    private async Task CommitHeldAsync(ISearchIndex index, CancellationToken ct)
    {
        var reached = new LogPosition(Volatile.Read(ref _put));
        if (reached > index.LastPosition)
        {
            await index.CommitAsync(reached, ct);
        }
    }

    private void Reach(LogPosition position)
    {
        Volatile.Write(ref _put, position.Value);
        meter.Reach(position);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The search index cannot be kept up; it is tried again in {Wait}. Everything else goes on.")]
    private static partial void Faulted(ILogger logger, Exception fault, TimeSpan wait);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "The search index is filled from the start of the log.")]
    private static partial void Rebuilding(ILogger logger);
}
