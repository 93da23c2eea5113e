using IntegrationHub.Core.Search;
using IntegrationHub.Host.Cases;
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

    /// <summary>Adds the index under <paramref name="folder"/> and what keeps it up with the log.</summary>
    public static void AddSearch(this IServiceCollection services, string folder)
    {
        services.AddSingleton(_ => new LiveIndex(folder));
        services.AddSingleton<SearchMeter>();
        services.AddHostedService<SearchFeed>();
    }

    /// <summary>Maps the endpoint.</summary>
    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/search", SearchAsync).WithTags("Search").WithSummary("Searches cases and orders; every parameter narrows the answer.")
            .Produces<SearchPage>().ProducesValidationProblem()
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.Parameters = [.. s_others.Select(other => Parameter(other.Key, other.Value)), .. SearchField.All.Select(field => Parameter(field.Name, null))];
                return Task.CompletedTask;
            });

    private static async Task<IResult> SearchAsync(HttpContext http, LiveIndex live, CancellationToken ct)
    {
        var parsed = Read(http.Request.Query);
        if (parsed.Query is not { } query)
        {
            return TypedResults.ValidationProblem(
                parsed.Faults.GroupBy(fault => fault.Parameter, StringComparer.OrdinalIgnoreCase)
                    .ToDictionary(faults => faults.Key, faults => faults.Select(fault => fault.Message).ToArray(), StringComparer.Ordinal),
                type: "invalid-search");
        }

        return Results.Json(await live.Current.SearchAsync(query, ct), CaseEndpoints.Shown);
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
