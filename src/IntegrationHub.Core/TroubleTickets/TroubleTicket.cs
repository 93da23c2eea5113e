using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.TroubleTickets;

/// <summary>The statuses of TMF621 that a case may have.</summary>
public enum TicketStatus
{
    /// <summary>Received; no desk has accepted it yet.</summary>
    Acknowledged,

    /// <summary>A desk works on it.</summary>
    InProgress,

    /// <summary>Waits for the user's answer.</summary>
    Pending,

    /// <summary>Solved in the desk's opinion; the user is to confirm.</summary>
    Resolved,

    /// <summary>Confirmed, or never answered.</summary>
    Closed,
}

/// <summary>A status that the ticket came to have.</summary>
public sealed record TicketStatusChange(TicketStatus Status, string? Reason, DateTimeOffset At);

/// <summary>Something that was written; only what the user may read.</summary>
/// <param name="Id">The writer's own id of it, when it gave one; else the event's.</param>
/// <param name="Author"><c>user</c>, <c>hub</c>, <c>desk:ID</c>, <c>supplier:ID</c> or <c>staff:PSEUDONYM</c>.</param>
public sealed record TicketNote(string Id, string Author, string Text, DateTimeOffset At);

/// <summary>A file; its content is not given out here.</summary>
public sealed record TicketFile(string Id, string Name, string MediaType, long Bytes);

/// <summary>A case as a TMF621 trouble ticket. A fold over its events, whichever way the case came.</summary>
/// <param name="OpenedBy">Who opened it by TMF621; null when it came another way.</param>
/// <param name="Responsible">Who has the ball; see <see cref="Party"/>.</param>
/// <param name="Desks">Every desk that was given the case, asked to take it over or asked to help.</param>
/// <remarks>Source: tmforum-apis/TMF621_TroubleTicket, v4.0.0 and v5.0.1.</remarks>
public sealed record TroubleTicket(
    CaseNumber Number, string Description, string? Name, string Severity, string TicketType, int Priority, string? OpenedBy, string Responsible,
    IReadOnlyCollection<string> Desks, Reporter Reporter, string? Service, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>How a note's own id stands in the cause of the event.</summary>
    public const string NoteCause = "tmf-note:";

    /// <summary>The channel of cases that came by TMF621.</summary>
    public const string Channel = "tmf621";

    /// <summary>Every status it had, oldest first; never empty.</summary>
    public IReadOnlyList<TicketStatusChange> Statuses { get; init; } = [];

    /// <summary>What was written, oldest first.</summary>
    public IReadOnlyList<TicketNote> Notes { get; init; } = [];

    /// <summary>Other systems' ids, oldest first.</summary>
    public IReadOnlyList<ExternalTicket> External { get; init; } = [];

    /// <summary>Files.</summary>
    public IReadOnlyList<TicketFile> Files { get; init; } = [];

    /// <summary>When it was last solved; null when it is not.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The present status.</summary>
    public TicketStatus Status => Statuses[^1].Status;

    /// <summary>The status in the words of TMF621.</summary>
    public static string Word(TicketStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    /// <summary>The case as its history shows it; null when it has none.</summary>
    public static TroubleTicket? Of(IEnumerable<Known> history)
    {
        var (ticket, state) = ((TroubleTicket?)null, CaseState.Empty);
        foreach (var known in history)
        {
            state = state.After(known.Fact);
            ticket = (ticket, known.Fact) switch
            {
                (null, CaseOpened e) => new TroubleTicket(
                    e.Number, e.Description.Shown, null, SeverityOf(4), JsonNamingPolicy.KebabCaseLower.ConvertName(e.Kind.ToString()), 4, null,
                    Party.Integrator.Value, [], e.Reporter, null, e.At, e.At)
                {
                    Statuses = [new TicketStatusChange(TicketStatus.Acknowledged, null, e.At)],
                },
                ({ }, CaseEvent e) => ticket.After(e, known, state),
                _ => ticket,
            };
        }

        return ticket;
    }

    /// <summary>The severity of a case that no other system gave one.</summary>
    public static string SeverityOf(int priority) => priority switch { 1 => "Critical", 2 => "High", 3 => "Medium", _ => "Low" };

    /// <summary>The status that a case has; one that was worked on is never again only acknowledged, as TMF621 knows no way back.</summary>
    public static TicketStatus StatusOf(CasePhase phase, bool workedOn) => phase switch
    {
        CasePhase.InProgress => TicketStatus.InProgress,
        CasePhase.AwaitingUser => TicketStatus.Pending,
        CasePhase.Resolved => TicketStatus.Resolved,
        CasePhase.Closed or CasePhase.ClosedUnconfirmed => TicketStatus.Closed,
        _ => workedOn ? TicketStatus.InProgress : TicketStatus.Acknowledged,
    };

    private bool _described;
    private bool _typed;

    private TroubleTicket After(CaseEvent fact, Known known, CaseState state)
    {
        var status = StatusOf(state.Phase, Statuses.Count > 1);
        var next = this with
        {
            Priority = state.Priority,
            Severity = _described ? Severity : SeverityOf(state.Priority),
            Responsible = state.Responsible.Value,
            Desks = state.Desks,
            Statuses = status == Status ? Statuses : [.. Statuses, new TicketStatusChange(status, Why(fact), fact.At)],
            Notes = Written(fact) is { } text ? [.. Notes, new TicketNote(NoteId(known), Author(fact, known), text, fact.At)] : Notes,
            ResolvedAt = status is TicketStatus.Resolved or TicketStatus.Closed ? ResolvedAt ?? fact.At : null,
        };
        next = fact switch
        {
            TroubleTicketDescribed e => next.Described(e, known.Context.By),
            CaseRouted e => next with { Service = e.Service },
            AttachmentAdded e => next with { Files = [.. Files, new TicketFile(known.Recorded.Id.ToString("N"), e.Name.Shown, e.MediaType, e.Bytes)] },
            SupplierTicketLinked e => next.With(new ExternalTicket("supplier:" + e.Supplier, e.Ticket, "ticket")),
            SupplierReported { Ticket: { } own, Refused: null } e => next.With(new ExternalTicket("supplier:" + e.Supplier, own, "ticket")),
            _ => next,
        };
        return next.Mark == Mark ? this : next with { UpdatedAt = fact.At > UpdatedAt ? fact.At : UpdatedAt };
    }

    /// <summary>All that a listener is told of a change of, but the status.</summary>
    public string Mark => string.Join('\u001F', Name, Severity, TicketType, Priority.ToString(CultureInfo.InvariantCulture), Responsible,
        Service, string.Create(CultureInfo.InvariantCulture, $"{Notes.Count}/{External.Count}/{Files.Count}/{Statuses.Count}"), OpenedBy);

    private TroubleTicket Described(TroubleTicketDescribed e, string by) => e.External.Aggregate(
        this with
        {
            OpenedBy = _typed ? OpenedBy : by,
            Severity = e.Severity ?? Severity,
            TicketType = e.TicketType ?? TicketType,
            Name = e.Name?.Shown ?? Name,
            _described = _described || e.Severity is not null,
            _typed = true,
        },
        (ticket, external) => ticket.With(external));

    /// <remarks>A supplier that has no id of its own uses the case's.</remarks>
    private TroubleTicket With(ExternalTicket external) =>
        external.Id == Number.Value || External.Any(known => known.Owner == external.Owner && known.Id == external.Id) ? this : this with { External = [.. External, external] };

    private static string NoteId(Known known) => known.Context.Cause is { } cause && cause.StartsWith(NoteCause, StringComparison.Ordinal)
        ? cause[NoteCause.Length..] : known.Recorded.Id.ToString("N");

    private static string Author(CaseEvent fact, Known known) => fact switch
    {
        ProgressTold e => Party.Desk(e.Desk).Value,
        UserAsked e => Party.Desk(e.Desk).Value,
        CaseResolved e => Party.Desk(e.Desk).Value,
        _ => known.Context.By,
    };

    private static string? Written(CaseEvent fact) => fact switch
    {
        NoteAdded { Visibility: NoteVisibility.Public } e => e.Text.Shown,
        ProgressTold e => e.Text.Shown,
        UserAsked e => e.Question.Shown,
        UserAnswered e => e.Answer.Shown,
        CaseResolved e => e.Solution.Shown,
        Cases.CaseReopened e => e.Reason.Shown,
        _ => null,
    };

    private static string? Why(CaseEvent fact) => fact switch
    {
        UserAsked e => e.Question.Shown,
        CaseResolved e => e.Solution.Shown,
        Cases.CaseReopened e => e.Reason.Shown,
        _ => null,
    };
}
