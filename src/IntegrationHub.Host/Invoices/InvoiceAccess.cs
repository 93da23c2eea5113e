using System.Security.Claims;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Invoices;

/// <summary>Who may see and do what with invoices.</summary>
internal sealed class InvoiceAccess(OrderAccess orders, DirectoryStore directory)
{
    /// <summary>Name of the policy of those who take invoices in, match and pay them.</summary>
    public const string Policy = "invoices";

    /// <summary>Who pays.</summary>
    public const string Finance = "finance";

    /// <summary>The roles of the policy.</summary>
    public static readonly string[] Roles = [Access.Administrator, Access.Operator, Finance];

    /// <summary>The invoices themselves: for who handles them, and the city office. A supplier's own through its token.</summary>
    public static bool MaySeeAll(ClaimsPrincipal user) => OrderAccess.IsStaff(user) || user.IsInRole(Finance);

    /// <summary>Whether the user is one of those who take invoices in, match and pay them.</summary>
    public static bool MayHandle(ClaimsPrincipal user) => Array.Exists(Roles, user.IsInRole);

    /// <summary>
    /// What a line must fulfil for the user to see it: everything for the city's people, else the own organisation for those who order there, the supplier's
    /// for its desk, and lines that one has ordered or uses.
    /// </summary>
    /// <returns>Null for everything; no condition for nothing.</returns>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<IReadOnlyList<Condition>?> SeesAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (MaySeeAll(user))
        {
            return null;
        }

        var reader = await orders.ReaderAsync(user, ct);
        return reader.All ? null :
        [
            .. reader.Supplier is { } supplier ? [new Condition("supplier", Comparison.Is, supplier)] : Array.Empty<Condition>(),
            .. reader.Organisations.Select(organisation => new Condition("organisation", Comparison.Is, organisation)),
            .. reader.Persons.SelectMany(person => new[] { new Condition("orderer", Comparison.Is, person.Value), new Condition("users", Comparison.Holds, InvoiceLineRow.UserIn(person.Value)) }),
        ];
    }

    /// <summary>Names of persons, for the eyes of who may see the lines; a pseudonym that the directory does not know is left out.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<Dictionary<string, string>> NamesAsync(IEnumerable<string> persons, CancellationToken ct)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var person in persons.Distinct(StringComparer.Ordinal).Take(MostNames))
        {
            if ((await directory.LoadAsync(new PersonId(person), ct)).State.Facts?.FullName is { } name)
            {
                names[person] = name;
            }
        }

        return names;
    }

    /// <summary>Which of the persons are in the city no more.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<HashSet<string>> LeftAsync(IEnumerable<string> persons, DateOnly today, CancellationToken ct)
    {
        var left = new HashSet<string>(StringComparer.Ordinal);
        foreach (var person in persons.Distinct(StringComparer.Ordinal).Take(MostNames))
        {
            var state = (await directory.LoadAsync(new PersonId(person), ct)).State;
            if (state.Standing != Standing.Unknown && (state.Standing != Standing.Present || state.Facts?.IsActiveOn(today) == false))
            {
                left.Add(person);
            }
        }

        return left;
    }

    private const int MostNames = 5_000;
}
