using System.Diagnostics.CodeAnalysis;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.ServiceNow;

/// <summary>What an incident's changes and comments mean. Pure: a change means the same whenever it is read.</summary>
/// <param name="Incident">Whose.</param>
/// <param name="Changes">All of <see cref="ColumnsOf"/>.</param>
/// <param name="Comments">All.</param>
/// <param name="Supplier">What its states mean, and who the hub is.</param>
/// <remarks>
/// The instance dates to the second, so order and togetherness come from the audit, which counts the changes of each incident; it holds the comments too.
/// Where it does not, as an instance may be set, a comment is placed by its time.
/// </remarks>
internal sealed record IncidentStory(Incident Incident, IReadOnlyList<IncidentChange> Changes, IReadOnlyList<IncidentNote> Comments, ServiceNowSupplier Supplier)
{
    private const string Journal = "comments";
    private const int LongestText = 20_000;
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(2);

    /// <summary>The columns whose changes tell something.</summary>
    public static IReadOnlyList<string> ColumnsOf(ServiceNowSupplier supplier) =>
        supplier.HandoverColumn is { } handover ? ["state", "hold_reason", "close_notes", Journal, handover] : ["state", "hold_reason", "close_notes", Journal];

    /// <summary>What the supplier did, oldest first; without what the hub did itself, or somebody's rule made of that.</summary>
    public IReadOnlyList<PolledReport> Reports()
    {
        var notes = Placed();
        var stood = Before();
        List<TicketMeaning?> entered = [];
        List<(int Turn, PolledReport Report)> told = [];
        HashSet<string> spoken = new(StringComparer.Ordinal);
        foreach (var turn in Changes.Where(change => change.Turn > 0).GroupBy(change => change.Turn).OrderBy(turn => turn.Key))
        {
            var stands = turn.Aggregate(stood, (standing, change) => standing.After(change));
            var note = notes.FirstOrDefault(pair => pair.Turn == turn.Key && pair.Note.User == turn.First().User && (pair.Note.At - turn.First().At).Duration() <= s_turn).Note;
            if (IsHubs(turn, note))
            {
                if (Undoes(turn, stood, entered))
                {
                    told.AddRange(Moved(turn, stood, stands, "").Select(report => (turn.Key, report)));
                }
            }
            else
            {
                var words = note?.Text ?? "";
                var reports = Moved(turn, stood, stands, words).Concat(Proposed(turn, words)).ToList();
                told.AddRange(reports.Select(report => (turn.Key, report)));
                if (note is not null && reports.Exists(report => HoldsWords(report.Report, words)))
                {
                    spoken.Add(note.Id);
                }

                if (turn.Any(change => change.Column == "state"))
                {
                    entered.Add(Supplier.MeaningOf(stands.State, stands.Hold));
                }
            }

            stood = stands;
        }

        var alone = notes.Where(pair => !spoken.Contains(pair.Note.Id) && !IsHubs(pair.Note) && pair.Note.Text.Length > 0).Select(pair => (pair.Turn, Report: new PolledReport(
            $"{Incident.Number}/{pair.Note.Id}", new TicketNoteAdded(Incident.Case, Incident.Number, Shorten(pair.Note.Text)), pair.Note.At)));
        return [.. told.Concat(alone).OrderBy(pair => pair.Turn).Select(pair => pair.Report)];
    }

    /// <summary>How it stood before the first change that is known.</summary>
    private Standing Before()
    {
        string First(string column, string now) => Changes.OrderBy(change => change.Turn).FirstOrDefault(change => change.Column == column && change.Turn > 0)?.Old ?? now;
        return new Standing(First("state", Incident.State), First("hold_reason", Incident.Hold), First("close_notes", ""));
    }

    /// <summary>The comments with the change that each belongs to.</summary>
    private List<(IncidentNote Note, int Turn)> Placed()
    {
        var audited = Changes.Where(change => change.Column == Journal).OrderBy(change => change.Turn).ToList();
        return [.. Comments.Select(note => (note, TurnOf(note)))];

        int TurnOf(IncidentNote note)
        {
            var at = audited.FindIndex(change => change.User == note.User && (change.At - note.At).Duration() <= s_turn && change.New.ReplaceLineEndings("\n").Trim() == note.Text);
            if (at < 0)
            {
                return Changes.Where(change => change.At <= note.At).Select(change => change.Turn).DefaultIfEmpty(0).Max();
            }

            var turn = audited[at].Turn;
            audited.RemoveAt(at); // The next of the same words is another's.
            return turn;
        }
    }

    private bool IsHubs(IncidentNote note) => note.User == Supplier.User || note.IsMarked;

    private bool IsHubs(IEnumerable<IncidentChange> turn, IncidentNote? note) => turn.First().User == Supplier.User || note is { IsMarked: true };

    /// <summary>
    /// Whether the hub moved the incident out of a state that an agent had put it in once more than the hub can have meant: it was decided
    /// before the second time was known. Then the move is told as the supplier's, so that the case stands as the incident does.
    /// </summary>
    private bool Undoes(IEnumerable<IncidentChange> turn, Standing stood, List<TicketMeaning?> entered)
    {
        if (!turn.Any(change => change.Column == "state"))
        {
            return false;
        }

        var times = entered.Count(meaning => meaning == Supplier.MeaningOf(stood.State, stood.Hold));
        entered.Clear();
        return times > 1;
    }

    private IEnumerable<PolledReport> Moved(IGrouping<int, IncidentChange> turn, Standing from, Standing to, string words)
    {
        if (turn.LastOrDefault(change => change.Column is "state" or "hold_reason") is not { } change || (from.State, from.Hold) == (to.State, to.Hold))
        {
            return [];
        }

        var (before, after) = (Supplier.MeaningOf(from.State, from.Hold), Supplier.MeaningOf(to.State, to.Hold));
        if (before == after && after is not (null or TicketMeaning.Working))
        {
            return [];
        }

        var (number, ticket, wasOver) = (Incident.Case, Incident.Number, TicketStates.IsOver(before));
        var solution = Or(to.CloseNotes, words);
        var reason = Or(words, to.CloseNotes);
        return after switch
        {
            TicketMeaning.Working when before is TicketMeaning.New => [Told(new TicketAccepted(number, ticket))],
            TicketMeaning.Waiting when wasOver =>
                [Told(new TicketReopened(number, ticket), "/reopened"), Told(new TicketQuestionAsked(number, ticket, Or(words, "Leverantören behöver veta mer.")))],
            TicketMeaning.Waiting => [Told(new TicketQuestionAsked(number, ticket, Or(words, "Leverantören behöver veta mer.")))],
            TicketMeaning.Closed when wasOver => [Told(new TicketClosed(number, ticket, Text: Or(words, null)))],
            TicketMeaning.Resolved or TicketMeaning.Closed => [Told(new TicketResolved(number, ticket, Or(solution, "Löst hos leverantören.")))],
            TicketMeaning.Declined when before is TicketMeaning.New => [Told(new TicketDeclined(number, Or(reason, "Leverantören tar inte ärendet."), ticket))],
            TicketMeaning.Declined or TicketMeaning.Cancelled => [Told(new TicketCancelled(number, ticket, Or(reason, "Leverantören har avbrutit arbetet.")))],
            _ when wasOver => [Told(new TicketReopened(number, ticket, Or(words, null)))],
            _ => [Told(new TicketProgressed(number, ticket, Supplier.NameOf(to.State, to.Hold)))],
        };

        PolledReport Told(SupplierReport report, string part = "") => new($"{ticket}/{change.Id}{part}", report, change.At);
    }

    private IEnumerable<PolledReport> Proposed(IEnumerable<IncidentChange> turn, string words) => turn
        .Where(change => change.Column == Supplier.HandoverColumn && change.New.Length > 0)
        .Select(change => new PolledReport(
            $"{Incident.Number}/{change.Id}", new TicketHandoverProposed(Incident.Case, Incident.Number, change.New, Or(words, "Ärendet hör till en annan servicedesk.")), change.At));

    /// <summary>Whether a report carries the comment of its turn, which then is not told by itself.</summary>
    private static bool HoldsWords(SupplierReport report, string words) => words.Length > 0 && Shorten(words) == report switch
    {
        TicketQuestionAsked e => e.Text,
        TicketClosed e => e.Text,
        TicketResolved e => e.Text,
        TicketDeclined e => e.Reason,
        TicketCancelled e => e.Reason,
        TicketReopened e => e.Text,
        TicketHandoverProposed e => e.Reason,
        _ => null,
    };

    [return: NotNullIfNotNull(nameof(otherwise))]
    private static string? Or(string text, string? otherwise) => string.IsNullOrWhiteSpace(text) ? otherwise : Shorten(text);

    private static string Shorten(string text) => text.Length <= LongestText ? text : text[..LongestText];

    /// <summary>How an incident stands between two changes.</summary>
    private sealed record Standing(string State, string Hold, string CloseNotes)
    {
        public Standing After(IncidentChange change) => change.Column switch
        {
            "state" => this with { State = change.New },
            "hold_reason" => this with { Hold = change.New },
            "close_notes" => this with { CloseNotes = change.New },
            _ => this,
        };
    }
}
