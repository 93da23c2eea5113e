namespace IntegrationHub.Core.Correlation;

/// <summary>
/// Finds common causes in reports as they come, knowing only the past. Each report is held against what is usual for its service, its
/// place, the words that it is told in, and combinations of these; what is usual is learned on the way, from nothing. Deterministic: the
/// same reports and commands in the same order give the same findings. Cost per report and memory do not grow with history.
/// </summary>
/// <remarks>Not safe to share between threads.</remarks>
public sealed class CorrelationEngine
{
    private readonly CorrelationSettings _settings;
    private readonly Learned _learned;
    private readonly BurstScan _scan;
    private readonly Clusters _clusters;
    private readonly EngineClock _clock = new();
    private readonly PlannedWorkBook _planned = new();
    private readonly List<Scope> _scopes = [];
    private readonly List<ScopeMemory> _memories = [];

    /// <summary>An engine that knows nothing yet.</summary>
    public CorrelationEngine(CorrelationSettings settings)
    {
        _settings = settings;
        _learned = new Learned(settings);
        _scan = new BurstScan(_learned.Reports, _learned.Volume, _learned.Usual, _learned.Words, settings);
        _clusters = new Clusters(_learned, settings);
    }

    /// <summary>How many services, places, words and combinations are remembered; bounded by <see cref="CorrelationSettings.Remembered"/>.</summary>
    public int Remembered => _learned.Remembered;

    /// <summary>Takes in the next report.</summary>
    /// <param name="report">In order of time; one that is out of order counts as of now.</param>
    /// <returns>What it led to; mostly nothing.</returns>
    public IReadOnlyList<Finding> Take(Report report)
    {
        var backwards = _clock.Take(report.At);
        var now = _clock.Now;
        _learned.Advance(now, backwards);
        var findings = _clusters.EndQuiet(now, report.At);
        var seen = _learned.Reports.Add(report, now);
        if (_clusters.Absorb(seen) is { } linked)
        {
            return [.. findings, linked];
        }

        _learned.Learn(seen, _scopes, _memories);
        var best = default(Burst);
        for (var at = 0; at < _scopes.Count; at++)
        {
            var burst = _scan.Strongest(_scopes[at], _memories[at], seen);
            best = burst.Evidence > best.Evidence ? burst : best;
        }

        var planned = _planned.At(report, report.At) is null ? 0 : Price.SavedByPlannedWork;
        best = best with { Evidence = best.Evidence - Price.OfKnowingLittle(_learned.Usual.All) + (best.Evidence > 0 ? planned : 0) };
        return best.Evidence >= _settings.DeclareAt && _clusters.Declare(best, seen) is { } declared ? [.. findings, declared]
            : best.Evidence >= _settings.ProposeAt && _clusters.Propose(best, seen) is { } proposed ? [.. findings, proposed]
            : findings;
    }

    /// <summary>A supplier gave its own ticket to what a report is about. Several with one ticket have one cause, as the supplier sees it.</summary>
    /// <param name="report">The report's id; one that is gone from memory is passed over.</param>
    /// <param name="ticket">As <c>supplier/ticket</c>.</param>
    public IReadOnlyList<Finding> Ticketed(string report, string ticket)
    {
        if (_learned.Reports.Find(report) is not { } seen || !seen.GiveTicket(ticket))
        {
            return [];
        }

        var scope = new Scope(CauseKind.Ticket, seen.Ticket);
        _learned.Of(scope).Hear(new Voice(seen.Time, seen.Order, seen.Voice));
        if (seen.Cluster != 0)
        {
            _clusters.Know(seen.Cluster, scope);
        }

        var open = _learned.Recent(scope, _clock.Now, Volume.Span);
        List<Finding> linked = [.. open.Select(one => _clusters.AbsorbByTicket(one, scope)).OfType<ReportLinked>()];
        if (linked.Count > 0 || open.Count == 0)
        {
            return linked;
        }

        var (burst, newest) = (_scan.OfTicket(scope, open, _clock.Now), open.MaxBy(one => one.Order)!);
        return burst.Evidence >= _settings.DeclareAt && _clusters.Declare(burst, newest) is { } declared ? [declared]
            : burst.Evidence >= _settings.ProposeAt && _clusters.Propose(burst, newest) is { } proposed ? [proposed]
            : [];
    }

    /// <summary>A supplier announced planned work. Where and when it goes on, less is needed to believe in a common cause.</summary>
    public void Announce(PlannedWorkAnnounced work) => _planned.Take(work);

    /// <summary>A person took the report out of a cause: it is never linked to any again.</summary>
    public void TakeApart(string report) => _clusters.TakeApart(report);

    /// <summary>The cause is gone, as a person knows: nothing more is linked to it.</summary>
    public void End(int cluster) => _clusters.End(cluster);
}
