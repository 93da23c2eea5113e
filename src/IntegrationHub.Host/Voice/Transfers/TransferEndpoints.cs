using IntegrationHub.Core;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Voice.Transfers;

/// <summary><c>/api/calls</c>: a desk that talks with a caller hands the call on, with the story.</summary>
public static class TransferEndpoints
{
    private const int LongestText = 2_000;

    /// <summary>Maps the endpoint. Desks may hand on their own calls, the city's own people any.</summary>
    public static void MapCalls(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/calls").WithTags("Calls").RequireAuthorization(IncidentAccess.Policy)
            .MapPost("/{call}/transfer", TransferAsync).WithSummary("Hands the call on to another desk: the handover is proposed, the caller moved, and the other desk hears the story.")
            .Answers<TransferAccepted>(202, 400, 403, 404, 409);

    private static async Task<IResult> TransferAsync(
        string call, TransferBody body, HttpContext http, CallTransfer transfers, ServiceCatalogue catalogue, CancellationToken ct)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (catalogue.FindDesk(body.Desk) is null)
        {
            faults["desk"] = ["A desk's id from the catalogue."];
        }

        if (string.IsNullOrWhiteSpace(body.Text) || body.Text.Length > LongestText)
        {
            faults["text"] = [$"What the other desk needs to know, 1 to {LongestText} characters."];
        }

        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-transfer");
        }

        var stream = call.StartsWith("CA", StringComparison.Ordinal) ? CallStore.StreamOf(call) : call;
        var wish = new TransferWish(stream, null, IncidentAccess.ActingDesk(http.User), body.Desk!, body.Text!.Trim());
        return await transfers.AskAsync(wish, new EventContext(IncidentAccess.Actor(http), "web", stream), ct) is Refused<CallEvent> no
            ? TypedResults.Problem(no.Why, type: no.Code, statusCode: no.Code switch
            {
                "call-unknown" => StatusCodes.Status404NotFound,
                "not-responsible" => StatusCodes.Status403Forbidden,
                _ => StatusCodes.Status409Conflict,
            })
            : TypedResults.Accepted((string?)null, new TransferAccepted(stream, body.Desk!));
    }

    internal sealed record TransferBody(string? Desk, string? Text);

    internal sealed record TransferAccepted(string Call, string Desk);
}
