using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Correlation;

/// <summary><c>/api/incidents/proposals</c>: what the hub thinks may be an incident, for a person to say; and <c>/api/planned-work</c>.</summary>
internal static class ProposalEndpoints
{
    private const int Most = 100;

    /// <summary>Proposals, the newest first.</summary>
    internal sealed record ProposalList(IReadOnlyList<ProposalRow> Proposals);

    /// <summary>Planned work, and which of it collides.</summary>
    internal sealed record PlannedWorkList(IReadOnlyList<PlannedWorkAnnounced> Work, IReadOnlyList<PlannedCollision> Collisions);

    /// <summary>Maps the endpoints.</summary>
    public static void MapProposals(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/incidents/proposals").WithTags("Incidents");
        group.MapGet("/", List).WithSummary("What may be an incident: open proposals, or accepted or rejected ones.").Answers<ProposalList>(200, 400);
        group.MapPost("/{id}/accept", AcceptAsync).WithSummary("It is an incident: it is declared, and the cases join it.")
            .Answers<IncidentView>(201, 403, 404, 409).RequireAuthorization(IncidentAccess.Policy);
        group.MapPost("/{id}/reject", RejectAsync).WithSummary("It is none.").Answers<ProposalRow>(200, 400, 403, 404, 409).RequireAuthorization(IncidentAccess.Policy);
        routes.MapGet("/api/planned-work", Planned).WithTags("Incidents").WithSummary("Planned work that suppliers announced, and which of it collides.").Answers<PlannedWorkList>(200);
    }

    private static IResult List(string? status, LiveView<ProposalRow> proposals) => status is not (null or "open" or "accepted" or "rejected")
        ? TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["status"] = ["open, accepted or rejected."] }, type: "invalid-list")
        : Results.Json(
            new ProposalList([.. proposals.Seek(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = status ?? "open" }, before: null, Most).Select(found => found.Row)]), CaseEndpoints.Shown);

    private static IResult Planned(LiveCorrelation correlation) =>
        Results.Json(new PlannedWorkList(correlation.Planned.All, correlation.Planned.Collisions()), CaseEndpoints.Shown);

    private static async Task<IResult> AcceptAsync(
        string id, HttpContext http, ProposalDesk proposals, IncidentStore incidents, CancellationToken ct) =>
        await proposals.AcceptAsync(id, IncidentAccess.Actor(http), ct) switch
        {
            { Number: { } number } => IncidentEndpoints.Shown(http, await incidents.LoadAsync(number, ct), StatusCodes.Status201Created),
            { Why: { } why } => TypedResults.Problem(why, statusCode: 409, type: "proposal-decided"),
            _ => Unknown(),
        };

    private static async Task<IResult> RejectAsync(string id, ReasonBody body, HttpContext http, ProposalDesk proposals, CancellationToken ct)
    {
        var faults = IncidentFaults.OfReason(body.Reason);
        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-incident");
        }

        return await proposals.RejectAsync(id, body.Reason!, IncidentAccess.Actor(http), ct) switch
        {
            { Row: { } row, Why: null } => Results.Json(row, CaseEndpoints.Shown),
            { Why: { } why } => TypedResults.Problem(why, statusCode: 409, type: "proposal-decided"),
            _ => Unknown(),
        };
    }

    private static ProblemHttpResult Unknown() => TypedResults.Problem("There is no such proposal.", statusCode: 404, type: "proposal-unknown");
}

/// <summary>What became of a decision about a proposal.</summary>
/// <param name="Row">The proposal; null when there is none.</param>
/// <param name="Number">The incident that it became.</param>
/// <param name="Why">Why it could not be decided.</param>
internal sealed record ProposalOutcome(ProposalRow? Row, IncidentNumber? Number = null, string? Why = null);

/// <summary>Takes a person's word about a proposal. The same word again changes nothing; the first word stands.</summary>
internal sealed class ProposalDesk(IEventLog log, EventCodec codec, IncidentIntake intake, IncidentStore incidents, TimeProvider clock)
{
    /// <summary>It is an incident.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task<ProposalOutcome> AcceptAsync(string id, string actor, CancellationToken ct)
    {
        var (row, revision) = await LoadAsync(id, ct);
        if (row is null or { Status: "rejected" })
        {
            return new ProposalOutcome(row, Why: row is null ? null : "The proposal was rejected. Declare the incident by hand if it is one after all.");
        }

        var (now, context, key) = (clock.GetUtcNow(), new EventContext(actor, "web", ProposalEvent.StreamOf(row.Proposal)), "proposal " + row.Proposal);
        var (number, _) = await intake.TakeAsync(
            new Declaration(
                key, EventId.From(key).ToString("N"), row.What, null, row.Scope, IncidentLevel.Ordinary, row.Desk, [], null, IncidentSource.Correlation,
                [row.Cases[0].Reason]),
            context, now, ct);
        foreach (var one in row.Cases)
        {
            await incidents.DecideAsync(
                number, new JoinCase(one.Case, IncidentSource.Correlation, one.Reason, now), EventId.From("correlated", number.Value, one.Case.Value), context, ifRevision: null, ct);
        }

        await AddAsync(new ProposalAccepted(row.Proposal, number, now), revision, row.Status, context, ct);
        return new ProposalOutcome(row, number);
    }

    /// <summary>It is none.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task<ProposalOutcome> RejectAsync(string id, string reason, string actor, CancellationToken ct)
    {
        var (row, revision) = await LoadAsync(id, ct);
        if (row is null or { Status: "accepted" })
        {
            return new ProposalOutcome(row, Why: row is null ? null : "The proposal became an incident. Resolve that, or take the cases out of it.");
        }

        await AddAsync(new ProposalRejected(row.Proposal, reason, clock.GetUtcNow()), revision, row.Status, new EventContext(actor, "web"), ct);
        return new ProposalOutcome(row with { Status = "rejected" });
    }

    private async Task<(ProposalRow? Row, long Revision)> LoadAsync(string id, CancellationToken ct)
    {
        var (row, revision) = ((ProposalRow?)null, -1L);
        if (!Guid.TryParseExact(id, "N", out _))
        {
            return (null, revision);
        }

        await foreach (var recorded in log.ReadStreamAsync(ProposalEvent.StreamOf(id), 0, ct))
        {
            (row, revision) = (ProposalRow.Apply(row, codec.Decode(recorded)), recorded.Revision);
        }

        return (row, revision);
    }

    private async Task AddAsync(ProposalEvent fact, long revision, string status, EventContext context, CancellationToken ct)
    {
        if (status == "open")
        {
            await log.AppendAsync(
                ProposalEvent.StreamOf(fact.Proposal), ExpectedRevision.Exactly(revision),
                [codec.Encode(EventId.From("proposal-decided", fact.Proposal), fact, context)], ct);
        }
    }
}
