using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Host.Correlation;

/// <summary>An engine that is fed from the log: cases, suppliers' alerts, planned work, and what people decided about incidents.</summary>
/// <param name="settings">The rules.</param>
/// <param name="reports">Makes reports of events.</param>
internal sealed class EngineFeed(CorrelationSettings settings, CaseReports reports)
{
    private const int Most = 20_000;
    private readonly CorrelationEngine _engine = new(settings);
    private readonly HashSet<string> _tickets = new(StringComparer.Ordinal);
    private readonly Queue<string> _ticketsInOrder = new();

    /// <summary>The types of events that it is fed with.</summary>
    public static IReadOnlySet<string> Types { get; } = new HashSet<string>(
        CaseReports.Types.Concat(new[]
        {
            typeof(IncidentCaseJoined), typeof(IncidentCaseLeft), typeof(IncidentResolved), typeof(PlannedWorkAnnounced), typeof(SupplierTicketLinked), typeof(SupplierReported),
        }.Select(StoredTypes.NameOf)),
        StringComparer.Ordinal);

    /// <summary>Takes in the next event.</summary>
    /// <param name="known">In the order of the log.</param>
    /// <param name="clusterOf">The cause that an incident has; null for none.</param>
    public IReadOnlyList<Finding> Take(Known known, Func<IncidentNumber, int?> clusterOf)
    {
        switch (known.Fact)
        {
            case IncidentCaseLeft { Source: IncidentSource.Hand } e:
                _engine.TakeApart(e.Case.Value);
                return [];
            case IncidentResolved:
                if (clusterOf(IncidentNumber.OfStream(known.Recorded.Stream)!.Value) is { } cluster)
                {
                    _engine.End(cluster);
                }

                return [];
            case SupplierTicketLinked e:
                return Ticketed(known, e.Supplier, e.Ticket);
            case SupplierReported { Ticket: { } ticket } e:
                return Ticketed(known, e.Supplier, ticket);
            case PlannedWorkAnnounced e:
                _engine.Announce(e);
                return [];
            default:
                return reports.Of(known) is { } report ? _engine.Take(report) : [];
        }
    }

    /// <summary>A supplier says its ticket with everything that it tells; the first time counts.</summary>
    private IReadOnlyList<Finding> Ticketed(Known known, string supplier, string ticket)
    {
        var (number, name) = (CaseNumber.OfStream(known.Recorded.Stream).Value, $"{supplier}/{ticket}");
        var key = $"{number} {name}";
        if (!_tickets.Add(key))
        {
            return [];
        }

        _ticketsInOrder.Enqueue(key);
        if (_ticketsInOrder.Count > Most)
        {
            _tickets.Remove(_ticketsInOrder.Dequeue());
        }

        return _engine.Ticketed(number, name);
    }
}
