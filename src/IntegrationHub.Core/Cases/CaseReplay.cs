using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Cases;

/// <summary>One line of a supplier's incident log.</summary>
/// <param name="Supplier">Whose log; for example <c>vinst</c>.</param>
/// <param name="Ticket">The supplier's id of the incident.</param>
/// <param name="Index">The line's place within its incident; 0 for the first.</param>
/// <param name="At">When it happened.</param>
/// <param name="Details">Every further column as it stood, empty ones too.</param>
public sealed record HistoryRow(
    string Supplier, string Ticket, int Index, DateTimeOffset At, string Status, string Substatus, string Team, string Agent,
    IReadOnlyDictionary<string, string> Details);

/// <summary>What a line led to.</summary>
/// <param name="Events">First of them (after the opening, at the first line) the line itself as <see cref="SupplierReported"/>.</param>
/// <param name="Broken">The rules by which a live case would have refused it.</param>
/// <param name="After">The case after it.</param>
public sealed record Replayed(IReadOnlyList<CaseEvent> Events, IReadOnlyList<string> Broken, CaseState After);

/// <summary>
/// Takes recorded history through the rules of a live case. What a live case would have refused is counted by rule and then
/// recorded as it happened (<see cref="HistoryRecorded"/>), so that the ledger follows the past and not the wish.
/// </summary>
public static class CaseReplay
{
    /// <summary>The kind of message that a line is kept as.</summary>
    public const string HistoryType = "history";

    /// <summary>Replays one line.</summary>
    /// <param name="state">The case after the lines before.</param>
    /// <param name="number">The case's number, used by the first line.</param>
    /// <param name="row">The line; a team stands for a desk.</param>
    public static Replayed Replay(CaseState state, CaseNumber number, HistoryRow row)
    {
        var run = new Run(state, row);
        if (state.Phase == CasePhase.None)
        {
            run.Do(Opening(number, row));
        }

        run.Do(new ReportFromSupplier(Report(row), null, row.At));
        Move(run, row);
        Work(run, row);
        return new Replayed(run.Events, run.Broken, run.State);
    }

    private static void Move(Run run, HistoryRow row)
    {
        var queued = row.Status == "Queued";
        if (run.State.Desk == row.Team)
        {
            if (run.State.HandoverTo is { } asked)
            {
                run.Do(new DeclineHandover(asked, "Taken back.", row.At));
            }
        }
        else if (run.State.HandoverTo == row.Team)
        {
            if (!queued)
            {
                run.Do(new AcceptHandover(row.Team, row.At));
            }
        }
        else if (!queued)
        {
            run.Try(new AcceptHandover(row.Team, row.At), CasePhase.InProgress);
        }
        else if (run.State.Phase is CasePhase.Offered or CasePhase.InProgress or CasePhase.AwaitingUser
            && Handovers.BrokenRule(run.State, row.Team) is { } rule)
        {
            run.Force(rule, CasePhase.Offered);
        }
        else
        {
            run.Try(new ProposeHandover(run.State.Desk!, row.Team, "Queued.", row.At), CasePhase.Offered);
        }
    }

    private static void Work(Run run, HistoryRow row)
    {
        switch (row.Status, row.Substatus)
        {
            case ("Accepted", "Wait - User" or "Wait - Customer") when run.State.Phase != CasePhase.AwaitingUser:
                run.Try(new AskUser(row.Team, row.Substatus, row.At), CasePhase.AwaitingUser);
                break;
            case ("Accepted", "Wait - User" or "Wait - Customer"):
                break;
            case ("Accepted", _) when run.State.Phase == CasePhase.Offered:
                run.Try(new AcceptCase(row.Team, row.Ticket, row.At), CasePhase.InProgress);
                break;
            case ("Accepted", _) when run.State.Phase != CasePhase.InProgress:
                run.Try(new TellProgress(row.Team, row.Substatus, row.At), CasePhase.InProgress);
                break;
            case ("Completed", "Resolved" or "In Call"):
                run.Try(new ResolveCase(row.Team, row.Substatus, row.At), CasePhase.Resolved);
                break;
            case ("Completed", "Closed") when run.State.Phase != CasePhase.ClosedUnconfirmed:
                run.Force("close-without-confirmation", CasePhase.ClosedUnconfirmed);
                break;
            case ("Completed", "Cancelled"):
                run.Force("cancelled-by-desk", CasePhase.ClosedUnconfirmed);
                break;
            case ("Queued", _) when run.State.Phase is CasePhase.Resolved or CasePhase.ClosedUnconfirmed:
                run.Try(new TellProgress(row.Team, row.Substatus, row.At), CasePhase.Offered);
                break;
            default:
                break;
        }
    }

    private static OpenCase Opening(CaseNumber number, HistoryRow row)
    {
        var product = row.Details.GetValueOrDefault("product", "");
        var impact = row.Details.GetValueOrDefault("impact", "");
        return new OpenCase(
            new CaseOpened(
                number, CaseKind.Fault, Personal.Public(product), Reporter.Nobody, "import", "en",
                null, null, row.Details.GetValueOrDefault("org_country"), null, row.At),
            SeverityOf(impact),
            new RoutingDecision(product, row.Team, 1, ["The supplier's own log says so."], [], null),
            row.Supplier, row.At);
    }

    private static Severity SeverityOf(string impact) => impact switch
    {
        "Major" => new(Effect.City, Urgency.Stopped, Circumstances.None, "Impact Major in the supplier's log."),
        "High" => new(Effect.Site, Urgency.Hindered, Circumstances.None, "Impact High in the supplier's log."),
        "Medium" => new(Effect.Group, Urgency.Hindered, Circumstances.None, "Impact Medium in the supplier's log."),
        _ => new(Effect.One, Urgency.Working, Circumstances.None, $"Impact {impact} in the supplier's log."),
    };

    private static SupplierReported Report(HistoryRow row) => new(
        row.Supplier, $"{row.Ticket}:{row.Index}", HistoryType, row.Ticket, row.Team, row.Agent, row.Status, row.Substatus,
        null, row.Details, null, null, row.At);

    /// <summary>A case on its way through one line.</summary>
    private sealed class Run(CaseState state, HistoryRow row)
    {
        public CaseState State { get; private set; } = state;

        public List<CaseEvent> Events { get; } = [];

        public List<string> Broken { get; } = [];

        public void Do(CaseCommand command) => Try(command, State.Phase);

        public void Try(CaseCommand command, CasePhase happened)
        {
            switch (CaseDecider.Decide(State, command))
            {
                case Accepted<CaseEvent> yes:
                    Add(yes.Events);
                    break;
                case Refused<CaseEvent> no:
                    Force(no.Code, happened);
                    break;
            }
        }

        public void Force(string rule, CasePhase happened)
        {
            Broken.Add(rule);
            Add([new HistoryRecorded(rule, happened, row.Team, row.At)]);
        }

        private void Add(IReadOnlyList<CaseEvent> events)
        {
            Events.AddRange(events);
            State = events.Aggregate(State, (state, fact) => state.After(fact));
        }
    }
}
