using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Suppliers;
using IntegrationHub.Host.Workers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Ops;

/// <summary>The operator's console: how each supplier's system does, what failed for good by cause, and who decided what about it.</summary>
[Authorize(Policy = Access.Operator)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class OpsModel(
    SupplierRegister register, SupplierDecisions decisions, ServiceCatalogue catalogue, WorkMeter meter, ParkedWork parked, OperatorRecord record, TimeProvider clock,
    PageLanguage say) : PageModel
{
    private const int LongestReason = 500;

    /// <summary>Every supplier.</summary>
    public IReadOnlyList<SupplierView> Suppliers { get; private set; } = [];

    /// <summary>What failed for good, by cause, the most frequent first.</summary>
    public IReadOnlyList<ParkedGroup> Failures { get; private set; } = [];

    /// <summary>Each piece of work that failed for good.</summary>
    public IReadOnlyList<WorkParked> Items { get; private set; } = [];

    /// <summary>The last decisions, newest first.</summary>
    public IReadOnlyList<Known> Decided { get; private set; } = [];

    /// <summary>What is to be tried again or dropped, shown before it is; null when nothing was asked for.</summary>
    public ParkedGroup? Preview { get; private set; }

    /// <summary>What came of the last press; null when nothing was pressed.</summary>
    public string? Said { get; private set; }

    /// <summary>Whether it was refused.</summary>
    public bool Refused { get; private set; }

    /// <summary>Shows the page.</summary>
    /// <param name="group">With <paramref name="cause"/>: what a preview is wanted of.</param>
    /// <param name="cause">As it is grouped by.</param>
    /// <param name="all">A preview of everything.</param>
    /// <param name="done">What was just done.</param>
    /// <param name="count">To how much.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task OnGetAsync(string? group, string? cause, bool all, string? done, int count, CancellationToken ct)
    {
        Said = done switch
        {
            "paused" => say["Leverantören är pausad. Det som ska skickas väntar i ordning.", "The supplier is paused. What is to be sent waits in order."],
            "resumed" => say["Leverantören får det som väntade.", "The supplier is sent what waited."],
            "retried" => string.Format(System.Globalization.CultureInfo.InvariantCulture, say["{0} görs om nu.", "{0} are tried again now."], count),
            "dropped" => string.Format(System.Globalization.CultureInfo.InvariantCulture, say["{0} görs aldrig.", "{0} are never done."], count),
            _ => null,
        };
        await ShowAsync(ct);
        Preview = all && Items.Count > 0
            ? new ParkedGroup("", "", Items.Count, Items.Min(item => item.At), [.. Items.Select(item => item.Stream).Distinct(StringComparer.Ordinal).Take(10)])
            : Failures.FirstOrDefault(failure => failure.Group == group && failure.Cause == cause);
    }

    /// <summary>Pauses a supplier.</summary>
    public async Task<IActionResult> OnPostPauseAsync(string supplier, string? reason, CancellationToken ct)
    {
        if (register.FirstOrDefault(known => known.Id == supplier) is not { } known)
        {
            return NotFound();
        }

        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason)
        {
            return await AgainAsync(say["Skriv varför leverantören pausas, högst 500 tecken.", "Write why the supplier is paused, 500 characters at most."], ct);
        }

        await decisions.PauseAsync(known, reason, Who, ct);
        return RedirectToPage("/Ops/Ops", new { done = "paused", handler = (string?)null });
    }

    /// <summary>Resumes a supplier.</summary>
    public async Task<IActionResult> OnPostResumeAsync(string supplier, CancellationToken ct)
    {
        if (register.FirstOrDefault(known => known.Id == supplier) is not { } known)
        {
            return NotFound();
        }

        await decisions.ResumeAsync(known, Who, ct);
        return RedirectToPage("/Ops/Ops", new { done = "resumed", handler = (string?)null });
    }

    /// <summary>Tries again what was previewed.</summary>
    public async Task<IActionResult> OnPostRetryAsync(string? group, string? cause, Guid? message, CancellationToken ct)
    {
        var work = await parked.WaitingAsync(Filter(group, cause, message), ct);
        await parked.ReleaseAsync(work, Who, clock.GetUtcNow(), ct);
        return RedirectToPage("/Ops/Ops", new { done = "retried", count = work.Count, handler = (string?)null, group = (string?)null, cause = (string?)null });
    }

    /// <summary>Decides that what was previewed is never done.</summary>
    public async Task<IActionResult> OnPostDropAsync(string? group, string? cause, Guid? message, string? reason, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason)
        {
            return await AgainAsync(say["Skriv varför det aldrig görs, högst 500 tecken.", "Write why it is never done, 500 characters at most."], ct);
        }

        var work = await parked.WaitingAsync(Filter(group, cause, message), ct);
        await parked.DropAsync(work, reason, Who, clock.GetUtcNow(), ct);
        return RedirectToPage("/Ops/Ops", new { done = "dropped", count = work.Count, handler = (string?)null, group = (string?)null, cause = (string?)null });
    }

    /// <summary>The supplier that a group of work tells; null when the group does something else.</summary>
    public string? SupplierOf(string group) => register.FirstOrDefault(known => SupplierFleet.GroupOf(known.Id) == group || OrderDeliveries.GroupOf(known.Id) == group || HoldingDeliveries.GroupOf(known.Id) == group)?.Id;

    /// <summary>What a decision was, in a sentence.</summary>
    public string Told(Known decided) => decided.Fact switch
    {
        SupplierAdded e => say["Ny leverantör: ", "New supplier: "] + e.Supplier,
        SupplierPaused e => e.Supplier + say[" pausades: ", " was paused: "] + e.Reason,
        SupplierResumed e => e.Supplier + say[" får besked igen", " is sent messages again"],
        WorkReleased e => say["Görs om: ", "Tried again: "] + e.Group,
        WorkDropped e => say["Görs aldrig: ", "Never done: "] + e.Group + ": " + e.Reason,
        _ => decided.Recorded.Type,
    };

    private EventContext Who => new(Access.ActorOf(HttpContext), "web");

    private static ParkedFilter Filter(string? group, string? cause, Guid? message) =>
        new(string.IsNullOrEmpty(group) ? null : group, string.IsNullOrEmpty(cause) ? null : cause, message);

    private async Task<PageResult> AgainAsync(string fault, CancellationToken ct)
    {
        await ShowAsync(ct);
        (Said, Refused) = (fault, true);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task ShowAsync(CancellationToken ct)
    {
        Suppliers = await SupplierDecisionEndpoints.ViewsAsync(register, catalogue, meter, parked, clock, ct);
        Failures = await parked.ByCauseAsync(new ParkedFilter(), ct);
        Items = await parked.WaitingAsync(new ParkedFilter(), ct);
        Decided = await record.LastAsync(ct);
    }
}
