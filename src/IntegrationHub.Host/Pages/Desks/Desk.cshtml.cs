using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Chats;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Desks;

/// <summary>A desk's own page: who waits in the chat, and which cases the desk has.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class DeskModel(LiveView<ChatRow> chats, LiveView<CaseRow> cases, ServiceCatalogue catalogue) : PageModel
{
    /// <summary>What the desk has to do; null when there is no such desk.</summary>
    public DeskList? Shown { get; private set; }

    /// <summary>All desks, for who came to one that is not there.</summary>
    public IEnumerable<string> Desks => catalogue.Desks.Select(desk => desk.Id).Where(desk => ChatAccess.MayAnswer(User, desk));

    /// <summary>Shows the page.</summary>
    public IActionResult OnGet(string desk) => Show(desk) is { } refused ? refused : Page();

    /// <summary>What changed since <paramref name="seen"/>: the changing part of the page, or 204 when nothing did.</summary>
    public IActionResult OnGetLive(string desk, string? seen)
    {
        if (Show(desk) is { } refused)
        {
            return refused;
        }

        if (Shown is null || Shown.Seen == seen)
        {
            return new StatusCodeResult(Shown is null ? StatusCodes.Status404NotFound : StatusCodes.Status204NoContent);
        }

        Response.Headers["X-Seen"] = Shown.Seen;
        return Partial("_DeskList", Shown);
    }

    private ForbidResult? Show(string desk)
    {
        if (catalogue.FindDesk(desk) is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return null;
        }

        if (!ChatAccess.MayAnswer(User, desk))
        {
            return Forbid();
        }

        Shown = DeskList.Of(desk, chats, cases);
        return null;
    }
}
