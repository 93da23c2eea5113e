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
    public async Task A_connection_that_is_cut_after_the_message_was_taken_makes_no_second_ticket()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Faults = ["lost-answer"], Auto = false, Delays = SimulatorDelays.Watchable });

        Assert.IsType<TryLater>(await scene.TellAsync(SimulatorScene.Assigned()));
        Assert.IsType<Delivered>(await scene.TellAsync(SimulatorScene.Assigned()));

        Assert.Equal((2, 1), Counts(await scene.ControlAsync<MessageEffect>("effects")));
    }

    [Fact]
    public async Task Reports_that_are_delayed_bear_the_time_when_it_happened()
    {
        var clock = new FakeTimeProvider(SimulatorScene.Now);
        await using var scene = await SimulatorScene.StartAsync(options => options with { Clock = clock, Faults = ["delay"], Delays = SimulatorDelays.Watchable });
        await scene.TellAsync(SimulatorScene.Assigned());

        clock.Advance(SimulatorDelays.Watchable.Accept);
        Assert.True(scene.Hub.IsQuiet);
        clock.Advance(SimulatorDelays.Watchable.Late);

        var accepted = await scene.Hub.NextAsync();
        Assert.Equal(SupplierMessages.Accepted, accepted.Event.Type);
        Assert.Equal(SimulatorScene.Now + SimulatorDelays.Watchable.Accept, accepted.Event.Time);
    }

    [Fact]
    public async Task Reports_of_a_system_that_was_changed_fit_no_more_and_are_given_up()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Faults = ["schema-drift"] });
        await scene.TellAsync(SimulatorScene.Assigned());
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while ((await scene.ControlAsync<ReportProgress>("reports")).Any(report => report.Outcome != "refused"))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), "They were not given up.");
        }

        Assert.Contains(await scene.ControlAsync<ReportProgress>("reports"), report => report.Why!.Contains("data.ticket is required", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_seed_hits_the_same_messages_and_another_seed_others()
    {
        var (one, same, other) = (await OutcomesAsync(7), await OutcomesAsync(7), await OutcomesAsync(8));

        Assert.Equal(one, same);
        Assert.NotEqual(one, other);

        static async Task<IReadOnlyList<string>> OutcomesAsync(int seed)
        {
            await using var scene = await SimulatorScene.StartAsync(options => options with { Faults = ["500:30", "lost-answer:30"], Seed = seed, Auto = false });
            List<string> outcomes = [];
            for (var i = 0; i < 40; i++)
            {
                outcomes.Add((await scene.TellAsync(SimulatorScene.Assigned($"1000{i:D4}"), $"m-{i}")).GetType().Name);
            }

            return outcomes;
        }
    }

    [Fact]
    public void A_message_that_does_not_fit_is_refused_with_the_field_that_is_missing()
    {
        static EventFault? FaultOf(string type, string data) => HubMessages.FaultOf(new ReceivedEvent(
            "m-1", "//hub.example/cases", type, null, null, "application/json", System.Text.Encoding.UTF8.GetBytes(data), new Dictionary<string, string>(StringComparer.Ordinal), ""));

        Assert.Equal("data.description is required for hub.case.assigned.v1.", FaultOf(HubMessages.Assigned, """{"case":"10000017","desk":"telephony"}""")!.ToString());
        Assert.Equal("data", FaultOf(HubMessages.Assigned, "[]")!.Field);
        Assert.Null(FaultOf("hub.case.unknown.v1", "{}"));
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
