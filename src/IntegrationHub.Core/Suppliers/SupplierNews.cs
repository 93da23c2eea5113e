using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Suppliers;

/// <summary>What one supplier must be told of an event of a case. Pure: the same history gives the same message, whenever it is asked.</summary>
public static class SupplierNews
{
    /// <summary>In <see cref="CaseCallbackBooked.CalledBy"/>: the desk does not call itself, as nobody is to be called twice.</summary>
    public const string CalledByHub = "hub";

    private const string NameUnknown = "Namn saknas";
    private const int LongestTried = 20_000;
    private const string LocalItManager = "local-it-manager";

    /// <summary>The stored types that may be news to a supplier.</summary>
    public static readonly IReadOnlyList<Type> Kinds =
    [
        typeof(CaseRouted), typeof(HandoverProposed), typeof(HandoverAccepted), typeof(HandoverDeclined), typeof(JointResolutionOpened),
        typeof(UserAnswered), typeof(NoteAdded), typeof(AttachmentAdded), typeof(ResolutionConfirmed), typeof(Cases.CaseClosed), typeof(CaseClosedUnconfirmed),
        typeof(PrioritySet), typeof(CaseEscalated), typeof(CommonFaultSuspected),
        typeof(SuspicionJudgementMissed),
        typeof(Cases.CaseReopened), typeof(CallBackBooked), typeof(CallBackMoved), typeof(CallBackCancelled), typeof(CallBackGivenUp),
    ];

    /// <summary>Whether anything about a case may ever have been news to a supplier; a quick no, before its history is gone through.</summary>
    /// <param name="supplier">Whom it would be told.</param>
    /// <param name="now">The case as it is.</param>
    /// <param name="catalogue">Which supplier runs a desk, and for whom else it works.</param>
    public static bool MayConcern(string supplier, CaseState now, ServiceCatalogue catalogue) =>
        now.Links.ContainsKey(supplier) || now.Desks.Any(desk => catalogue.Serves(desk, supplier));

    /// <summary>The message; null when the event is none of the supplier's business, or its own doing.</summary>
    /// <param name="supplier">Whom it would be told.</param>
    /// <param name="history">The case up to and with the event, which is the last.</param>
    /// <param name="catalogue">Which supplier runs a desk, and for whom else it works.</param>
    public static HubMessage? For(string supplier, IReadOnlyList<Known> history, ServiceCatalogue catalogue)
    {
        var happened = history[^1];
        var before = history.SkipLast(1).Aggregate(CaseState.Empty, (state, known) => state.After(known.Fact));
        if (Opened(history) is not { } opened)
        {
            return null;
        }

        var now = before.After(happened.Fact);
        var story = new Story(
            supplier, opened, before, Ticket(supplier, history), Service(history), Number: opened.Number.Value, desk => catalogue.SupplierOf(now, desk));
        var own = happened.Context.By == "supplier:" + supplier;
        return happened.Fact switch
        {
            HandoverProposed e when story.Runs(e.To) => story.Requested(e, e.Tried?.Shown ?? Told(history, e.From)),
            NoteAdded when own && TakesUpWhatIsClosed(history, before) => new CaseClosed(story.Number, before.Phase == CasePhase.Closed, story.Ticket),
            _ when own => null,
            CaseRouted e when story.Runs(e.Desk) => story.Assigned(e),
            HandoverAccepted e when story.Runs(e.From) => new CaseHandoverAnswered(story.Number, e.To, Accepted: true, Ticket: story.Ticket),
            HandoverDeclined e when story.Runs(e.From) => new CaseHandoverAnswered(story.Number, e.To, Accepted: false, e.Reason.Shown, story.Ticket),
            HandoverDeclined e when story.Runs(e.To) => new CaseWithdrawn(story.Number, e.Reason.Shown, story.Ticket),
            JointResolutionOpened e when story.Runs(e.With) => story.Joint(e, e.Tried?.Shown ?? Told(history, e.Responsible)),
            _ when !story.HasTheCase => null,
            JointResolutionOpened e when story.Runs(e.Responsible) =>
                new CaseHandoverAnswered(story.Number, e.With, Accepted: false, "Joint resolution: you stay responsible, and the other desk was asked to help.", story.Ticket),
            NoteAdded { Visibility: NoteVisibility.Public } e => new CaseNoteAdded(story.Number, e.Text.Shown, happened.Context.By, story.Ticket),
            AttachmentAdded e => new CaseFileAdded(story.Number, e.Name.Shown, e.MediaType, e.Bytes, e.Sha256, happened.Context.By, Ticket: story.Ticket),
            PrioritySet e => story.Priority(e.Priority, e.Said?.Shown ?? e.Reason, happened.Context.By),
            CaseEscalated e => story.Priority(e.To, e.Reason.Shown, LocalItManager),
            Cases.CaseClosed => new CaseClosed(story.Number, Confirmed: true, story.Ticket),
            CaseClosedUnconfirmed => new CaseClosed(story.Number, Confirmed: false, story.Ticket),
            _ when !story.Runs(before.Desk) => null,
            CommonFaultSuspected e => new CaseFaultSuspected(story.Number, e.Reason.Shown, e.JudgeDue, Overdue: false, story.Ticket),
            SuspicionJudgementMissed e => new CaseFaultSuspected(story.Number, Suspected(history), e.Due, Overdue: true, story.Ticket),
            UserAnswered e => new CaseQuestionAnswered(story.Number, e.Answer.Shown, story.Ticket),
            ResolutionConfirmed => new CaseResolutionConfirmed(story.Number, story.Ticket),
            Cases.CaseReopened { Desk: not null } e => new CaseReopened(story.Number, e.Reason.Shown, story.Ticket),
            CallBackBooked e => new CaseCallbackBooked(
                story.Number, e.Callback?.Value ?? happened.Recorded.Id.ToString("N"), e.From, e.Until, e.Phone.Shown, opened.Reporter.Name?.Text, story.Ticket,
                e.Callback is null ? null : CalledByHub),
            CallBackMoved e => new CaseCallbackBooked(
                story.Number, e.Callback.Value, e.From, e.Until, e.Phone.Shown, opened.Reporter.Name?.Text, story.Ticket, CalledByHub),
            CallBackCancelled => new CaseNoteAdded(story.Number, "Återuppringningen är avbokad.", happened.Context.By, story.Ticket),
            CallBackGivenUp e => new CaseNoteAdded(
                story.Number,
                e.Attempts == 0 ? "Återuppringningen blev inte av." : $"Återuppringning: personen nåddes inte på {e.Attempts} försök. Personen har fått besked.",
                happened.Context.By, story.Ticket),
            _ => null,
        };
    }

    /// <summary>Whether its ticket is open again and the case is not, which stays closed until its user reopens it: so that the ticket does not stay open.</summary>
    private static bool TakesUpWhatIsClosed(IReadOnlyList<Known> history, CaseState before) =>
        before.Phase is CasePhase.Closed or CasePhase.ClosedUnconfirmed && history[^2].Fact is SupplierReported { Type: "supplier.ticket.reopened.v1" };

    private static CaseOpened? Opened(IReadOnlyList<Known> history) => history[0].Fact as CaseOpened;

    private static string? Ticket(string supplier, IReadOnlyList<Known> history) =>
        history.Select(known => known.Fact switch
        {
            SupplierReported said when said.Supplier == supplier => said.Ticket,
            SupplierTicketLinked linked when linked.Supplier == supplier => linked.Ticket,
            _ => null,
        }).LastOrDefault(ticket => ticket is not null);

    private static string? Service(IReadOnlyList<Known> history) =>
        history.Select(known => known.Fact).OfType<CaseRouted>().LastOrDefault()?.Service;

    private static string Suspected(IReadOnlyList<Known> history) =>
        history.Select(known => known.Fact).OfType<CommonFaultSuspected>().Last().Reason.Shown;

    /// <summary>What a desk told on the way, so that the next need not ask; null when that is nothing.</summary>
    private static string? Told(IReadOnlyList<Known> history, string desk) =>
        string.Join('\n', history.Select(known => known.Fact).OfType<ProgressTold>().Where(told => told.Desk == desk).Select(told => told.Text.Shown)) is { Length: > 0 } told ? told[..Math.Min(told.Length, LongestTried)] : null;

    /// <summary>What is the same in every message of one case to one supplier.</summary>
    private sealed record Story(
        string Supplier, CaseOpened Opened, CaseState Before, string? Ticket, string? Service, string Number, Func<string, string?> SupplierOf)
    {
        /// <summary>Whether one of its desks has or had the ball, or helps.</summary>
        public bool HasTheCase => Before.Had.Any(Runs) || Before.Joint.Any(Runs);

        public bool Runs(string? desk) => desk is not null && SupplierOf(desk) == Supplier;

        public CaseAssigned Assigned(CaseRouted e) => new(
            Number, e.Desk, Opened.Description.Shown, Reporter(), e.Service, Ticket, e.AnswerDue, Opened.Area, Opened.Site, Opened.Organisation,
            Before.Priority.ToString(System.Globalization.CultureInfo.InvariantCulture));

        public CasePriorityChanged Priority(int priority, string reason, string by) =>
            new(Number, priority.ToString(System.Globalization.CultureInfo.InvariantCulture), reason, by, Ticket);

        public CaseHandoverRequested Requested(HandoverProposed e, string? tried) => new(
            Number, e.From, e.To, e.Reason.Shown, Opened.Description.Shown, Reporter(), Service, Ticket, e.AnswerDue, tried);

        public CaseJointResolution Joint(JointResolutionOpened e, string? tried) => new(
            Number, e.Responsible, e.With, e.Reason.Shown, Opened.Description.Shown, Reporter(), Service, Ticket, tried);

        private Reporter Reporter() => new(
            Opened.Reporter.Name?.Text ?? NameUnknown, Opened.Reporter.Phone?.Text, Opened.Reporter.Email?.Text, Opened.Language);
    }
}
