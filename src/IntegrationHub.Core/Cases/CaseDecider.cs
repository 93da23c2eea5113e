using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Cases;

/// <summary>The rules of a case's life, from opened to closed. Handovers and supplier reports have pages of their own.</summary>
public static class CaseDecider
{
    /// <summary>What the command leads to, given what happened before. Sent twice, it changes nothing the second time.</summary>
    public static Decision<CaseEvent> Decide(CaseState state, CaseCommand command) => (state.Phase, command) switch
    {
        (CasePhase.None, OpenCase c) => Open(c),
        (_, OpenCase c) when state.Number == c.Opened.Number => Yes(),
        (CasePhase.None, _) => No("case-unknown", "There is no such case. Check the number: its last digit is a check digit."),

        (_, ReportFromSupplier c) => SupplierReports.Decide(state, c),
        (_, TakeReceipt or MissReceipt or AmendMessage) => MessageReceipts.Decide(state, command),
        (CasePhase.Closed or CasePhase.ClosedUnconfirmed, AddNote or AddAttachment or ReopenCase or TakeUpAgain or MissVisit or AnswerExpert) when state.TextsErased =>
            No("case-erased", "The case is closed and its texts were erased, so nothing can be added. Open a new case."),
        (CasePhase.Closed or CasePhase.ClosedUnconfirmed, LeaveVoiceMessage) when state.TextsErased => No("case-erased", "The texts of the case were erased; open a new case."),
        (_, LeaveVoiceMessage c) => Yes(
            new VoiceMessageLeft(c.Recording, c.Seconds, c.Url is null ? null : state.Text(c.Url), c.Now),
            new NoteAdded(NoteVisibility.Public, state.Text(c.Note), c.Now)),
        (_, FollowInChat c) when state.Followed is { } now && now.Chat == c.Chat && (c.Phone ?? c.Email) is null == ((now.Phone ?? now.Email) is null) => Yes(),
        (_, FollowInChat c) => Yes(new CaseFollowedInChat(c.Chat, c.Phone is null ? null : state.Text(c.Phone), c.Email is null ? null : state.Text(c.Email), c.Now)),
        (_, AddNote c) => Yes(new NoteAdded(c.Visibility, state.Text(c.Text), c.Now)),
        (_, AddAttachment c) => Yes(new AttachmentAdded(state.Text(c.Name), c.MediaType, c.Bytes, c.Sha256, c.Reference, c.Now)),
        (_, AnswerExpert or KeepVisit or MissVisit) => Beside(state, command), // What was asked or booked before the case was closed may be told of after.
        (_, TellCallBack or MissCallBack or MoveCallBack or CancelCallBack or GiveUpCallBack) => CallBacks.Decide(state, command),

        (CasePhase.Resolved or CasePhase.Closed or CasePhase.ClosedUnconfirmed, ConfirmResolution c) => Confirm(state, c.Now),
        (CasePhase.Closed or CasePhase.ClosedUnconfirmed, ReopenCase c) => Reopen(state, c),
        (CasePhase.Closed or CasePhase.ClosedUnconfirmed, TakeUpAgain c) => Yes(new NoteAdded(NoteVisibility.Public, state.Text(c.Reason), c.Now)),
        (_, JudgeSuspicion or MissJudgement) => Mandates.Decide(state, command),
        (CasePhase.Closed or CasePhase.ClosedUnconfirmed, PressForConfirmation or Cases.MissAnswer) => Yes(),
        (CasePhase.Closed or CasePhase.ClosedUnconfirmed, _) => No("case-closed", "The case is closed. Reopen it first."),

        (_, AskExpert or BookVisit or MoveVisit) => Beside(state, command),
        (_, EscalateCase or SuspectCommonFault) => Mandates.Decide(state, command),
        (_, SetPriority c) => SetPriority(state, c.Severity, c.Now),
        (_, BookCallBack c) => CallBacks.Book(state, c),
        (_, RouteCase or AnswerRoutingQuestion) => Routed(state, command),

        (CasePhase.Offered, AcceptCase c) when c.Desk == state.Desk => Yes(new CaseAccepted(c.Desk, c.Ticket, c.Now)),
        (CasePhase.InProgress or CasePhase.AwaitingUser, AcceptCase c) when c.Desk == state.Desk => Yes(),
        (CasePhase.Offered, DeclineCase c) when c.Desk == state.Desk => Yes(
            [.. Handovers.FallenAway(state, "The desk declined the case meanwhile.", c.Now), new CaseDeclined(c.Desk, state.Text(c.Reason), c.Now)]),
        (_, DeclineCase c) when c.Desk == state.Desk && state.Phase != CasePhase.Unrouted =>
            No("case-accepted", "The desk has accepted the case; it cannot decline it any more. Propose a handover."),
        (_, MissAnswer c) => MissAnswer(state, c.Now),

        (_, ProposeHandover or AcceptHandover or DeclineHandover) => Handovers.Decide(state, command),

        (CasePhase.AwaitingUser, AnswerDesk c) => Yes(new UserAnswered(state.Text(c.Answer), c.Now)),
        (_, AnswerDesk) => No("no-question", "No desk waits for an answer. Add a note instead."),
        (_, ConfirmResolution) => No("not-resolved", "The desk has not said that the case is solved, so there is nothing to confirm."),
        (CasePhase.Resolved, PressForConfirmation c) => Press(state, c.Now),
        (_, PressForConfirmation) => Yes(),
        (CasePhase.Resolved, ReopenCase c) => Reopen(state, c),
        (_, ReopenCase) => Yes(),
        (CasePhase.Resolved, TakeUpAgain c) when c.Desk == state.Desk => Yes(new CaseReopened(state.Desk, state.Text(c.Reason), c.Now)),
        (CasePhase.Offered, TakeUpAgain c) when c.Desk == state.Desk => Yes(new CaseAccepted(c.Desk, null, c.Now)),
        (CasePhase.AwaitingUser, TakeUpAgain c) when c.Desk == state.Desk => Yes(new QuestionWithdrawn(c.Desk, c.Now)), // It had asked, stopped, and works again.
        (_, TakeUpAgain c) when c.Desk == state.Desk && state.Phase != CasePhase.Unrouted => Yes(),

        _ => DeskWork(state, command),
    };

    /// <summary>What leaves ball and clock where they are.</summary>
    private static Decision<CaseEvent> Beside(CaseState state, CaseCommand command) =>
        command is AskExpert or AnswerExpert ? Experts.Decide(state, command) : Visits.Decide(state, command);

    private static Decision<CaseEvent> Routed(CaseState state, CaseCommand command) => (state.Phase, command) switch
    {
        (CasePhase.Unrouted, AnswerRoutingQuestion) when state.Asked is null => No("no-question", "The hub waits for no answer. Add a note instead."),
        (CasePhase.Unrouted, AnswerRoutingQuestion c) => Yes(
            [new RoutingQuestionAnswered(state.Text(c.Answer), c.Now), .. OnlyHad(state, c.Routing) ? [] : Given(state, c.Routing, c.Supplier, c.Now)]),
        (CasePhase.Unrouted, RouteCase c) when OnlyHad(state, c.Routing) =>
            No("handover-returns", "This desk has declined the case, and no other had it. Route it to another desk."),
        (CasePhase.Unrouted, RouteCase c) => Yes([.. Given(state, c.Routing, c.Supplier, c.Now)]),
        (_, RouteCase c) when state.Desk == c.Routing.Desk => Yes(),
        _ => No("case-routed", "A desk has the case already. Propose a handover instead."),
    };

    private static bool OnlyHad(CaseState state, RoutingDecision routing) => routing is { Ask: null, Desk: { } desk } && state.Had.SetEquals([desk]);

    private static IEnumerable<CaseEvent> Given(CaseState state, RoutingDecision routing, string? supplier, DateTimeOffset now) =>
        [.. Route(routing, supplier, state.Priority, now), .. routing is { Ask: null, Desk: { } desk } ? Handovers.GivenBack(state, desk, now) : []];

    /// <summary>What the responsible desk does: only the desk that has the ball, or lent it to the user, may.</summary>
    private static Decision<CaseEvent> DeskWork(CaseState state, CaseCommand command)
    {
        var desk = command switch
        {
            AskUser c => c.Desk,
            TellProgress c => c.Desk,
            ResolveCase c => c.Desk,
            AcceptCase c => c.Desk,
            DeclineCase c => c.Desk,
            TakeUpAgain c => c.Desk,
            _ => null,
        };
        if (desk is null || desk != state.Desk || state.Phase == CasePhase.Unrouted)
        {
            return No("not-responsible", $"Only the responsible desk may do this; the ball is with {state.Responsible}.");
        }

        IEnumerable<CaseEvent> takes = state.Phase switch
        {
            CasePhase.Offered => [new CaseAccepted(desk, null, command.Now)],
            CasePhase.AwaitingUser => [new QuestionWithdrawn(desk, command.Now)],
            _ => [],
        };
        return (state.Phase, command) switch
        {
            (CasePhase.Resolved, ResolveCase) => Yes(),
            (CasePhase.Resolved, _) => No("case-resolved", "The case is resolved and the user is asked to confirm. Reopen it to work on it again."),
            (_, AskUser c) => Yes([.. takes, new UserAsked(desk, state.Text(c.Question), c.Now)]),
            (_, TellProgress c) => Yes([.. takes, new ProgressTold(desk, state.Text(c.Text), c.Now)]),
            (_, ResolveCase c) => Yes([.. takes, .. Handovers.FallenAway(state, "The case was resolved meanwhile.", c.Now), new CaseResolved(
                desk, state.Text(c.Solution), c.Now + CasePolicy.RemindAfter, c.Now + CasePolicy.CloseAfter, c.Now)]),
            _ => No("not-possible", "This cannot be done with the case as it stands."),
        };
    }

    private static Decision<CaseEvent> Open(OpenCase c)
    {
        var priority = PriorityRule.Of(c.Severity.Effect, c.Severity.Urgency, c.Severity.Circumstances);
        return Yes([c.Opened, Set(c.Severity, priority, c.Now), .. Route(c.Routing, c.Supplier, priority, c.Now)]);
    }

    private static IEnumerable<CaseEvent> Route(RoutingDecision routing, string? supplier, int priority, DateTimeOffset now) => routing switch
    {
        { Ask: { } ask } => [new RoutingQuestionAsked(ask, now) { Model = routing.Model }],
        { Desk: { } desk } => [new CaseRouted(
            routing.Service, desk, supplier ?? desk, routing.Confidence, routing.Reasons, routing.Alternatives,
            now + CasePolicy.AnswerWithin(priority), now) { Model = routing.Model }],
        _ => [],
    };

    private static Decision<CaseEvent> SetPriority(CaseState state, Severity severity, DateTimeOffset now)
    {
        var priority = PriorityRule.Of(severity.Effect, severity.Urgency, severity.Circumstances);
        return priority == state.Priority
            ? Yes()
            : Yes(Set(severity with { Reason = "Corrected by a person." }, priority, now) with { Said = state.Text(severity.Reason) });
    }

    private static PrioritySet Set(Severity s, int priority, DateTimeOffset now) =>
        new(s.Effect, s.Urgency, s.Circumstances, priority, s.Reason, now);

    private static Decision<CaseEvent> MissAnswer(CaseState state, DateTimeOffset now) =>
        state.AnswerDue is not { } due || due > now || state.AnswerMissed ? Yes()
        : state.HandoverTo is { } asked ? Yes(
            new SupplierAnswerMissed(asked, due, now),
            new HandoverDeclined(state.Desk!, asked, state.Text("No answer in time."), now))
        : Yes(new SupplierAnswerMissed(state.Desk!, due, now));

    private static Decision<CaseEvent> Confirm(CaseState state, DateTimeOffset now) =>
        state.Phase == CasePhase.Closed ? Yes() : Yes([new ResolutionConfirmed(now), new CaseClosed(now), .. CallBacks.NotNeeded(state, now)]);

    private static Decision<CaseEvent> Press(CaseState state, DateTimeOffset now) =>
        state.ConfirmDue is not { } due || due > now ? Yes()
        : state.Reminders >= CasePolicy.Reminders ? Yes([new CaseClosedUnconfirmed(state.Reminders, now), .. CallBacks.NotNeeded(state, now)])
        : Yes(new ConfirmationReminded(
            state.Reminders + 1,
            state.Reminders + 1 < CasePolicy.Reminders ? now + CasePolicy.RemindAgainAfter : Later(state.CloseDue!.Value, now + CasePolicy.RemindAgainAfter),
            now));

    /// <summary>The desk has it again; or, where its service has changed owner since, whoever answers for it now is offered it.</summary>
    private static Decision<CaseEvent> Reopen(CaseState state, ReopenCase c) => c.Successor is not { } owner
        ? Yes(new CaseReopened(state.Desk, state.Text(c.Reason), c.Now))
        : Yes([
            new CaseReopened(null, state.Text(c.Reason), c.Now),
            new CaseRouted(
                state.Service, owner.Desk, owner.Supplier, 1, ["The service has a new owner since the case was resolved."], [],
                c.Now + CasePolicy.AnswerWithin(state.Priority), c.Now),
            .. Handovers.GivenBack(state, owner.Desk, c.Now)]);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    internal static Decision<CaseEvent> Yes(params IReadOnlyList<CaseEvent> events) => new Accepted<CaseEvent>(events);

    internal static Decision<CaseEvent> No(string code, string why) => new Refused<CaseEvent>(code, why);
}
