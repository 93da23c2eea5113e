using IntegrationHub.Core.Correlation;
using IntegrationHub.Host.Correlation;
using IntegrationHub.Host.Incidents;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Incidents;

/// <summary>What the rules of the correlation would change about the incidents that go on, for the city to say yes to, and to take back.</summary>
[Authorize(IncidentAccess.Policy)]
internal sealed class RegroupingModel(Regroupings regroupings, PageLanguage say) : PageModel
{
    /// <summary>What would change; null when it was not looked for.</summary>
    public RegroupPlan? Plan { get; private set; }

    /// <summary>What was just changed; null when nothing was.</summary>
    public CasesRegrouped? Applied { get; private set; }

    /// <summary>Why the last press did nothing, or what it did; null before one.</summary>
    public string? Said { get; private set; }

    /// <summary>Shows what would change.</summary>
    public Task<IActionResult> OnGetAsync(CancellationToken ct) => ShowAsync(null, StatusCodes.Status200OK, ct);

    /// <summary>Does it.</summary>
    public async Task<IActionResult> OnPostApplyAsync(string? plan, CancellationToken ct)
    {
        if (IncidentAccess.ActingDesk(User) is not null)
        {
            return Forbid();
        }

        Applied = await regroupings.ApplyAsync(plan ?? "", IncidentAccess.Actor(HttpContext), ct);
        return Applied is not null
            ? Page()
            : await ShowAsync(say["Läget har ändrats sedan sidan visades. Se på förslaget igen.", "Things have changed since the page was shown. Look at the plan again."], StatusCodes.Status409Conflict, ct);
    }

    /// <summary>Takes it back.</summary>
    public async Task<IActionResult> OnPostUndoAsync(string? plan, CancellationToken ct)
    {
        if (IncidentAccess.ActingDesk(User) is not null)
        {
            return Forbid();
        }

        var undone = await regroupings.UndoAsync(plan ?? "", IncidentAccess.Actor(HttpContext), ct);
        return await ShowAsync(
            undone is null ? say["Det finns ingen sådan omgruppering.", "There is no such regrouping."] : say["Ärendena är tillbaka där de var.", "The cases are back where they were."],
            undone is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK, ct);
    }

    private async Task<IActionResult> ShowAsync(string? said, int status, CancellationToken ct)
    {
        if (IncidentAccess.ActingDesk(User) is not null)
        {
            return Forbid();
        }

        (Said, Plan) = (said, await regroupings.PreviewAsync(ct));
        Response.StatusCode = status;
        return Page();
    }
}
