using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>One case is one ticket; what is not taken is never called delivered.</summary>
public abstract partial class SupplierContract
{
    [Fact]
    public async Task A_case_becomes_one_ticket_with_its_words_and_priority()
    {
        var delivered = await TellAsync(Assigned());
        var ticket = await TicketAsync(delivered);
        var stands = await Peer.TicketAsync(ticket);
        Assert.Contains(Assigned().Description, stands.Words, StringComparison.Ordinal);
        Assert.Equal((delivered.Status, Peer.PriorityOf("3")), (Peer.IsReadBack ? stands.State : null, stands.Priority));
    }

    [Fact]
    public async Task Told_twice_it_is_one_ticket()
    {
        var telling = Telling(Assigned());
        var first = await TicketAsync(await TellAsync(telling));
        Assert.Equal(first, await TicketAsync(await TellAsync(telling)));
    }

    [Fact]
    public async Task A_ticket_whose_answer_was_lost_is_found_also_by_a_hub_that_was_started_anew()
    {
        var telling = Telling(Assigned());
        Peer.Wire.LoseNextAnswer();
        Assert.IsType<TryLater>(await Hub.TellAsync(telling, Ct));
        var ticket = Assert.Single(await Peer.TicketsOfAsync(Number));

        var again = Assert.IsType<Delivered>(await ToldAsync(Peer.Adapter(TimeProvider.System), telling));
        Assert.Equal(ticket, await TicketAsync(again));
        await HearsNothingAsync(ticket);
    }

    [Fact]
    public async Task Two_cases_are_two_tickets()
    {
        var mine = await GivenAsync();
        var number = Text(Interlocked.Increment(ref s_numbers));
        var other = await TellAsync(Assigned() with { Case = number });
        Assert.NotEqual(mine, await TicketAsync(other, number));
        Assert.Single(await Peer.TicketsOfAsync(Number));
    }

    [Fact]
    public async Task A_peer_that_is_down_is_told_later_and_once()
    {
        var telling = Telling(Assigned());
        Peer.Wire.BeDown();
        Assert.IsType<TryLater>(await Hub.TellAsync(telling, Ct));
        Peer.Wire.Mend();
        Assert.Empty(await Peer.TicketsOfAsync(Number));
        await TellAsync(telling);
        Assert.Single(await Peer.TicketsOfAsync(Number));
    }

    [Fact]
    public async Task A_peer_that_asks_to_be_left_alone_is_left_alone_for_so_long()
    {
        var asked = Peer.Wire.BeBusy();
        var later = Assert.IsType<TryLater>(await Hub.TellAsync(Telling(Assigned()), Ct));
        Assert.Equal(asked, later.After);
    }

    [Fact]
    public async Task A_peer_that_answers_too_late_may_have_taken_it_and_has_it_once()
    {
        var telling = Telling(Assigned());
        Peer.Wire.HoldAnswers();
        Assert.IsType<TryLater>(await TellImpatientlyAsync(telling));
        Peer.Wire.Mend();
        await TellAsync(telling);
        Assert.Single(await Peer.TicketsOfAsync(Number));
    }

    [Fact]
    public async Task A_token_that_is_not_accepted_can_be_mended_so_it_is_tried_again()
    {
        var setting = Peer.Wire.RefuseToken();
        var later = Assert.IsType<TryLater>(await Hub.TellAsync(Telling(Assigned()), Ct));
        Assert.Contains(setting, later.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_the_peer_refuses_for_lack_of_something_is_refused_for_all_to_see()
    {
        var wanting = Peer.Adapter(TimeProvider.System, await Peer.WantMoreAsync());
        Assert.NotEmpty(await RefusedAsync(wanting, Telling(Assigned())));
        Assert.Empty(await Peer.TicketsOfAsync(Number));
    }

    [Fact]
    public async Task A_change_that_the_peer_does_not_make_is_refused_whatever_it_answered()
    {
        var ticket = await GivenStartedAsync();
        await Peer.RefuseToFinishAsync(ticket);
        var telling = Telling(new CaseClosed(Number, Confirmed: true, ticket));
        await RefusedAsync(Hub, telling);
        await RefusedAsync(Hub, telling);
        Assert.Equal(Adapters.Suppliers.TicketMeaning.Working, (await Peer.TicketAsync(ticket)).Meaning);
    }

    [Fact]
    public async Task News_of_a_case_that_the_peer_never_had_is_refused()
    {
        await RefusedAsync(Hub, Telling(new CaseNoteAdded(Number, "Hallå?", "user")));
        Assert.Empty(await Peer.TicketsOfAsync(Number));
    }
}
