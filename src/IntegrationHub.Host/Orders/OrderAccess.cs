using System.Collections.Frozen;
using System.Security.Claims;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.People;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Orders;

/// <summary>Which roles of the directory may order for their organisation.</summary>
/// <param name="Roles">Names of roles; <c>Orders:OrdererRoles</c>, a comma list.</param>
internal sealed record OrdererSettings(FrozenSet<string> Roles)
{
    private const string Default = "beställare, enhetschef, avdelningschef, förvaltningschef, lokal it-chef, lokal it-ansvarig, local IT manager";

    /// <summary>Reads the settings.</summary>
    public static OrdererSettings Read(IConfiguration configuration) => new(
        (configuration["Orders:OrdererRoles"] is { Length: > 0 } said ? said : Default)
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase));
}

/// <summary>Which orders, and which of what is held, somebody may see.</summary>
/// <param name="All">Everything: the city's own people.</param>
/// <param name="Supplier">What this supplier delivers: its desk.</param>
/// <param name="Persons">Ordered by, or for, one of these pseudonyms.</param>
/// <param name="Organisations">Of these organisations.</param>
internal sealed record OrderReader(bool All, string? Supplier, IReadOnlyList<PersonId> Persons, IReadOnlyList<string> Organisations)
{
    /// <summary>Whether all of an order may be seen. Others may see a part: see <see cref="PartOf"/>.</summary>
    public bool MaySee(OrderState order) => MayChange(order);

    /// <summary>What may be seen of an order by a supplier's desk, or by those who get something of it; empty for nothing.</summary>
    public OrderPart PartOf(OrderState order) => Supplier is { } supplier && OrderPart.OfSupplier(order, supplier) is { IsEmpty: false } told ? told : OrderPart.OfRecipient(order, Persons);

    /// <summary>Whether an order may be changed: by the city's people, by who ordered it, and by who orders for its organisation. Not by who only gets or supplies it.</summary>
    public bool MayChange(OrderState order) => All || (order.Wish is { } wish && (Persons.Contains(wish.Orderer) || OfOwn(order.Organisation)));

    /// <summary>Whether a row of the list may be seen. Who gets something is not in it: those see the order by its number.</summary>
    public bool MaySee(OrderRow row) => MaySeeWhole(row) || (Supplier is { } supplier && row.IsTold(supplier));

    /// <summary>A row that may be seen, as far as it may be.</summary>
    public OrderRow Shown(OrderRow row) => MaySeeWhole(row) ? row : row.OfSupplier(Supplier!);

    /// <summary>Whether something held may be seen.</summary>
    public bool MaySee(HoldingRow row) => All || Supplier == row.Supplier || Persons.Any(person => person.Value == row.Person) || OfOwn(row.Organisation);

    /// <summary>Whether something held may be moved or ended: by the city's people, and those who may order for its organisation.</summary>
    public bool MayChange(HoldingRow row) => All || OfOwn(row.Organisation);

    /// <summary>Whether something held may be taken over, as it is offered: by every unit that orders.</summary>
    public bool MayTake(HoldingRow row) => row.Status == "offered" && Organisations.Count > 0;

    private bool MaySeeWhole(OrderRow row) => All || Persons.Any(person => person.Value == row.Orderer) || OfOwn(row.Organisation);

    private bool OfOwn(string? organisation) => organisation is not null && Organisations.Contains(organisation, StringComparer.OrdinalIgnoreCase);
}

/// <summary>Who somebody is to orders: what may be seen, ordered and approved.</summary>
internal sealed class OrderAccess(CityDirectory directory, OrdererSettings settings, OrderRules rules, ServiceCatalogue catalogue, IPersonKeys keys)
{
    private static readonly string[] s_staff = [Access.Administrator, Access.Operator, Access.CityOffice, IncidentAccess.Agent];

    /// <summary>Whether the city's own people are asking.</summary>
    public static bool IsStaff(ClaimsPrincipal user) => s_staff.Any(user.IsInRole);

    /// <summary>The person that is signed in, as the directory knows it; null when it does not.</summary>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read.</exception>
    public async Task<KnownPerson?> WhoAsync(ClaimsPrincipal user, CancellationToken ct) =>
        user.FindFirstValue("sub") is { Length: > 0 } subject ? await directory.MeantAsync(subject, ct) : null;

    /// <summary>Who is meant by an external id, a user name, an address or a number; null when the directory has no such active person.</summary>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read.</exception>
    public Task<KnownPerson?> MeantAsync(string said, CancellationToken ct) => directory.MeantAsync(said, ct);

    /// <summary>What the user may see.</summary>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read.</exception>
    public async Task<OrderReader> ReaderAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (IsStaff(user))
        {
            return new(true, null, [], []);
        }

        var who = await WhoAsync(user, ct);
        var reader = who is null ? new OrderReader(false, null, [], []) : new(false, null, directory.PseudonymsOf(who.Person), OrganisationsOf(who));
        return IncidentAccess.ActingDesk(user) is { } desk ? reader with { Supplier = catalogue.FindDesk(desk)?.Supplier } : reader;
    }

    /// <summary>The organisations that somebody may order for.</summary>
    public IReadOnlyList<string> OrganisationsOf(KnownPerson who) =>
    [
        .. who.Facts.Roles.Where(role => role.Name?.Text is { } name && settings.Roles.Contains(name.Trim()))
            .Select(role => who.Facts.Of(role).Organisation).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Who approves, and by which roles for an organisation. An administrator has all of them.</summary>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read.</exception>
    public async Task<(PersonId Approver, IReadOnlyList<string> Roles)> ApproverAsync(HttpContext http, string? organisation, CancellationToken ct)
    {
        var (who, rule) = (await WhoAsync(http.User, ct), rules.AttestOf(organisation));
        var roles = http.User.IsInRole(Access.Administrator) ? [.. rule.Steps.Select(step => step.Role)] : who is null ? [] : rule.RolesOf(HeldIn(who, organisation));
        return (who?.Person ?? InRole(http), roles);
    }

    /// <summary>What the user may approve, an organisation and a role each; null for everything.</summary>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read.</exception>
    public async Task<IReadOnlyList<(string Organisation, string Role)>?> MandatesAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (user.IsInRole(Access.Administrator))
        {
            return null;
        }

        return await WhoAsync(user, ct) is not { } who ? [] :
        [
            .. who.Facts.Roles.Select(role => who.Facts.Of(role).Organisation).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)
                .SelectMany(organisation => rules.AttestOf(organisation).RolesOf(HeldIn(who, organisation)).Select(role => (organisation, role))),
        ];
    }

    /// <summary>Who acts, as orders know the person: as the directory does, or else one that stands for the role. The same whoever orders, specifies or approves.</summary>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read.</exception>
    public async Task<PersonId> SelfAsync(HttpContext http, CancellationToken ct)
    {
        if (await WhoAsync(http.User, ct) is { } who)
        {
            return who.Person;
        }

        var person = InRole(http);
        keys.Recognise([person]); // Else it might be another one when it comes to approving.
        return person;
    }

    /// <summary>Somebody of the city who is not in the directory.</summary>
    public PersonId InRole(HttpContext http) => keys.Pseudonym("staff", Actor(http));

    /// <summary>Who acts, as events name them.</summary>
    public static string Actor(HttpContext http) => IncidentAccess.Actor(http);

    private static IEnumerable<string> HeldIn(KnownPerson who, string? organisation) =>
        who.Facts.Roles.Where(role => string.Equals(who.Facts.Of(role).Organisation, organisation, StringComparison.OrdinalIgnoreCase)).Select(role => role.Name?.Text?.Trim()).OfType<string>();
}
