using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>From taken to closed, moved by either side; the hub's own moves never come back as the peer's.</summary>
public abstract partial class SupplierContract
{
    [Fact]
    public async Task An_agent_who_takes_it_has_accepted_the_case()
    {
        var ticket = await GivenAsync();
        await Peer.StartAsync(ticket);
        var accepted = Assert.IsType<TicketAccepted>(Assert.Single(await HeardAsync()).Report);
        Assert.Equal((Number, ticket), (accepted.Case, accepted.Ticket));
    }

    [Fact]
    public async Task A_question_comes_and_its_answer_sets_the_agent_to_work_again()
    {
        var ticket = await GivenStartedAsync();
        await Peer.AskAsync(ticket, "Vilken växel gäller det?");
        Assert.Equal("Vilken växel gäller det?", Assert.IsType<TicketQuestionAsked>(Assert.Single(await HeardAsync()).Report).Text);

        var telling = Telling(new CaseQuestionAnswered(Number, "Den i källaren.", ticket));
        await TellAsync(telling);
        await TellAsync(telling);
        var stands = await Peer.TicketAsync(ticket);
        Assert.Equal(TicketMeaning.Working, stands.Meaning);
        Assert.Single(stands.Public, text => text.Contains("Den i källaren.", StringComparison.Ordinal));
        await HearsNothingAsync(ticket);
    }

    [Fact]
    public async Task An_answer_that_was_lost_on_the_way_is_given_once()
    {
        var ticket = await GivenStartedAsync();
        await Peer.AskAsync(ticket, "Vilken våning?");
        await HeardAsync<TicketQuestionAsked>();
        var telling = Telling(new CaseQuestionAnswered(Number, "Femte.", ticket));
        Peer.Wire.LoseNextAnswer();
        Assert.IsType<TryLater>(await Hub.TellAsync(telling, Ct));
        await TellAsync(telling);
        var stands = await Peer.TicketAsync(ticket);
        Assert.Equal(TicketMeaning.Working, stands.Meaning);
        Assert.Single(stands.Public, text => text.Contains("Femte.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_an_agent_resolves_the_user_confirms_and_the_hub_closes()
    {
        var ticket = await GivenStartedAsync();
        await Peer.ResolveAsync(ticket, "Bytte kortet i växeln.");
        var resolved = Assert.IsType<TicketResolved>(Assert.Single(await HeardAsync()).Report);
        Assert.Contains("Bytte kortet i växeln.", resolved.Text, StringComparison.Ordinal);

        await TellAsync(new CaseResolutionConfirmed(Number, ticket));
        await TellAsync(new CaseClosed(Number, Confirmed: true, ticket));
        Assert.True(TicketStates.IsOver((await Peer.TicketAsync(ticket)).Meaning));
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task A_case_that_the_user_closes_ends_the_agents_work()
    {
        var ticket = await GivenStartedAsync();
        await TellAsync(new CaseClosed(Number, Confirmed: false, ticket));
        Assert.True(TicketStates.IsOver((await Peer.TicketAsync(ticket)).Meaning));
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task What_the_user_reopens_the_agent_works_on_again_and_resolves_again()
    {
        var ticket = await GivenStartedAsync();
        await Peer.ResolveAsync(ticket, "Startade om.");
        await HeardAsync<TicketResolved>();
        var telling = Telling(new CaseReopened(Number, "Det bryts fortfarande.", ticket));
        await TellAsync(telling);
        await TellAsync(telling);
        var stands = await Peer.TicketAsync(ticket);
        Assert.Equal(TicketMeaning.Working, stands.Meaning);
        Assert.Single(stands.Public, text => text.Contains("Det bryts fortfarande.", StringComparison.Ordinal));

        await Peer.ResolveAsync(ticket, "Bytte kortet.");
        Assert.Contains("Bytte kortet.", Assert.IsType<TicketResolved>(Assert.Single(await HeardAsync()).Report).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reopening_that_is_told_late_again_does_not_undo_what_the_agent_has_resolved_since()
    {
        var ticket = await GivenStartedAsync();
        await Peer.ResolveAsync(ticket, "Startade om.");
        await HeardAsync<TicketResolved>();
        var telling = Telling(new CaseReopened(Number, "Nej.", ticket));
        await TellAsync(telling);
        await Peer.ResolveAsync(ticket, "Bytte kortet.");
        await TellAsync(telling);
        Assert.Equal(TicketMeaning.Resolved, (await Peer.TicketAsync(ticket)).Meaning);
    }

    [Fact]
    public async Task What_the_agent_reopens_is_told()
    {
        var ticket = await GivenStartedAsync();
        await Peer.ResolveAsync(ticket, "Startade om.");
        await HeardAsync<TicketResolved>();
        await Peer.ReopenAsync(ticket, "Det hände igen.");
        await HeardAsync<TicketReopened>();
    }

    [Fact]
    public async Task A_ticket_that_is_not_theirs_is_declined_with_the_reason()
    {
        var ticket = await GivenAsync();
        await Peer.DeclineAsync(ticket, "Det är en mobiltelefon.");
        var declined = Assert.IsType<TicketDeclined>(Assert.Single(await HeardAsync()).Report);
        Assert.Equal("Det är en mobiltelefon.", declined.Reason);
    }

    [Fact]
    public async Task Work_that_is_stopped_is_told_with_the_reason()
    {
        var ticket = await GivenStartedAsync();
        await Peer.CancelAsync(ticket, "Det är en dubblett.");
        var stopped = Assert.IsType<TicketCancelled>(Assert.Single(await HeardAsync()).Report);
        Assert.Equal("Det är en dubblett.", stopped.Reason);
    }

    [Fact]
    public async Task What_was_declined_and_is_given_again_is_the_same_ticket_and_open()
    {
        var ticket = await GivenAsync();
        await Peer.DeclineAsync(ticket, "Inte vår.");
        await HeardAsync<TicketDeclined>();
        var again = Telling(Assigned(ticket));
        await TellAsync(again);
        await TellAsync(again);
        Assert.Equal(ticket, Assert.Single(await Peer.TicketsOfAsync(Number)));
        Assert.False(TicketStates.IsOver((await Peer.TicketAsync(ticket)).Meaning));
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task A_case_that_another_desk_offers_becomes_a_ticket_and_its_end_ends_the_ticket()
    {
        var asked = new CaseHandoverRequested(Number, "mobile", "telephony", "Det är växeln.", Assigned().Description, Assigned().Reporter);
        var ticket = await TicketAsync(await TellAsync(asked));
        await TellAsync(new CaseWithdrawn(Number, "Det var inte växeln.", ticket));
        Assert.True(TicketStates.IsOver((await Peer.TicketAsync(ticket)).Meaning));
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task What_another_desk_takes_over_is_over_and_what_it_does_not_stays()
    {
        var ticket = await GivenStartedAsync();
        await TellAsync(new CaseHandoverAnswered(Number, "mobile", Accepted: false, "Inte vår heller.", ticket));
        Assert.Equal(TicketMeaning.Working, (await Peer.TicketAsync(ticket)).Meaning);
        await TellAsync(new CaseHandoverAnswered(Number, "workplace", Accepted: true, Ticket: ticket));
        Assert.True(TicketStates.IsOver((await Peer.TicketAsync(ticket)).Meaning));
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task A_desk_that_is_asked_to_help_gets_a_ticket_too()
    {
        await TicketAsync(await TellAsync(new CaseJointResolution(
            Number, "mobile", "telephony", "Bägge behövs.", Assigned().Description, Assigned().Reporter)));
    }

    [Fact]
    public async Task What_a_state_means_is_the_suppliers_settings_to_say()
    {
        Hub = Peer.Adapter(TimeProvider.System, Peer.AskingMeansWorking);
        var ticket = await GivenStartedAsync();
        await Peer.AskAsync(ticket, "Vi väntar på en reservdel.");
        SupplierReport heard = Peer.AskingMeansWorking is null ? await HeardAsync<TicketQuestionAsked>() : await HeardAsync<TicketProgressed>();
        Assert.Equal(ticket, heard.Ticket);
    }
}
