namespace IntegrationHub.Host.Search;

/// <summary>Rewrites once a night, in one go, what searches forgot in the day: a case whose time is over waits for it, as do erasures at other hubs.</summary>
/// <remarks>
/// A rewrite costs as much as the index is large, however little was forgotten: with one for each case a hub would do nothing else. A hub
/// that no night finds running does it a day after it was started.
/// </remarks>
internal sealed partial class SearchNight(LiveIndex live, TimeProvider clock, ILogger<SearchNight> logger) : BackgroundService
{
    private const int FirstHour = 1;
    private const int LastHour = 4;

    private static readonly TimeSpan s_look = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_atTheLatest = TimeSpan.FromDays(1);
    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private DateTimeOffset _since = clock.GetUtcNow();

    /// <summary>Looks once, and rewrites where it is time and there is something to rewrite.</summary>
    /// <param name="ct">Ends the wait.</param>
    public async Task LookAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var isTime = TimeZoneInfo.ConvertTime(now, s_city).Hour is >= FirstHour and <= LastHour || now - _since >= s_atTheLatest;
        if (!isTime || !live.OwesRewrite || live.IsBuilding)
        {
            return;
        }

        try
        {
            await live.RewriteAsync(ct);
            _since = now;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Whatever it was, it is tried again at the next look.
            NotRewritten(logger, fault, s_look);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_look, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "What the search index forgot is still in its files; they are rewritten again in {Wait}.")]
    private static partial void NotRewritten(ILogger logger, Exception fault, TimeSpan wait);
}
