using IntegrationHub.Host.Trying;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Trying;

public sealed class PuttingTheClockForward
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _real = new(s_start);
    private readonly SettableClock _clock;

    public PuttingTheClockForward() => _clock = new SettableClock(_real);

    [Fact]
    public void Time_is_ahead_by_what_it_was_put_forward_and_goes_on()
    {
        var began = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromHours(2));
        _real.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(s_start.AddHours(2).AddMinutes(1), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(121), _clock.GetElapsedTime(began));
        Assert.Equal(TimeSpan.FromHours(2), _clock.Ahead);
    }

    [Fact]
    public async Task Who_waits_for_a_time_that_is_passed_over_is_woken_and_who_waits_longer_waits_for_the_rest()
    {
        var soon = Task.Delay(TimeSpan.FromMinutes(30), _clock, TestContext.Current.CancellationToken);
        var later = Task.Delay(TimeSpan.FromMinutes(90), _clock, TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromHours(1));
        _real.Advance(TimeSpan.Zero);
        await soon;
        Assert.False(later.IsCompleted);
        _real.Advance(TimeSpan.FromMinutes(29));
        Assert.False(later.IsCompleted);
        _real.Advance(TimeSpan.FromMinutes(1));
        await later;
    }

    [Fact]
    public void A_timer_that_comes_again_keeps_its_pace()
    {
        var ticks = 0;
        using var timer = _clock.CreateTimer(_ => ticks++, null, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
        _clock.Advance(TimeSpan.FromHours(1));
        _real.Advance(TimeSpan.Zero);
        Assert.Equal(1, ticks);
        _real.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(2, ticks);
    }

    [Fact]
    public void One_that_was_stopped_is_not_woken()
    {
        var ticks = 0;
        using var timer = _clock.CreateTimer(_ => ticks++, null, TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromHours(1));
        _real.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, ticks);
    }

    [Fact]
    public void It_never_goes_back() => Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromSeconds(-1)));
}
