using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Hours;
using IntegrationHub.Host.Suppliers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Suppliers;

public sealed class PassingASuppliersGate
{
    private static readonly DateTimeOffset s_monday = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(s_monday);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_failures_in_a_row_it_closes_lets_one_probe_through_and_opens_when_that_succeeds()
    {
        var gate = Gate(SupplierPace.Default with { BreakAfter = 3 });
        for (var i = 0; i < 3; i++)
        {
            await gate.PassAsync(_ => Answer(new TryLater(null, "503")), Ct);
        }

        Assert.Equal("open", gate.State.Breaker);
        var probe = new TaskCompletionSource<Delivery>();
        var first = gate.PassAsync(_ => probe.Task, Ct);
        var secondTold = false;
        var second = gate.PassAsync(
            _ =>
            {
                secondTold = true;
                return Answer(new Delivered(null));
            },
            Ct);
        Assert.False(first.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(3));
        await UntilAsync(() => gate.State.Breaker == "half-open");
        Assert.False(secondTold);
        probe.SetResult(new Delivered(null));
        Assert.IsType<Delivered>(await first);
        Assert.IsType<Delivered>(await second);
        Assert.Equal(("closed", s_monday + TimeSpan.FromSeconds(3)), (gate.State.Breaker, gate.State.LastSuccess));
    }

    [Fact]
    public async Task A_probe_that_fails_makes_the_next_wait_longer()
    {
        var gate = Gate(SupplierPace.Default with { BreakAfter = 1 });
        await gate.PassAsync(_ => Answer(new TryLater(null, "503")), Ct);
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 4; i++)
        {
            var wait = gate.State.OpenUntil!.Value - _clock.GetUtcNow();
            waits.Add(wait);
            _clock.Advance(wait);
            await gate.PassAsync(_ => Answer(new TryLater(null, "503")), Ct);
        }

        Assert.Equal(waits.Order(), waits);
        Assert.InRange(waits[0].TotalSeconds, 1.5, 2.5);
        Assert.InRange(waits[3].TotalSeconds, 12, 20);
        Assert.Equal("503", gate.State.LastFailure);
    }

    [Fact]
    public async Task What_the_other_side_refuses_is_no_outage()
    {
        var gate = Gate(SupplierPace.Default with { BreakAfter = 1 });
        await gate.PassAsync(_ => Answer(new Refused(400, "no such desk")), Ct);
        Assert.Equal("closed", gate.State.Breaker);
    }

    [Fact]
    public async Task When_the_other_side_says_how_long_to_wait_everybody_waits_so_long()
    {
        var gate = Gate(SupplierPace.Default);
        await gate.PassAsync(_ => Answer(new TryLater(TimeSpan.FromSeconds(90), "429")), Ct);
        Assert.Equal(s_monday + TimeSpan.FromSeconds(90), gate.State.OpenUntil);
        var next = gate.PassAsync(_ => Answer(new Delivered(null)), Ct);
        _clock.Advance(TimeSpan.FromSeconds(89));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<Delivered>(await next);
    }

    [Fact]
    public async Task Paused_by_hand_it_lets_nothing_through_until_resumed()
    {
        var gate = Gate(SupplierPace.Default);
        gate.Pause("Byte av system");
        var waits = gate.PassAsync(_ => Answer(new Delivered(null)), Ct);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.False(waits.IsCompleted);
        Assert.Equal("Byte av system", gate.State.Paused);
        gate.Resume();
        Assert.IsType<Delivered>(await waits);
    }

    [Fact]
    public async Task Outside_the_systems_hours_messages_wait_for_it_to_open()
    {
        Assert.True(OpeningHours.TryParse("mon-fri 12:00-13:00", out var hours));
        var gate = Gate(SupplierPace.Default with { Hours = hours }); // 10:00 in Stockholm.
        var waits = gate.PassAsync(_ => Answer(new Delivered(null)), Ct);
        for (var minutes = 0; minutes < 115; minutes += 5)
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            await Task.Yield();
            Assert.False(waits.IsCompleted);
        }

        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.IsType<Delivered>(await waits);
    }

    [Fact]
    public async Task A_rate_spaces_messages_evenly()
    {
        var gate = Gate(SupplierPace.Default with { PerSecond = 2 });
        var told = new List<DateTimeOffset>();
        var all = Enumerable.Range(0, 5).Select(_ => gate.PassAsync(
            _ =>
            {
                lock (told)
                {
                    told.Add(_clock.GetUtcNow());
                }

                return Answer(new Delivered(null));
            },
            Ct)).ToList();
        for (var i = 0; i < 4; i++)
        {
            await UntilAsync(() => Told() == i + 1);
            _clock.Advance(TimeSpan.FromSeconds(0.5));
        }

        await Task.WhenAll(all);
        Assert.Equal([0, 0.5, 1, 1.5, 2], told.Select(at => (at - s_monday).TotalSeconds));

        int Told()
        {
            lock (told)
            {
                return told.Count;
            }
        }
    }

    [Fact]
    public async Task A_hub_that_stops_leaves_no_probe_behind()
    {
        var gate = Gate(SupplierPace.Default with { BreakAfter = 1 });
        await gate.PassAsync(_ => Answer(new TryLater(null, "503")), Ct);
        _clock.Advance(TimeSpan.FromSeconds(3));
        using var stop = new CancellationTokenSource();
        var stopped = gate.PassAsync(
            async token =>
            {
                await stop.CancelAsync();
                token.ThrowIfCancellationRequested();
                return new Delivered(null);
            },
            stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        Assert.IsType<Delivered>(await gate.PassAsync(_ => Answer(new Delivered(null)), Ct));
    }

    private SupplierGate Gate(SupplierPace pace) => new("telephony", pace, _clock, NullLogger.Instance);

    private static Task<Delivery> Answer(Delivery delivery) => Task.FromResult(delivery);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var looks = 0; !condition(); looks++)
        {
            Assert.True(looks < 1_000_000, "It did not come to pass.");
            await Task.Yield();
        }
    }
}
