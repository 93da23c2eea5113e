using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Pages.Cases;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Incidents;

/// <summary>An incident beside the work on it, for those who may tell of it: what the law asks for, roles, the suppliers' own tickets, the look back.</summary>
[Authorize(IncidentAccess.Policy)]
internal sealed class FollowUpModel(
    IncidentStore incidents, LiveView<IncidentRow> rows, ServiceCatalogue catalogue, TimeProvider clock, PageLanguage say, CaseWords words) : PageModel
{
    /// <summary>The incident; null when there is none.</summary>
    public IncidentView? Shown { get; private set; }

    /// <summary>What the page has seen.</summary>
    public long Revision { get; private set; }

    /// <summary>The draft that was asked for; null for none.</summary>
    public string? Draft { get; private set; }

    /// <summary>Why the last press did nothing; null when it did.</summary>
    public string? Refused { get; private set; }

    /// <summary>Whether the reader is of the city, and not a desk.</summary>
    public bool IsCity => IncidentAccess.ActingDesk(User) is null;

    /// <summary>The desks that can be asked to improve something.</summary>
    public IReadOnlyList<Desk> Desks => catalogue.Desks;

    /// <summary>The suppliers that may have a ticket of it.</summary>
    public IEnumerable<string> Suppliers => catalogue.Services.Select(service => service.Supplier).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Shows the page.</summary>
    /// <param name="number">The incident.</param>
    /// <param name="draft">A report whose draft is wanted.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task OnGetAsync(string number, SignificantReport? draft, CancellationToken ct)
    {
        await ShowAsync(number, ct);
        if (draft is { } report && Shown is { Significance: { } significance } shown)
        {
            Draft = SignificantDraft.Of(report, shown, significance, rows.Find(shown.Number.Value)?.Affected ?? 0, words.Service, say.Code);
        }
    }

    /// <summary>Marks it significant.</summary>
    public Task<IActionResult> OnPostSignificantAsync(string number, long seen, string? reason, CancellationToken ct) =>
        ActAsync(number, "significant", seen, reason, 500, now => new MarkSignificant(reason!, now, now), ct);

    /// <summary>Takes the mark away.</summary>
    public Task<IActionResult> OnPostWithdrawAsync(string number, long seen, string? reason, CancellationToken ct) =>
        ActAsync(number, "withdraw", seen, reason, 500, now => new WithdrawSignificance(reason!, now), ct);

    /// <summary>Notes that a report was sent.</summary>
    public Task<IActionResult> OnPostSentAsync(string number, long seen, SignificantReport report, string? reference, CancellationToken ct) =>
        ActAsync(number, "sent", seen, reference, 100, now => new NoteReportSent(report, reference!, now), ct);

    /// <summary>Gives a role.</summary>
    public Task<IActionResult> OnPostRoleAsync(string number, long seen, IncidentRole role, string? holder, CancellationToken ct) =>
        ActAsync(number, "role", seen, holder, 100, now => new GiveRole(role, holder!.Trim(), now), ct);

    /// <summary>Links a supplier's ticket.</summary>
    public Task<IActionResult> OnPostTicketAsync(string number, long seen, string? supplier, string? ticket, CancellationToken ct) => ActAsync(
        number, "ticket", seen, Suppliers.Contains(supplier, StringComparer.Ordinal) ? ticket : null, 100, now => new LinkIncidentTicket(supplier!, ticket!.Trim(), now), ct);

    /// <summary>Looks back.</summary>
    public Task<IActionResult> OnPostReviewAsync(string number, long seen, string? cause, string? lessons, CancellationToken ct) =>
        ActAsync(number, "review", seen, string.IsNullOrWhiteSpace(cause) ? null : lessons, 2_000, now => new HoldReview(cause!, lessons!, now), ct);

    /// <summary>Agrees on an improvement, until the end of a day in Stockholm.</summary>
    public Task<IActionResult> OnPostImproveAsync(string number, long seen, string? what, string? desk, DateOnly? due, CancellationToken ct) => ActAsync(
        number, "improve", seen, catalogue.FindDesk(desk) is null || due is null ? null : what, 500,
        now => new AgreeImprovement(what!, desk!, CityTime.EndOf(due!.Value), now), ct);

    /// <summary>An improvement is done.</summary>
    public Task<IActionResult> OnPostDoneAsync(string number, long seen, string? id, string? how, CancellationToken ct) =>
        ActAsync(number, "done" + id, seen, how, 500, now => new CompleteImprovement(id ?? "", how!, now), ct);

    private async Task<IActionResult> ActAsync(
        string number, string action, long seen, string? said, int longest, Func<DateTimeOffset, IncidentCommand> command, CancellationToken ct)
    {
        if (!IncidentNumber.TryParse(number, out var parsed) || IncidentFaults.OfTexts(("said", said, longest)).Count > 0)
        {
            return await RefuseAsync(number, StatusCodes.Status400BadRequest, say["Fyll i alla fält, utan namn på personer.", "Fill in every field, without names of persons."], ct);
        }

        // The same press of the same page again, a double click or a reload, is the same command.
        var id = EventId.From("page", parsed.Stream, action, seen.ToString(CultureInfo.InvariantCulture), said!);
        var wanted = command(clock.GetUtcNow()) with { ByDesk = IncidentAccess.ActingDesk(User) };
        return await incidents.DecideAsync(parsed, wanted, id, new EventContext(IncidentAccess.Actor(HttpContext), "web"), ifRevision: null, ct) is Refused<IncidentEvent> refused
            ? await RefuseAsync(number, StatusCodes.Status409Conflict, Why(refused), ct)
            : RedirectToPage(new { number = parsed.Value, handler = (string?)null });
    }

    private async Task<IActionResult> RefuseAsync(string number, int status, string why, CancellationToken ct)
    {
        await ShowAsync(number, ct);
        Refused = why;
        Response.StatusCode = Shown is null ? StatusCodes.Status404NotFound : status;
        return Page();
    }

    private async Task ShowAsync(string number, CancellationToken ct)
    {
        if (IncidentNumber.TryParse(number, out var parsed))
        {
            var loaded = await incidents.LoadAsync(parsed, ct);
            (Shown, Revision) = (IncidentView.Of(loaded), loaded.Revision);
        }

        Response.StatusCode = Shown is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
    }

    private string Why(Refused<IncidentEvent> refused) => say.IsEnglish ? refused.Why : refused.Code switch
    {
        "city-only" => "Om en driftstörning är betydande avgör staden. Säg till stadens tjänsteintegratör.",
        "incident-goes-on" => "Driftstörningen pågår. Den följs upp när den är löst.",
        "reported-already" => "Rapporten är redan lämnad.",
        "not-responsible" => "Bara den ansvariga servicedesken och staden får göra det.",
        "not-yet" => "Välj en tid som inte har passerat.",
        _ => "Det går inte som driftstörningen står nu. Läs hur den står och försök igen.",
    };
}
