using IntegrationHub.Core.Correlation;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Correlation;

/// <summary><c>/api/incidents/regrouping</c>: what the rules of the correlation would change about the incidents that go on, for the city to see and say yes to.</summary>
internal static class RegroupingEndpoints
{
    /// <summary>Which plan is to be carried out.</summary>
    internal sealed record PlanBody(string? Plan);

    /// <summary>Maps the endpoints.</summary>
    public static void MapRegrouping(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/incidents/regrouping").WithTags("Incidents").RequireAuthorization(IncidentAccess.Policy).AddEndpointFilter(CityOnlyAsync);
        group.MapGet("/", async (Regroupings regroupings, CancellationToken ct) => Results.Json(await regroupings.PreviewAsync(ct), CaseEndpoints.Shown))
            .WithSummary("What would change if the cases of the last weeks were grouped by the present rules. Nothing is changed.").Answers<RegroupPlan>(200, 403);
        group.MapPost("/", ApplyAsync).WithSummary("Moves the cases as the plan says that was seen.").Answers<CasesRegrouped>(200, 403, 409);
        group.MapPost("/{plan}/undo", UndoAsync).WithSummary("Takes a regrouping back: the cases go where they were.").Answers<CasesRegrouped>(200, 403, 404);
    }

    private static async Task<IResult> ApplyAsync(PlanBody body, HttpContext http, Regroupings regroupings, CancellationToken ct) =>
        await regroupings.ApplyAsync(body.Plan ?? "", IncidentAccess.Actor(http), ct) is { } done
            ? Results.Json(done, CaseEndpoints.Shown)
            : TypedResults.Problem("That is not what would change now. Read the plan again, then say yes to it.", statusCode: 409, type: "plan-changed");

    private static async Task<IResult> UndoAsync(string plan, HttpContext http, Regroupings regroupings, CancellationToken ct) =>
        await regroupings.UndoAsync(plan, IncidentAccess.Actor(http), ct) is { } done
            ? Results.Json(done, CaseEndpoints.Shown)
            : TypedResults.Problem("There is no regrouping by that plan.", statusCode: 404, type: "plan-unknown");

    private static async ValueTask<object?> CityOnlyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IncidentAccess.ActingDesk(context.HttpContext.User) is null
            ? await next(context)
            : TypedResults.Problem("Only the city regroups cases: it concerns several suppliers.", statusCode: StatusCodes.Status403Forbidden, type: "city-only");
}
