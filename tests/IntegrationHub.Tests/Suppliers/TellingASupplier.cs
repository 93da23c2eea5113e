using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Tests.Cases;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Suppliers;

public sealed class TellingASupplier
{
    private static readonly DateTimeOffset s_later = Start.AddHours(1);

    private static CaseStory Opened => new CaseStory().Then("user", Scenario.Open());

    private static CaseStory Accepted => Opened.Then("supplier:workplace", new AcceptCase("workplace", "WP-1", s_later));

    [Fact]
    public void A_routed_case_is_assigned_to_the_desks_supplier_and_to_nobody_else()
    {
        var told = Assert.IsType<CaseAssigned>(Told<CaseRouted>(Opened, "workplace"));
        Assert.Equal((Number.Value, "workplace", "printing", "Skrivaren är trasig", "3"), (told.Case, told.Desk, told.Service, told.Description, told.Priority));
        Assert.Null(Told<CaseRouted>(Opened, "telephony"));
    }

    [Fact]
    public void Its_own_doing_never_comes_back_to_a_supplier()
    {
        var story = Accepted.Then("supplier:workplace", new AddNote(NoteVisibility.Public, "Vi tittar.", s_later));
        Assert.Null(Told<NoteAdded>(story, "workplace"));
    }

    [Fact]
    public void A_note_of_the_users_reaches_the_desk_that_has_the_case()
    {
        var story = Accepted.Then("user", new AddNote(NoteVisibility.Public, "Den blinkar.", s_later));
        Assert.Equal(("Den blinkar.", "user"), Told<NoteAdded>(story, "workplace") is CaseNoteAdded note ? (note.Text, note.By) : default);
        Assert.Null(Told<NoteAdded>(story, "mobile"));
    }

    [Fact]
    public void A_file_is_told_of_without_its_content_to_the_desk_that_has_the_case()
    {
        var story = Accepted.Then("user", new AddAttachment("fel.png", "image/png", 17, new string('a', 64), "reference", s_later));
        Assert.Equal(
            new CaseFileAdded(Number.Value, "fel.png", "image/png", 17, new string('a', 64), "user"), Told<AttachmentAdded>(story, "workplace"));
        Assert.Null(Told<AttachmentAdded>(story, "mobile"));
    }

    [Fact]
    public void An_internal_note_stays_inside()
    {
        var story = Accepted.Then("staff:s-1", new AddNote(NoteVisibility.Internal, "Obs.", s_later));
        Assert.Null(Told<NoteAdded>(story, "workplace"));
    }

    [Fact]
    public void The_users_answer_and_confirmation_and_doubt_reach_the_responsible_supplier()
    {
        var asked = Accepted.Then("supplier:workplace", new AskUser("workplace", "Vilken?", s_later)).Then("user", new AnswerDesk("Den svarta.", s_later));
        Assert.Equal("Den svarta.", Assert.IsType<CaseQuestionAnswered>(Told<UserAnswered>(asked, "workplace")).Text);

        var solved = Accepted.Then("supplier:workplace", new ResolveCase("workplace", "Ny toner.", s_later));
        var reopened = solved.Then("user", new Core.Cases.ReopenCase("Nej.", s_later));
        Assert.Equal("Nej.", Assert.IsType<Core.Suppliers.CaseReopened>(Told<Core.Cases.CaseReopened>(reopened, "workplace")).Reason);

        var closed = Accepted.Then("supplier:workplace", new ResolveCase("workplace", "Ny toner.", s_later)).Then("user", new ConfirmResolution(s_later));
        Assert.IsType<CaseResolutionConfirmed>(Told<ResolutionConfirmed>(closed, "workplace"));
        Assert.True(Assert.IsType<Core.Suppliers.CaseClosed>(Told<Core.Cases.CaseClosed>(closed, "workplace")).Confirmed);
    }

    [Fact]
    public void A_handover_is_asked_of_the_one_and_answered_to_the_other()
    {
        var proposed = Accepted.Then("supplier:workplace", new ProposeHandover("workplace", "telephony", "Nätet.", s_later));
        Assert.Equal(("workplace", "Nätet."), Told<HandoverProposed>(proposed, "telephony") is CaseHandoverRequested r ? (r.FromDesk, r.Reason) : default);
        Assert.Null(Told<HandoverProposed>(proposed, "workplace"));

        var taken = proposed.Then("supplier:telephony", new AcceptHandover("telephony", s_later));
        Assert.True(Assert.IsType<CaseHandoverAnswered>(Told<HandoverAccepted>(taken, "workplace")).Accepted);
        Assert.Null(Told<HandoverAccepted>(taken, "telephony"));
    }

    [Fact]
    public void A_handover_that_nobody_answered_is_withdrawn()
    {
        var story = Accepted.Then("supplier:workplace", new ProposeHandover("workplace", "telephony", "Nätet.", s_later))
            .Then("hub", new MissAnswer(s_later.AddDays(1)));
        Assert.IsType<CaseWithdrawn>(Told<HandoverDeclined>(story, "telephony"));
        Assert.False(Assert.IsType<CaseHandoverAnswered>(Told<HandoverDeclined>(story, "workplace")).Accepted);
    }

    [Fact]
    public void A_bounce_asks_the_other_desk_to_help_and_tells_the_first_that_it_stays_responsible()
    {
        var story = Accepted.Then("supplier:workplace", new ProposeHandover("workplace", "telephony", "Nätet.", s_later))
            .Then("supplier:telephony", new AcceptHandover("telephony", s_later))
            .Then("supplier:telephony", new ProposeHandover("telephony", "workplace", "Nej, datorn.", s_later));
        var joint = Assert.IsType<CaseJointResolution>(Told<JointResolutionOpened>(story, "workplace"));
        Assert.Equal(("telephony", "workplace"), (joint.Responsible, joint.Desk));
    }

    [Fact]
    public void Who_takes_up_a_closed_case_is_told_that_it_is_closed_and_who_only_adds_a_note_is_not()
    {
        var closed = Accepted.Then("supplier:workplace", new ResolveCase("workplace", "Ny toner.", s_later)).Then("user", new ConfirmResolution(s_later));
        var note = closed.Then("supplier:workplace", Said("m1", "supplier.ticket.note-added.v1", new AddNote(NoteVisibility.Public, "Tack.", s_later)));
        Assert.Null(Told<NoteAdded>(note, "workplace"));
        var taken = note.Then("supplier:workplace", Said("m2", "supplier.ticket.reopened.v1", new TakeUpAgain("workplace", "Igen.", s_later)));
        Assert.True(Assert.IsType<Core.Suppliers.CaseClosed>(Told<NoteAdded>(taken, "workplace")).Confirmed);
    }

    [Fact]
    public void A_promised_call_is_told_with_number_and_time()
    {
        var story = Accepted.Then("user", new BookCallBack("+46701234567", "busy", s_later, s_later.AddMinutes(30), s_later));
        var told = Assert.IsType<CaseCallbackBooked>(Told<CallBackBooked>(story, "workplace"));
        Assert.Equal(("+46701234567", s_later, s_later.AddMinutes(30), null), (told.Phone, told.Start, told.End, told.CalledBy));
    }

    [Fact]
    public void Of_a_call_that_the_hub_makes_the_desk_is_told_not_to_call()
    {
        var story = Accepted.Then("user", new BookCallBack("+46701234567", "busy", s_later, s_later.AddMinutes(30), s_later) { Callback = CallbackId.Of(CaseNumber.FromSequence(1), Guid.Empty) });
        Assert.Equal("hub", Assert.IsType<CaseCallbackBooked>(Told<CallBackBooked>(story, "workplace")).CalledBy);
    }

    [Fact]
    public void The_message_is_the_same_whenever_it_is_asked_for()
    {
        var story = Opened;
        var then = Told<CaseRouted>(story, "workplace");
        story.Then("supplier:workplace", new AcceptCase("workplace", "WP-1", s_later)).Then("user", new AddNote(NoteVisibility.Public, "x", s_later));
        Assert.Equal(then, Told<CaseRouted>(story, "workplace"));
    }

    [Fact]
    public void A_declined_case_goes_to_the_next_likely_desk_that_has_not_had_it()
    {
        var state = Opened.Then("supplier:workplace", new DeclineCase("workplace", "Inte vår.", s_later)).State;
        var routed = (CaseRouted)Opened.History.Single(known => known.Fact is CaseRouted).Fact!;
        RouteAlternative[] others = [new("pc", "workplace", 0.3), new("network", "telephony", 0.2), new("sim", "mobile", 0.01)];
        Assert.Equal(("network", "telephony"), Rerouting.Next(state, routed with { Alternatives = others }) is { } next ? (next.Service, next.Desk) : default);
        Assert.Null(Rerouting.Next(state, routed with { Alternatives = [others[2]] }));
    }

    private static ReportFromSupplier Said(string id, string type, CaseCommand means) => new(
        new SupplierReported("workplace", id, type, "WP-1", "workplace", null, null, null, null, null, id, null, s_later), means, s_later);

    private static HubMessage? Told<TEvent>(CaseStory story, string supplier) =>
        SupplierNews.For(supplier, story.Until<TEvent>(), ServiceCatalogue.Default);
}
