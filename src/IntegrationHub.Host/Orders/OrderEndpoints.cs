using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Orders;

/// <summary><c>/api/orders</c>: order, see what becomes of it, approve, cancel, send back.</summary>
internal static class OrderEndpoints
{
    private const int LongestReason = 1_000;
    private static readonly int[] s_refusals = [400, 403, 404, 409, 412];

    /// <summary>Maps the endpoints. Whoever is signed in may ask; what is seen and done depends on who that is: <see cref="OrderAccess"/>.</summary>
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/orders").WithTags("Orders");
        group.MapPost("/", OrderAsync).WithSummary("Orders, or begins with a wish; the same Idempotency-Key again gives the same order.").Answers<OrderView>(201, 400, 403, 409);
        group.MapPost("/check", CheckAsync).WithSummary("What an order would cost, who would approve it, and what is wrong with it; nothing is ordered.").Answers<OrderCheck>(200, 400, 403);
        group.MapGet("/", OrderLists.ListAsync).WithSummary("Orders by orderer, organisation, status, standing, or who must approve them.").Answers<OrderLists.OrderPage>(200, 400);
        group.MapGet("/{number}", ShowAsync).WithSummary("An order as it stands: lines, units, deliveries, invoices.").Answers<OrderView>(200, 404);
        group.MapGet("/{number}/timeline", TimelineAsync).WithSummary("What happened to it, and who did it.").Answers<OrderTimeline>(200, 404);
        group.MapPost("/{number}/specification", SpecifyAsync).WithSummary("Says what exactly is wanted, for a wish, or anew before it is placed.").Answers<OrderView>(200, s_refusals);
        group.MapPost("/{number}/approval", ApproveAsync).WithSummary("Approves it, or turns it down.").Answers<OrderView>(200, s_refusals);
        group.MapPost("/{number}/cancellation", CancelAsync).WithSummary("Cancels lines: at once when no supplier was told, else the supplier is asked.").Answers<OrderView>(200, s_refusals);
        group.MapPost("/{number}/returns", ReturnAsync).WithSummary("Sends units back; the supplier credits them.").Answers<OrderView>(200, s_refusals);
        group.MapPost("/{number}/swap", SwapAsync).WithSummary("Books the hour at which old equipment is swapped for new.").Answers<OrderView>(200, s_refusals);
    }

    private static async Task<IResult> OrderAsync(NewOrder body, HttpContext http, OrderAccess access, Ordering ordering, OrderStore orders, TimeProvider clock, CancellationToken ct)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > 200 || key.Any(char.IsControl))
        {
            return Invalid("Idempotency-Key", "1 to 200 printable characters.");
        }

        var (number, asked) = await ordering.PlaceAsync(body, http, key.Length > 0 ? key : Guid.CreateVersion7(clock.GetUtcNow()).ToString(), ct);
        if (number is not { } placed)
        {
            return Wrong(asked);
        }

        http.Response.Headers.Location = $"/api/orders/{placed}";
        return await ShownAsync(placed, http, access, orders, StatusCodes.Status201Created, ct);
    }

    private static async Task<IResult> CheckAsync(NewOrder body, HttpContext http, Ordering ordering, CancellationToken ct)
    {
        var asked = await ordering.CheckAsync(body, http, "check", ct);
        if (asked.Checked?.Priced is not { } priced)
        {
            return asked.IsSound ? Invalid("lines", "At least one line.") : Wrong(asked);
        }

        return Results.Json(new OrderCheck(asked.IsSound, Money.Sum(priced.Lines.Select(line => line.Value)), priced.Attest, priced.Lines, priced.Faults), CaseEndpoints.Shown);
    }

    private static async Task<IResult> ShowAsync(string number, HttpContext http, OrderAccess access, OrderStore orders, CancellationToken ct) =>
        await SeenOrder.FindAsync(number, http, access, orders, ct) is { } seen ? Shown(http, seen, StatusCodes.Status200OK) : Unknown();

    private static async Task<IResult> TimelineAsync(string number, HttpContext http, OrderAccess access, OrderStore orders, CancellationToken ct) =>
        await SeenOrder.FindAsync(number, http, access, orders, ct) is { } seen ? Results.Json(seen.Timeline, CaseEndpoints.Shown) : Unknown();

    private static async Task<IResult> SpecifyAsync(string number, NewOrder body, HttpContext http, OrderAccess access, OrderDrafts drafts, OrderIntake intake, OrderStore orders, TimeProvider clock, CancellationToken ct)
    {
        if (await SeenOrder.FindAsync(number, http, access, orders, ct) is not { } seen)
        {
            return Unknown();
        }

        if (!seen.MayChange)
        {
            return NotOrderer();
        }

        if (body.Faults() is { Count: > 0 } faults)
        {
            return Invalid(faults);
        }

        // Whose order it is was said with the wish; who approves it follows from that.
        var (wish, organisation) = (seen.Wish, seen.Loaded.State.Organisation);
        if (organisation is not null && body.Organisation is { } other && !string.Equals(organisation, other, StringComparison.OrdinalIgnoreCase))
        {
            return Invalid("organisation", $"The order is of {organisation}. Leave it out, or make another order.");
        }

        var drafted = await drafts.CheckAsync(body, wish.Orderer, organisation ?? body.Organisation, body.Site ?? wish.Site, wish.Number.Value, ct);
        if (drafted.Priced.Faults.Count > 0)
        {
            return Invalid(drafted.Faults);
        }

        var command = drafted.ToCommand(clock.GetUtcNow(), await access.SelfAsync(http, ct));
        return await ActAsync(seen, "specification", await intake.ReadyAsync(command, wish.Number, ct), http, access, orders, clock, ct);
    }

    private static async Task<IResult> ApproveAsync(string number, ApprovalBody body, HttpContext http, OrderAccess access, OrderStore orders, TimeProvider clock, CancellationToken ct)
    {
        if (await SeenOrder.FindAsync(number, http, access, orders, ct) is not { } seen)
        {
            return Unknown();
        }

        if (body.Decision is not ("approve" or "turn-down") || (body.Decision == "turn-down" && body.Reason is not { Length: > 0 and <= LongestReason }))
        {
            return Invalid("decision", "approve, or turn-down with a reason of at most 1,000 characters.");
        }

        var now = clock.GetUtcNow();
        OrderCommand command = body.Decision == "approve" ? new ApproveOrder(seen.Approver, seen.Roles, now) : new TurnDownOrder(seen.Approver, seen.Roles, body.Reason!, now);
        return await ActAsync(seen, body.Decision, command, http, access, orders, clock, ct);
    }

    private static Task<IResult> CancelAsync(string number, LinesBody body, HttpContext http, OrderAccess access, OrderStore orders, TimeProvider clock, CancellationToken ct) =>
        ChangeAsync(
            number, "cancellation", body.Reason?.Length > LongestReason || body.Lines?.Count > OrderChecks.MostLines ? ("lines", "Numbers of lines; the reason has at most 1,000 characters.") : null,
            () => new CancelLines(body.Lines ?? [], body.Reason, clock.GetUtcNow()), http, access, orders, clock, ct);

    private static Task<IResult> ReturnAsync(string number, ReturnBody body, HttpContext http, OrderAccess access, OrderStore orders, TimeProvider clock, CancellationToken ct) =>
        ChangeAsync(
            number, "returns",
            body.Units is not { Count: > 0 and <= OrderChecks.MostUnits } || body.Units.Any(unit => unit is null or { Serial.Length: > 100 }) || body.Reason?.Length > LongestReason
                ? ("units", "At least one, each with line and unit; the reason has at most 1,000 characters.") : null,
            () => new ReturnUnits($"R-{EventId.From("return", number, KeyOf(http, clock)):N}"[..10], body.Units!, body.Reason, clock.GetUtcNow()), http, access, orders, clock, ct);

    private static Task<IResult> SwapAsync(string number, SwapBody body, HttpContext http, OrderAccess access, OrderStore orders, TimeProvider clock, CancellationToken ct) =>
        ChangeAsync(
            number, "swap", body.Time is null ? ("time", "from and until, RFC 3339.") : null,
            () => new BookSwap(body.Line, body.Time!.ToTime(), clock.GetUtcNow()), http, access, orders, clock, ct);

    private static async Task<IResult> ChangeAsync(
        string number, string action, (string Field, string Good)? fault, Func<OrderCommand> command, HttpContext http, OrderAccess access, OrderStore orders, TimeProvider clock, CancellationToken ct) =>
        await SeenOrder.FindAsync(number, http, access, orders, ct) is not { } seen ? Unknown()
        : !seen.MayChange ? NotOrderer()
        : fault is { } wrong ? Invalid(wrong.Field, wrong.Good)
        : await ActAsync(seen, action, command(), http, access, orders, clock, ct);

    private static async Task<IResult> ActAsync(SeenOrder seen, string action, OrderCommand command, HttpContext http, OrderAccess access, OrderStore orders, TimeProvider clock, CancellationToken ct)
    {
        var (number, actor) = (seen.Wish.Number, OrderAccess.Actor(http));
        var id = EventId.From("api-order", number.Value, action, actor, KeyOf(http, clock));
        return await orders.DecideAsync(number, command, id, new EventContext(actor, "web"), IfMatch.Revision(http.Request), ct) is Refused<OrderEvent> refused
            ? Problem(refused) : await ShownAsync(number, http, access, orders, StatusCodes.Status200OK, ct);
    }

    private static string KeyOf(HttpContext http, TimeProvider clock)
    {
        if (http.Items["order-key"] is string made)
        {
            return made;
        }

        var key = http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 and <= 200 } said ? said : Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        http.Items["order-key"] = key;
        return key;
    }

    private static async Task<IResult> ShownAsync(OrderNumber number, HttpContext http, OrderAccess access, OrderStore orders, int status, CancellationToken ct) =>
        await SeenOrder.FindAsync(number.Value, http, access, orders, ct) is { } seen ? Shown(http, seen, status) : Unknown();

    private static IResult Shown(HttpContext http, SeenOrder seen, int status)
    {
        http.Response.Headers.ETag = $"\"{seen.Loaded.Revision}\"";
        return Results.Json(seen.View, CaseEndpoints.Shown, statusCode: status);
    }

    private static ProblemHttpResult Unknown() => Problem(new("order-unknown", "There is no such order."));

    private static ProblemHttpResult NotOrderer() => Problem(new("not-orderer", "Only who ordered it, who orders or approves for its organisation, or the city's people may change it."));

    private static IResult Wrong(AskedOrder asked) => asked.Refused is { } refused ? Problem(refused) : Invalid(asked.Faults);

    private static ValidationProblem Invalid(Dictionary<string, string[]> faults) => TypedResults.ValidationProblem(faults, type: "invalid-order");

    private static ValidationProblem Invalid(string field, string good) => Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [good] });

    /// <summary>A refusal as problem details.</summary>
    internal static ProblemHttpResult Problem(Refused<OrderEvent> refused) => TypedResults.Problem(refused.Why, type: refused.Code, statusCode: refused.Code switch
    {
        "order-unknown" => StatusCodes.Status404NotFound,
        "own-order" or "no-mandate" or "not-orderer" => StatusCodes.Status403Forbidden,
        "order-changed" => StatusCodes.Status412PreconditionFailed,
        _ => StatusCodes.Status409Conflict,
    });
}
