using System.Security.Claims;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Cases;

namespace IntegrationHub.Host.Privacy;

/// <summary>What is known of a person's data, without the data.</summary>
/// <param name="Data"><c>kept</c> or <c>destroyed</c>.</param>
/// <param name="Hold">The legal hold that lasts.</param>
/// <param name="Erased">The receipt, once it is erased.</param>
/// <param name="Matters">Numbers of the person's cases, and what else has texts of the person.</param>
internal sealed record PersonView(PersonId Person, PersonKeyState Data, PersonHeld? Hold, PersonErased? Erased, IReadOnlyList<string> Matters);

/// <summary><c>/api/people</c>: what is kept of a person, erased, or held; for the administrator and the privacy officer.</summary>
public static class PersonEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/people").WithTags("People").RequireAuthorization(who => who.RequireRole("administrator", "privacy-officer"));
        group.MapGet("/{person}", ShowAsync).WithSummary("What is kept of a person: which cases, held or erased.")
            .Produces<PersonView>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{person}/erase", EraseAsync).WithSummary("Erases the person's data in every place, and answers with the receipt.")
            .Produces<PersonErased>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{person}/hold", (string person, ReasonBody body, HttpContext http, Erasure erasure, IPersonKeys keys, CancellationToken ct) =>
            HoldAsync(person, hold: true, body, http, erasure, keys, ct))
            .WithSummary("Legal hold: nothing of the person is erased while it lasts.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/{person}/release", (string person, ReasonBody body, HttpContext http, Erasure erasure, IPersonKeys keys, CancellationToken ct) =>
            HoldAsync(person, hold: false, body, http, erasure, keys, ct))
            .WithSummary("Ends the legal hold.").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ShowAsync(string person, Erasure erasure, PersonKeys keys, CancellationToken ct)
    {
        var id = new PersonId(person);
        if (keys.State(id) is var state && state == PersonKeyState.Unknown)
        {
            return TypedResults.Problem("There is no such person.", type: "person-unknown", statusCode: StatusCodes.Status404NotFound);
        }

        var record = await erasure.RecordAsync(id, ct);
        return Results.Json(new PersonView(id, state, record.Hold, record.Erased, keys.Matters(id)), CaseEndpoints.Shown);
    }

    private static async Task<IResult> EraseAsync(string person, ReasonBody body, HttpContext http, Erasure erasure, IPersonKeys keys, CancellationToken ct) =>
        Answer(await erasure.EraseAsync(new PersonId(person), StaffOf(http, keys), body.Reason ?? "", ct));

    private static async Task<IResult> HoldAsync(
        string person, bool hold, ReasonBody body, HttpContext http, Erasure erasure, IPersonKeys keys, CancellationToken ct) =>
        Answer(await erasure.HoldAsync(new PersonId(person), hold, StaffOf(http, keys), body.Reason ?? "", ct));

    private static IResult Answer(Decision<PersonEvent> decision) => decision switch
    {
        Accepted<PersonEvent> { Events: [PersonErased receipt] } => Results.Json(receipt, CaseEndpoints.Shown),
        Refused<PersonEvent> no => TypedResults.Problem(no.Why, type: no.Code, statusCode: no.Code switch
        {
            "person-unknown" => StatusCodes.Status404NotFound,
            "invalid-reason" or "reason-personal" => StatusCodes.Status400BadRequest,
            _ => StatusCodes.Status409Conflict,
        }),
        _ => Results.NoContent(),
    };

    /// <summary>Who asks, as the log names staff: by pseudonym; by role where the sign-in knows no more.</summary>
    private static string StaffOf(HttpContext http, IPersonKeys keys)
    {
        if (http.User.FindFirstValue("sub") is not { } subject)
        {
            return "staff:" + (http.User.IsInRole("administrator") ? "administrator" : "privacy-officer");
        }

        var staff = keys.Pseudonym("staff", subject);
        _ = keys.Key(staff); // With a key the pseudonym is kept, and the same next time.
        return "staff:" + staff;
    }

    internal sealed record ReasonBody(string? Reason);
}
