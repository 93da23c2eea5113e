using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Search;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Start;

/// <summary>The start page: ways in, a search box, what works now. Cases are listed only for those who may see them.</summary>
[AllowAnonymous]
internal sealed class IndexModel(
    PhoneSettings phone, IReadOnlyList<SupplierSettings> suppliers, IEventLog log, LiveIndex live, SearchAccess access, SearchMeter meter, PageLanguage say,
    CurrentIncidents incidents, IWebHostEnvironment environment) : PageModel
{
    private const int NewestShown = 5;

    /// <summary>E.164; null when the hub has no number.</summary>
    public string? PhoneNumber { get; } = phone.Twilio.Number.Length > 0 ? phone.Twilio.Number : null;

    /// <summary>The number in groups, as people read it.</summary>
    public string PhoneShown => Adapters.People.PhoneNumber.Shown(PhoneNumber ?? "");

    /// <summary>What is known not to work now; for everybody.</summary>
    public IReadOnlyList<IncidentRow> Incidents => incidents.Now;

    /// <summary>Whether there is a pretended telephone.</summary>
    public bool IsDevelopment { get; } = environment.IsDevelopment();

    /// <summary>What works now.</summary>
    public List<Part> Parts { get; } = [];

    /// <summary>The newest cases; null for those who may not see cases, or when search cannot answer.</summary>
    public IReadOnlyList<SearchHit>? Newest { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Parts.Add(await LogAsync(ct));
        try
        {
            var newest = await live.SearchAsync(new SearchQuery { Sort = SearchSort.Newest, Size = NewestShown }, await access.ReaderAsync(HttpContext, ct), ct);
            Newest = HttpContext.MaySeeCases() ? newest.Hits : null;
            Parts.Add(new(say["Sökningen", "Search"], true, meter.Lag == 0
                ? say["fungerar", "works"]
                : string.Format(CultureInfo.InvariantCulture, say["fungerar, {0} händelser efter", "works, {0} events behind"], meter.Lag)));
        }
        catch (SearchIndexException)
        {
            Parts.Add(new(say["Sökningen", "Search"], false, say["startar", "is starting"]));
        }

        Parts.Add(new(say["Leverantörer", "Suppliers"], suppliers.Count > 0, suppliers.Count == 0
            ? say["ingen är inkopplad", "none is connected"]
            : string.Format(CultureInfo.InvariantCulture, say["{0} inkopplade", "{0} connected"], suppliers.Count)));
    }

    private async Task<Part> LogAsync(CancellationToken ct)
    {
        try
        {
            await log.HeadAsync(ct);
            return new(say["Att ta emot ärenden", "Taking cases"], true, say["fungerar", "works"]);
        }
        catch (EventLogException)
        {
            return new(say["Att ta emot ärenden", "Taking cases"], false, say["fungerar inte just nu", "does not work just now"]);
        }
    }

    /// <summary>One part of the hub and how it is.</summary>
    public sealed record Part(string Name, bool Works, string State);
}
