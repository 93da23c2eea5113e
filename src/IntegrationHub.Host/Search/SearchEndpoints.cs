using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Privacy;
using Microsoft.OpenApi;

namespace IntegrationHub.Host.Search;

/// <summary><c>/api/search</c>: one search over orders and cases.</summary>
public static class SearchEndpoints
{
    private static readonly Dictionary<string, string> s_others = new(StringComparer.Ordinal)
    {
        ["q"] = "Words, \"quoted phrases\", -left out, begin*. All must match.",
        ["from"] = "Opened then or later: a day in Stockholm, or an instant.",
        ["to"] = "Opened before; a day is part of it.",
        ["sort"] = "relevance, newest or oldest.",
        ["size"] = $"Hits on a page, 1 to {SearchQuery.MaxSize}; 20 when not given.",
        ["after"] = "The place that the page before ended with; the other parameters unchanged.",
    };

    /// <summary>Adds the index and what keeps it up with the log.</summary>
    /// <param name="services">The hub's services.</param>
    /// <param name="settings">Where the index is.</param>
    /// <param name="folder">The data directory.</param>
    public static void AddSearch(this IServiceCollection services, SearchSettings settings, string folder)
    {
        services.AddSingleton(_ => new LiveIndex(settings.StoreIn(folder)));
        services.AddSingleton(with => SearchSource.All(with.GetRequiredService<CaseStore>(), with.GetRequiredService<OrderStore>()));
        services.AddSingleton<SearchFilling>();
        services.AddSingleton<SearchMeter>();
        services.AddSingleton<SearchAccess>();
        services.AddSingleton<CaseAccess>();
        services.AddSingleton<SearchFeed>();
        services.AddHostedService(with => with.GetRequiredService<SearchFeed>());
        services.AddHostedService<SearchNight>();
        services.AddSingleton(with =>
        {
            var sources = with.GetRequiredService<IReadOnlyList<SearchSource>>();
            return SearchPlace.OfRunning(
                with.GetRequiredService<LiveIndex>(), (stream, ct) => SearchSource.OfStreamAsync(sources, stream, ct), with.GetRequiredService<IEventLog>(), with.GetRequiredService<TimeProvider>());
        });
    }

    /// <summary>Maps the endpoints.</summary>
    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/search", SearchAsync).WithTags("Search").WithSummary("Searches cases and orders; every parameter narrows the answer. Nobody finds what it may not see.")
            .Produces<SearchPage>().ProducesValidationProblem()
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.Parameters = [.. s_others.Select(other => Parameter(other.Key, other.Value)), .. SearchField.All.Select(field => Parameter(field.Name, null))];
                return Task.CompletedTask;
            });
        routes.MapGet("/api/search/suggest", SuggestAsync).WithTags("Search")
            .WithSummary("Words and numbers that go on from what was typed, out of what the caller may see.").Produces<IReadOnlyList<string>>();
    }

    private static async Task<IResult> SuggestAsync(string? q, HttpContext http, LiveIndex live, SearchAccess access, CancellationToken ct) =>
        Results.Json(await SearchSuggestions.OfAsync(q, live.SearchAsync, await access.ReaderAsync(http, ct), ct), CaseEndpoints.Shown);

    private static async Task<IResult> SearchAsync(HttpContext http, LiveIndex live, SearchAccess access, CancellationToken ct)
    {
        var parsed = Read(http.Request.Query);
        if (parsed.Query is not { } query)
        {
            return TypedResults.ValidationProblem(
                parsed.Faults.GroupBy(fault => fault.Parameter, StringComparer.OrdinalIgnoreCase)
                    .ToDictionary(faults => faults.Key, faults => faults.Select(fault => fault.Message).ToArray(), StringComparer.Ordinal),
                type: "invalid-search");
        }

        return Results.Json(await live.SearchAsync(query, await access.ReaderAsync(http, ct), ct), CaseEndpoints.Shown);
    }

    /// <summary>The query that a request's parameters stand for.</summary>
    internal static ParsedSearch Read(IQueryCollection parameters) =>
        SearchQuery.Parse(parameters.SelectMany(given => given.Value, (given, value) => KeyValuePair.Create(given.Key, value)));

    private static OpenApiParameter Parameter(string name, string? description) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
