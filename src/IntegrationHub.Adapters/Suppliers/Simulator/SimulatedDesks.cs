using System.Globalization;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>The desks' books: tickets, what came, what goes out. Thread-safe.</summary>
internal sealed class SimulatedDesks(SimulatorOptions options, SimulatorFaults faults, SimulatorMemory memory, ReportRunner runner)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Supplier, string Source, string Id), MessageEffect> _effects = [];
    private readonly Dictionary<(string Supplier, string Case), SimulatedTicket> _tickets = [];

    public SimulatorFaults Faults { get; set; } = faults;

    public bool Auto { get; set; } = options.Auto;

    public IReadOnlyList<SimulatedTicket> Tickets { get { lock (_gate) { return [.. _tickets.Values]; } } }

    public IReadOnlyList<MessageEffect> Effects { get { lock (_gate) { return [.. _effects.Values]; } } }

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
                default:
                    break;
            }
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

    /// <summary>Counts that a message about an order has its effect; false when it had it before.</summary>
    public bool TakesFirst(string supplier, ReceivedEvent received)
    {
        lock (_gate)
        {
            var key = (supplier, received.Source, received.Id);
            var first = _effects[key].Effects == 0;
            _effects[key] = _effects[key] with { Effects = 1 };
            return first;
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
            runner.Begin(plan, Issue);
            return (after, true);
        }
    }

    /// <summary>Sends what a person at the desk decided.</summary>
    public void ByHand(PlannedReport report)
    {
        lock (_gate)
        {
            memory.Add(new ReportPlanned(report));
            runner.Begin([report], Issue);
        }
    }

    /// <summary>Notes that a report goes out; null when nothing more is expected.</summary>
    public PlannedReport? Issue(PlannedReport report)
    {
        lock (_gate)
        {
            var key = (report.Supplier, report.Case);
            if (report.Cause != PlannedReport.ByHand && _tickets[key].Stopped)
            {
                runner.Drop(report, "The hub said that nothing more is expected.");
                return null;
            }

            _tickets[key] = DeskPlan.Report(_tickets[key], report.Type);
            memory.Add(new TicketSaved(_tickets[key] with { Description = null }));
            return report;
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

    /// <summary>What a supplier's own numbers begin with.</summary>
    public static string Letters(string supplier) => supplier switch
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
}
