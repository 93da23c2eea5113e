using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Host.Search;

/// <summary>Keeps the search index up with the log. The hub serves whether or not it can: a fault is logged and tried again.</summary>
/// <remarks>
/// The cases that changed in a batch of events are each read once and put. A batch is what came in while the one before was put,
/// so that a lone event is found at once and a flood costs one refresh, not one per event. Commits come by time and by number.
/// </remarks>
internal sealed partial class SearchFeed(
    LiveIndex live, IEventLog log, CaseStore cases, SearchMeter meter, TimeProvider clock, ILogger<SearchFeed> logger) : BackgroundService
{
    /// <summary>Events between two commits when many come at once; also the largest batch.</summary>
    private const int MostEvents = 5_000;

    private static readonly TimeSpan CommitEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);

    // Everything up to here is put; written by the following, read by the committing.
    private long _put;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var damaged = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(damaged ? live.Begin() : live.Open(), stoppingToken);
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
        // An index that is ahead of the log belongs to another log: one that was restored from an older copy.
        if (index.NeedsRebuild || index.LastPosition > await log.HeadAsync(ct))
        {
            Rebuilding(logger);
            await index.ClearAsync(ct);
        }

        Reach(index.LastPosition);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var following = FollowAsync(index, either.Token);
        var committing = CommitNowAndThenAsync(index, either.Token);
        var first = await Task.WhenAny(following, committing);
        await either.CancelAsync();
        await Task.WhenAll(following, committing).ContinueWith(_ => { }, TaskScheduler.Default);
        if (ct.IsCancellationRequested)
        {
            await CommitAsync(index, CancellationToken.None);
        }

        await first;
    }

    private async Task FollowAsync(ISearchIndex index, CancellationToken ct)
    {
        var changed = new HashSet<CaseNumber>();
        var (head, seen) = (await log.HeadAsync(ct), 0);
        await foreach (var recorded in log.FollowAsync(new(Volatile.Read(ref _put)), ct))
        {
            seen++;
            if (CaseNumber.TryParse(CaseOf(recorded.Stream), out var number))
            {
                changed.Add(number);
            }

            if (recorded.Position < head && seen < MostEvents)
            {
                continue;
            }

            await PutAsync(index, changed, ct);
            Reach(recorded.Position);
            await (seen < MostEvents ? index.RefreshAsync(ct) : CommitAsync(index, ct));
            changed.Clear();
            (head, seen) = (await log.HeadAsync(ct), 0);
        }
    }

    private static string? CaseOf(string stream) => stream.StartsWith("case-", StringComparison.Ordinal) ? stream[5..] : null;

    private async Task PutAsync(ISearchIndex index, HashSet<CaseNumber> changed, CancellationToken ct)
    {
        var documents = new List<SearchDocument>(changed.Count);
        foreach (var number in changed)
        {
            try
            {
                if (CaseDocument.Of(await cases.LoadAsync(number, ct)) is { } document)
                {
                    documents.Add(document);
                }
            }
            catch (Exception fault) when (fault is not (OperationCanceledException or EventLogException))
            {
                // One case that cannot be read must not keep all later ones from being found.
                Unreadable(logger, fault, number.Value);
            }
        }

        await index.PutAsync(documents, ct);
    }

    private async Task CommitNowAndThenAsync(ISearchIndex index, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(CommitEvery, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            await CommitAsync(index, ct);
        }
    }

    private async Task CommitAsync(ISearchIndex index, CancellationToken ct)
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

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Case {Number} cannot be read and stays out of the search index.")]
    private static partial void Unreadable(ILogger logger, Exception fault, string number);
}
