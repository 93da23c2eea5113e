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

    /// <summary>Every desk that has had the ball.</summary>
    public ImmutableHashSet<string> Had { get; init; } = [];

    /// <summary>Every desk that was given the case, asked to take it over or asked to help.</summary>
    public ImmutableHashSet<string> Desks { get; init; } = [];

    /// <summary>Desks that work on it together with the responsible one.</summary>
    public ImmutableHashSet<string> Joint { get; init; } = [];

    /// <summary>Handovers that were accepted.</summary>
    public int Handovers { get; init; }

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
        CaseOpened e => this with { Phase = CasePhase.Unrouted, Number = e.Number, Person = e.Reporter.Person, Description = e.Description, Organisation = e.Organisation },
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
            AnswerDue = e.AnswerDue,
            AnswerMissed = false,
        },
        CaseAccepted e => With(e.Desk, CasePhase.InProgress) with { AnswerDue = null },
        CaseDeclined => this with { Phase = CasePhase.Unrouted, AnswerDue = null },
        SupplierAnswerMissed => this with { AnswerMissed = true },
        UserAsked => this with { Phase = CasePhase.AwaitingUser },
        UserAnswered or QuestionWithdrawn => this with { Phase = CasePhase.InProgress },
        HandoverProposed e => this with { HandoverTo = e.To, Desks = Desks.Add(e.To), AnswerDue = e.AnswerDue, AnswerMissed = false },
        HandoverAccepted e => With(e.To, CasePhase.InProgress) with { HandoverTo = null, AnswerDue = null, Handovers = Handovers + 1 },
        HandoverDeclined => this with { HandoverTo = null, AnswerDue = null },
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
        SupplierReported e => this with
        {
            SeenMessages = SeenMessages.SetItem(e.Message, e.ContentHash ?? ""),
            Links = e.Refused is null ? Links.SetItem(e.Supplier, SupplierLink.After(Links.GetValueOrDefault(e.Supplier), e)) : Links,
        },
        SupplierTicketLinked e => this with { Links = Links.SetItem(e.Supplier, new SupplierLink(e.Ticket, e.Status, Links.GetValueOrDefault(e.Supplier)?.Standing ?? "told", e.At)) },
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

    private CaseState With(string desk, CasePhase phase) =>
        this with { Desk = desk, Phase = phase, Had = Had.Add(desk), Desks = Desks.Add(desk) };

    private CaseState Ended(CasePhase phase) =>
        this with { Phase = phase, HandoverTo = null, AnswerDue = null, ConfirmDue = null, CloseDue = null, Reminders = 0 };
}
