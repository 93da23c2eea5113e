using System.Security.Claims;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.People;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Cases;

/// <summary>
/// <c>/api/cases/{number}/escalations</c> and <c>/suspicions</c>: a local IT manager's mandate, which is the directory's to give; and
/// <c>/judgement</c>: whoever works on incidents says whether a suspicion is right.
/// </summary>
internal static class MandateEndpoints
{
    /// <summary>The role that a token must have; the mandate itself stands in the directory.</summary>
    public const string LocalItManager = "local-it-manager";

    /// <summary>Maps the endpoints below the group of cases.</summary>
    public static void MapMandates(this RouteGroupBuilder cases)
    {
        cases.MapPost("/{number}/escalations", EscalateAsync).RequireAuthorization(who => who.RequireRole(LocalItManager))
            .WithSummary("A local IT manager raises the priority of a case of the own organisation by one step.").Answers<CaseView>(200, 400, 403, 404, 409);
        cases.MapPost("/{number}/suspicions", SuspectAsync).RequireAuthorization(who => who.RequireRole(LocalItManager))
            .WithSummary("A local IT manager declares that a common fault is suspected; it must be judged in a set time.").Answers<CaseView>(200, 400, 403, 404, 409);
        cases.MapPost("/{number}/judgement", JudgeAsync).RequireAuthorization(IncidentAccess.Policy)
            .WithSummary("Judges a suspicion: confirmed by the number of an incident, dismissed without one.").Answers<CaseView>(200, 400, 403, 404, 409);
    }

    private static Task<IResult> EscalateAsync(string number, MandateBody body, HttpContext http, MandateEdge edge, CancellationToken ct) =>
        edge.ByMandateAsync(http, number, "escalate", body, (mandate, now) => new EscalateCase(mandate, body.Reason!, now), ct);

    private static Task<IResult> SuspectAsync(string number, MandateBody body, HttpContext http, MandateEdge edge, CancellationToken ct) =>
        edge.ByMandateAsync(http, number, "suspect", body, (mandate, now) => new SuspectCommonFault(mandate, body.Reason!, now), ct);

    private static async Task<IResult> JudgeAsync(
        string number, JudgementBody body, HttpContext http, MandateEdge edge, IncidentStore incidents, TimeProvider clock, CancellationToken ct)
    {
        IncidentNumber? incident = IncidentNumber.TryParse(body.Incident ?? "", out var named) ? named : null;
        if (body.Incident is not null && (incident is null || (await incidents.LoadAsync(named, ct)).History.Count == 0))
        {
            return Fault("incident", "The number of an incident that was declared; leave it out to dismiss the suspicion.");
        }

        return await edge.ActAsync(
            http, number, "judge", new MandateBody(body.Reason), new EventContext(IncidentAccess.Actor(http), "web"),
            now => new JudgeSuspicion(incident, body.Reason!, now), ct);
    }

    /// <summary>One field is wrong.</summary>
    internal static IResult Fault(string field, string wanted) => TypedResults.ValidationProblem(
        new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [wanted] }, type: "invalid-mandate");
}

/// <summary>Why.</summary>
internal sealed record MandateBody(string? Reason);

/// <summary>How a suspicion is judged.</summary>
/// <param name="Incident">The incident that it is; null dismisses it.</param>
internal sealed record JudgementBody(string? Incident, string? Reason);

/// <summary>The edge between a request and the rules of the mandate: who is signed in, and what the directory says of that person.</summary>
internal sealed class MandateEdge(CaseStore cases, MandateHolders mandates, TimeProvider clock)
{
    /// <summary>Acts by the mandate of whoever is signed in.</summary>
    public async Task<IResult> ByMandateAsync(
        HttpContext http, string number, string action, MandateBody body, Func<Mandate, DateTimeOffset, CaseCommand> command, CancellationToken ct)
    {
        var mandate = http.User.FindFirstValue("sub") is { } subject ? await mandates.SignedInAsync(subject, ct) : null;
        return mandate is null
            ? TypedResults.Problem(
                "The directory does not know you as a local IT manager of an organisation. Ask for the role in the directory.", type: "no-mandate",
                statusCode: StatusCodes.Status403Forbidden)
            : await ActAsync(http, number, action, body, new EventContext(Access.ActorOf(http), "web"), now => command(mandate, now), ct);
    }

    /// <summary>Checks, decides and answers; the same <c>Idempotency-Key</c> again has one effect.</summary>
    public async Task<IResult> ActAsync(
        HttpContext http, string number, string action, MandateBody body, EventContext context, Func<DateTimeOffset, CaseCommand> command, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > NewCase.LongestText)
        {
            return MandateEndpoints.Fault("reason", $"Say why, in 1 to {NewCase.LongestText} characters.");
        }

        if (!CaseNumber.TryParse(number, out var parsed))
        {
            return CaseEndpoints.Unknown();
        }

        var (now, key) = (clock.GetUtcNow(), http.Request.Headers["Idempotency-Key"].ToString());
        var id = key.Length > 0 ? EventId.From("api", number, action, key) : Guid.CreateVersion7(now);
        var decision = await cases.DecideAsync(parsed, command(now), id, context, ifRevision: null, ct);
        return decision is Refused<CaseEvent> refused
            ? CaseEndpoints.Problem(refused)
            : Results.Json(CaseView.Of(await cases.LoadAsync(parsed, ct)), CaseEndpoints.Shown);
    }
}
