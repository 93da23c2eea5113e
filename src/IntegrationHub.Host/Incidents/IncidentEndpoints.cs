using System.Globalization;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Incidents;

/// <summary><c>/api/incidents</c>: declare an incident and see it. What is done with it afterwards is in <see cref="IncidentActions"/>.</summary>
public static class IncidentEndpoints
{
    /// <summary>Maps the endpoints. Whoever is signed in may read; see <see cref="IncidentAccess"/> for who may act.</summary>
    public static void MapIncidents(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/incidents").WithTags("Incidents");
        group.MapPost("/", DeclareAsync).WithSummary("Declares an incident: from now on the front door tells it.")
            .Answers<IncidentView>(201, 400, 403, 422).RequireAuthorization(IncidentAccess.Policy);
        group.MapGet("/", IncidentLists.List).WithSummary("Incidents: those that go on now, or all, the last changed first.").Answers<IncidentLists.IncidentPage>(200, 400);
        group.MapGet("/{number}", ShowAsync).WithSummary("An incident as it stands.").Answers<IncidentView>(200, 404);
        group.MapGet("/{number}/timeline", TimelineAsync).WithSummary("Every event, who, when, and who had the ball; asOf: as it was known then.").Answers<IncidentTimeline>(200, 400, 404);
        group.MapIncidentActions();
        group.MapIncidentFollowUp();
    }

    private static async Task<IResult> DeclareAsync(
        NewIncident body, HttpContext http, IncidentIntake intake, IncidentStore incidents, ServiceCatalogue catalogue, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var faults = body.Faults(catalogue, now);
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > 200 || key.Any(char.IsControl))
        {
            faults["Idempotency-Key"] = ["1 to 200 printable characters."];
        }

        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-incident");
        }

        var declaration = body.ToDeclaration(key.Length > 0 ? "api " + key : Guid.CreateVersion7(now).ToString(), catalogue);
        var (number, refused) = await intake.TakeAsync(declaration, new EventContext(IncidentAccess.Actor(http), "web"), now, ct);
        if (refused is not null)
        {
            return Problem(refused);
        }

        http.Response.Headers.Location = $"/api/incidents/{number}";
        return Shown(http, await incidents.LoadAsync(number, ct), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ShowAsync(string number, HttpContext http, IncidentStore incidents, CancellationToken ct) =>
        IncidentNumber.TryParse(number, out var parsed) ? Shown(http, await incidents.LoadAsync(parsed, ct)) : Unknown();

    private static async Task<IResult> TimelineAsync(string number, string? asOf, IncidentStore incidents, TimeProvider clock, CancellationToken ct)
    {
        DateTimeOffset? then = DateTimeOffset.TryParse(asOf, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
        if (asOf is not null && then is null)
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["asOf"] = ["An RFC 3339 time, for example 2026-11-24T08:00:00Z."] }, type: "invalid-time");
        }

        return IncidentNumber.TryParse(number, out var parsed) && await incidents.LoadAsync(parsed, ct) is { History.Count: > 0 } loaded
            ? Results.Json(IncidentTimeline.Of(parsed, loaded.History, clock.GetUtcNow(), then, CaseEndpoints.Shown), CaseEndpoints.Shown)
            : Unknown();
    }

    /// <summary>The incident as it was read, with its revision as the tag.</summary>
    internal static IResult Shown(HttpContext http, LoadedIncident loaded, int status = StatusCodes.Status200OK)
    {
        if (IncidentView.Of(loaded) is not { } view)
        {
            return Unknown();
        }

        http.Response.Headers.ETag = $"\"{loaded.Revision}\"";
        return Results.Json(view, CaseEndpoints.Shown, statusCode: status);
    }

    /// <summary>A refusal as problem details.</summary>
    internal static ProblemHttpResult Problem(Refused<IncidentEvent> refused) => TypedResults.Problem(
        refused.Why, type: refused.Code, statusCode: refused.Code switch
        {
            "incident-unknown" => StatusCodes.Status404NotFound,
            "not-responsible" or "not-involved" => StatusCodes.Status403Forbidden,
            "incident-changed" => StatusCodes.Status412PreconditionFailed,
            "key-reused" => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status409Conflict,
        });

    /// <summary>There is none with this number.</summary>
    internal static ProblemHttpResult Unknown() => TypedResults.Problem(
        "There is no such incident. Check the number: its last digit is a check digit.", type: "incident-unknown", statusCode: StatusCodes.Status404NotFound);
}
