using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Workers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Suppliers;

/// <summary>How the hub and one supplier's system get on.</summary>
/// <param name="Desks">Ids of the desks that it runs.</param>
/// <param name="Address">Where the hub sends to; null where the protocol has addresses of its own.</param>
/// <param name="Gate">Whether messages go out, and when one last did.</param>
/// <param name="Waiting">Messages that were not taken yet.</param>
/// <param name="More">Whether there are more than that, not counted yet.</param>
/// <param name="OldestWaiting">Since when the oldest waits.</param>
/// <param name="Behind">Whether that is too much (over 100) or too old (over two minutes).</param>
/// <param name="Parked">Messages that failed for good and wait for a person.</param>
internal sealed record SupplierView(
    string Id, string Protocol, string? Address, IReadOnlyList<string> Desks, GateState Gate, int Waiting, bool More, DateTimeOffset? OldestWaiting, bool Behind, int Parked);

/// <summary>A supplier that was added.</summary>
/// <param name="Token">The token that the hub made, shown this once; null when the body had one.</param>
/// <param name="Events">Where the supplier sends its events to.</param>
internal sealed record SupplierAddedView(string Id, string? Token, string Events);

/// <summary>Why something is done.</summary>
/// <param name="Reason">1 to 500 characters.</param>
internal sealed record PauseBody(string? Reason);

/// <summary>A corrected message.</summary>
/// <param name="Data">The whole message.</param>
/// <param name="Reason">Why; 1 to 500 characters.</param>
internal sealed record AmendBody(JsonElement Data, string? Reason);

/// <summary><c>/api/suppliers</c>: how the suppliers' systems do, and what staff decide about them.</summary>
internal static class SupplierDecisionEndpoints
{
    private const int LongestReason = 500;

    /// <summary>Maps the endpoints: for operators; adding is the administrator's.</summary>
    public static void MapSupplierDecisions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/suppliers").WithTags("Suppliers").RequireAuthorization(Access.Operator);
        group.MapGet("/", ListAsync).WithSummary("Every supplier: what waits, whether its system answers, what failed.").Answers<IReadOnlyList<SupplierView>>(200, 403);
        group.MapPost("/", AddAsync).RequireAuthorization(who => who.RequireRole(Access.Administrator))
            .WithSummary("Adds a supplier with its desks and services, while the hub runs.").Answers<SupplierAddedView>(201, 400, 403, 409);
        group.MapPost("/{id}/pause", PauseAsync).WithSummary("Sends the supplier nothing for now; it waits in order.").Answers<SupplierView>(200, 400, 403, 404);
        group.MapGet("/{id}/messages/{message:guid}", LookAsync).WithSummary("A message that failed for good, as the supplier would be told it now.").Answers<ParkedMessage>(200, 403, 404);
        group.MapPost("/{id}/messages/{message:guid}/amend", AmendAsync)
            .WithSummary("Corrects a message that failed for good, and tries it again.").Answers<ParkedMessage>(200, 400, 403, 404, 409);
        group.MapPost("/{id}/resume", ResumeAsync).WithSummary("Sends the supplier what waits.").Answers<SupplierView>(200, 403, 404);
    }

    /// <summary>How every supplier does.</summary>
    internal static async Task<IReadOnlyList<SupplierView>> ViewsAsync(
        SupplierRegister register, ServiceCatalogue catalogue, WorkMeter meter, ParkedWork parked, TimeProvider clock, CancellationToken ct)
    {
        var waiting = (await parked.WaitingAsync(new ParkedFilter(), ct)).CountBy(work => work.Group).ToDictionary(StringComparer.Ordinal);
        return [.. register.Select(supplier => View(supplier, register, catalogue, meter, SupplierFleet.GroupsOf(supplier.Id).Sum(group => waiting.GetValueOrDefault(group)), clock))];
    }

    private static async Task<IResult> ListAsync(
        SupplierRegister register, ServiceCatalogue catalogue, WorkMeter meter, ParkedWork parked, TimeProvider clock, CancellationToken ct) =>
        TypedResults.Ok(await ViewsAsync(register, catalogue, meter, parked, clock, ct));

    private static async Task<IResult> AddAsync(
        NewSupplier body, HttpContext http, SupplierDecisions decisions, SupplierRegister register, ServiceCatalogue catalogue, IHostEnvironment environment, CancellationToken ct)
    {
        var made = body.Token is null ? RandomNumberGenerator.GetHexString(64, lowercase: true) : null;
        var settings = body.ToSettings(made ?? body.Token!);
        if (register.Any(known => known.Id == settings.Id))
        {
            return Known(settings.Id);
        }

        var faults = body.Faults(settings, register, catalogue, environment.IsDevelopment());
        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-supplier");
        }

        var added = await decisions.AddAsync(body, settings, new EventContext(Access.ActorOf(http), "web"), ct);
        return added ? TypedResults.Created("/api/suppliers", new SupplierAddedView(settings.Id, made, $"/suppliers/{settings.Id}/events")) : Known(settings.Id);
    }

    private static async Task<IResult> PauseAsync(
        string id, PauseBody body, HttpContext http, SupplierDecisions decisions, SupplierRegister register, ServiceCatalogue catalogue, WorkMeter meter, ParkedWork parked,
        TimeProvider clock, CancellationToken ct)
    {
        if (body.Reason is not { Length: > 0 and <= LongestReason } reason || string.IsNullOrWhiteSpace(reason))
        {
            return NoReason();
        }

        if (register.FirstOrDefault(known => known.Id == id) is not { } supplier)
        {
            return Unknown(id);
        }

        await decisions.PauseAsync(supplier, reason, new EventContext(Access.ActorOf(http), "web"), ct);
        return await OneAsync(supplier, register, catalogue, meter, parked, clock, ct);
    }

    private static async Task<IResult> ResumeAsync(
        string id, HttpContext http, SupplierDecisions decisions, SupplierRegister register, ServiceCatalogue catalogue, WorkMeter meter, ParkedWork parked,
        TimeProvider clock, CancellationToken ct)
    {
        if (register.FirstOrDefault(known => known.Id == id) is not { } supplier)
        {
            return Unknown(id);
        }

        await decisions.ResumeAsync(supplier, new EventContext(Access.ActorOf(http), "web"), ct);
        return await OneAsync(supplier, register, catalogue, meter, parked, clock, ct);
    }

    private static async Task<IResult> LookAsync(string id, Guid message, ParkedMessages messages, CancellationToken ct) =>
        await messages.LookAsync(id, message, ct) is { } shown ? TypedResults.Ok(shown)
            : TypedResults.Problem("No such message waits for a person.", statusCode: StatusCodes.Status404NotFound, type: "message-unknown");

    private static async Task<IResult> AmendAsync(string id, Guid message, AmendBody body, HttpContext http, ParkedMessages messages, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > LongestReason)
        {
            return NoReason();
        }

        var before = await messages.LookAsync(id, message, ct);
        var refused = await messages.AmendAsync(id, message, body.Data.GetRawText(), body.Reason, new EventContext(Access.ActorOf(http), "web"), ct);
        return refused is null ? TypedResults.Ok(before! with { Data = body.Data, Amended = true })
            : TypedResults.Problem(refused.Why, type: refused.Code, statusCode: refused.Code switch
            {
                "message-unknown" => StatusCodes.Status404NotFound,
                "invalid-message" => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status409Conflict,
            });
    }

    private static ValidationProblem NoReason() => TypedResults.ValidationProblem(
        new Dictionary<string, string[]>(StringComparer.Ordinal) { ["reason"] = [$"Say why, in 1 to {LongestReason} characters."] }, type: "invalid-reason");

    private static async Task<IResult> OneAsync(
        SupplierSettings supplier, SupplierRegister register, ServiceCatalogue catalogue, WorkMeter meter, ParkedWork parked, TimeProvider clock, CancellationToken ct)
    {
        var waiting = 0;
        foreach (var group in SupplierFleet.GroupsOf(supplier.Id))
        {
            waiting += (await parked.WaitingAsync(new ParkedFilter(group), ct)).Count;
        }

        return TypedResults.Ok(View(supplier, register, catalogue, meter, waiting, clock));
    }

    private static SupplierView View(
        SupplierSettings supplier, SupplierRegister register, ServiceCatalogue catalogue, WorkMeter meter, int parked, TimeProvider clock)
    {
        var (backlogs, now) = (SupplierFleet.GroupsOf(supplier.Id).Select(meter.Of).ToList(), clock.GetUtcNow());
        return new SupplierView(
            supplier.Id, supplier.Protocol, supplier.Url?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped),
            [.. catalogue.Desks.Where(desk => catalogue.Serves(desk.Id, supplier.Id)).Select(desk => desk.Id)], register.GateOf(supplier).State,
            backlogs.Sum(backlog => backlog.Waiting), backlogs.Exists(backlog => backlog.More), backlogs.Min(backlog => backlog.Oldest), backlogs.Exists(backlog => SupplierFleet.IsBehind(backlog, now)), parked);
    }

    private static ProblemHttpResult Known(string id) => TypedResults.Problem(
        $"There is a supplier {id} already. Its settings are changed where they were made.", statusCode: StatusCodes.Status409Conflict, type: "supplier-exists");

    private static ProblemHttpResult Unknown(string id) => TypedResults.Problem(
        $"There is no supplier {id}. GET /api/suppliers lists them.", statusCode: StatusCodes.Status404NotFound, type: "supplier-unknown");
}
