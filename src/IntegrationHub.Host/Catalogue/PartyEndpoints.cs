using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Catalogue;

/// <summary>A local system, and whose it is.</summary>
/// <param name="Host">Id of the desk that answers for it now, in the whole city.</param>
/// <param name="AccountManager">Id of the party to ask, through a case; null where none was named.</param>
internal sealed record SystemView(string Id, string Sv, string En, string Organisation, string? Host, string Owner, string? ApplicationSupplier, string? AccountManager);

/// <summary>A party that is no supplier.</summary>
/// <param name="AccountManagerOf">Ids of the suppliers and systems that it is the technical account manager of.</param>
internal sealed record PartyView(string Id, PartyKind Kind, string Sv, string En, string? Organisation, string? Phone, string? Hours, IReadOnlyList<string> AccountManagerOf);

/// <summary>Who is asked.</summary>
/// <param name="Party">Id of a party of the kind account-manager.</param>
internal sealed record ManagerBody(string? Party);

/// <summary><c>/api/parties</c>, <c>/api/systems</c> and <c>/api/account-managers</c>: who works with cases without being a supplier, and whose the local systems are.</summary>
internal static class PartyEndpoints
{
    /// <summary>Maps the endpoints: whoever is signed in may read; the city office decides.</summary>
    public static void MapParties(this IEndpointRouteBuilder routes)
    {
        var parties = routes.MapGroup("/api/parties").WithTags("Parties");
        parties.MapGet("/", (ServiceCatalogue catalogue, IReadOnlyList<SupplierSettings> suppliers) => TypedResults.Ok(Parties(catalogue, suppliers)))
            .WithSummary("Parties that are no suppliers: system owners, application suppliers, local IT, schools' support, account managers.").Answers<IReadOnlyList<PartyView>>(200);
        parties.MapPost("/", AddAsync).RequireAuthorization(Access.CityOffice)
            .WithSummary("Adds a party; it takes the ball like a desk, without a system of its own.").Answers<PartyView>(201, 400, 403, 409);
        var systems = routes.MapGroup("/api/systems").WithTags("Parties");
        systems.MapGet("/", (ServiceCatalogue catalogue, TimeProvider clock) => TypedResults.Ok(Systems(catalogue, clock.GetUtcNow())))
            .WithSummary("Local systems: host, owner, application supplier and account manager of each.").Answers<IReadOnlyList<SystemView>>(200);
        systems.MapPut("/{id}", NameAsync).RequireAuthorization(Access.CityOffice)
            .WithSummary("Names a local system, or names anew whose it is; it is a service then.").Answers<SystemView>(200, 400, 403, 409);
        routes.MapPut("/api/account-managers/{of}", ManageAsync).WithTags("Parties").RequireAuthorization(Access.CityOffice)
            .WithSummary("Names the technical account manager of a supplier or a local system.").Answers<PartyView>(200, 400, 403, 404);
    }

    private static async Task<IResult> AddAsync(
        NewParty body, HttpContext http, CatalogueRegister register, ServiceCatalogue catalogue, IReadOnlyList<SupplierSettings> suppliers, TimeProvider clock, CancellationToken ct)
    {
        if (body.Faults() is { Count: > 0 } faults)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-party");
        }

        var wanted = body.ToDecision(clock.GetUtcNow());
        var decided = await register.DecideAsync(() => PartyRules.Decide(catalogue, wanted), Who(http), ct);
        return decided is Refused<CatalogueEvent> no
            ? Conflict(no)
            : TypedResults.Created("/api/parties", Parties(catalogue, suppliers).Single(party => party.Id == wanted.Party));
    }

    private static async Task<IResult> NameAsync(
        string id, NewSystem body, HttpContext http, CatalogueRegister register, ServiceCatalogue catalogue, TimeProvider clock, CancellationToken ct)
    {
        await register.ReadAsync(ct);
        if (body.Faults(id, catalogue) is { Count: > 0 } faults)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-system");
        }

        var now = clock.GetUtcNow();
        var decided = await register.DecideAsync(() => PartyRules.Decide(catalogue, body.ToDecision(id, now)), Who(http), ct);
        return decided is Refused<CatalogueEvent> no ? Conflict(no) : TypedResults.Ok(Systems(catalogue, now).Single(system => system.Id == id));
    }

    private static async Task<IResult> ManageAsync(
        string of, ManagerBody body, HttpContext http, CatalogueRegister register, ServiceCatalogue catalogue, IReadOnlyList<SupplierSettings> suppliers, TimeProvider clock,
        CancellationToken ct)
    {
        await register.ReadAsync(ct);
        if (catalogue.Parties.FindSystem(of) is null && suppliers.All(supplier => supplier.Id != of))
        {
            return TypedResults.Problem($"There is no supplier and no local system {of}.", type: "managed-unknown", statusCode: StatusCodes.Status404NotFound);
        }

        if (catalogue.Parties.FindParty(body.Party) is not { Kind: PartyKind.AccountManager } manager)
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["party"] = ["The id of a party of the kind account-manager. POST /api/parties adds one."] }, type: "invalid-manager");
        }

        var wanted = new AccountManagerNamed(of, manager.Party, clock.GetUtcNow());
        await register.DecideAsync(() => PartyRules.Decide(catalogue, wanted), Who(http), ct);
        return TypedResults.Ok(Parties(catalogue, suppliers).Single(party => party.Id == manager.Party));
    }

    private static IReadOnlyList<PartyView> Parties(ServiceCatalogue catalogue, IReadOnlyList<SupplierSettings> suppliers)
    {
        var managed = suppliers.Select(supplier => supplier.Id).Concat(catalogue.Parties.Systems.Select(system => system.System)).Distinct(StringComparer.Ordinal)
            .ToLookup(catalogue.Parties.ManagerOf, StringComparer.Ordinal);
        return [.. catalogue.Parties.Parties.Select(party => new PartyView(
            party.Party, party.Kind, party.Sv, party.En, party.Organisation, party.Phone, party.Hours, [.. managed[party.Party]]))];
    }

    private static IReadOnlyList<SystemView> Systems(ServiceCatalogue catalogue, DateTimeOffset now) =>
    [
        .. catalogue.Parties.Systems.Select(system => new SystemView(
            system.System, system.Sv, system.En, system.Organisation, catalogue.OwnerOf(system.System, new Place(Organisation: system.Organisation), now)?.Desk, system.Owner,
            system.ApplicationSupplier, catalogue.Parties.ManagerOf(system.System))),
    ];

    private static EventContext Who(HttpContext http) => new(Access.ActorOf(http), "web");

    private static ProblemHttpResult Conflict(Refused<CatalogueEvent> no) => TypedResults.Problem(no.Why, type: no.Code, statusCode: StatusCodes.Status409Conflict);
}
