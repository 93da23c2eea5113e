using IntegrationHub.Adapters.Search.Elastic;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Search;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.Search.Elastic;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Search;

/// <summary>What searches forget by day is rewritten by night, once for all of it.</summary>
public sealed class RewritingByNight : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly ElasticDouble _elastic = new();
    private readonly MemoryEventLog _log;
    private readonly LiveIndex _live;
    private readonly FakeLogger<SearchNight> _said = new();
    private readonly SearchNight _night;

    public RewritingByNight()
    {
        _log = new(_clock);
        _live = new(new ElasticSearchStore(
            new ElasticSettings(new Uri("http://127.0.0.1:9200/"), null, null) { FirstPause = TimeSpan.FromMilliseconds(1) }, new DoubleHandler(_elastic)));
        _night = new(_live, _clock, _said);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private int Rewritten => _elastic.Asked.ToList().Count(asked => asked.Path.EndsWith("_forcemerge", StringComparison.Ordinal));

    [Fact]
    public async Task Many_cases_whose_time_is_over_cost_one_rewrite_in_the_night()
    {
        await _live.OpenAsync(Ct);
        await ForgetAsync(5);
        Assert.False(_elastic.IsExpunged);
        await PassAsync(TimeSpan.FromHours(12)); // To ten in the evening.
        Assert.Equal(0, Rewritten);
        Assert.True(_live.OwesRewrite);
        await PassAsync(TimeSpan.FromHours(12));
        Assert.Equal(1, Rewritten);
        Assert.True(_elastic.IsExpunged);
        await PassAsync(TimeSpan.FromDays(3));
        Assert.Equal(1, Rewritten);
        await ForgetAsync(2);
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(2, Rewritten);
    }

    [Fact]
    public async Task A_rewrite_that_fails_is_told_and_made_again()
    {
        await _live.OpenAsync(Ct);
        await ForgetAsync(1);
        _elastic.Trouble = asked => asked.Path.EndsWith("_forcemerge", StringComparison.Ordinal) ? DoubleReply.Fault(400, "illegal_state_exception") : null;
        await PassAsync(TimeSpan.FromDays(1));
        Assert.True(_live.OwesRewrite);
        Assert.NotEqual(0, _said.Collector.Count);
        _elastic.Trouble = _ => null;
        await PassAsync(TimeSpan.FromHours(1));
        Assert.False(_live.OwesRewrite);
    }

    public void Dispose()
    {
        _night.Dispose();
        _live.Dispose();
    }

    private async Task ForgetAsync(int cases)
    {
        for (var n = 1; n <= cases; n++)
        {
            var key = EveryRequest.Document(n).Key;
            await _live.Current.PutAsync([EveryRequest.Document(n)], LogPosition.Start, Ct);
            await _live.ForgetAsync(new([key], _ => Task.FromResult<IReadOnlyCollection<SearchDocument>>([]), _log), Ct);
        }
    }

    /// <summary>Time passes, and the hub looks as it does every half hour.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMinutes(30))
        {
            _clock.Advance(TimeSpan.FromMinutes(30));
            await _night.LookAsync(Ct);
        }
    }
}
