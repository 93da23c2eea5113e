using IntegrationHub.Core.Search;
using IntegrationHub.Host.Search;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;

namespace IntegrationHub.Host.Pages.Search;

/// <summary>The search page: the parameters of <c>/api/search</c>, as a form and as links.</summary>
internal sealed class SearchModel(LiveIndex live, SearchAccess access, PageLanguage say) : PageModel
{
    private const int FacetValuesShown = 8;

    /// <summary>The text sought.</summary>
    public string Q => Request.Query["q"].ToString();

    /// <summary>The answer; null when there is a fault or search cannot answer.</summary>
    public SearchPage? Found { get; private set; }

    /// <summary>What is wrong with the parameters.</summary>
    public IReadOnlyList<SearchFault> Faults { get; private set; } = [];

    /// <summary>The narrowing values, by field.</summary>
    public IEnumerable<(string Field, string Value)> Chosen =>
        SearchField.All.SelectMany(sought => Request.Query[sought.Name].OfType<string>().Where(value => value.Length > 0).Select(value => (sought.Name, value)));

    /// <summary>Facets that still narrow: those with more than one value, the chosen ones left out.</summary>
    public IEnumerable<(string Field, IReadOnlyList<FacetCount> Values)> Facets =>
        Found!.Facets.Where(facet => facet.Value.Count > 1 && Request.Query[facet.Key].Count == 0)
            .Select(facet => (facet.Key, (IReadOnlyList<FacetCount>)[.. facet.Value.Take(FacetValuesShown)]));

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var parsed = SearchQuery.Parse(Request.Query.Where(given => given.Key != "lang")
            .SelectMany(given => given.Value, (given, value) => KeyValuePair.Create(given.Key, value)));
        Faults = parsed.Faults;
        try
        {
            Found = parsed.Query is { } query ? await live.SearchAsync(query, await access.ReaderAsync(HttpContext, ct), ct) : null;
        }
        catch (SearchIndexException)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    /// <summary>This search with one more value; from its first page.</summary>
    public string With(string field, string value) =>
        Address(Request.Query.Where(given => given.Key is not ("after" or "lang")).Append(KeyValuePair.Create(field, new StringValues(value))));

    /// <summary>This search without a value.</summary>
    public string Without(string field, string value) =>
        Address(Request.Query.Where(given => given.Key is not ("after" or "lang"))
            .Select(given => given.Key == field ? KeyValuePair.Create(given.Key, new StringValues([.. given.Value.Where(v => v != value)])) : given));

    /// <summary>The page that follows.</summary>
    public string Next(string after) =>
        Address(Request.Query.Where(given => given.Key is not ("after" or "lang")).Append(KeyValuePair.Create("after", new StringValues(after))));

    /// <summary>What a field is called.</summary>
    public string NameOf(string field) => field switch
    {
        "kind" => say["Slag", "Kind"],
        "supplier" => say["Leverantör", "Supplier"],
        "desk" => say["Servicedesk", "Desk"],
        "service" => say["Tjänst", "Service"],
        "area" => say["Leveransområde", "Area"],
        "organisation" => say["Förvaltning eller bolag", "Organisation"],
        "site" => say["Plats", "Site"],
        "status" => say["Läge", "Status"],
        "number" => say["Nummer", "Number"],
        "ticket" => say["Leverantörens ärende", "Supplier's ticket"],
        _ => field,
    };

    /// <summary>What was done with a text that could not be sought as it stands.</summary>
    public string Said(SearchSkip skip) => say.IsEnglish ? skip.Sentence : skip.Code switch
    {
        "similar" => "Inget stämmer med orden som de är stavade; här är träffar med liknande ord.",
        "common" => $"”{skip.Text}” är så vanligt att det inte söktes.",
        "budget" => "Sökningen tog för lång tid och avbröts: träffar och antal är bara de som hann hittas. Begränsa den, till exempel till en servicedesk eller en tid.",
        "too-long" or "too-many" => "Bara den första delen av texten söktes.",
        _ => $"”{skip.Text}” söktes inte riktigt som det står.",
    };

    private static string Address(IEnumerable<KeyValuePair<string, StringValues>> parameters) =>
        "/search" + new QueryBuilder(parameters).ToQueryString();
}
