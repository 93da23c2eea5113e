using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Correlation;

/// <summary>Says to everybody what the correlation found, and whom it touches.</summary>
internal sealed class CauseWords(ServiceCatalogue catalogue, CorrelationSettings settings)
{
    private const int Longest = 200;

    /// <summary>What does not work, in one sentence.</summary>
    public IncidentText What(Cause cause)
    {
        var dependency = settings.Dependencies.FirstOrDefault(one => one.Id == cause.Dependency);
        var (sv, en) = cause.Kind switch
        {
            CauseKind.Service => ($"Många anmäler fel: {Sv(cause.Service)}", $"Many report trouble: {En(cause.Service)}"),
            CauseKind.Site => ($"Flera tjänster krånglar på {cause.Site}", $"Several services have trouble at {cause.Site}"),
            CauseKind.Organisation => ($"Flera tjänster krånglar i {cause.Organisation}", $"Several services have trouble in {cause.Organisation}"),
            CauseKind.ServiceInOrganisation => ($"Många i {cause.Organisation} anmäler fel: {Sv(cause.Service)}", $"Many in {cause.Organisation} report trouble: {En(cause.Service)}"),
            CauseKind.ServiceAtSite => ($"Många på {cause.Site} anmäler fel: {Sv(cause.Service)}", $"Many at {cause.Site} report trouble: {En(cause.Service)}"),
            CauseKind.Dependency => ($"Flera tjänster krånglar, troligen {dependency?.Sv ?? cause.Dependency}", $"Several services have trouble, probably {dependency?.En ?? cause.Dependency}"),
            CauseKind.Ticket => ("Leverantören ser ett gemensamt fel", "The supplier sees one common fault"),
            _ => ("Många anmäler samma fel i flera tjänster", "Many report the same trouble in several services"),
        };
        return new IncidentText(Short(sv), Short(en));
    }

    /// <summary>Whom it touches.</summary>
    public IncidentScope Scope(Cause cause)
    {
        var services = cause.Kind switch
        {
            CauseKind.Dependency => settings.Dependencies.FirstOrDefault(one => one.Id == cause.Dependency)?.Services ?? [],
            _ => cause.Service is null ? [] : (IReadOnlyList<string>)[cause.Service],
        };
        return new IncidentScope(
            [.. services.Where(id => catalogue.FindService(id) is not null).Order(StringComparer.Ordinal)], [],
            cause.Organisation is null ? [] : [cause.Organisation], cause.Site is null ? [] : [cause.Site]);
    }

    /// <summary>The desk that answers for it: the service's, what lies behind it, or else the one that most of its cases went to.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="desks">The desks of its cases.</param>
    public string Desk(Cause cause, IEnumerable<string> desks)
    {
        var most = desks.GroupBy(desk => desk, StringComparer.Ordinal).OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;
        var named = cause.Service ?? cause.Kind switch
        {
            CauseKind.Site => "network",
            CauseKind.Dependency => settings.Dependencies.FirstOrDefault(one => one.Id == cause.Dependency)?.Services is [var first, ..] ? first : null,
            _ => null,
        };
        return (named is null ? null : catalogue.FindService(named)?.Desk) ?? most ?? catalogue.Desks[0].Id;
    }

    private string? Sv(string? service) => service is null ? null : catalogue.FindService(service)?.Sv ?? service;

    private string? En(string? service) => service is null ? null : catalogue.FindService(service)?.En ?? service;

    private static string Short(string text) => text.Length <= Longest ? text : text[..Longest];
}
