using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>What is written for the person and what is not stay apart, and each note is there once.</summary>
public abstract partial class SupplierContract
{
    [Fact]
    public async Task A_note_is_public_at_the_peer_and_there_once_however_often_it_is_told()
    {
        var ticket = await GivenAsync();
        var telling = Telling(new CaseNoteAdded(Number, "Det gäller även plan 4.", "user", ticket));
        await TellAsync(telling);
        Assert.Equal(Peer.IsReadBack, (await TellAsync(telling)).ReadBack); // It stands there: more than that a wire took it.
        var stands = await Peer.TicketAsync(ticket);
        Assert.Contains("Det gäller även plan 4.", Assert.Single(stands.Public), StringComparison.Ordinal);
        Assert.DoesNotContain(stands.Internal, text => text.Contains("plan 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_note_whose_answer_was_lost_is_there_once()
    {
        var ticket = await GivenAsync();
        var telling = Telling(new CaseNoteAdded(Number, "Nu gäller det alla.", "user", ticket));
        Peer.Wire.LoseNextAnswer();
        Assert.IsType<TryLater>(await Hub.TellAsync(telling, Ct));
        Assert.IsType<Delivered>(await ToldAsync(Peer.Adapter(TimeProvider.System), telling));
        Assert.Single((await Peer.TicketAsync(ticket)).Public);
    }

    [Fact]
    public async Task Two_notes_of_the_same_words_are_two()
    {
        var ticket = await GivenAsync();
        await TellAsync(new CaseNoteAdded(Number, "Hur går det?", "user", ticket));
        await TellAsync(new CaseNoteAdded(Number, "Hur går det?", "user", ticket));
        Assert.Equal(2, (await Peer.TicketAsync(ticket)).Public.Count);
    }

    [Fact]
    public async Task A_note_leaves_the_ticket_as_it_stands()
    {
        var ticket = await GivenAsync();
        var before = (await Peer.TicketAsync(ticket)).State;
        await TellAsync(new CaseNoteAdded(Number, "En sak till.", "user", ticket));
        Assert.Equal(before, (await Peer.TicketAsync(ticket)).State);
        await HearsNothingAsync(ticket);
    }

    [Fact]
    public async Task A_note_on_what_is_resolved_does_not_take_it_up_again()
    {
        var ticket = await GivenStartedAsync();
        await Peer.ResolveAsync(ticket, "Bytte kortet.");
        await HeardAsync<TicketResolved>();
        await TellAsync(new CaseNoteAdded(Number, "Tack så länge.", "user", ticket));
        Assert.Equal(Adapters.Suppliers.TicketMeaning.Resolved, (await Peer.TicketAsync(ticket)).Meaning);
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task What_an_agent_writes_for_the_person_comes_once_and_what_is_internal_never()
    {
        var ticket = await GivenStartedAsync();
        await Peer.InternalNoteAsync(ticket, "Kunden är besvärlig.");
        await Peer.PublicNoteAsync(ticket, "Vi byter kortet åäö.\nI morgon.");
        var heard = Assert.Single(await HeardAsync());
        Assert.Equal(new TicketNoteAdded(Number, ticket, "Vi byter kortet åäö.\nI morgon."), Assert.IsType<TicketNoteAdded>(heard.Report) with { Agent = null });
        await Peer.InternalNoteAsync(ticket, "Mycket besvärlig.");
        await HearsNothingAsync(ticket);
    }

    [Fact]
    public async Task A_changed_priority_is_the_peers_and_does_not_come_back()
    {
        var ticket = await GivenStartedAsync();
        var telling = Telling(new CasePriorityChanged(Number, "1", "Hela skolan står still.", "local-it-manager", ticket));
        await TellAsync(telling);
        await TellAsync(telling);
        Assert.Equal(Peer.PriorityOf("1"), (await Peer.TicketAsync(ticket)).Priority);
        await HearsNothingAsync(ticket);
    }

    [Fact]
    public async Task A_priority_whose_answer_was_lost_is_the_peers_at_the_next_try()
    {
        var ticket = await GivenAsync();
        var telling = Telling(new CasePriorityChanged(Number, "2", "Fler drabbade.", "user", ticket));
        Peer.Wire.LoseNextAnswer();
        Assert.IsType<TryLater>(await Hub.TellAsync(telling, Ct));
        await TellAsync(telling);
        Assert.Equal(Peer.PriorityOf("2"), (await Peer.TicketAsync(ticket)).Priority);
    }

    [Fact]
    public async Task A_booked_call_and_a_suspicion_are_told_to_the_desk_alone()
    {
        var ticket = await GivenAsync();
        var at = TimeProvider.System.GetUtcNow();
        await TellAsync(new CaseCallbackBooked(Number, "b-1", at, at.AddMinutes(30), "+46701234567", "Åsa Öst", ticket));
        await TellAsync(new CaseFaultSuspected(Number, "Hela huset?", at.AddMinutes(30), Overdue: false, ticket));
        var stands = await Peer.TicketAsync(ticket);
        Assert.Empty(stands.Public);
        Assert.Contains(stands.Internal, text => text.Contains("+46701234567", StringComparison.Ordinal));
        Assert.Contains(stands.Internal, text => text.Contains("Hela huset?", StringComparison.Ordinal));
        await HearsNothingAsync(ticket);
    }
}
