using IntegrationHub.Core.Audit;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Audit;

/// <summary>Reads one case, or one incident with its cases, for the city office.</summary>
internal sealed class AuditStories(CaseStore cases, IncidentStore incidents, ServiceCatalogue catalogue, TimeProvider clock)
{
    /// <summary>How many of an incident's cases are shown beside each other.</summary>
    public const int MostCases = 40;

    /// <summary>The story; null when there is no such case, or there was none then.</summary>
    public async Task<AuditStory?> OfCaseAsync(string? number, DateTimeOffset? asOf, CancellationToken ct) =>
        CaseNumber.TryParse(number, out var parsed) ? Known(Told(null, [(await cases.LoadAsync(parsed, ct)).History], 0, asOf)) : null;

    /// <summary>The story; null when there is no such incident, or there was none then.</summary>
    public async Task<AuditStory?> OfIncidentAsync(string? number, DateTimeOffset? asOf, CancellationToken ct)
    {
        if (!IncidentNumber.TryParse(number, out var parsed) || await incidents.LoadAsync(parsed, ct) is not { History.Count: > 0 } loaded)
        {
            return null;
        }

        // Every case that was ever part of it: one that was taken out again is part of what happened.
        var joined = loaded.History.Where(known => asOf is null || known.Recorded.RecordedAt <= asOf)
            .Select(known => known.Fact).OfType<IncidentCaseJoined>().Select(joined => joined.Case).Distinct().ToList();
        var histories = new List<IReadOnlyList<Known>>();
        foreach (var one in joined.Take(MostCases))
        {
            histories.Add((await cases.LoadAsync(one, ct)).History);
        }

        return Known(Told(loaded.History, histories, joined.Count - histories.Count, asOf));
    }

    private AuditStory Told(IReadOnlyList<Known>? incident, IReadOnlyList<IReadOnlyList<Known>> histories, int omitted, DateTimeOffset? asOf) =>
        AuditStory.Of(incident, histories, omitted, (state, desk) => catalogue.SupplierOf(state, desk), clock.GetUtcNow(), asOf);

    private static AuditStory? Known(AuditStory story) => story.Entries.Count == 0 ? null : story;
}
