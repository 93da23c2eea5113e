using System.Collections.Immutable;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Cases;

/// <summary>Where a case stands.</summary>
public enum CasePhase
{
    /// <summary>There is no such case.</summary>
    None,

    /// <summary>No desk has it yet.</summary>
    Unrouted,

    /// <summary>A desk has it and must accept or decline.</summary>
    Offered,

    /// <summary>A desk works on it.</summary>
    InProgress,

    /// <summary>The desk waits for the user's answer.</summary>
    AwaitingUser,

    /// <summary>The desk says that it is solved; the user has not said so yet.</summary>
    Resolved,

    /// <summary>Done, and the user said so.</summary>
    Closed,

    /// <summary>Done; the user never answered.</summary>
    ClosedUnconfirmed,
}

/// <summary>What later decisions about a case ask for; nothing else.</summary>
public sealed record CaseState
{
    /// <summary>Before anything happened.</summary>
    public static readonly CaseState Empty = new();

    /// <summary>Where it stands.</summary>
    public CasePhase Phase { get; init; }

    /// <summary>The number; empty before the case is opened.</summary>
    public CaseNumber Number { get; init; }

    /// <summary>Whose case; personal texts are sealed under this person's key.</summary>
    public PersonId Person { get; init; }

    /// <summary>What the user said at first.</summary>
    public Personal? Description { get; init; }

    /// <summary>The desk that has it or had it last.</summary>
    public string? Desk { get; init; }

    /// <summary>1 to 4; see <see cref="PriorityRule"/>.</summary>
    public int Priority { get; init; } = 4;

    /// <summary>The routing question that the user has to answer; null when there is none.</summary>
    public RoutingQuestion? Asked { get; init; }

    /// <summary>The desk that was asked to take over and has not answered.</summary>
    public string? HandoverTo { get; init; }

    /// <summary>The change of supplier for which that desk was asked; null for an ordinary handover.</summary>
    public TakeOver? TakeOver { get; init; }

    /// <summary>The service that it was last routed for; null when only a desk is known.</summary>
    public string? Service { get; init; }

    /// <summary>Where it belongs, as far as is known.</summary>
    public Place Place { get; init; } = Place.Everywhere;

    /// <summary>The supplier for whom each desk has it, by desk; a desk that is not in it has it for the supplier that runs the desk.</summary>
    public ImmutableDictionary<string, string> Suppliers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Every desk that has had the ball.</summary>
    public ImmutableHashSet<string> Had { get; init; } = [];

    /// <summary>Every desk that was given the case, asked to take it over or asked to help.</summary>
    public ImmutableHashSet<string> Desks { get; init; } = [];

    /// <summary>Desks that work on it together with the responsible one.</summary>
    public ImmutableHashSet<string> Joint { get; init; } = [];

    /// <summary>Technicians' visits, by id.</summary>
    public ImmutableDictionary<string, Visit> Visits { get; init; } = ImmutableDictionary<string, Visit>.Empty;

    /// <summary>Technical account managers who were asked and have not answered.</summary>
    public ImmutableHashSet<string> Experts { get; init; } = [];

    /// <summary>Handovers that were accepted; a change of supplier is none of them.</summary>
    public int Handovers { get; init; }

    /// <summary>The case's way through teams within suppliers' own systems, by desk; a desk whose supplier does not tell is not in it.</summary>
    public ImmutableDictionary<string, TeamTrail> Teams { get; init; } = ImmutableDictionary<string, TeamTrail>.Empty;

    /// <summary>Reminders sent since it was resolved.</summary>
    public int Reminders { get; init; }

    /// <summary>When the current offer, confirmation or call-back is due.</summary>
    public DateTimeOffset? AnswerDue { get; init; }

    /// <summary>Whether the missed answer was already noted.</summary>
    public bool AnswerMissed { get; init; }

    /// <summary>Next reminder or closing.</summary>
    public DateTimeOffset? ConfirmDue { get; init; }

    /// <summary>When it is closed unconfirmed.</summary>
    public DateTimeOffset? CloseDue { get; init; }

    /// <summary>The promised call that was not yet made; the end of its time.</summary>
    public DateTimeOffset? CallBackDue { get; init; }

    /// <summary>The promised call that the hub makes itself and that nobody has had yet, also after its time has passed; null when there is none.</summary>
    public OpenCallBack? CallBack { get; init; }

    /// <summary>Supplier messages already recorded, with the hash of their content.</summary>
    public ImmutableDictionary<string, string> SeenMessages { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Where it belongs; null when that is not known.</summary>
    public string? Organisation { get; init; }

    /// <summary>When a suspected common fault must be judged; null when none waits.</summary>
    public DateTimeOffset? JudgeDue { get; init; }

    /// <summary>Whether that time passed.</summary>
    public bool JudgementMissed { get; init; }

    /// <summary>Every message to a supplier, and what became of it.</summary>
    public ImmutableDictionary<string, SentMessage> Sent { get; init; } = ImmutableDictionary<string, SentMessage>.Empty;

    /// <summary>What each supplier's system has of the case, by supplier.</summary>
    public ImmutableDictionary<string, SupplierLink> Links { get; init; } = ImmutableDictionary<string, SupplierLink>.Empty;

    /// <summary>The conversation in which its user follows it; null for none.</summary>
    public CaseFollowedInChat? Followed { get; init; }

    /// <summary>Whether its texts were erased; new ones cannot be kept either.</summary>
    public bool TextsErased { get; init; }

    /// <summary>Who must act now.</summary>
    public Party Responsible => Phase switch
    {
        CasePhase.None or CasePhase.Closed or CasePhase.ClosedUnconfirmed => Party.Nobody,
        CasePhase.Unrouted => Asked is not null ? Party.User : Party.Integrator,
        CasePhase.AwaitingUser or CasePhase.Resolved => Party.User,
        _ => Party.Desk(Desk!),
    };

    /// <summary>A text about this case, sealed under its person's key for the case.</summary>
    public Personal Text(string text) => new Personal(Person, text).Within(Number.Value);

    /// <summary>The state after one more event; an event it does not know leaves it alone.</summary>
    public CaseState After(object? fact) => fact switch
    {
        CaseOpened e => this with { Phase = CasePhase.Unrouted, Number = e.Number, Person = e.Reporter.Person, Description = e.Description, Organisation = e.Organisation, Place = new Place(e.Area, e.Organisation, e.Site) },
        CaseEscalated e => this with { Priority = e.To },
        CommonFaultSuspected e => this with { JudgeDue = e.JudgeDue, JudgementMissed = false },
        SuspicionJudged => this with { JudgeDue = null, JudgementMissed = false },
        SuspicionJudgementMissed => this with { JudgementMissed = true },
        PrioritySet e => this with { Priority = e.Priority },
        RoutingQuestionAsked e => this with { Asked = e.Question },
        RoutingQuestionAnswered => this with { Asked = null },
        CaseRouted e => With(e.Desk, CasePhase.Offered) with
        {
            Asked = null,
            HandoverTo = null,
            Service = e.Service,
            Suppliers = Suppliers.SetItem(e.Desk, e.Supplier),
            AnswerDue = e.AnswerDue,
            AnswerMissed = false,
        },
        CaseAccepted e => With(e.Desk, CasePhase.InProgress) with { AnswerDue = HandoverTo is null ? null : AnswerDue },
        CaseDeclined => this with { Phase = CasePhase.Unrouted, AnswerDue = null },
        SupplierAnswerMissed => this with { AnswerMissed = true },
        UserAsked => this with { Phase = CasePhase.AwaitingUser },
        UserAnswered or QuestionWithdrawn => this with { Phase = CasePhase.InProgress },
        HandoverProposed or HandoverAccepted or HandoverDeclined => AfterHandover(fact),
        JointResolutionOpened e => this with { Desks = Desks.Add(e.With), Joint = Joint.Add(e.With) },
        CaseResolved e => this with
        {
            Phase = CasePhase.Resolved,
            HandoverTo = null,
            AnswerDue = null,
            Reminders = 0,
            ConfirmDue = e.ReminderDue,
            CloseDue = e.CloseDue,
        },
        ConfirmationReminded e => this with { Reminders = e.Round, ConfirmDue = e.NextDue },
        CaseClosed => Ended(CasePhase.Closed),
        CaseClosedUnconfirmed => Ended(CasePhase.ClosedUnconfirmed),
        CaseReopened e => Ended(e.Desk is null ? CasePhase.Unrouted : CasePhase.InProgress),
        CallBackBooked e => this with { CallBackDue = e.Until, CallBack = OpenCallBack.Of(e) },
        CallBackMoved e => this with { CallBackDue = e.Until, CallBack = CallBack?.After(e) },
        CallBackMade or CallBackCancelled or CallBackGivenUp => this with { CallBackDue = null, CallBack = null },
        CallBackMissed => this with { CallBackDue = null },
        SupplierReported or SupplierTicketLinked or SupplierInformed or SupplierRefusedMessage or SupplierReceiptGiven or SupplierSilent => AfterSupplier(fact),
        VisitBooked or VisitMoved or VisitKept or VisitMissed => this with { Visits = Cases.Visits.After(Visits, fact) },
        ExpertAsked e => this with { Experts = Experts.Add(e.Expert) },
        ExpertAnswered e => this with { Experts = Experts.Remove(e.Expert) },
        CaseFollowedInChat e => this with { Followed = e },
        CaseTextsErased => this with { TextsErased = true },
        HistoryRecorded e => (e.Desk is null ? this : With(e.Desk, e.Phase)) with
        {
            Phase = e.Phase,
            HandoverTo = null,
            AnswerDue = null,
            ConfirmDue = null,
            CloseDue = null,
        },
        _ => this,
    };

    private CaseState AfterHandover(object fact) => fact switch
    {
        HandoverProposed e => this with { HandoverTo = e.To, TakeOver = e.TakeOver, Suppliers = For(e.To, e.TakeOver), Desks = Desks.Add(e.To), AnswerDue = e.AnswerDue, AnswerMissed = false },
        HandoverAccepted e => With(e.To, CasePhase.InProgress) with
        {
            HandoverTo = null,
            TakeOver = null,
            AnswerDue = null,
            Suppliers = For(e.To, e.TakeOver),
            Handovers = Handovers + (e.TakeOver is null ? 1 : 0),
        },
        HandoverDeclined => this with { HandoverTo = null, TakeOver = null, AnswerDue = null },
        _ => this,
    };

    private CaseState AfterSupplier(object fact) => fact switch
    {
        SupplierReported e => this with
        {
            SeenMessages = SeenMessages.SetItem(e.Message, e.ContentHash ?? ""),
            Links = Links.SetItem(e.Supplier, SupplierLink.After(Links.GetValueOrDefault(e.Supplier), e)),
            Sent = MessageReceipts.After(Sent, e),
            Teams = SupplierTeams.After(Teams, e),
        },
        SupplierTicketLinked e => this with { Links = Links.SetItem(e.Supplier, new SupplierLink(e.Ticket, e.Status, Links.GetValueOrDefault(e.Supplier)?.Standing ?? "told", e.At)) },
        _ => this with { Sent = MessageReceipts.After(Sent, fact) },
    };

    private ImmutableDictionary<string, string> For(string desk, TakeOver? takeOver) =>
        takeOver is null ? Suppliers : Suppliers.SetItem(desk, takeOver.Supplier);

    private CaseState With(string desk, CasePhase phase) =>
        this with { Desk = desk, Phase = phase, Had = Had.Add(desk), Desks = Desks.Add(desk) };

    private CaseState Ended(CasePhase phase) =>
        this with { Phase = phase, HandoverTo = null, AnswerDue = null, ConfirmDue = null, CloseDue = null, Reminders = 0 };
}
