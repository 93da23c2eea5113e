using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.People;

/// <summary>A PIN to be handed to the person; it is shown this once.</summary>
internal sealed record NewPin(string Pin);

/// <summary><c>POST /api/people/{person}/pin</c>: gives a person a new PIN for the telephone.</summary>
internal static class PinEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapPins(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/people/{person}/pin", RenewAsync).WithTags("People").RequireAuthorization(who => who.RequireRole(Access.Administrator))
            .WithSummary("Gives the person a new PIN for the telephone; the old one holds no more. It is answered once and kept nowhere.").Answers<NewPin>(200, 404);

    private static async Task<IResult> RenewAsync(
        string person, HttpContext http, CityDirectory directory, PersonPins pins, TimeProvider clock, CancellationToken ct)
    {
        if (await directory.MeantAsync(person, ct) is not { } known)
        {
            return TypedResults.Problem("The directory has no such active person.", type: "person-unknown", statusCode: StatusCodes.Status404NotFound);
        }

        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new NewPin(await pins.RenewAsync(known.Person, new EventContext(Access.ActorOf(http), "web"), clock.GetUtcNow(), ct)));
    }
}
