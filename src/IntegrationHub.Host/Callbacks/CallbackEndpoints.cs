using System.Globalization;
using IntegrationHub.Core;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Http.HttpResults;
using PhoneNumber = IntegrationHub.Adapters.People.PhoneNumber;

namespace IntegrationHub.Host.Callbacks;

/// <summary><c>/api/callbacks</c>: free times, and promised calls booked, moved and cancelled.</summary>
internal static class CallbackEndpoints
{
    private const int MostSlots = 500;
    private const int LongestKey = 200;

    /// <summary>Maps the endpoints.</summary>
    public static void MapCallbackApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/callbacks").WithTags("Call-backs");
        group.MapGet("/slots", SlotsAsync).WithSummary("The free times of a desk, in the next 14 days.").Answers<FreeSlots>(200, 400);
        group.MapPost("/", BookAsync).WithSummary("Promises a call: at a free time, or, without a start, when it is the place's turn.").Answers<CallbackView>(201, 400, 404, 409);
        group.MapGet("/{id}", ShowAsync).WithSummary("A promised call as it stands.").Answers<CallbackView>(200, 404);
        group.MapPatch("/{id}", MoveAsync).WithSummary("Gives it another time.").Answers<CallbackView>(200, 400, 404, 409, 412);
        group.MapPost("/{id}/move", MoveAsync).WithSummary("The same, for those who cannot PATCH.").Answers<CallbackView>(200, 400, 404, 409, 412);
        group.MapDelete("/{id}", CancelAsync).WithSummary("Cancels it.").Answers<CallbackView>(200, 404, 409, 412);
        group.MapPost("/{id}/cancel", CancelAsync).WithSummary("The same, for those who cannot DELETE.").Answers<CallbackView>(200, 404, 409, 412);
    }

    /// <summary>A time that can be booked.</summary>
    /// <param name="Free">Places left.</param>
    internal sealed record FreeSlot(DateTimeOffset Start, DateTimeOffset Until, int Free);

    /// <summary>Times of a desk that can be booked, the next first.</summary>
    internal sealed record FreeSlots(string Desk, IReadOnlyList<FreeSlot> Slots);

    /// <summary>Who is to be called, and when.</summary>
    /// <param name="Case">The case's number.</param>
    /// <param name="Start">A free time's start; null for the place in the desk's line.</param>
    /// <param name="Phone">In any form that people write; null for the number that the case has.</param>
    internal sealed record NewCallback(string? Case, DateTimeOffset? Start = null, string? Phone = null);

    /// <summary>When the person is to be called instead.</summary>
    /// <param name="Start">As in <see cref="NewCallback"/>.</param>
    internal sealed record NewTime(DateTimeOffset? Start = null);

    private static async Task<IResult> SlotsAsync(
        string? desk, DateTimeOffset? from, DateTimeOffset? until, int? most, CallbackDesk callbacks, ServiceCatalogue catalogue, CancellationToken ct)
    {
        if (desk is null || catalogue.FindDesk(desk) is null)
        {
            return Invalid("desk", "The id of a desk, for example " + catalogue.Desks[0].Id + ".");
        }

        if (most is < 1 or > MostSlots)
        {
            return Invalid("most", $"1 to {MostSlots}.");
        }

        var free = await callbacks.FreeAsync(desk, from, until, most ?? MostSlots, ct);
        return Results.Json(new FreeSlots(desk, [.. free.Select(pair => new FreeSlot(pair.Slot.Start, pair.Slot.Until, pair.Free))]), CaseEndpoints.Shown);
    }

    private static async Task<IResult> BookAsync(
        NewCallback body, HttpContext http, CallbackDesk callbacks, CaseStore cases, CallbackStore attempts, TimeProvider clock, CancellationToken ct)
    {
        if (!TryKey(http, clock, out var key))
        {
            return Invalid("Idempotency-Key", "1 to 200 printable characters.");
        }

        if (!CaseNumber.TryParse(body.Case, out var number) || await cases.LoadAsync(number, ct) is not { History: [{ Fact: CaseOpened opened }, ..] })
        {
            return Problem(new Refused<CaseEvent>("case-unknown", "There is no such case. Check the number: its last digit is a check digit."));
        }

        if (PhoneNumber.ToE164(body.Phone ?? opened.Reporter.Phone?.Text) is not { } phone)
        {
            return Invalid("phone", "A phone number, for example 070-123 45 67; the case has none.");
        }

        var command = EventId.From("api", "callback", number.Value, key);
        var decision = await callbacks.BookAsync(new CallbackWish(number, phone, body.Start, "asked-for"), command, Context, ct);
        if (decision is Refused<CaseEvent> refused)
        {
            return Problem(refused);
        }

        // A place in the line that was promised before stands; it is that one which is shown.
        var state = (await cases.LoadAsync(number, ct)).State;
        var id = decision is Core.Accepted<CaseEvent> { Events: [CallBackBooked, ..] } || state.CallBack is null ? CallbackId.Of(number, command) : state.CallBack.Callback;
        http.Response.Headers.Location = $"/api/callbacks/{id}";
        return await ShownAsync(id, http, cases, attempts, StatusCodes.Status201Created, ct);
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext http, CaseStore cases, CallbackStore attempts, CancellationToken ct) =>
        CallbackId.TryParse(id, out var parsed) ? await ShownAsync(parsed, http, cases, attempts, StatusCodes.Status200OK, ct) : Unknown();

    private static Task<IResult> MoveAsync(
        string id, NewTime body, HttpContext http, CallbackDesk callbacks, CaseStore cases, CallbackStore attempts, TimeProvider clock, CancellationToken ct) =>
        ActAsync(id, "move", http, cases, attempts, clock, (parsed, wanted, command) => callbacks.MoveAsync(parsed, body.Start, wanted, command, Context, ct), ct);

    private static Task<IResult> CancelAsync(
        string id, HttpContext http, CallbackDesk callbacks, CaseStore cases, CallbackStore attempts, TimeProvider clock, CancellationToken ct) =>
        ActAsync(id, "cancel", http, cases, attempts, clock, (parsed, wanted, command) => callbacks.CancelAsync(parsed, wanted, command, Context, ct), ct);

    private static async Task<IResult> ActAsync(
        string id, string action, HttpContext http, CaseStore cases, CallbackStore attempts, TimeProvider clock,
        Func<CallbackId, int?, Guid, Task<Decision<CaseEvent>>> act, CancellationToken ct)
    {
        if (!TryKey(http, clock, out var key))
        {
            return Invalid("Idempotency-Key", "1 to 200 printable characters.");
        }

        if (!CallbackId.TryParse(id, out var parsed) || CallbackView.Of(parsed, await cases.LoadAsync(parsed.Case, ct), CallbackState.Empty) is null)
        {
            return Unknown();
        }

        var decision = await act(parsed, WantedSequence(http.Request.Headers.IfMatch.ToString()), EventId.From("api", action, id, key));
        return decision is Refused<CaseEvent> refused ? Problem(refused) : await ShownAsync(parsed, http, cases, attempts, StatusCodes.Status200OK, ct);
    }

    private static async Task<IResult> ShownAsync(CallbackId id, HttpContext http, CaseStore cases, CallbackStore attempts, int status, CancellationToken ct)
    {
        var tried = await attempts.LoadAsync(id, ct);
        if (CallbackView.Of(id, await cases.LoadAsync(id.Case, ct), tried.State) is not { } view)
        {
            return Unknown();
        }

        // What is changed has the sequence; the rest of the tag tells how far the attempts have come.
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{view.Sequence}.{tried.Revision + 1}.{(int)view.Status}\"");
        return Results.Json(view, CaseEndpoints.Shown, statusCode: status);
    }

    /// <summary>The sequence that <c>If-Match</c> asks for; null when it asks for none. A tag that the hub never gave matches nothing.</summary>
    private static int? WantedSequence(string ifMatch) =>
        ifMatch is "" or "*" ? null
        : int.TryParse(ifMatch.Trim('"').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence
        : int.MaxValue;

    private static bool TryKey(HttpContext http, TimeProvider clock, out string key)
    {
        var said = http.Request.Headers["Idempotency-Key"].ToString();
        key = said.Length > 0 ? said : Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        return said.Length <= LongestKey && !said.Any(char.IsControl);
    }

    private static EventContext Context => new("user", "web");

    private static ProblemHttpResult Problem(Refused<CaseEvent> refused) => TypedResults.Problem(
        refused.Why, type: refused.Code, statusCode: refused.Code switch
        {
            "case-unknown" => StatusCodes.Status404NotFound,
            "call-back-changed" => StatusCodes.Status412PreconditionFailed,
            _ => StatusCodes.Status409Conflict,
        });

    private static ProblemHttpResult Unknown() => TypedResults.Problem(
        "There is no such call-back.", type: "call-back-unknown", statusCode: StatusCodes.Status404NotFound);

    private static ValidationProblem Invalid(string field, string why) => TypedResults.ValidationProblem(
        new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [why] }, type: "invalid-callback");
}
