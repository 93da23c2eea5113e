using System.Text;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Correlation;
using IntegrationHub.Host.Orders;

namespace IntegrationHub.Host.Suppliers;

/// <summary>What became of one event.</summary>
/// <param name="Outcome"><c>applied</c>, <c>refused</c> (kept, without effect) or <c>unmapped</c> (kept for when it is understood).</param>
/// <param name="Rule">The rule that refused it.</param>
public sealed record SupplierReceipt(string Id, string Outcome, string? Rule = null, string? Why = null);

/// <summary>What a supplier is answered: a receipt for each event, in order.</summary>
public sealed record SupplierReceipts(IReadOnlyList<SupplierReceipt> Receipts);

/// <summary>All receipts, or the fault for which nothing was taken.</summary>
public sealed record InboxAnswer(IReadOnlyList<SupplierReceipt> Receipts, Unreadable? Fault);

/// <summary>Takes a supplier's events to their cases and orders. All are checked before the first is taken.</summary>
public sealed class SupplierInbox(CaseStore cases, IEventLog log, EventCodec codec, IPersonKeys keys, ServiceCatalogue catalogue, SupplierNotices notices, OrderInbox orders)
{
    /// <summary>Takes the events in order. Each has its effect once, however often it is sent.</summary>
    /// <exception cref="EventLogException">The log cannot be written; the supplier may send all of it again.</exception>
    public async Task<InboxAnswer> TakeAsync(string supplier, IReadOnlyList<ReceivedEvent> events, DateTimeOffset now, CancellationToken ct)
    {
        var faults = new List<EventFault>();
        foreach (var (received, index) in events.Select((received, index) => (received, index)))
        {
            faults.AddRange((await FaultsAsync(supplier, received, ct)).Select(fault => events.Count > 1 ? fault with { Index = index } : fault));
        }

        if (faults.Count > 0)
        {
            return new InboxAnswer([], new Unreadable(
                faults.Exists(fault => fault.Field == "id") ? 409 : faults.TrueForAll(fault => fault.Field is "data.case" or "data.order") ? 404 : 400, "event-invalid", faults));
        }

        var receipts = new List<SupplierReceipt>();
        foreach (var received in events)
        {
            receipts.Add(SupplierNotices.Knows(received) ? await notices.TakeAsync(supplier, received, now, ct)
                : OrderInbox.Knows(received) ? await orders.TakeAsync(supplier, received, now, ct)
                : SupplierMessages.Parse(received) is Understood understood
                ? await ApplyAsync(supplier, received, understood.Report, now, ct)
                : await KeepAsync(supplier, received, now, ct));
        }

        return new InboxAnswer(receipts, null);
    }

    private async Task<IEnumerable<EventFault>> FaultsAsync(string supplier, ReceivedEvent received, CancellationToken ct)
    {
        if (SupplierNotices.Knows(received))
        {
            return await notices.FaultsAsync(supplier, received, ct);
        }

        if (OrderInbox.Knows(received))
        {
            return await orders.FaultsAsync(supplier, received, ct);
        }

        switch (SupplierMessages.Parse(received))
        {
            case Misfit misfit:
                return misfit.Faults;
            case Unmapped:
                return await FindUnmappedAsync(Stream(supplier, received), ct) is { } kept
                    && !IsSame(kept.ContentHash, kept.Content.Of, Stream(supplier, received), received) ? [EventFault.Differs(received)] : [];
            case Understood { Report: var report }:
                if (!CaseNumber.TryParse(report.Case, out var number)
                    || (await cases.LoadAsync(number, ct)).State is not { Phase: not CasePhase.None } state
                    || !state.Desks.Any(desk => catalogue.SupplierOf(state, desk) == supplier))
                {
                    // A case of another supplier is as unknown to this one as a case that does not exist.
                    return [new EventFault("data.case", $"'{report.Case}' is no case that this supplier was given.")];
                }

                return [
                    .. state.SeenMessages.TryGetValue(Identity(received), out var seen) && !IsSame(seen, state.Person, number.Value, received)
                        ? [EventFault.Differs(received)] : Array.Empty<EventFault>(),
                    .. report is TicketHandoverProposed { ToDesk: var to } && catalogue.FindDesk(to) is null
                        ? [new EventFault("data.toDesk", $"'{to}' is no desk. Use one of {string.Join(", ", catalogue.Desks.Select(desk => desk.Id))}.")]
                        : Array.Empty<EventFault>()];
            default:
                return [];
        }
    }

    private async Task<SupplierReceipt> ApplyAsync(
        string supplier, ReceivedEvent received, SupplierReport report, DateTimeOffset now, CancellationToken ct)
    {
        _ = CaseNumber.TryParse(report.Case, out var number);
        var loaded = await cases.LoadAsync(number, ct);
        var state = loaded.State;
        var desk = DeskOf(state, supplier);
        var words = report as TicketProgressed;
        var said = new SupplierReported(
            supplier, Identity(received), received.Type, report.Ticket, desk, words?.Agent, words?.Status, words?.Substatus,
            TextOf(report) is { } text ? state.Text(text) : null, TeamOf(report) is { } team ? new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = team } : null,
            ContentMark.Of(keys, state.Person, number.Value, received.ContentHash), null, received.Time ?? now,
            received.Extensions.GetValueOrDefault("causationid"));
        var meaning = Meaning(supplier, state, desk, report, now);
        if (meaning is TakeReceipt receipt)
        {
            meaning = receipt with { IsOfCase = loaded.History.Any(known => known.Recorded.Id.ToString("N") == receipt.Message) };
        }

        var decision = await cases.DecideAsync(
            number, new ReportFromSupplier(said, meaning, now)
            {
                Words = WordsOf(report),
                Team = TeamOf(report) is { } within && meaning is not ProposeHandover ? new SupplierTeam(desk, within) : null,
            }, EventId.From(supplier, received.Source, received.Id),
            new EventContext("supplier:" + supplier, "supplier", received.Id), ifRevision: null, ct);
        return decision switch
        {
            Accepted<CaseEvent> yes when yes.Events.OfType<SupplierReported>().FirstOrDefault()?.Refused is { } rule =>
                new SupplierReceipt(received.Id, "refused", rule, "It is kept, but the rules of the case do not allow it to take effect."),
            Refused<CaseEvent> no => new SupplierReceipt(received.Id, "refused", no.Code, no.Why),
            _ => new SupplierReceipt(received.Id, "applied"),
        };
    }

    private CaseCommand? Meaning(string supplier, CaseState state, string desk, SupplierReport report, DateTimeOffset now) => report switch
    {
        TicketAccepted e => state.HandoverTo == desk ? new AcceptHandover(desk, now) : new AcceptCase(desk, e.Ticket, now),
        TicketDeclined e => state.HandoverTo == desk ? new DeclineHandover(desk, e.Reason, now) : new DeclineCase(desk, e.Reason, now),
        // Passed on to another desk of its own: that is a handover, and meets the same rule.
        TicketProgressed { Team: { } to } e when desk == state.Desk && to != desk && catalogue.FindDesk(to)?.Supplier == supplier =>
            new ProposeHandover(desk, to, e.Text ?? e.Status, now),
        TicketProgressed e => new TellProgress(desk, e.Text ?? e.Status, now),
        // A desk that helps says so to the one that is responsible, whose alone it is to ask the user and to resolve.
        TicketQuestionAsked or TicketResolved when desk != state.Desk && state.Joint.Contains(desk) => new AddNote(NoteVisibility.Public, WordsOf(report)!, now),
        TicketQuestionAsked e => new AskUser(desk, e.Text, now),
        TicketResolved e => new ResolveCase(desk, e.Text, now),
        TicketReopened e => new TakeUpAgain(desk, e.Text ?? "Leverantören har tagit upp ärendet igen.", now),
        TicketHandoverProposed e => new ProposeHandover(desk, e.ToDesk, e.Reason, now) { Tried = e.Tried },
        TicketHandoverAccepted => new AcceptHandover(desk, now),
        TicketHandoverDeclined e => new DeclineHandover(desk, e.Reason, now),
        TicketNoteAdded e => new AddNote(NoteVisibility.Public, e.Text, now),
        TicketCallbackMade e => new TellCallBack(desk, e.Outcome, now),
        TicketVisitBooked e => new BookVisit(desk, e.Visit, e.From.ToUniversalTime(), e.Until.ToUniversalTime(), now),
        TicketVisitMoved e => new MoveVisit(desk, e.Visit, e.From.ToUniversalTime(), e.Until.ToUniversalTime(), now),
        TicketVisitKept e => new KeepVisit(desk, e.Visit, now),
        TicketVisitMissed e => new MissVisit(desk, e.Visit, e.Reason, now),
        SupplierMessageAccepted e => new TakeReceipt(supplier, e.Message, Accepted: true, null, now),
        SupplierMessageDeclined e => new TakeReceipt(supplier, e.Message, Accepted: false, e.Reason, now),
        _ => null, // A closed or cancelled ticket informs: a case is closed by its user.
    };

    /// <summary>Who has the ticket in the supplier's own system; null where it does not tell.</summary>
    private static string? TeamOf(SupplierReport report) => report switch
    {
        TicketAccepted e => e.Team,
        TicketProgressed e => e.Team,
        TicketResolved e => e.Team,
        TicketHandoverAccepted e => e.Team,
        _ => null,
    } is { } team && !string.IsNullOrWhiteSpace(team) ? team : null;

    private static string? TextOf(SupplierReport report) => report switch
    {
        TicketAccepted e => e.Text,
        TicketDeclined e => e.Text ?? e.Reason,
        TicketProgressed e => e.Text,
        TicketHandoverProposed e => e.Text ?? e.Reason,
        TicketHandoverAccepted e => e.Text,
        TicketCallbackMade e => e.Text,
        TicketReopened e => e.Text,
        TicketClosed e => e.Text,
        TicketCancelled e => e.Text ?? e.Reason,
        _ => null, // Its text stands in the event that it leads to.
    };

    private static string? WordsOf(SupplierReport report) => report switch
    {
        TicketQuestionAsked e => e.Text,
        TicketResolved e => e.Text,
        TicketNoteAdded e => e.Text,
        _ => TextOf(report),
    };

    /// <summary>The desk that speaks: the responsible one or the one asked to take over, where the supplier runs it.</summary>
    private string DeskOf(CaseState state, string supplier) =>
        state.HandoverTo is { } asked && catalogue.SupplierOf(state, asked) == supplier ? asked
        : state.Desk is { } has && catalogue.SupplierOf(state, has) == supplier ? has
        : state.Desks.First(desk => catalogue.SupplierOf(state, desk) == supplier);

    private async Task<SupplierReceipt> KeepAsync(string supplier, ReceivedEvent received, DateTimeOffset now, CancellationToken ct)
    {
        var (nobodyKnown, stream) = (keys.Pseudonym("contact", "unmapped:" + supplier), Stream(supplier, received));
        await keys.MakeAsync(nobodyKnown, stream, ct);
        var kept = new SupplierEventUnmapped(
            supplier, received.Source, received.Id, received.Type, new Personal(nobodyKnown, Encoding.UTF8.GetString(received.Data.Span), stream),
            ContentMark.Of(keys, nobodyKnown, stream, received.ContentHash) ?? "", received.Time ?? now);
        var id = EventId.From(supplier, received.Source, received.Id);
        await log.AppendAsync(
            stream, ExpectedRevision.None,
            [codec.Encode(id, kept, new EventContext("supplier:" + supplier, "supplier", received.Id))], ct);
        return new SupplierReceipt(received.Id, "unmapped", null, $"There is no rule for {received.Type} yet. The event is kept.");
    }

    private async Task<SupplierEventUnmapped?> FindUnmappedAsync(string stream, CancellationToken ct)
    {
        await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
        {
            return codec.Decode(recorded).Fact as SupplierEventUnmapped;
        }

        return null;
    }

    private bool IsSame(string kept, PersonId person, string matter, ReceivedEvent received) =>
        ContentMark.IsSame(kept, ContentMark.Of(keys, person, matter, received.ContentHash), received.ContentHash);

    private static string Identity(ReceivedEvent received) => EventId.From(received.Source, received.Id).ToString("N");

    private static string Stream(string supplier, ReceivedEvent received) =>
        $"unmapped-{EventId.From(supplier, received.Source, received.Id):N}";
}
