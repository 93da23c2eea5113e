using System.Globalization;
using IntegrationHub.Core;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Callbacks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Callback;

/// <summary>The page behind the link in a message: the promised call, another time for it, or none. The link itself is the key; nobody signs in.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class CallbackModel(CallbackLinks links, CallbackDesk desk, CaseStore cases, CallbackStore attempts, PageLanguage say) : PageModel
{
    private const int MostTimes = 12;

    /// <summary>The promised call; null when the link is none, or none any more.</summary>
    public CallbackView? Shown { get; private set; }

    /// <summary>Times that can be chosen, the next first.</summary>
    public IReadOnlyList<Slot> Times { get; private set; } = [];

    /// <summary>What came of the last press; null when nothing was pressed.</summary>
    public string? Said { get; private set; }

    /// <summary>Whether it was refused.</summary>
    public bool Refused { get; private set; }

    /// <summary>Shows the page.</summary>
    /// <param name="token">From the link.</param>
    /// <param name="done">What was just done: a handler's name.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task OnGetAsync(string token, string? done, CancellationToken ct)
    {
        await ShowAsync(token, ct);
        Said = done switch
        {
            "move" => say["Tiden är ändrad. Du får ett sms om det.", "The time is changed. You will be sent a text message about it."],
            "cancel" => say["Samtalet är avbokat. Ärendet är kvar som förut.", "The call is cancelled. The case is as it was."],
            _ => null,
        };
    }

    /// <summary>Another time.</summary>
    public Task<IActionResult> OnPostMoveAsync(string token, int seen, string? start, CancellationToken ct) =>
        DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var chosen)
            ? ActAsync(token, "move", seen, start!, (id, command) => desk.MoveAsync(id, chosen.ToUniversalTime(), seen, command, s_context, ct), ct)
            : ActAsync(token, "move", seen, "", (_, _) => Task.FromResult<Decision<CaseEvent>>(CallBackRefusals.NoSlot), ct);

    /// <summary>No call.</summary>
    public Task<IActionResult> OnPostCancelAsync(string token, int seen, CancellationToken ct) =>
        ActAsync(token, "cancel", seen, "", (id, command) => desk.CancelAsync(id, seen, command, s_context, ct), ct);

    private static readonly EventContext s_context = new("user", "web", "link");

    private async Task<IActionResult> ActAsync(
        string token, string action, int seen, string content, Func<CallbackId, Guid, Task<Decision<CaseEvent>>> act, CancellationToken ct)
    {
        if (links.Read(token) is not { } id)
        {
            return await ShowAsync(token, ct);
        }

        // The same press of the same page again, a double click or a reload, is the same command.
        var command = EventId.From("link", id.Value, action, seen.ToString(CultureInfo.InvariantCulture), content);
        if (await act(id, command) is not Refused<CaseEvent> refused)
        {
            return RedirectToPage(new { token, done = action, handler = (string?)null });
        }

        var page = await ShowAsync(token, ct);
        (Said, Refused) = (Why(refused), true);
        Response.StatusCode = Shown is null ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict;
        return page;
    }

    private async Task<IActionResult> ShowAsync(string token, CancellationToken ct)
    {
        if (links.Read(token) is { } id)
        {
            Shown = CallbackView.Of(id, await cases.LoadAsync(id.Case, ct), (await attempts.LoadAsync(id, ct)).State);
            Times = Shown is { IsOpen: true } open ? [.. (await desk.FreeAsync(open.Desk, null, null, MostTimes, ct)).Select(free => free.Slot)] : [];
        }

        Response.StatusCode = Shown is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return Page();
    }

    private string Why(Refused<CaseEvent> refused) => say.IsEnglish ? refused.Why : refused.Code switch
    {
        "slot-full" or "slot-unknown" => "Den tiden är inte ledig längre. Välj en annan.",
        "call-back-under-way" => "Vi ringer dig just nu.",
        "call-back-changed" => "Samtalet ändrades nyss. Se hur det står och välj igen.",
        _ => "Det samtalet finns inte längre. Ring oss om du vill ha en ny tid.",
    };
}
