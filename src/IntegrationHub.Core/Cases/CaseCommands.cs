using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Cases;

/// <summary>What someone wants done with a case.</summary>
/// <param name="Now">The time at the edge where the wish came in, UTC.</param>
public abstract record CaseCommand(DateTimeOffset Now);

/// <summary>How serious a matter is, as far as its words say.</summary>
/// <param name="Reason">Why, in one plain sentence.</param>
public sealed record Severity(Effect Effect, Urgency Urgency, Circumstances Circumstances, string Reason)
{
    /// <summary>What the words of a description say; one hindered person when they say nothing.</summary>
    public static Severity Of(EffectHint hint) => new(
        hint.Reach switch { Reach.City => Effect.City, Reach.Site => Effect.Site, Reach.Group => Effect.Group, _ => Effect.One },
        hint.CannotWork ? Urgency.Stopped : Urgency.Hindered,
        (hint.LessonGoingOn ? Circumstances.Lesson : Circumstances.None) | (hint.CareAtNight ? Circumstances.NightCare : Circumstances.None),
        hint.Reasons.Count == 0 ? "One person, hindered: nothing else was said." : $"The words: {string.Join(", ", hint.Reasons)}.");
}

/// <summary>Opens a case and routes it, or asks the one routing question.</summary>
public sealed record OpenCase(
    CaseOpened Opened, Severity Severity, RoutingDecision Routing, string? Supplier, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The user's answer to the routing question, with what the router now says.</summary>
public sealed record AnswerRoutingQuestion(string Answer, RoutingDecision Routing, string? Supplier, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>Gives a case that no desk has to a desk.</summary>
public sealed record RouteCase(RoutingDecision Routing, string? Supplier, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The desk takes the case.</summary>
public sealed record AcceptCase(string Desk, string? Ticket, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The desk says that it is not its case.</summary>
public sealed record DeclineCase(string Desk, string Reason, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>Notes that the desk's answer is overdue.</summary>
public sealed record MissAnswer(DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The desk asks the user something.</summary>
public sealed record AskUser(string Desk, string Question, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The user answers the desk.</summary>
public sealed record AnswerDesk(string Answer, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The desk tells how it goes.</summary>
public sealed record TellProgress(string Desk, string Text, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The responsible desk asks another to take over.</summary>
public sealed record ProposeHandover(string From, string To, string Reason, DateTimeOffset Now) : CaseCommand(Now)
{
    /// <summary>The change of supplier that asks for it; null where the desk does.</summary>
    public TakeOver? TakeOver { get; init; }

    /// <summary>What the desk has tried, so that the next need not try it again; null when it does not say.</summary>
    public string? Tried { get; init; }
}

/// <summary>The desk that was asked takes over.</summary>
public sealed record AcceptHandover(string Desk, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The desk that was asked does not take over.</summary>
public sealed record DeclineHandover(string Desk, string Reason, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The desk says that it works again.</summary>
public sealed record ResolveCase(string Desk, string Solution, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The user says that it works.</summary>
public sealed record ConfirmResolution(DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The user has not confirmed: remind, or close unconfirmed, whichever is due.</summary>
public sealed record PressForConfirmation(DateTimeOffset Now) : CaseCommand(Now);

/// <summary>It does not work after all.</summary>
public sealed record ReopenCase(string Reason, DateTimeOffset Now) : CaseCommand(Now)
{
    /// <summary>Who answers for the service now, where that is no longer the case's desk; null where the desk has it again.</summary>
    public Owner? Successor { get; init; }
}

/// <summary>The desk found that what it had resolved does not work after all, and works on it again.</summary>
public sealed record TakeUpAgain(string Desk, string Reason, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>Someone writes something down.</summary>
public sealed record AddNote(NoteVisibility Visibility, string Text, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>A file was stored for the case.</summary>
public sealed record AddAttachment(string Name, string MediaType, long Bytes, string Sha256, string Reference, DateTimeOffset Now)
    : CaseCommand(Now);

/// <summary>Corrects the priority, by the same rule for everybody.</summary>
public sealed record SetPriority(Severity Severity, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>Promises the user a call.</summary>
/// <param name="Phone">E.164.</param>
public sealed record BookCallBack(string Phone, string Reason, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset Now)
    : CaseCommand(Now)
{
    /// <summary>The promise that the hub is to keep by itself; null where a desk calls.</summary>
    public CallbackId? Callback { get; init; }

    /// <summary>A place in the desk's line, or a time.</summary>
    public CallBackKind Kind { get; init; }

    /// <summary>When the user first called; null for now.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>Keeps a spoken message. One that is there already changes nothing.</summary>
/// <param name="Note">What the desk reads of it, in the user's language.</param>
public sealed record LeaveVoiceMessage(string Recording, int Seconds, string? Url, string Note, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The user has been called, as promised.</summary>
public sealed record TellCallBack(string Desk, string Outcome, DateTimeOffset Now) : CaseCommand(Now)
{
    /// <summary>Which promise; null for whichever is open.</summary>
    public CallbackId? Callback { get; init; }
}

/// <summary>Notes that the promised time has passed.</summary>
public sealed record MissCallBack(DateTimeOffset Now) : CaseCommand(Now);

/// <summary>What a supplier's system said about a case.</summary>
/// <param name="Report">As it said it, with <see cref="SupplierReported.Refused"/> null.</param>
/// <param name="Means">The command that it stands for; null when it only informs.</param>
public sealed record ReportFromSupplier(SupplierReported Report, CaseCommand? Means, DateTimeOffset Now) : CaseCommand(Now)
{
    /// <summary>Its words, which the event that it leads to holds; where it leads to none the report holds them, so that nothing said is lost.</summary>
    public string? Words { get; init; }

    /// <summary>The team that has the ticket in the supplier's own system, and the desk that it works for; null where the supplier does not tell.</summary>
    public SupplierTeam? Team { get; init; }
}

/// <summary>Where a ticket is within a supplier's own system.</summary>
/// <param name="Desk">The hub's desk.</param>
/// <param name="Name">The supplier's own name of the team.</param>
public sealed record SupplierTeam(string Desk, string Name);

/// <summary>How long the parties have; one policy for the whole city.</summary>
public static class CasePolicy
{
    /// <summary>How long a desk may take to accept or decline, by priority.</summary>
    public static TimeSpan AnswerWithin(int priority) => priority switch
    {
        1 => TimeSpan.FromMinutes(15),
        2 => TimeSpan.FromHours(1),
        3 => TimeSpan.FromHours(4),
        _ => TimeSpan.FromHours(8),
    };

    /// <summary>From resolved to the first reminder.</summary>
    public static readonly TimeSpan RemindAfter = TimeSpan.FromDays(2);

    /// <summary>From one reminder to the next.</summary>
    public static readonly TimeSpan RemindAgainAfter = TimeSpan.FromDays(3);

    /// <summary>From resolved to closed unconfirmed; two reminders lie between.</summary>
    public static readonly TimeSpan CloseAfter = TimeSpan.FromDays(10);

    /// <summary>How many reminders there are before a case is closed unconfirmed.</summary>
    public const int Reminders = 2;

    /// <summary>A promised call is made within this time when no one could answer.</summary>
    public static readonly TimeSpan CallBackWithin = TimeSpan.FromMinutes(30);

    /// <summary>How many times a case may change desk; the next one becomes joint resolution.</summary>
    public const int HandoversAllowed = 2;
}
