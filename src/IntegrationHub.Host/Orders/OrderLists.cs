using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Orders;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Incidents;

namespace IntegrationHub.Host.Orders;

/// <summary><c>GET /api/orders</c>: lists of orders, the last changed first.</summary>
internal static class OrderLists
{
    private const int MostAtOnce = 200;
    private const int AtOnce = 50;

    // So many are looked at for one page: whoever may see few of very many asks by own orders or organisation.
    private const int MostLookedAt = 2_000;

    /// <summary>One page.</summary>
    /// <param name="After">The parameter that asks for the next page; null when this is the last.</param>
    internal sealed record OrderPage(IReadOnlyList<OrderRow> Orders, string? After);

    /// <summary>Orders whose fields have the values asked for, as far as the reader may see them.</summary>
    public static async Task<IResult> ListAsync(
        string? orderer, string? organisation, string? status, string? standing, string? approval, int? size, string? after, HttpContext http, OrderAccess access,
        LiveView<OrderRow> rows, CancellationToken ct)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (size is < 1 or > MostAtOnce)
        {
            faults["size"] = [$"1 to {MostAtOnce}, for example {AtOnce}."];
        }

        if (status is not null && !OrderStatus.All.Contains(status, StringComparer.Ordinal))
        {
            faults["status"] = [$"One of {string.Join(", ", OrderStatus.All)}."];
        }

        if (standing is not (null or "open" or "done"))
        {
            faults["standing"] = ["open or done."];
        }

        long? before = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;
        if (after is not null && before is null)
        {
            faults["after"] = ["What the page before gave as after, or leave it out."];
        }

        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-list");
        }

        var sought = new (string Name, string? Value)[] { ("orderer", orderer), ("organisation", organisation), ("status", status), ("standing", standing), ("approval", approval) }
            .Where(pair => pair.Value is not null).ToDictionary(pair => pair.Name, pair => pair.Value!, StringComparer.Ordinal);
        var (found, next) = Page(rows, sought, await access.ReaderAsync(http.User, ct), before, size ?? AtOnce);
        return Results.Json(new OrderPage(found, next?.ToString(CultureInfo.InvariantCulture)), CaseEndpoints.Shown);
    }

    /// <summary>What waits for approval by these mandates, the last changed first; nobody approves an own order, so that none is among them.</summary>
    /// <param name="rows">All orders.</param>
    /// <param name="mandates">Organisation and role each; null for all.</param>
    /// <param name="reader">Who approves.</param>
    /// <param name="most">So many at most.</param>
    public static IReadOnlyList<OrderRow> ToApprove(LiveView<OrderRow> rows, IReadOnlyList<(string Organisation, string Role)>? mandates, OrderReader reader, int most)
    {
        var sought = mandates is null
            ? [new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = "awaiting-approval" }]
            : mandates.Select(mandate => new Dictionary<string, string>(StringComparer.Ordinal) { ["approval"] = mandate.Role, ["organisation"] = mandate.Organisation });
        return
        [
            .. sought.SelectMany(one => rows.Seek(one, before: null, most)).OrderByDescending(found => found.Place).Select(found => found.Row)
                .Where(row => !reader.Persons.Any(person => person.Value == row.Orderer)).Take(most),
        ];
    }

    /// <summary>A page of what the reader may see, and the place that the next one begins after.</summary>
    public static (IReadOnlyList<OrderRow> Rows, long? Next) Page(LiveView<OrderRow> rows, Dictionary<string, string> sought, OrderReader reader, long? before, int size)
    {
        // Whoever sees one organisation, or only own orders, is looked up by that.
        if (reader is { All: false, Supplier: null })
        {
            if (reader.Organisations is [var only] && !sought.ContainsKey("organisation") && !sought.ContainsKey("orderer"))
            {
                sought = new(sought, StringComparer.Ordinal) { ["organisation"] = only };
            }
            else if (reader.Organisations.Count == 0 && reader.Persons.Count > 0 && !sought.ContainsKey("orderer"))
            {
                sought = new(sought, StringComparer.Ordinal) { ["orderer"] = reader.Persons[0].Value };
            }
        }

        var (page, looked) = (new List<OrderRow>(), 0);
        while (looked < MostLookedAt)
        {
            var some = rows.Seek(sought, before, size + 1);
            foreach (var (row, place) in some)
            {
                if (page.Count == size)
                {
                    return (page, before);
                }

                before = place;
                looked++;
                if (reader.MaySee(row))
                {
                    page.Add(reader.Shown(row));
                }
            }

            if (some.Count <= size)
            {
                return (page, null);
            }
        }

        return (page, before);
    }
}
