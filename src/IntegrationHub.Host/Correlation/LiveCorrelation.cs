using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Correlation;

/// <summary>
/// Feeds cases, suppliers' alerts and planned work to the correlation as they come, in the order of the log, and takes what it finds to
/// the incidents. After a restart what is usual is learned again from the last weeks of the log, without effects.
/// </summary>
/// <remarks>Every node does so: the ids of what it leads to follow from the reports, and so it has one effect.</remarks>
internal sealed class LiveCorrelation(CorrelationSettings settings, FoundCauses causes, CaseReports reports, DaysInLog days, IEventLog log, EventCodec codec) : IWorkGroup
{
    private readonly EngineFeed _engine = new(settings, reports);
    private readonly Queue<Finding> _open = new();
    private LogPosition? _known;

    /// <summary>Planned work, as it is known.</summary>
    public PlannedWorkBook Planned { get; } = new();

    /// <inheritdoc/>
    public string Name => "correlation";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => EngineFeed.Types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => "all";

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        if (_known is null)
        {
            await LearnAsync(happened.Recorded.Position, ct);
        }

        if (happened.Recorded.Position > _known!.Value)
        {
            foreach (var finding in Take(happened))
            {
                _open.Enqueue(finding);
            }

            _known = happened.Recorded.Position;
            days.Note(happened.Recorded);
        }

        // What could not be written is tried again; the engine is not told twice.
        for (; _open.TryPeek(out var next); _open.Dequeue())
        {
            await causes.TakeAsync(next, ct);
        }

        return WorkResult.Done;
    }

    private async Task LearnAsync(LogPosition until, CancellationToken ct)
    {
        await foreach (var recorded in log.ReadAllAsync(days.Since, ct))
        {
            if (!(recorded.Position < until))
            {
                break;
            }

            if (EngineFeed.Types.Contains(recorded.Type))
            {
                foreach (var finding in Take(codec.DecodeOrCarry(recorded)))
                {
                    causes.Remember(finding);
                }
            }
        }

        _known = new LogPosition(until.Value - 1);
    }

    private IReadOnlyList<Finding> Take(Known known)
    {
        if (known.Fact is IncidentCaseJoined joined)
        {
            causes.Joined(joined.Case, IncidentNumber.OfStream(known.Recorded.Stream)!.Value);
        }
        else if (known.Fact is PlannedWorkAnnounced announced)
        {
            Planned.Take(announced);
        }

        return _engine.Take(known, causes.ClusterOf);
    }
}
