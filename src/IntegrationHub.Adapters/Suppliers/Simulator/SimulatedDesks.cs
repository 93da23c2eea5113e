using System.Globalization;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>The desks' books: tickets, what came, what goes out. Thread-safe.</summary>
internal sealed class SimulatedDesks(SimulatorOptions options, SimulatorFaults faults, SimulatorMemory memory, ReportQueue queue, CancellationToken stop)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Supplier, string Source, string Id), MessageEffect> _effects = [];
    private readonly Dictionary<(string Supplier, string Case), SimulatedTicket> _tickets = [];
    private readonly Dictionary<string, ReportProgress> _reports = new(StringComparer.Ordinal);
    private readonly List<Task> _running = [];

    public SimulatorFaults Faults { get; set; } = faults;

    public bool Auto { get; set; } = options.Auto;

    public IReadOnlyList<SimulatedTicket> Tickets { get { lock (_gate) { return [.. _tickets.Values]; } } }

    public IReadOnlyList<MessageEffect> Effects { get { lock (_gate) { return [.. _effects.Values]; } } }

    public IReadOnlyList<ReportProgress> Reports { get { lock (_gate) { return [.. _reports.Values]; } } }

    /// <summary>Takes up where the last run was killed.</summary>
    public void Resume()
    {
        foreach (var line in memory.Lines)
        {
            switch (line)
            {
                case MessageTaken taken:
                    _effects[(taken.Supplier, taken.Source, taken.Id)] = new(taken.Supplier, taken.Source, taken.Id, taken.Type, Received: 1, Effects: 1);
                    break;
                case TicketSaved saved:
                    _tickets[(saved.Ticket.Supplier, saved.Ticket.Case)] = saved.Ticket;
                    break;
                case ReportPlanned planned:
                    _reports[planned.Report.Id] = new(planned.Report, Tries: 0, "planned", Why: null);
                    break;
                case ReportEnded ended when _reports.TryGetValue(ended.Id, out var report):
                    _reports[ended.Id] = report with { Outcome = ended.Outcome };
                    break;
                default:
                    break;
            }
        }

        var open = _reports.Values.Where(report => report.Outcome == "planned").Select(report => report.Report).ToList();
        foreach (var plan in open.GroupBy(report => report.Cause, StringComparer.Ordinal))
        {
            Start([.. plan]);
        }
    }

    /// <summary>Counts a message in, before anything is done about it.</summary>
    /// <returns>How often it has come, this time included.</returns>
    public int Arrived(string supplier, ReceivedEvent received)
    {
        lock (_gate)
        {
            var key = (supplier, received.Source, received.Id);
            var seen = _effects.GetValueOrDefault(key) ?? new(supplier, received.Source, received.Id, received.Type, 0, 0);
            _effects[key] = seen with { Received = seen.Received + 1 };
            return seen.Received + 1;
        }
    }

    /// <summary>Does what a message asks for, once.</summary>
    /// <returns>The ticket, and whether this was the first time.</returns>
    public (SimulatedTicket Ticket, bool Fresh) Take(string supplier, ReceivedEvent received, HubMessage message)
    {
        lock (_gate)
        {
            var key = (supplier, received.Source, received.Id);
            var before = _tickets.GetValueOrDefault((supplier, message.Case)) ?? NewTicket(supplier, message);
            if (_effects[key].Effects > 0)
            {
                return (before, false);
            }

            var after = DeskPlan.Take(before, message, received.Type);
            var plan = DeskPlan.Reports(before, message, received.Id, Habits(supplier, received.Id, message.Case), options.Clock.GetUtcNow());
            memory.Add([
                new MessageTaken(supplier, received.Source, received.Id, received.Type),
                new TicketSaved(after with { Description = null }),
                .. plan.Select(report => new ReportPlanned(report)),
            ]);
            _tickets[(supplier, message.Case)] = after;
            _effects[key] = _effects[key] with { Effects = 1 };
            Plan(plan);
            return (after, true);
        }
    }

    /// <summary>Sends what a person at the desk decided.</summary>
    public void ByHand(PlannedReport report)
    {
        lock (_gate)
        {
            memory.Add(new ReportPlanned(report));
            Plan([report]);
        }
    }

    /// <summary>Ends when everything that was started has noticed the stop. A fault of the simulator itself comes to light here.</summary>
    public async Task StoppedAsync()
    {
        Task all;
        lock (_gate)
        {
            all = Task.WhenAll(_running);
        }

        try
        {
            await all;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was under way is in the memory file, if there is one.
        }
    }

    private SimulatedTicket NewTicket(string supplier, HubMessage message) => new(
        message.Ticket ?? string.Create(CultureInfo.InvariantCulture, $"{Letters(supplier)}-{LastNumber(supplier) + 1:D6}"),
        supplier, message.Case, TicketPhase.New, Description: null, Stopped: false, History: []);

    private int LastNumber(string supplier) => _tickets.Values
        .Where(ticket => ticket.Supplier == supplier)
        .Select(ticket => int.TryParse(ticket.Ticket.Split('-')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .DefaultIfEmpty()
        .Max();

    private static string Letters(string supplier) => supplier switch
    {
        "workplace" => "WP",
        "central-systems" => "CS",
        _ => supplier[..Math.Min(2, supplier.Length)].ToUpperInvariant(),
    };

    private DeskHabits Habits(string supplier, string message, string number) => new(
        options.Delays,
        Auto: Auto && !Faults.Hit(SimulatorFaults.Silent, supplier, message),
        Declines: Faults.Hit(SimulatorFaults.Decline, supplier, message),
        Asks: SimulatorFaults.Draw(options.Seed, "ask", number) < options.QuestionPercent,
        Swaps: Faults.Hit(SimulatorFaults.Swap, supplier, message),
        Late: Faults.Hit(SimulatorFaults.Delay, supplier, message) ? options.Delays.Late : TimeSpan.Zero);

    private void Plan(IReadOnlyList<PlannedReport> plan)
    {
        foreach (var report in plan)
        {
            _reports[report.Id] = new(report, Tries: 0, "planned", Why: null);
        }

        Start(plan);
    }

    private void Start(IReadOnlyList<PlannedReport> plan)
    {
        _running.RemoveAll(task => task.IsCompletedSuccessfully);
        _running.Add(RunAsync(plan));
    }

    private async Task RunAsync(IReadOnlyList<PlannedReport> plan)
    {
        List<Task> sent = [];
        foreach (var (report, due) in plan.Select(report => (report, DueAsync(report))).ToList())
        {
            await due;
            if (Issue(report))
            {
                sent.Add(queue.SendAsync(report, (tries, outcome, why) => Note(report, tries, outcome, why), stop));
            }
        }

        await Task.WhenAll(sent);
    }

    /// <remarks>All of a plan's timers run from the start, so that a clock which jumps passes none of them by.</remarks>
    private Task DueAsync(PlannedReport report)
    {
        var wait = report.Due - options.Clock.GetUtcNow();
        return wait > TimeSpan.Zero ? Task.Delay(wait, options.Clock, stop) : Task.CompletedTask;
    }

    private bool Issue(PlannedReport report)
    {
        lock (_gate)
        {
            var key = (report.Supplier, report.Case);
            if (report.Cause != PlannedReport.ByHand && _tickets[key].Stopped)
            {
                Note(report, tries: 0, "dropped", "The hub said that nothing more is expected.");
                return false;
            }

            _tickets[key] = DeskPlan.Report(_tickets[key], report.Type);
            memory.Add(new TicketSaved(_tickets[key] with { Description = null }));
            return true;
        }
    }

    private void Note(PlannedReport report, int tries, string outcome, string? why)
    {
        lock (_gate)
        {
            _reports[report.Id] = new(report, tries, outcome, why);
            if (outcome is not "sending")
            {
                memory.Add(new ReportEnded(report.Id, outcome));
            }
        }
    }
}
