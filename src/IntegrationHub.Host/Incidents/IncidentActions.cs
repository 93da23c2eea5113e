using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Incidents;

/// <summary>What is done with an incident: idempotent by <c>Idempotency-Key</c>, guarded by <c>If-Match</c>, like the actions of a case.</summary>
internal static class IncidentActions
{
    private static readonly int[] s_refusals = [400, 403, 404, 409, 412];

    /// <summary>Maps the actions below the group of incidents.</summary>
    public static void MapIncidentActions(this RouteGroupBuilder incidents)
    {
        var group = incidents.MapGroup("/{number}").RequireAuthorization(IncidentAccess.Policy);
        group.MapPost("/news", NewsAsync).WithSummary("Tells news to everybody whom it touches, and promises the next.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/scope", ScopeAsync).WithSummary("Corrects whom it touches.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/level", LevelAsync).WithSummary("Makes it a major incident, or an ordinary one.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/desks", DesksAsync).WithSummary("Gives it to another desk, or brings desks in.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/cases", JoinAsync).WithSummary("Joins a case to it.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/cases/{case}/leave", LeaveAsync).WithSummary("Takes a case out of it.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/resolve", ResolveAsync).WithSummary("It works again: the front door falls silent, joined cases are settled.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/reopen", ReopenAsync).WithSummary("It does not work after all.").Answers<IncidentView>(200, s_refusals);
    }

    private static Task<IResult> NewsAsync(string number, NewsBody body, IncidentEdge edge, HttpContext http, CancellationToken ct) =>
        edge.ActAsync(http, number, "news", IncidentFaults.Of(body, edge.Now), now => new TellNews(body.Text, body.NextNews, now), ct);

    private static Task<IResult> ScopeAsync(string number, NewScope body, IncidentEdge edge, ServiceCatalogue catalogue, HttpContext http, CancellationToken ct)
    {
        var faults = IncidentFaults.OfScope(body.Services, body.Areas, body.Organisations, body.Sites, catalogue);
        foreach (var (field, wanted) in IncidentFaults.OfReason(body.Reason))
        {
            faults[field] = wanted;
        }

        return edge.ActAsync(http, number, "scope", faults, now => new ChangeScope(body.ToScope(), body.Reason!, now), ct);
    }

    private static Task<IResult> LevelAsync(string number, LevelBody body, IncidentEdge edge, HttpContext http, CancellationToken ct) =>
        edge.ActAsync(http, number, "level", IncidentFaults.OfReason(body.Reason), now => new SetLevel(body.Level, body.Reason!, now), ct);

    private static Task<IResult> DesksAsync(string number, DesksBody body, IncidentEdge edge, ServiceCatalogue catalogue, HttpContext http, CancellationToken ct)
    {
        var faults = IncidentFaults.OfReason(body.Reason);
        if (catalogue.FindDesk(body.Desk) is null)
        {
            faults["desk"] = ["A desk's id from the catalogue."];
        }

        if (body.With?.Any(desk => catalogue.FindDesk(desk) is null) == true)
        {
            faults["with"] = ["Ids of desks from the catalogue."];
        }

        return edge.ActAsync(http, number, "desks", faults, now => new ChangeDesks(body.Desk!, [.. body.With ?? []], body.Reason!, now), ct);
    }

    private static async Task<IResult> JoinAsync(string number, JoinBody body, IncidentEdge edge, CaseStore cases, HttpContext http, CancellationToken ct)
    {
        var faults = IncidentFaults.OfReason(body.Reason);
        if (!CaseNumber.TryParse(body.Case, out var joined) || (await cases.LoadAsync(joined, ct)).History.Count == 0)
        {
            faults["case"] = ["The number of a case; its last digit is a check digit."];
        }

        return await edge.ActAsync(http, number, "join", faults, now => new JoinCase(joined, IncidentSource.Hand, body.Reason!, now), ct);
    }

    private static Task<IResult> LeaveAsync(string number, string @case, ReasonBody body, IncidentEdge edge, HttpContext http, CancellationToken ct)
    {
        var faults = IncidentFaults.OfReason(body.Reason);
        if (!CaseNumber.TryParse(@case, out var left))
        {
            faults["case"] = ["The number of a case; its last digit is a check digit."];
        }

        return edge.ActAsync(http, number, "leave " + @case, faults, now => new LeaveCase(left, IncidentSource.Hand, body.Reason!, now), ct);
    }

    private static Task<IResult> ResolveAsync(string number, NewsBody body, IncidentEdge edge, HttpContext http, CancellationToken ct) =>
        edge.ActAsync(http, number, "resolve", IncidentFaults.Of(body with { NextNews = null }, edge.Now), now => new ResolveIncident(body.Text, now), ct);

    private static Task<IResult> ReopenAsync(string number, NewsBody body, IncidentEdge edge, HttpContext http, CancellationToken ct) =>
        edge.ActAsync(http, number, "reopen", IncidentFaults.Of(body, edge.Now), now => new ReopenIncident(body.Text, body.NextNews, now), ct);
}

/// <summary>The edge between a request and the rules: who acts, with which key, on which revision.</summary>
internal sealed class IncidentEdge(IncidentStore incidents, TimeProvider clock)
{
    /// <summary>The time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Checks, decides and answers.</summary>
    /// <param name="http">The request.</param>
    /// <param name="number">As in the address.</param>
    /// <param name="action">Tells keys of different actions apart.</param>
    /// <param name="faults">What is wrong with the request; empty when nothing is.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IResult> ActAsync(
        HttpContext http, string number, string action, Dictionary<string, string[]> faults, Func<DateTimeOffset, IncidentCommand> command, CancellationToken ct)
    {
        if (!IncidentNumber.TryParse(number, out var parsed))
        {
            return IncidentEndpoints.Unknown();
        }

        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-incident");
        }

        var key = http.Request.Headers["Idempotency-Key"].ToString();
        var id = key.Length > 0 ? EventId.From("api", parsed.Stream, action, key) : Guid.CreateVersion7(Now);
        var wanted = command(Now) with { ByDesk = IncidentAccess.ActingDesk(http.User) };
        var decision = await incidents.DecideAsync(
            parsed, wanted, id, new EventContext(IncidentAccess.Actor(http), "web"), IfMatch.Revision(http.Request), ct);
        return decision is Refused<IncidentEvent> refused
            ? IncidentEndpoints.Problem(refused)
            : IncidentEndpoints.Shown(http, await incidents.LoadAsync(parsed, ct));
    }
}
