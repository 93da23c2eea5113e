using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Orders;
using IntegrationHub.Host.Orders;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Orders;

/// <summary>Orders that the reader may see: what waits for approval first, then the open ones.</summary>
internal sealed class OrdersModel(LiveView<OrderRow> rows, OrderAccess access) : PageModel
{
    private const int Shown = 50;

    /// <summary>Those that the reader may approve.</summary>
    public IReadOnlyList<OrderRow> ToApprove { get; private set; } = [];

    /// <summary><c>open</c> or <c>done</c>.</summary>
    public string Standing { get; private set; } = "open";

    /// <summary>One page of them, the last changed first.</summary>
    public IReadOnlyList<OrderRow> Rows { get; private set; } = [];

    /// <summary>The place of the next page; null when this is the last.</summary>
    public string? Next { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(string? standing, string? after, CancellationToken ct)
    {
        Standing = standing == "done" ? "done" : "open";
        var reader = await access.ReaderAsync(User, ct);
        var (found, next) = OrderLists.Page(
            rows, new Dictionary<string, string>(StringComparer.Ordinal) { ["standing"] = Standing }, reader,
            long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null, Shown);
        (Rows, Next) = (found, next?.ToString(CultureInfo.InvariantCulture));
        ToApprove = OrderLists.ToApprove(rows, await access.MandatesAsync(User, ct), reader, Shown);
    }
}
