using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Workers;

/// <summary><c>/api/parked</c>: work that failed for good; what it is, and what the operator decides about it.</summary>
internal static class ParkedEndpoints
{
    private const int LongestReason = 500;

    /// <summary>Maps the endpoints, for operators.</summary>
    public static void MapParkedWork(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/parked").WithTags("Parked work").RequireAuthorization(Access.Operator);
        group.MapGet("/", ListAsync).WithSummary("What waits for a person, by cause.").Answers<Waiting>(200, 403);
        group.MapPost("/retry", RetryAsync).WithSummary("Tries again what is meant; with preview it only says what that would be.").Answers<Outcome>(200, 403);
        group.MapPost("/drop", DropAsync).WithSummary("Decides that what is meant is never done.").Answers<Outcome>(200, 400, 403);
    }

    /// <summary>Which work, and whether only to say what would happen.</summary>
    /// <param name="Preview">True: nothing happens.</param>
    /// <param name="Reason">Why it is dropped; 1 to 500 characters.</param>
    internal sealed record Wish(string? Group, string? Cause, Guid? Event, bool Preview = false, string? Reason = null)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public ParkedFilter Filter => new(Group, Cause, Event);
    }

    /// <summary>What waits: by cause, and each piece.</summary>
    internal sealed record Waiting(IReadOnlyList<ParkedGroup> Groups, IReadOnlyList<WorkParked> Items);

    /// <summary>What a wish does, or would do.</summary>
    internal sealed record Outcome(bool Preview, int Count, IReadOnlyList<ParkedGroup> Groups);

    private static async Task<IResult> ListAsync(ParkedWork parked, string? group, CancellationToken ct) =>
        TypedResults.Ok(new Waiting(await parked.ByCauseAsync(new ParkedFilter(group), ct), await parked.WaitingAsync(new ParkedFilter(group), ct)));

    private static async Task<IResult> RetryAsync(Wish wish, HttpContext http, ParkedWork parked, TimeProvider clock, CancellationToken ct)
    {
        var outcome = await OutcomeAsync(wish, parked, ct);
        if (!wish.Preview)
        {
            await parked.ReleaseAsync(await parked.WaitingAsync(wish.Filter, ct), new EventContext(Access.ActorOf(http), "web"), clock.GetUtcNow(), ct);
        }

        return TypedResults.Ok(outcome);
    }

    private static async Task<IResult> DropAsync(Wish wish, HttpContext http, ParkedWork parked, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(wish.Reason) || wish.Reason.Length > LongestReason)
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["reason"] = [$"Say why it is never done, in 1 to {LongestReason} characters."] }, type: "invalid-reason");
        }

        var outcome = await OutcomeAsync(wish, parked, ct);
        if (!wish.Preview)
        {
            await parked.DropAsync(await parked.WaitingAsync(wish.Filter, ct), wish.Reason, new EventContext(Access.ActorOf(http), "web"), clock.GetUtcNow(), ct);
        }

        return TypedResults.Ok(outcome);
    }

    private static async Task<Outcome> OutcomeAsync(Wish wish, ParkedWork parked, CancellationToken ct)
    {
        var groups = await parked.ByCauseAsync(wish.Filter, ct);
        return new Outcome(wish.Preview, groups.Sum(group => group.Count), groups);
    }
}
