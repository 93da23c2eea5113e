using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>Sends what was planned when it is due, and knows what became of it. Thread-safe.</summary>
internal sealed class ReportRunner(SimulatorOptions options, SimulatorMemory memory, ReportQueue queue, CancellationToken stop)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ReportProgress> _reports = new(StringComparer.Ordinal);
    private readonly List<Task> _running = [];

    /// <summary>Everything that was planned, and what became of it.</summary>
    public IReadOnlyList<ReportProgress> Reports { get { lock (_gate) { return [.. _reports.Values]; } } }

    /// <summary>Takes up what the last run had planned and not ended.</summary>
    /// <param name="issue">By the type of a report: what is sent of it now.</param>
    public void Resume(Func<PlannedReport, PlannedReport?> issue)
    {
        List<PlannedReport> open;
        lock (_gate)
        {
            foreach (var line in memory.Lines)
            {
                if (line is ReportPlanned planned)
                {
                    _reports[planned.Report.Id] = new(planned.Report, Tries: 0, "planned", Why: null);
                }
                else if (line is ReportEnded ended && _reports.TryGetValue(ended.Id, out var report))
                {
                    _reports[ended.Id] = report with { Outcome = ended.Outcome };
                }
            }

            open = [.. _reports.Values.Where(report => report.Outcome == "planned").Select(report => report.Report)];
        }

        foreach (var plan in open.GroupBy(report => report.Cause, StringComparer.Ordinal))
        {
            Start([.. plan], issue);
        }
    }

    /// <summary>Begins a plan that is in the memory already.</summary>
    /// <param name="plan">In the order in which it is to be sent.</param>
    /// <param name="issue">Called when a report is due: the report as it is sent, or null when it is not.</param>
    public void Begin(IReadOnlyList<PlannedReport> plan, Func<PlannedReport, PlannedReport?> issue)
    {
        lock (_gate)
        {
            foreach (var report in plan)
            {
                _reports[report.Id] = new(report, Tries: 0, "planned", Why: null);
            }
        }

        Start(plan, issue);
    }

    /// <summary>Notes that a report is not sent.</summary>
    public void Drop(PlannedReport report, string why) => Note(report, tries: 0, "dropped", why);

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

    private void Start(IReadOnlyList<PlannedReport> plan, Func<PlannedReport, PlannedReport?> issue)
    {
        var running = RunAsync(plan, issue); // Issuing takes locks of its own, so none is held here.
        lock (_gate)
        {
            _running.RemoveAll(task => task.IsCompletedSuccessfully);
            _running.Add(running);
        }
    }

    private async Task RunAsync(IReadOnlyList<PlannedReport> plan, Func<PlannedReport, PlannedReport?> issue)
    {
        List<Task> sent = [];
        foreach (var (report, due) in plan.Select(report => (report, DueAsync(report))).ToList())
        {
            await due;
            if (issue(report) is { } issued)
            {
                sent.Add(queue.SendAsync(issued, (tries, outcome, why) => Note(issued, tries, outcome, why), stop));
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
