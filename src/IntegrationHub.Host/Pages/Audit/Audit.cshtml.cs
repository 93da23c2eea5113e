using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Audit;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Audit;

/// <summary>The city office's list: what touched more than one supplier.</summary>
[Authorize(Policy = Access.CityOffice)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class AuditModel(AuditList list, ServiceCatalogue catalogue) : PageModel
{
    private const int AtOnce = 25;

    /// <summary>A page of the list.</summary>
    public IReadOnlyList<AuditLine> Lines { get; private set; } = [];

    /// <summary>Where the next page begins; null when this is the last.</summary>
    public int? Next { get; private set; }

    /// <summary>What was asked for.</summary>
    public AuditQuestion Asked { get; private set; } = new(null, null, null, null, false);

    /// <summary>The suppliers that can be asked for.</summary>
    public IReadOnlyList<string> Suppliers => [.. catalogue.Desks.Select(desk => desk.Supplier).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Shows the page; a day that is none asks for none.</summary>
    public void OnGet(string? from, string? to, string? supplier, string? organisation, bool incidentsOnly, int after)
    {
        Asked = new AuditQuestion(AuditList.Day(from), AuditList.Day(to), Said(supplier), Said(organisation), incidentsOnly);
        (Lines, Next) = list.Ask(Asked, Math.Max(0, after), AtOnce);
    }

    /// <summary>The address of the next page.</summary>
    public IDictionary<string, string> NextPage => new (string Name, string? Value)[]
    {
        ("from", Asked.From?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("to", Asked.To?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
        ("supplier", Asked.Supplier), ("organisation", Asked.Organisation), ("incidentsOnly", Asked.IncidentsOnly ? "true" : null),
        ("after", Next?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    }.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Name, pair => pair.Value!, StringComparer.Ordinal);

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
