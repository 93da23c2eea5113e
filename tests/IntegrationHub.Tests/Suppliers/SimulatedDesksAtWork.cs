using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.Simulator;
using IntegrationHub.Core.Suppliers;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Suppliers;

public sealed class SimulatedDesksAtWork
{
    [Fact]
    public async Task A_case_that_is_assigned_is_accepted_worked_on_and_resolved_in_order_under_one_ticket()
    {
        await using var scene = await SimulatorScene.StartAsync();

        Assert.Equal(new Delivered("m-1"), await scene.TellAsync(SimulatorScene.Assigned()));

        var accepted = Assert.IsType<TicketAccepted>((await scene.Hub.NextAsync()).Report);
        Assert.Equal((SimulatorScene.Case, "TE-000001"), (accepted.Case, accepted.Ticket));
        Assert.Equal([SupplierMessages.Progressed, SupplierMessages.Resolved], await scene.Hub.NextTypesAsync(2));
        Assert.Equal(("TE-000001", TicketPhase.Resolved), ((await scene.TicketAsync()).Ticket, (await scene.TicketAsync()).Phase));
    }

    [Fact]
    public async Task A_repeated_message_has_one_effect()
    {
        await using var scene = await SimulatorScene.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => scene.TellAsync(SimulatorScene.Assigned())));

        await scene.Hub.NextTypesAsync(3);

        Assert.Equal(new MessageEffect("telephony", "//hub.example/cases", "m-1", HubMessages.Assigned, 5, 1), Assert.Single(await scene.ControlAsync<MessageEffect>("effects")));
        Assert.Equal(3, (await scene.ControlAsync<ReportProgress>("reports")).Count);
    }

    [Fact]
    public async Task Each_message_is_answered_by_a_report_that_names_it_or_by_a_receipt()
    {
        await using var scene = await SimulatorScene.StartAsync();
        await scene.TellAsync(SimulatorScene.Assigned());
        Assert.Equal("m-1", (await scene.Hub.NextAsync()).Event.Extensions["causationid"]);
        await scene.Hub.NextTypesAsync(2);

        await scene.TellAsync(new CaseNoteAdded(SimulatorScene.Case, "Det gäller plan 3.", "user", "TE-000001"), "m-2");

        Assert.Equal(new SupplierMessageAccepted(SimulatorScene.Case, "m-2", "TE-000001"), (await scene.Hub.NextAsync()).Report);
    }

    [Fact]
    public async Task A_note_that_comes_before_its_case_does_not_keep_the_case_from_being_accepted()
    {
        await using var scene = await SimulatorScene.StartAsync();
        await scene.TellAsync(new CaseNoteAdded(SimulatorScene.Case, "Det gäller plan 3.", "user"), "m-2");
        await scene.Hub.NextAsync();

        await scene.TellAsync(SimulatorScene.Assigned());

        Assert.Equal("TE-000001", Assert.IsType<TicketAccepted>((await scene.Hub.NextAsync()).Report).Ticket);
    }

    [Theory]
    [InlineData("wrong", 401)]
    [InlineData("token-of-mobile", 403)]
    public async Task A_hub_without_the_right_token_is_not_listened_to(string token, int status)
    {
        await using var scene = await SimulatorScene.StartAsync();

        Assert.Contains($"{status}", Assert.IsType<TryLater>(await scene.TellAsync(SimulatorScene.Assigned(), token: token)).Why, StringComparison.Ordinal);
        Assert.Empty(await scene.ControlAsync<SimulatedTicket>("tickets"));
    }

    [Fact]
    public async Task A_desk_that_asks_goes_on_once_it_has_the_answer_and_works_again_on_what_is_reopened()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { QuestionPercent = 100 });
        await scene.TellAsync(SimulatorScene.Assigned());
        Assert.Equal([SupplierMessages.Accepted, SupplierMessages.Progressed, SupplierMessages.QuestionAsked], await scene.Hub.NextTypesAsync(3));

        await scene.TellAsync(new CaseQuestionAnswered(SimulatorScene.Case, "Rum 212.", "TE-000001"), "m-2");
        Assert.Equal([SupplierMessages.Progressed, SupplierMessages.Resolved], await scene.Hub.NextTypesAsync(2));

        await scene.TellAsync(new CaseReopened(SimulatorScene.Case, "Det händer igen.", "TE-000001"), "m-3");
        Assert.Equal([SupplierMessages.Progressed, SupplierMessages.Resolved], await scene.Hub.NextTypesAsync(2));

        await scene.TellAsync(new CaseResolutionConfirmed(SimulatorScene.Case, "TE-000001"), "m-4");
        Assert.Equal([SupplierMessages.Closed], await scene.Hub.NextTypesAsync(1));
    }

    [Fact]
    public async Task Work_takes_the_time_that_was_set_and_a_call_is_made_when_it_was_booked()
    {
        var clock = new FakeTimeProvider(SimulatorScene.Now);
        await using var scene = await SimulatorScene.StartAsync(options => options with { Clock = clock, Delays = SimulatorDelays.Watchable });
        await scene.TellAsync(SimulatorScene.Assigned());
        await scene.TellAsync(new CaseCallbackBooked(
            SimulatorScene.Case, "b-1", SimulatorScene.Now.AddHours(1), SimulatorScene.Now.AddHours(2), "+46846500412"), "m-2");
        Assert.True(scene.Hub.IsQuiet);

        clock.Advance(SimulatorDelays.Watchable.Accept);
        await scene.DeliveredAsync(1);
        clock.Advance(SimulatorDelays.Watchable.Progress);
        await scene.DeliveredAsync(2);
        clock.Advance(SimulatorDelays.Watchable.Resolve);
        await scene.DeliveredAsync(3);
        Assert.Equal([SupplierMessages.Accepted, SupplierMessages.Progressed, SupplierMessages.Resolved], await scene.Hub.NextTypesAsync(3));
        Assert.True(scene.Hub.IsQuiet);
        clock.Advance(TimeSpan.FromHours(1));

        var (call, report) = await scene.Hub.NextAsync();
        Assert.Equal("reached", Assert.IsType<TicketCallbackMade>(report).Outcome);
        Assert.Equal(SimulatorScene.Now.AddHours(1), call.Time);
    }

    [Fact]
    public async Task A_case_that_is_withdrawn_is_not_worked_on_any_more()
    {
        var clock = new FakeTimeProvider(SimulatorScene.Now);
        await using var scene = await SimulatorScene.StartAsync(options => options with { Clock = clock, Delays = SimulatorDelays.Watchable });
        await scene.TellAsync(SimulatorScene.Assigned());
        clock.Advance(SimulatorDelays.Watchable.Accept);
        await scene.Hub.NextAsync();
        await scene.DeliveredAsync(1);

        await scene.TellAsync(new CaseWithdrawn(SimulatorScene.Case, "Dubblett.", "TE-000001"), "m-2");
        clock.Advance(TimeSpan.FromHours(1));
        await scene.TellAsync(SimulatorScene.Assigned("10000025"), "m-3");
        clock.Advance(SimulatorDelays.Watchable.Accept);

        Assert.Equal("10000025", (await scene.Hub.NextAsync()).Report.Case);
        Assert.All((await scene.ControlAsync<ReportProgress>("reports")).Where(report => report.Report.Case == SimulatorScene.Case).Skip(1), report => Assert.Equal("dropped", report.Outcome));
    }

    [Fact]
    public async Task A_handover_is_accepted_under_a_ticket_of_the_desks_own_and_the_desk_that_proposed_it_stops()
    {
        await using var scene = await SimulatorScene.StartAsync();
        await scene.TellAsync(
            new CaseHandoverRequested(SimulatorScene.Case, "workplace", "mobile", "Felet ligger i telefonen.", "Tyst.", new Reporter("Kim"), "mobile-phone"), supplier: "mobile");
        Assert.Equal("MO-000001", Assert.IsType<TicketHandoverAccepted>((await scene.Hub.NextAsync()).Report).Ticket);

        await scene.TellAsync(new CaseHandoverAnswered(SimulatorScene.Case, "mobile", Accepted: true, Ticket: "WP-000040"), "m-2", "workplace");

        var workplace = (await scene.ControlAsync<SimulatedTicket>("tickets")).Single(ticket => ticket.Supplier == "workplace");
        Assert.Equal(("WP-000040", TicketPhase.HandedOver), (workplace.Ticket, workplace.Phase));
    }

    [Fact]
    public async Task A_hub_that_is_down_gets_the_reports_in_order_once_it_is_up()
    {
        await using var scene = await SimulatorScene.StartAsync();
        scene.Hub.Answer = (_, tries) => tries <= 3 ? 503 : 202;

        await scene.TellAsync(SimulatorScene.Assigned());

        Assert.Equal([SupplierMessages.Accepted, SupplierMessages.Progressed, SupplierMessages.Resolved], await scene.Hub.NextTypesAsync(3));
    }

    [Fact]
    public async Task A_report_that_the_hub_refuses_is_given_up_and_the_next_one_sent()
    {
        await using var scene = await SimulatorScene.StartAsync();
        scene.Hub.Answer = (received, _) => received.Type == SupplierMessages.Accepted ? 422 : 202;

        await scene.TellAsync(SimulatorScene.Assigned());

        Assert.Equal([SupplierMessages.Progressed, SupplierMessages.Resolved], await scene.Hub.NextTypesAsync(2));
        Assert.Equal("refused", (await scene.ControlAsync<ReportProgress>("reports"))[0].Outcome);
    }

    [Fact]
    public async Task Reports_wait_for_a_hub_whose_address_is_told_later()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Hub = null });
        await scene.TellAsync(SimulatorScene.Assigned());

        scene.Simulator.ConnectTo(scene.Hub.Address);

        Assert.Equal([SupplierMessages.Accepted], await scene.Hub.NextTypesAsync(1));
    }

    [Fact]
    public async Task A_person_acts_as_the_desk_when_it_does_not_work_by_itself()
    {
        await using var scene = await SimulatorScene.StartAsync(options => options with { Auto = false });
        await scene.TellAsync(SimulatorScene.Assigned());
        Assert.Equal(TicketPhase.New, (await scene.TicketAsync()).Phase);

        Assert.Equal(400, await scene.ControlAsync("tickets/TE-000001/propose-handover", new { toDesk = "mobile" }));
        Assert.Equal(404, await scene.ControlAsync("tickets/TE-000009/resolve", new { text = "Klart." }));
        Assert.Equal(404, await scene.ControlAsync("tickets/TE-000001/dance", new { }));
        Assert.Equal(202, await scene.ControlAsync("tickets/TE-000001/accept", new { }));
        Assert.Equal(202, await scene.ControlAsync("tickets/TE-000001/resolve", new { text = "Klart.", @case = "1" }));

        Assert.Equal([SupplierMessages.Accepted], await scene.Hub.NextTypesAsync(1));
        Assert.Equal(new TicketResolved(SimulatorScene.Case, "TE-000001", "Klart."), (await scene.Hub.NextAsync()).Report);
        Assert.Equal(204, await scene.ControlAsync("auto", new { auto = true }));
    }

    [Fact]
    public async Task A_simulator_that_was_killed_knows_what_it_accepted_and_sends_what_it_still_owes()
    {
        var file = Path.Combine(Path.GetTempPath(), $"simulator-{Environment.ProcessId}.jsonl");
        File.Delete(file);
        try
        {
            await using (var before = await SimulatorScene.StartAsync(options => options with { MemoryFile = file, Hub = null }))
            {
                await before.TellAsync(SimulatorScene.Assigned());
            }

            await File.AppendAllTextAsync(file, "{\"$type\":\"mess", TestContext.Current.CancellationToken);
            await using var after = await SimulatorScene.StartAsync(options => options with { MemoryFile = file });
            await after.TellAsync(SimulatorScene.Assigned());

            Assert.Equal([SupplierMessages.Accepted, SupplierMessages.Progressed, SupplierMessages.Resolved], await after.Hub.NextTypesAsync(3));
            var effect = Assert.Single(await after.ControlAsync<MessageEffect>("effects"));
            Assert.Equal((2, 1), (effect.Received, effect.Effects));
            Assert.Equal("TE-000001", (await after.TicketAsync()).Ticket);
            Assert.DoesNotContain("Växeln", await ReadSharedAsync(file), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
