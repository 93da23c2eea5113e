using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Catalogue;

/// <summary>A decision about who answers for a service, as it stands.</summary>
/// <param name="Until">When it ends, by itself or because the next begins; null for not yet.</param>
/// <param name="Then">Who answers in that place after it; null where it does not end.</param>
/// <param name="Gap">Whether it ends without another decision for the same place taking over: then a wider one, or the catalogue, says who answers.</param>
internal sealed record TenureView(
    string Decision, string Desk, string Supplier, Place Where, DateTimeOffset From, DateTimeOffset? Until, Owner? Then, bool Gap, OpenCases OpenCases, string Reason);

/// <summary>Who answers for a service.</summary>
/// <param name="Standing">Who does where nothing was decided.</param>
/// <param name="Asked">Who does in the place and at the time that were asked for.</param>
/// <param name="Decisions">Widest place first, then by time.</param>
internal sealed record ServiceOwnersView(string Service, Owner Standing, Owner Asked, IReadOnlyList<TenureView> Decisions);

/// <summary>The open cases that a decision concerns.</summary>
/// <param name="Count">How many are with the owner before.</param>
/// <param name="ByStatus">How many of them stand where.</param>
/// <param name="Asked">How many of them were offered to the new owner, which has not answered.</param>
/// <param name="Cases">Their numbers, the oldest first; at most 1,000.</param>
internal sealed record WaveView(OpenCases OpenCases, int Count, IReadOnlyDictionary<string, int> ByStatus, int Asked, IReadOnlyList<string> Cases);

/// <summary>Why a decision is taken back.</summary>
/// <param name="Reason">1 to 500 characters.</param>
internal sealed record WithdrawalBody(string? Reason);

/// <summary><c>/api/services/{service}/owners</c>: who answers for a service, where and when; decided by the city office.</summary>
internal static class OwnerEndpoints
{
    private const int MostCases = 1_000;
    private const int LongestReason = 500;

    /// <summary>Maps the endpoints.</summary>
    public static void MapOwners(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/services/{service}/owners").WithTags("Services").RequireAuthorization(Access.CityOffice);
        group.MapGet("/", List).WithSummary("Who answers for a service, and every decision about it.").Answers<ServiceOwnersView>(200, 400, 403, 404);
        group.MapPost("/", DecideAsync).WithSummary("Decides who answers for a service, where and from when.").Answers<TenureView>(201, 400, 403, 404, 409, 422);
        group.MapPost("/preview", PreviewAsync).WithSummary("Which open cases such a decision would concern; nothing is decided.").Answers<WaveView>(200, 400, 403, 404, 409);
        group.MapGet("/{decision}/cases", CasesAsync).WithSummary("The open cases that a decision concerns and that the owner before still has.").Answers<WaveView>(200, 403, 404);
        group.MapPost("/{decision}/withdraw", WithdrawAsync).WithSummary("Takes a decision back that has not begun.").Answers<ServiceOwnersView>(200, 400, 403, 404, 409);
    }

    private static IResult List(
        string service, DateTimeOffset? at, string? area, string? organisation, string? site, ServiceCatalogue catalogue, TimeProvider clock) =>
        catalogue.FindService(service) is { } known
            ? TypedResults.Ok(View(known, catalogue, new Place(area, organisation, site), at ?? clock.GetUtcNow()))
            : Unknown(service);

    private static async Task<IResult> DecideAsync(
        string service, NewOwner body, HttpContext http, CatalogueRegister register, ServiceCatalogue catalogue, IReadOnlyList<SupplierSettings> suppliers,
        TimeProvider clock, CancellationToken ct)
    {
        if (Refusal(service, body, catalogue, suppliers) is { } refused)
        {
            return refused;
        }

        var (now, key) = (clock.GetUtcNow(), http.Request.Headers["Idempotency-Key"].ToString());
        var id = (key.Length > 0 ? EventId.From("api", "service-owner", service, key) : Guid.CreateVersion7(now)).ToString("N", CultureInfo.InvariantCulture);
        var wanted = body.ToDecision(id, service, catalogue, now);
        var decision = await register.DecideAsync(() => OwnershipRules.Decide(catalogue, wanted), new EventContext(Access.ActorOf(http), "web"), ct);
        return decision is Refused<ServiceOwnerEvent> no
            ? Problem(no)
            : TypedResults.Created($"/api/services/{service}/owners", View(catalogue.Owners.Find(id)!, catalogue));
    }

    private static async Task<IResult> PreviewAsync(
        string service, NewOwner body, CatalogueRegister register, ServiceCatalogue catalogue, IReadOnlyList<SupplierSettings> suppliers, WaveCases wave,
        TimeProvider clock, CancellationToken ct)
    {
        if (Refusal(service, body, catalogue, suppliers) is { } refused)
        {
            return refused;
        }

        await register.ReadAsync(ct);
        var now = clock.GetUtcNow();
        var wanted = body.ToDecision("preview", service, catalogue, now);
        return OwnershipRules.Decide(catalogue, wanted) is Refused<ServiceOwnerEvent> no ? Problem(no) : TypedResults.Ok(View(wanted, await wave.OfAsync(wanted, now, ct)));
    }

    private static async Task<IResult> CasesAsync(string service, string decision, ServiceCatalogue catalogue, WaveCases wave, TimeProvider clock, CancellationToken ct) =>
        catalogue.Owners.Find(decision) is { Decided: var decided } && decided.Service == service
            ? TypedResults.Ok(View(decided, await wave.OfAsync(decided, clock.GetUtcNow(), ct)))
            : TypedResults.Problem("There is no such decision. GET the service's owners for those that hold.", type: "owner-unknown", statusCode: StatusCodes.Status404NotFound);

    private static async Task<IResult> WithdrawAsync(
        string service, string decision, WithdrawalBody body, HttpContext http, CatalogueRegister register, ServiceCatalogue catalogue, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > LongestReason)
        {
            return Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["reason"] = [$"Say why, in 1 to {LongestReason} characters."] });
        }

        if (catalogue.FindService(service) is not { } known)
        {
            return Unknown(service);
        }

        var now = clock.GetUtcNow();
        var decided = await register.DecideAsync(
            () => OwnershipRules.Withdraw(catalogue, service, decision, body.Reason, now), new EventContext(Access.ActorOf(http), "web"), ct);
        return decided is Refused<ServiceOwnerEvent> no ? Problem(no) : TypedResults.Ok(View(known, catalogue, Place.Everywhere, now));
    }

    private static IResult? Refusal(string service, NewOwner body, ServiceCatalogue catalogue, IReadOnlyList<SupplierSettings> suppliers) =>
        catalogue.FindService(service) is null ? Unknown(service)
        : body.Faults(catalogue, suppliers.Select(supplier => supplier.Id)) is { Count: > 0 } faults ? Invalid(faults)
        : null;

    private static ServiceOwnersView View(Service service, ServiceCatalogue catalogue, Place where, DateTimeOffset at) => new(
        service.Id, new Owner(service.Desk, service.Supplier), catalogue.OwnerOf(service.Id, where, at)!, [.. catalogue.Owners.Of(service.Id).Select(tenure => View(tenure, catalogue))]);

    private static TenureView View(Tenure tenure, ServiceCatalogue catalogue)
    {
        var decided = tenure.Decided;
        var then = tenure.Until is { } end ? catalogue.OwnerOf(decided.Service, decided.Where, end) : null;
        return new TenureView(
            decided.Decision, decided.Desk, decided.Supplier, decided.Where, decided.From, tenure.Until, then,
            tenure.Until is { } until && !catalogue.Owners.At(decided.Service, decided.Where).Any(next => next.HoldsAt(until)), decided.OpenCases, decided.Reason);
    }

    private static WaveView View(ServiceOwnerDecided decided, IReadOnlyList<CaseRow> rows) => new(
        decided.OpenCases, rows.Count,
        rows.CountBy(row => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(row.Status.ToString())).ToDictionary(StringComparer.Ordinal),
        rows.Count(row => row.HandoverTo == decided.Desk), [.. rows.Take(MostCases).Select(row => row.Number)]);

    private static ValidationProblem Invalid(Dictionary<string, string[]> faults) => TypedResults.ValidationProblem(faults, type: "invalid-owner");

    private static ProblemHttpResult Problem(Refused<ServiceOwnerEvent> no) => TypedResults.Problem(
        no.Why, type: no.Code, statusCode: no.Code switch
        {
            "owner-unknown" => StatusCodes.Status404NotFound,
            "key-reused" => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status409Conflict,
        });

    private static ProblemHttpResult Unknown(string service) => TypedResults.Problem(
        $"There is no service {service} in the catalogue.", type: "service-unknown", statusCode: StatusCodes.Status404NotFound);
}
