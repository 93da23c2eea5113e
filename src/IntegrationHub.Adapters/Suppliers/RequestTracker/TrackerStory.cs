using System.Globalization;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.RequestTracker;

/// <summary>A report that still lacks its words.</summary>
/// <param name="Entry">The entry that it tells of.</param>
/// <param name="Part">Apart from others of the same entry; empty for the usual one.</param>
/// <param name="Words">The entry that holds its words; null for none.</param>
/// <param name="Report">The report with them; empty when there are none.</param>
internal sealed record TrackerNews(TrackerTransaction Entry, string Part, long? Words, Func<string, SupplierReport> Report)
{
    /// <summary>The same whenever it is read.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"txn-{Entry.Id}{Part}");
}

/// <summary>What a ticket's history means. Pure: an entry means the same whenever it is read.</summary>
/// <param name="Number">The case's.</param>
/// <param name="Ticket">With its custom fields.</param>
/// <param name="History">Whole, oldest first.</param>
/// <param name="User">The hub's.</param>
/// <param name="Supplier">What its states mean.</param>
internal sealed record TrackerStory(
    string Number, TrackerTicket Ticket, IReadOnlyList<TrackerTransaction> History, string User, RequestTrackerSupplier Supplier)
{
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(10);

    /// <summary>Whether an entry is the hub's doing: written by its user, or following from that by the tracker's own rules.</summary>
    public static bool IsHubs(IReadOnlyList<TrackerTransaction> history, int at, string user)
    {
        while (at >= 0 && history[at].Creator == TrackerTransaction.System)
        {
            at--; // Its rules run within the request that they follow from.
        }

        return at < 0 || history[at].Creator == user;
    }

    /// <summary>The reports of the whole history, oldest first.</summary>
    public IEnumerable<TrackerNews> All()
    {
        for (var at = 0; at < History.Count; at++)
        {
            foreach (var news in Of(at))
            {
                yield return news;
            }
        }
    }

    /// <summary>Whether an entry is the words of what its writer did next in the same turn, so that it may not be told before that is there.</summary>
    public bool IsOpenEnded(TrackerTransaction entry, DateTimeOffset now) =>
        entry.Type == "Correspond" && entry.Creator != User && now - entry.Created < Supplier.Settle
        && History.ToList().FindIndex(one => one.Id == entry.Id) is var at && at >= 0 && TurnOf(at) is null;

    /// <summary>What an agent's last change of state before an entry tells, whatever the hub did since; null when there is none.</summary>
    public TrackerNews? AgentsMoveBefore(int at) =>
        Enumerable.Range(0, at).Reverse().Where(before => History[before].IsStatus && !IsHubs(History, before, User))
            .Select(before => Of(before).LastOrDefault()).FirstOrDefault(told => told is not null);

    private IEnumerable<TrackerNews> Of(int at)
    {
        var entry = History[at];
        if (IsHubs(History, at, User))
        {
            return entry.IsStatus && entry.Creator == User && OverranAnAgent(at) ? Moved(at, null) : [];
        }

        return entry switch
        {
            { IsStatus: true } => Moved(at, WordsOf(at)),
            { Type: "CustomField", New.Length: > 0 } when Ticket.FieldIds.GetValueOrDefault(entry.Field) == Supplier.HandoverField =>
                [News(entry, WordsOf(at), text => new TicketHandoverProposed(Number, Ticket.Id, entry.New, Or(text, "Ärendet hör till en annan servicedesk.")))],
            { Type: "Correspond" } when !IsToldWithItsTurn(at) =>
                [News(entry, entry.Id, text => new TicketNoteAdded(Number, Ticket.Id, Or(text, "(ingen text)")))],
            _ => [],
        };
    }

    private IEnumerable<TrackerNews> Moved(int at, long? words)
    {
        var entry = History[at];
        var (from, to) = (Supplier.States.MeaningOf(Before(at, words)), Supplier.States.MeaningOf(entry.New));
        if ((from == to && to is not (null or TicketMeaning.Working)) || OpensOnTheWay(at))
        {
            return [];
        }

        var wasOver = TicketStates.IsOver(from);
        return to switch
        {
            TicketMeaning.Working when from is TicketMeaning.New => [News(entry, null, _ => new TicketAccepted(Number, Ticket.Id))],
            TicketMeaning.Waiting =>
            [
                .. wasOver ? [News(entry, null, _ => new TicketReopened(Number, Ticket.Id)) with { Part = "-r" }] : Array.Empty<TrackerNews>(),
                News(entry, words, text => new TicketQuestionAsked(Number, Ticket.Id, Or(text, "Leverantören behöver veta mer."))),
            ],
            TicketMeaning.Closed when wasOver => [News(entry, words, text => new TicketClosed(Number, Ticket.Id, Text: Or(text, null)))],
            TicketMeaning.Resolved or TicketMeaning.Closed => [News(entry, words, text => new TicketResolved(Number, Ticket.Id, Or(text, "Löst hos leverantören.")))],
            TicketMeaning.Declined when from is TicketMeaning.New =>
                [News(entry, words, text => new TicketDeclined(Number, Or(text, "Leverantören tar inte ärendet."), Ticket.Id))],
            TicketMeaning.Declined or TicketMeaning.Cancelled =>
                [News(entry, words, text => new TicketCancelled(Number, Ticket.Id, Or(text, "Leverantören har avbrutit arbetet.")))],
            _ when wasOver => [News(entry, words, text => new TicketReopened(Number, Ticket.Id, Or(text, null)))],
            _ => [News(entry, null, _ => new TicketProgressed(Number, Ticket.Id, entry.New))],
        };
    }

    /// <summary>Where the ticket stood before the turn: the tracker opens a new ticket for the words that go with a change, and that is not told by itself.</summary>
    private string Before(int at, long? words) =>
        (words is null ? null : History.Take(at).FirstOrDefault(entry => entry.Id > words && entry.IsStatus)?.Old) ?? History[at].Old;

    private bool OpensOnTheWay(int at)
    {
        if (History[at].Creator != TrackerTransaction.System)
        {
            return false;
        }

        var cause = at;
        while (cause >= 0 && History[cause].Creator == TrackerTransaction.System)
        {
            cause--;
        }

        return cause >= 0 && History[cause].Type == "Correspond" && TurnOf(cause) is { IsStatus: true } then && then.Id > History[at].Id;
    }

    /// <summary>
    /// Whether the hub moved the ticket in the very moment in which an agent did: it looks after its note and before its move, and the tracker
    /// lets nobody do both at once. Then the move is told as the peer's, so that the case ends as the ticket does.
    /// </summary>
    private bool OverranAnAgent(int at)
    {
        for (var before = at - 1; before >= 0; before--)
        {
            var entry = History[before];
            if (entry.Creator == User && entry.Type is "Correspond" or "Comment")
            {
                return false;
            }

            if (entry.IsStatus && !IsHubs(History, before, User))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a change of state is one half of a note of the hub's that the tracker opened the ticket for, and the hub put back.</summary>
    private bool IsRestored(int at)
    {
        var entry = History[at];
        var pair = entry.Creator == User ? History.Take(at).LastOrDefault(one => one.IsStatus) : History.Skip(at + 1).FirstOrDefault(one => one.IsStatus);
        return pair is not null && IsHubs(History, at, User) && entry.Creator != pair.Creator
            && (entry.Creator, pair.Creator) is (TrackerTransaction.System, _) or (_, TrackerTransaction.System) && entry.Old == pair.New && entry.New == pair.Old;
    }

    /// <summary>The change that a correspondence belongs to: made by its writer in the same turn; null when it stands alone.</summary>
    private TrackerTransaction? TurnOf(int at)
    {
        var words = History[at];
        foreach (var next in History.Skip(at + 1))
        {
            if (next.Creator == TrackerTransaction.System)
            {
                continue;
            }

            if (next.Creator != words.Creator || next.Type == "Correspond" || next.Created - words.Created > s_turn)
            {
                return null;
            }

            if ((next.IsStatus && CarriesWords(next)) || (next.Type == "CustomField" && Ticket.FieldIds.GetValueOrDefault(next.Field) == Supplier.HandoverField))
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>Whether the words go with the change that they belong to; where that tells nothing, as when a ticket is resolved once more, they are a note.</summary>
    private bool IsToldWithItsTurn(int at) =>
        TurnOf(at) is { } then && (!then.IsStatus || Moved(History.ToList().IndexOf(then), History[at].Id).Any(news => news.Words == History[at].Id));

    private bool CarriesWords(TrackerTransaction status) =>
        Supplier.States.MeaningOf(status.New) is TicketMeaning.Waiting or TicketMeaning.Resolved or TicketMeaning.Closed or TicketMeaning.Declined or TicketMeaning.Cancelled
        || TicketStates.IsOver(Supplier.States.MeaningOf(status.Old));

    private long? WordsOf(int at)
    {
        for (var before = at - 1; before >= 0 && History[at].Created - History[before].Created <= s_turn; before--)
        {
            if (History[before].Type == "Correspond")
            {
                return History[before].Creator == History[at].Creator && TurnOf(before)?.Id == History[at].Id ? History[before].Id : null;
            }
        }

        return null;
    }

    private static TrackerNews News(TrackerTransaction entry, long? words, Func<string, SupplierReport> report) => new(entry, "", words, report);

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(otherwise))]
    private static string? Or(string text, string? otherwise) => string.IsNullOrWhiteSpace(text) ? otherwise : text;
}
