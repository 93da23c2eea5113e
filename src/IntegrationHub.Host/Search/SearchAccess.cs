using System.Security.Claims;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.People;

namespace IntegrationHub.Host.Search;

/// <summary>By what somebody sees cases and orders.</summary>
/// <param name="All">Everything: the city's own people.</param>
/// <param name="Desks">What these desks have, had, or are asked to take.</param>
/// <param name="Suppliers">What these suppliers have or had a part in.</param>
/// <param name="Persons">What concerns these pseudonyms, or what they ordered.</param>
/// <param name="Organisations">Cases of these organisations.</param>
/// <param name="OrdersOf">Orders of these organisations.</param>
internal sealed record Sight(
    bool All, IReadOnlyList<string> Desks, IReadOnlyList<string> Suppliers, IReadOnlyList<PersonId> Persons, IReadOnlyList<string> Organisations, IReadOnlyList<string> OrdersOf)
{
    /// <summary>Nothing is seen.</summary>
    public static Sight None { get; } = new(All: false, [], [], [], [], []);

    /// <summary>The same as searches have it.</summary>
    public SearchReader Reader => All ? SearchReader.Everything : this == None ? SearchReader.Nobody : SearchReader.With(
    [
        .. Desks.Select(SearchReader.Desk), .. Suppliers.Select(SearchReader.Supplier), .. Persons.Select(person => SearchReader.Person(person.Value)),
        .. Organisations.Select(SearchReader.Organisation), .. OrdersOf.Select(SearchReader.OrdersOf),
    ]);
}

/// <summary>What searches and lists of cases show to whoever asks, by who is signed in and nothing else.</summary>
/// <remarks>
/// The city's own staff (administrators, the city office, operators, agents) sees all. A desk sees what it, or its supplier, has or had.
/// Everybody sees its own cases and orders; with a role of <c>Orders:OrdererRoles</c> the organisation's cases and orders too, and with
/// one of <c>Directory:LocalItManagerRoles</c> its cases.
/// </remarks>
internal sealed class SearchAccess(ServiceCatalogue catalogue, CityDirectory directory, MandateHolders mandates, OrderAccess orders)
{
    private const string DeskPrefix = "desk:";

    /// <summary>Who asks, as searches have it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="ct">Ends the wait for the directory.</param>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read, and so not the directory.</exception>
    public async Task<SearchReader> ReaderAsync(HttpContext http, CancellationToken ct) => (await OfAsync(http.User, ct)).Reader;

    /// <summary>By what somebody sees.</summary>
    /// <param name="user">Who is signed in.</param>
    /// <param name="ct">Ends the wait for the directory.</param>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read, and so not the directory.</exception>
    public async Task<Sight> OfAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (user.Identity is not { IsAuthenticated: true })
        {
            return Sight.None;
        }

        if (OrderAccess.IsStaff(user))
        {
            return Sight.None with { All = true };
        }

        List<string> desks = [.. Roles(user).Where(role => role.Length > DeskPrefix.Length && role.StartsWith(DeskPrefix, StringComparison.Ordinal)).Select(role => role[DeskPrefix.Length..])];
        var sight = Sight.None with { Desks = desks, Suppliers = [.. desks.Select(id => catalogue.FindDesk(id)?.Supplier).OfType<string>().Where(supplier => supplier.Length > 0)] };
        if (await orders.WhoAsync(user, ct) is not { } known)
        {
            return sight;
        }

        var ordersFor = orders.OrganisationsOf(known);
        return sight with
        {
            Persons = [.. directory.PseudonymsOf(known.Person).Where(person => person != PersonId.Nobody)],
            Organisations = [.. ordersFor.Concat(mandates.Of(known)?.Organisations ?? []).Distinct(StringComparer.OrdinalIgnoreCase)],
            OrdersOf = ordersFor,
        };
    }

    private static IEnumerable<string> Roles(ClaimsPrincipal user) =>
        user.Identities.SelectMany(identity => identity.FindAll(identity.RoleClaimType)).Select(claim => claim.Value);
}
