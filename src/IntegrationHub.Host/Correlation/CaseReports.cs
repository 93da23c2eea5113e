using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Correlation;

/// <summary>Makes reports for the correlation of what stands in the log. A case is one report: once, when it is first routed or the user was asked what it is.</summary>
internal sealed class CaseReports
{
    private const int Most = 20_000;
    private readonly Dictionary<string, CaseOpened> _opened = new(StringComparer.Ordinal);
    private readonly Queue<string> _inOrder = new();
    private readonly Dictionary<string, string> _desks = new(StringComparer.Ordinal);
    private readonly Queue<string> _desksInOrder = new();

    /// <summary>The types of events that reports are made of.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [.. new[] { typeof(CaseOpened), typeof(CaseRouted), typeof(RoutingQuestionAsked), typeof(SupplierAlertRaised) }.Select(StoredTypes.NameOf)];

    /// <summary>The report that an event makes whole; null for none.</summary>
    public Report? Of(Known known)
    {
        switch (known.Fact)
        {
            case CaseOpened opened:
                Keep(_opened, _inOrder, known.Recorded.Stream, opened);
                return null;
            case CaseRouted { Service: not ServiceCatalogue.NotOurs } routed when _opened.Remove(known.Recorded.Stream, out var opened):
                Keep(_desks, _desksInOrder, opened.Number.Value, routed.Desk);
                return Of(opened, routed.Service);
            case CaseRouted routed:
                _opened.Remove(known.Recorded.Stream);
                Keep(_desks, _desksInOrder, known.Recorded.Stream["case-".Length..], routed.Desk);
                return null;
            case RoutingQuestionAsked when _opened.Remove(known.Recorded.Stream, out var opened):
                return Of(opened, null);
            case SupplierAlertRaised alert:
                return new Report($"alert/{alert.Supplier}/{alert.Alert}", alert.At)
                {
                    Service = alert.Service,
                    Site = alert.Site,
                    Organisation = alert.Organisation,
                    Words = alert.Text?.Text,
                    Person = "supplier/" + alert.Supplier, // One voice for each place and service, however often it alarms.
                    Ticket = alert.Ticket is null ? null : $"{alert.Supplier}/{alert.Ticket}",
                };
            default:
                return null;
        }
    }

    /// <summary>The desk that a case first went to; null when that is not known any more.</summary>
    public string? DeskOf(string number) => _desks.GetValueOrDefault(number);

    private static Report Of(CaseOpened opened, string? service) => new(opened.Number.Value, opened.At)
    {
        Service = service,
        Site = opened.Site,
        Organisation = opened.Organisation,
        Words = opened.Description.Text,
        Person = opened.Reporter.Person.Value,
    };

    private static void Keep<T>(Dictionary<string, T> kept, Queue<string> inOrder, string key, T value)
    {
        if (kept.TryAdd(key, value))
        {
            inOrder.Enqueue(key);
        }

        if (inOrder.Count > Most)
        {
            kept.Remove(inOrder.Dequeue());
        }
    }
}
