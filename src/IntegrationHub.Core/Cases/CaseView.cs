using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Cases;

/// <summary>A case as it is shown. A fold over its events.</summary>
/// <param name="Status">The phase, in words: <c>offered</c>, <c>in-progress</c>, <c>awaiting-user</c>, <c>resolved</c>, <c>closed</c>, …</param>
/// <param name="Question">What the user is asked now, by the hub or by the desk.</param>
/// <param name="Tickets">The suppliers' own ids, <c>supplier:ticket</c>.</param>
public sealed record CaseView(
    CaseNumber Number, CaseKind Kind, CasePhase Status, int Priority, string? PriorityReason, string? Service, string? Desk, string? Supplier,
    string Responsible, Personal Description, Reporter Reporter, string Channel, string Language, string? Area, string? Site,
    string? Organisation, string? Question, Personal? Solution, IReadOnlyList<string> Reasons, IReadOnlyList<string> Tickets,
    DateTimeOffset? CallBackFrom, DateTimeOffset? CallBackUntil, DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, DateTimeOffset? ClosedAt)
{
    /// <summary>The incident that is the case's cause; null when none is known.</summary>
    public IncidentNumber? Incident { get; init; }

    /// <summary>What each supplier's system has of the case, by supplier.</summary>
    public IReadOnlyDictionary<string, SupplierLink> Links { get; init; } = new Dictionary<string, SupplierLink>(StringComparer.Ordinal);

    /// <summary>What was sent to suppliers, oldest first, and what became of each: delivered is not accepted.</summary>
    public IReadOnlyList<SentMessage> Sent { get; init; } = [];

    /// <summary>When a suspected common fault must be judged; null when none waits.</summary>
    public DateTimeOffset? JudgeDue { get; init; }

    /// <summary>Whether that time has passed.</summary>
    public bool JudgementMissed { get; init; }

    /// <summary>Technicians' visits, the next first.</summary>
    public IReadOnlyList<Visit> Visits { get; init; } = [];

    /// <summary>Technical account managers who were asked and have not answered: ids of parties.</summary>
    public IReadOnlyList<string> AskedExperts { get; init; } = [];

    /// <summary>The case as its history shows it; null when it has none.</summary>
    public static CaseView? Of(LoadedCase loaded) =>
        loaded.History.Aggregate((CaseView?)null, (view, known) => Apply(view, known.Fact)) is { } view
            ? view with { Status = loaded.State.Phase, Responsible = loaded.State.Responsible.Value, Desk = loaded.State.Desk, JudgeDue = loaded.State.JudgeDue, JudgementMissed = loaded.State.JudgementMissed, Links = loaded.State.Links, Visits = [.. loaded.State.Visits.Values.OrderBy(visit => visit.From)], AskedExperts = [.. loaded.State.Experts.Order(StringComparer.Ordinal)], Sent = [.. MessageReceipts.Told(loaded.State).OrderBy(sent => sent.At).ThenBy(sent => sent.Message, StringComparer.Ordinal)] }
            : null;

    private static CaseView? Apply(CaseView? view, object? fact) => (view, fact) switch
    {
        (null, CaseOpened e) => new CaseView(
            e.Number, e.Kind, CasePhase.Unrouted, 4, null, null, null, null, Party.Integrator.Value, e.Description, e.Reporter, e.Channel,
            e.Language, e.Area, e.Site, e.Organisation, null, null, [], [], null, null, e.At, e.At, null),
        (null, _) => null,
        (_, CaseEvent e) => Told(view, e) with { UpdatedAt = e.At > view.UpdatedAt ? e.At : view.UpdatedAt },
        _ => view,
    };

    private static CaseView Told(CaseView view, CaseEvent fact) => fact switch
    {
        PrioritySet e => view with { Priority = e.Priority, PriorityReason = e.Said?.Shown ?? e.Reason },
        CaseEscalated e => view with { Priority = e.To, PriorityReason = e.Reason.Shown },
        RoutingQuestionAsked e => view with { Question = view.Language == "en" ? e.Question.En : e.Question.Sv },
        RoutingQuestionAnswered or UserAnswered or QuestionWithdrawn => view with { Question = null },
        CaseRouted e => view with { Service = e.Service, Supplier = e.Supplier, Reasons = e.Reasons, Question = null },
        HandoverAccepted { TakeOver: { } takeOver } => view with { Supplier = takeOver.Supplier },
        UserAsked e => view with { Question = e.Question.Shown },
        CaseResolved e => view with { Solution = e.Solution, Question = null },
        CaseJoinedIncident e => view with { Incident = e.Incident },
        CaseLeftIncident e when view.Incident == e.Incident => view with { Incident = null },
        CaseReopened => view with { Solution = null, ClosedAt = null },
        CaseClosed or CaseClosedUnconfirmed => view with { ClosedAt = fact.At },
        CallBackBooked e => view with { CallBackFrom = e.From, CallBackUntil = e.Until },
        CallBackMoved e => view with { CallBackFrom = e.From, CallBackUntil = e.Until },
        CallBackMade or CallBackMissed or CallBackCancelled or CallBackGivenUp => view with { CallBackFrom = null, CallBackUntil = null },
        SupplierTicketLinked e when !view.Tickets.Contains(e.Supplier + ":" + e.Ticket, StringComparer.Ordinal) => view with { Tickets = [.. view.Tickets, e.Supplier + ":" + e.Ticket] },
        SupplierReported { Ticket: { } ticket } e when !view.Tickets.Contains(e.Supplier + ":" + ticket, StringComparer.Ordinal) =>
            view with { Tickets = [.. view.Tickets, e.Supplier + ":" + ticket] },
        _ => view,
    };
}
