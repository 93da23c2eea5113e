using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.Simulator;
using IntegrationHub.Core.Suppliers;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Suppliers;

public sealed class SimulatedDesksInTrouble
{
    [Fact]
    public async Task A_desk_that_falls_over_takes_nothing_until_it_is_mended()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Faults = ["500@telephony"] });

        Assert.IsType<TryLater>(await scene.TellAsync(SimulatorScene.Assigned()));
        Assert.Equal((1, 0), Counts(await scene.ControlAsync<MessageEffect>("effects")));
        Assert.IsType<Delivered>(await scene.TellAsync(SimulatorScene.Assigned(), supplier: "mobile"));
        Assert.Equal(200, await scene.ControlAsync("faults", new { faults = Array.Empty<string>() }));
        Assert.IsType<Delivered>(await scene.TellAsync(SimulatorScene.Assigned()));
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_the_message_was_taken_makes_no_second_ticket()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Faults = ["timeout-after-commit"], Auto = false });

        Assert.IsType<TryLater>(await scene.TellAsync(SimulatorScene.Assigned()));
        Assert.IsType<Delivered>(await scene.TellAsync(SimulatorScene.Assigned()));

        Assert.Equal((2, 1), Counts(await scene.ControlAsync<MessageEffect>("effects")));
        Assert.Equal("TE-000001", (await scene.TicketAsync()).Ticket);
    }

    [Fact]
    public async Task A_slow_desk_answers_late()
    {
        var clock = new FakeTimeProvider(SimulatorScene.Now);
        await using var scene = await SimulatorScene.StartAsync(options => options with
        {
            Clock = clock,
            Auto = false,
            Faults = ["slow"],
            Delays = SimulatorDelays.None with { Slow = TimeSpan.FromSeconds(5) },
        });
        var telling = scene.TellAsync(SimulatorScene.Assigned());
        while ((await scene.ControlAsync<MessageEffect>("effects")).Count == 0)
        {
            Assert.False(telling.IsCompleted);
        }

        Assert.Empty(await scene.ControlAsync<SimulatedTicket>("tickets"));
        while (!telling.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.IsType<Delivered>(await telling);
    }

    [Fact]
    public async Task Reports_that_are_repeated_are_the_very_same()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Faults = ["repeat"] });
        await scene.TellAsync(SimulatorScene.Assigned());

        var (first, second) = (await scene.Hub.NextAsync(), await scene.Hub.NextAsync());

        Assert.Equal((first.Event.Source, first.Event.Id, first.Event.ContentHash), (second.Event.Source, second.Event.Id, second.Event.ContentHash));
    }

    [Fact]
    public async Task Reports_that_are_swapped_tell_by_their_times_what_came_first()
    {
        var clock = new FakeTimeProvider(SimulatorScene.Now);
        await using var scene = await SimulatorScene.StartAsync(options => options with { Clock = clock, Faults = ["swap"], Delays = SimulatorDelays.Watchable });
        await scene.TellAsync(SimulatorScene.Assigned());

        clock.Advance(SimulatorDelays.Watchable.Accept);
        var first = await scene.Hub.NextAsync();
        await scene.DeliveredAsync(1);
        clock.Advance(SimulatorDelays.Watchable.Progress);
        var second = await scene.Hub.NextAsync();

        Assert.Equal((SupplierMessages.Progressed, SupplierMessages.Accepted), (first.Event.Type, second.Event.Type));
        Assert.True(second.Event.Time < first.Event.Time);
    }

    [Fact]
    public async Task A_desk_declines_what_it_will_not_take()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Faults = ["decline"] });
        await scene.TellAsync(SimulatorScene.Assigned());
        await scene.TellAsync(
            new CaseHandoverRequested("10000025", "workplace", "telephony", "Växeln.", "Tyst.", new Reporter("Kim"), "switchboard"), "m-2");

        List<SupplierReport> reports = [(await scene.Hub.NextAsync()).Report, (await scene.Hub.NextAsync()).Report];

        Assert.Single(reports.OfType<TicketDeclined>());
        Assert.Single(reports.OfType<TicketHandoverDeclined>());
    }

    [Fact]
    public async Task A_silent_desk_takes_the_case_and_is_not_heard_of()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Faults = ["silent"] });

        Assert.IsType<Delivered>(await scene.TellAsync(SimulatorScene.Assigned()));

        Assert.Empty(await scene.ControlAsync<ReportProgress>("reports"));
        Assert.Equal(TicketPhase.New, (await scene.TicketAsync()).Phase);
    }

    [Fact]
    public async Task A_desk_with_an_expired_token_gets_through_once_it_is_renewed()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Faults = ["expired-token"] });
        await scene.TellAsync(SimulatorScene.Assigned());
        while (scene.Hub.Refusals.IsEmpty)
        {
            await scene.ControlAsync<ReportProgress>("reports");
        }

        Assert.True(scene.Hub.IsQuiet);
        Assert.All(scene.Hub.Refusals, status => Assert.Equal(401, status));
        await scene.ControlAsync("faults", new { faults = Array.Empty<string>() });

        Assert.Equal([SupplierMessages.Accepted], await scene.Hub.NextTypesAsync(1));
    }

    [Theory]
    [InlineData("501")]
    [InlineData("slow:101")]
    [InlineData("slow:x")]
    [InlineData("slow:1:2")]
    [InlineData("slow@a@b")]
    [InlineData("")]
    public async Task A_fault_that_there_is_not_is_named_with_a_good_one(string fault)
    {
        Assert.Null(SimulatorFaults.Parse([fault], 1, out var wrong));
        Assert.Contains("500:20@telephony", wrong, StringComparison.Ordinal);

        await using var scene = await SimulatorScene.StartAsync();
        Assert.Equal(400, await scene.ControlAsync("faults", new { faults = new[] { fault } }));
    }

    [Fact]
    public void A_share_of_faults_follows_from_the_seed()
    {
        var (one, same, other) = (Hits(1), Hits(1), Hits(2));

        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
        Assert.InRange(one.Count(hit => hit), 150, 250);

        static IReadOnlyList<bool> Hits(int seed) => [.. Enumerable.Range(0, 1_000).Select(
            draw => SimulatorFaults.Parse(["500:20"], seed, out _)!.Hit(SimulatorFaults.Error, "telephony", $"{draw}"))];
    }

    private static (int Received, int Effects) Counts(IReadOnlyList<MessageEffect> effects) =>
        (Assert.Single(effects).Received, Assert.Single(effects).Effects);
}
