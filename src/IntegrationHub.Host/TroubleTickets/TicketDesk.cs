using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.TroubleTickets;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.People;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>Opens and changes cases for systems that speak TMF621, by the same rules as for everybody else.</summary>
internal sealed class TicketDesk(
    CaseIntake intake, CaseStore cases, IEventLog log, EventCodec codec, IPersonKeys keys, CityDirectory directory, UserAnswers answers, SupplierTickets suppliers,
    TimeProvider clock)
{
    /// <summary>Opens a case. The same ticket again gives the same case.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="viewer">Who sends it.</param>
    /// <param name="key">The <c>Idempotency-Key</c>; empty for none.</param>
    /// <param name="ct">Ends the wait; the ticket may be sent again.</param>
    /// <exception cref="TicketFault">409: the key, or the other system's id, came before with another matter.</exception>
    public async Task<CaseNumber> OpenAsync(NewTicket ticket, TicketViewer viewer, string key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var contact = await directory.PlaceAsync(ticket.ToContact(viewer.Actor, key, now, keys), null, ct);
        var (number, refused) = await intake.TakeAsync(contact, now, ct);
        if (refused is not null)
        {
            throw new TicketFault(StatusCodes.Status409Conflict, "ticket-differs",
                "This Idempotency-Key, or this external id, came before with another ticket. Send a new one for a new matter, or PATCH the ticket that is there.");
        }

        await DescribeAsync(number, viewer, EventId.From("trouble-ticket", number.Value, "opened"), ticket.Severity, ticket.TicketType, ticket.Name, ticket.External, ct);
        foreach (var (note, index) in ticket.Notes.Select((note, index) => (note, index)))
        {
            await NoteAsync(number, viewer, note with { Id = note.Id ?? string.Create(CultureInfo.InvariantCulture, $"{number}-{index + 1}") }, ct);
        }

        return number;
    }

    /// <summary>Changes a case. What the rules refuse is not done, and nothing of the rest either.</summary>
    /// <param name="number">The case.</param>
    /// <param name="ticket">As it was read.</param>
    /// <param name="change">What is wanted.</param>
    /// <param name="viewer">Who wants it.</param>
    /// <param name="key">The <c>Idempotency-Key</c>; empty for none.</param>
    /// <param name="ct">Ends the wait; the change may be sent again.</param>
    /// <exception cref="TicketFault">409: the rules refuse it; 400: a reason is missing.</exception>
    public async Task ChangeAsync(CaseNumber number, TroubleTicket ticket, TicketChange change, TicketViewer viewer, string key, CancellationToken ct)
    {
        var id = key.Length > 0 ? EventId.From("tmf", number.Value, viewer.Actor, key) : Guid.CreateVersion7(clock.GetUtcNow());
        if (viewer.Supplier is not null && ticket.Desks.Any(viewer.Desks.Contains))
        {
            await suppliers.TellAsync(number, ticket, change, viewer.Supplier, id, ct);
        }
        else
        {
            await ActAsync(number, ticket, change, viewer, id, ct);
        }

        if (change.Describes)
        {
            await DescribeAsync(number, viewer, EventId.From("trouble-ticket", id.ToString("N"), "described"), change.Severity, change.TicketType, change.Name, change.External, ct);
        }
    }

    /// <summary>What whoever has the matter may do: confirm, reopen, answer, correct the priority, add notes.</summary>
    private async Task ActAsync(CaseNumber number, TroubleTicket ticket, TicketChange change, TicketViewer viewer, Guid id, CancellationToken ct)
    {
        var state = (await cases.LoadAsync(number, ct)).State;
        var reason = change.Reason ?? (change.Notes.Count > 0 ? change.Notes[0].Text : null);
        var notes = change.Reason is null && change.Status is not null && change.Status != TroubleTicket.Word(TicketStatus.Closed) ? change.Notes.Skip(1) : change.Notes;
        CaseCommand? status = (change.Status, ticket.Status) switch
        {
            (null, _) => null,
            ("closed", _) => new ConfirmResolution(clock.GetUtcNow()),
            ("inProgress", TicketStatus.Resolved or TicketStatus.Closed) => new ReopenCase(reason ?? throw ReasonWanted("what still does not work"), clock.GetUtcNow()),
            ("inProgress", TicketStatus.Pending) => answers.Command(state, reason ?? throw ReasonWanted("the answer"), clock.GetUtcNow()),
            var (wanted, now) => throw new TicketFault(StatusCodes.Status409Conflict, "status-not-possible",
                $"A ticket that is {TroubleTicket.Word(now)} does not become {wanted} from here. Possible are closed (it works, when it is resolved) and inProgress (it does not work after all; or the answer, when it is pending)."),
        };
        await DecideAsync(number, status, viewer, EventId.From(id.ToString("N"), "status"), null, ct);
        await DecideAsync(number, Priority(change, reason), viewer, EventId.From(id.ToString("N"), "priority"), null, ct);
        foreach (var note in notes)
        {
            await NoteAsync(number, viewer, note, ct);
        }
    }

    private SetPriority? Priority(TicketChange change, string? reason) =>
        change.Effect is null && change.Urgency is null ? null
        : !Enum.TryParse<Effect>(change.Effect, ignoreCase: true, out var effect) || !Enum.TryParse<Urgency>(change.Urgency, ignoreCase: true, out var urgency)
            || !Enum.IsDefined(effect) || !Enum.IsDefined(urgency)
            ? throw new TicketFault(StatusCodes.Status400BadRequest, "invalid-ticket", "The characteristic effect is one, group, site or city, and urgency is working, hindered or stopped; send both.")
        : new SetPriority(new Severity(effect, urgency, Circumstances.None, reason ?? throw ReasonWanted("why")), clock.GetUtcNow());

    private Task NoteAsync(CaseNumber number, TicketViewer viewer, SentNote note, CancellationToken ct)
    {
        var id = IdOf(note);
        return DecideAsync(
            number, new AddNote(NoteVisibility.Public, note.Text, clock.GetUtcNow()), viewer, EventId.From("tmf-note", number.Value, viewer.Actor, id), TroubleTicket.NoteCause + id, ct);
    }

    /// <summary>A note's own id, or one that follows from what it says, so that it is added once.</summary>
    internal static string IdOf(SentNote note) =>
        note.Id ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{note.Author}\n{note.Text}")).AsSpan(0, 12));

    private async Task DecideAsync(CaseNumber number, CaseCommand? command, TicketViewer viewer, Guid id, string? cause, CancellationToken ct)
    {
        if (command is not null
            && await cases.DecideAsync(number, command, id, new EventContext(viewer.Actor, TroubleTicket.Channel, cause), ifRevision: null, ct) is Refused<CaseEvent> no)
        {
            throw new TicketFault(StatusCodes.Status409Conflict, no.Code, no.Why);
        }
    }

    private async Task DescribeAsync(
        CaseNumber number, TicketViewer viewer, Guid id, string? severity, string? type, string? name, IReadOnlyList<ExternalTicket> external, CancellationToken ct)
    {
        var state = (await cases.LoadAsync(number, ct)).State;
        var said = new TroubleTicketDescribed(severity, type, name is null ? null : state.Text(name), external, clock.GetUtcNow());
        await log.AppendAsync(number.Stream, ExpectedRevision.Any, [codec.Encode(id, said, new EventContext(viewer.Actor, TroubleTicket.Channel))], ct);
    }

    internal static TicketFault ReasonWanted(string what) =>
        new(StatusCodes.Status400BadRequest, "reason-missing", $"Say in statusChangeReason, or in a new note: {what}.");
}
