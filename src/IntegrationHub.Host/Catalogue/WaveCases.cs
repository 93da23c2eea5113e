using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Catalogue;

/// <summary>The open cases that a decision about a service's owner concerns: the owner before has them.</summary>
internal sealed class WaveCases(LiveView<CaseRow> rows, IEventLog log, ServiceCatalogue catalogue)
{
    private const int AtOnce = 500;
    private static readonly string[] s_open = ["offered", "in-progress", "awaiting-user"];

    /// <summary>Those that it concerns, as the log stands now.</summary>
    /// <param name="decided">The decision; it need not have been taken, nor have begun: then those that it would concern if it began now.</param>
    /// <param name="now">When it is.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<IReadOnlyList<CaseRow>> OfAsync(ServiceOwnerDecided decided, DateTimeOffset now, CancellationToken ct)
    {
        await rows.CatchUpAsync(log, ct);
        var (then, at) = (catalogue.Trying(decided with { OpenCases = OpenCases.HandOver }), now > decided.From ? now : decided.From);
        return
        [
            .. s_open.SelectMany(status => Open(decided.Service, status))
                .Where(row => row.Desk is { } desk && then.TakenOver(row.Service, new Place(row.Area, row.Organisation, row.Site), desk, at)?.Decision == decided.Decision)
                .OrderBy(row => row.OpenedAt),
        ];
    }

    private List<CaseRow> Open(string service, string status)
    {
        var sought = new Dictionary<string, string>(StringComparer.Ordinal) { ["service"] = service, ["status"] = status };
        List<CaseRow> found = [];
        for (long? before = null; ;)
        {
            var page = rows.Seek(sought, before, AtOnce);
            found.AddRange(page.Select(one => one.Row));
            if (page.Count < AtOnce)
            {
                return found;
            }

            before = page[^1].Place;
        }
    }
}
