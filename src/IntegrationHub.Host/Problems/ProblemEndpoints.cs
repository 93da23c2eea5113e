using IntegrationHub.Adapters.Views;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Problems;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Problems;

/// <summary><c>/api/problems</c>: causes that come back below the level of an incident, with owner, known error and workaround.</summary>
internal static class ProblemEndpoints
{
    private const int AtOnce = 200;
    private static readonly int[] s_refusals = [400, 403, 404, 409];

    /// <summary>Maps the endpoints. Whoever is signed in may read; who may tell of incidents may act.</summary>
    public static void MapProblems(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/problems").WithTags("Problems");
        group.MapGet("/", List).WithSummary("Problems: those that are open now, or those that are closed.").Answers<ProblemPage>(200, 400);
        group.MapGet("/{problem}", Show).WithSummary("A problem as it stands.").Answers<ProblemRow>(200, 404);
        var acts = routes.MapGroup("/api/problems").WithTags("Problems").RequireAuthorization(IncidentAccess.Policy);
        acts.MapPost("/", OpenAsync).WithSummary("Opens a problem; the same Idempotency-Key again gives the same one.").Answers<ProblemDone>(201, 400, 403);
        acts.MapPost("/{problem}/owner", OwnerAsync).WithSummary("Gives it to another desk.").Answers<ProblemDone>(200, s_refusals);
        acts.MapPost("/{problem}/known-error", KnownErrorAsync).WithSummary("Tells the cause, or what users can do meanwhile.").Answers<ProblemDone>(200, s_refusals);
        acts.MapPost("/{problem}/close", CloseAsync).WithSummary("It comes back no more.").Answers<ProblemDone>(200, s_refusals);
        acts.MapPost("/{problem}/reopen", ReopenAsync).WithSummary("It came back after all.").Answers<ProblemDone>(200, s_refusals);
    }

    /// <summary>Problems, the last changed first; at most 200.</summary>
    internal sealed record ProblemPage(IReadOnlyList<ProblemRow> Problems);

    /// <summary>What was done, to which problem. The list follows within a second.</summary>
    internal sealed record ProblemDone(string Problem);

    private static IResult List(string? status, LiveView<ProblemRow> rows) => status is null or "current" or "closed"
        ? Results.Json(new ProblemPage([.. rows.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["standing"] = status ?? "current" }, before: null, AtOnce).Select(found => found.Row)]), CaseEndpoints.Shown)
        : TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["status"] = ["current or closed."] }, type: "invalid-list");

    private static IResult Show(string problem, LiveView<ProblemRow> rows) =>
        rows.Find(problem) is { } row ? Results.Json(row, CaseEndpoints.Shown) : Problem(new("problem-unknown", "There is no such problem."));

    private static Task<IResult> OpenAsync(NewProblem body, HttpContext http, ProblemStore store, ServiceCatalogue catalogue, TimeProvider clock, CancellationToken ct)
    {
        var faults = IncidentFaults.Of(("what", body.What, 200));
        foreach (var (field, wanted) in IncidentFaults.OfScope(body.Services, null, body.Organisations, body.Sites, catalogue))
        {
            faults[field] = wanted;
        }

        var owner = body.Owner ?? (body.Services is [var first, ..] ? catalogue.FindService(first)?.Desk : null);
        if (catalogue.FindDesk(owner) is null)
        {
            faults["owner"] = ["A desk's id from the catalogue; it can be left out when a service is given."];
        }

        var key = http.Request.Headers["Idempotency-Key"].ToString();
        var problem = ProblemDecider.IdOf(key.Length > 0 ? "api " + key : Guid.CreateVersion7(clock.GetUtcNow()).ToString());
        return ActAsync(http, problem, "open", faults, now => new OpenProblem(new ProblemOpened(
            problem, body.What!, new NewScope(body.Services, null, body.Organisations, body.Sites, null).ToScope(), owner!, IncidentSource.Hand, [], now), now), store, clock, ct, StatusCodes.Status201Created);
    }

    private static Task<IResult> OwnerAsync(string problem, OwnerBody body, HttpContext http, ProblemStore store, ServiceCatalogue catalogue, TimeProvider clock, CancellationToken ct)
    {
        var faults = IncidentFaults.OfReason(body.Reason);
        if (catalogue.FindDesk(body.Owner) is null)
        {
            faults["owner"] = ["A desk's id from the catalogue."];
        }

        return ActAsync(http, problem, "owner", faults, now => new ChangeOwner(body.Owner!, body.Reason!, now), store, clock, ct);
    }

    private static Task<IResult> KnownErrorAsync(string problem, KnownErrorBody body, HttpContext http, ProblemStore store, TimeProvider clock, CancellationToken ct)
    {
        var faults = body.Workaround is null ? [] : IncidentFaults.Of(("workaround", body.Workaround, 500));
        foreach (var (field, wanted) in body is { Cause: null, Workaround: not null } ? [] : IncidentFaults.OfTexts(("cause", body.Cause, 500)))
        {
            faults[field] = wanted;
        }

        return ActAsync(http, problem, "known-error", faults, now => new TellKnownError(body.Cause, body.Workaround, now), store, clock, ct);
    }

    private static Task<IResult> CloseAsync(string problem, ReasonBody body, HttpContext http, ProblemStore store, TimeProvider clock, CancellationToken ct) =>
        ActAsync(http, problem, "close", IncidentFaults.OfReason(body.Reason), now => new CloseProblem(IncidentSource.Hand, body.Reason!, now), store, clock, ct);

    private static Task<IResult> ReopenAsync(string problem, ReasonBody body, HttpContext http, ProblemStore store, TimeProvider clock, CancellationToken ct) =>
        ActAsync(http, problem, "reopen", IncidentFaults.OfReason(body.Reason), now => new ReopenProblem(IncidentSource.Hand, body.Reason!, now), store, clock, ct);

    private static async Task<IResult> ActAsync(
        HttpContext http, string problem, string action, Dictionary<string, string[]> faults, Func<DateTimeOffset, ProblemCommand> command, ProblemStore store, TimeProvider clock,
        CancellationToken ct, int status = StatusCodes.Status200OK)
    {
        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-problem");
        }

        var now = clock.GetUtcNow();
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        var id = key.Length > 0 ? EventId.From("api", problem, action, key) : Guid.CreateVersion7(now);
        var wanted = command(now) with { ByDesk = action == "open" ? null : IncidentAccess.ActingDesk(http.User) };
        return await store.DecideAsync(problem, wanted, id, new EventContext(IncidentAccess.Actor(http), "web"), ct) is Refused<ProblemEvent> refused
            ? Problem(refused)
            : Results.Json(new ProblemDone(problem), CaseEndpoints.Shown, statusCode: status);
    }

    private static ProblemHttpResult Problem(Refused<ProblemEvent> refused) => TypedResults.Problem(refused.Why, type: refused.Code, statusCode: refused.Code switch
    {
        "problem-unknown" => StatusCodes.Status404NotFound,
        "not-responsible" => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status409Conflict,
    });
}

/// <summary>A problem to be opened.</summary>
/// <param name="What">What comes back, in one plain sentence of at most 200 characters.</param>
/// <param name="Owner">The desk that is to find the cause; left out, the one that owns the first service.</param>
internal sealed record NewProblem(IncidentText? What, IReadOnlyList<string>? Services, IReadOnlyList<string>? Organisations, IReadOnlyList<string>? Sites, string? Owner);

/// <summary>Who is to find the cause.</summary>
internal sealed record OwnerBody(string? Owner, string? Reason);

/// <summary>The cause, and what users can do meanwhile; either may be left out.</summary>
internal sealed record KnownErrorBody(string? Cause, IncidentText? Workaround);
