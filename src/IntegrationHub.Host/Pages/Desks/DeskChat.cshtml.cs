using System.Globalization;
using IntegrationHub.Core;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Chats;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Desks;

/// <summary>One conversation that a desk has: all that was said, and a form to answer.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class DeskChatModel(ChatStore chats, ChatDeskSide side, ServiceCatalogue catalogue, TimeProvider clock, PageLanguage say) : PageModel
{
    /// <summary>The conversation; null when this desk has none such, and never had.</summary>
    public DeskChat? Shown { get; private set; }

    /// <summary>What the form's press is known by, so that a double click is one.</summary>
    public string Press { get; private set; } = "";

    /// <summary>What came of the last press; null when nothing was pressed.</summary>
    public string? Said { get; private set; }

    /// <summary>Whether it was refused.</summary>
    public bool Refused { get; private set; }

    /// <summary>What was written and could not be sent.</summary>
    public string? Written { get; private set; }

    /// <summary>Shows the page.</summary>
    /// <param name="desk">Id of the desk.</param>
    /// <param name="chat">The conversation's stream.</param>
    /// <param name="done">What was just done: a handler's name.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<IActionResult> OnGetAsync(string desk, string chat, string? done, CancellationToken ct)
    {
        Said = done switch
        {
            "take" => say["Du har tagit chatten. Användaren ser att en person är här.", "You have taken the chat. The user sees that a person is here."],
            "say" => say["Ditt svar är framme.", "Your answer has arrived."],
            "back" => say["Chatten är lämnad tillbaka.", "The chat is given back."],
            _ => null,
        };
        return await ShowAsync(desk, chat, ct) ?? Page();
    }

    /// <summary>What changed since <paramref name="seen"/>: the transcript, or 204 when nothing did.</summary>
    public async Task<IActionResult> OnGetLiveAsync(string desk, string chat, long seen, CancellationToken ct)
    {
        if (await ShowAsync(desk, chat, ct) is { } refused)
        {
            return refused;
        }

        if (Shown is null || Shown.Revision == seen)
        {
            return new StatusCodeResult(Shown is null ? StatusCodes.Status404NotFound : StatusCodes.Status204NoContent);
        }

        Response.Headers["X-Seen"] = Shown.Revision.ToString(CultureInfo.InvariantCulture);
        return Partial("_DeskTranscript", Shown);
    }

    /// <summary>Takes the conversation.</summary>
    public Task<IActionResult> OnPostTakeAsync(string desk, string chat, string? press, CancellationToken ct) =>
        DoAsync(desk, chat, "take", press, new TakeChat(desk, clock.GetUtcNow()), ct);

    /// <summary>Writes to the user.</summary>
    public Task<IActionResult> OnPostSayAsync(string desk, string chat, string? press, string? text, CancellationToken ct)
    {
        Written = text is { Length: > ChatDeskRules.LongestText } ? text[..ChatDeskRules.LongestText] : text;
        return DoAsync(desk, chat, "say", press, new SayInChat(desk, text?.ReplaceLineEndings("\n"), clock.GetUtcNow()), ct);
    }

    /// <summary>Gives the conversation back to the hub.</summary>
    public Task<IActionResult> OnPostBackAsync(string desk, string chat, string? press, CancellationToken ct) =>
        DoAsync(desk, chat, "back", press, new GiveChatBack(desk, clock.GetUtcNow()), ct);

    private async Task<IActionResult> DoAsync(string desk, string chat, string action, string? press, ChatDeskCommand command, CancellationToken ct)
    {
        if (!ChatAccess.MayAnswer(User, desk))
        {
            return Forbid();
        }

        var key = press is { Length: > 0 and <= 100 } ? press : NewPress();
        var decision = ChatStore.IsStream(chat) ? await side.DoAsync(chat, key, command, ChatAccess.Actor(HttpContext, desk), ct) : null;
        if (decision is Accepted<ChatEvent>)
        {
            return RedirectToPage("/Desks/DeskChat", new { desk, chat, done = action, handler = (string?)null });
        }

        var page = await ShowAsync(desk, chat, ct) ?? Page();
        if (Shown is not null && decision is Refused<ChatEvent> refused)
        {
            (Said, Refused) = (Why(refused), true);
            Response.StatusCode = refused.Code is "text-missing" or "text-too-long" ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict;
        }

        return page;
    }

    private async Task<IActionResult?> ShowAsync(string desk, string chat, CancellationToken ct)
    {
        if (!ChatAccess.MayAnswer(User, desk))
        {
            return Forbid();
        }

        Press = NewPress();
        Shown = catalogue.FindDesk(desk) is null || !ChatStore.IsStream(chat) ? null : DeskChat.Of(desk, await chats.LoadAsync(chat, ct));
        Response.StatusCode = Shown is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return null;
    }

    private string NewPress() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture);

    private string Why(Refused<ChatEvent> refused) => say.IsEnglish ? refused.Why : refused.Code switch
    {
        "chat-not-handed-over" => "It-stödet svarar i den här chatten. Den är redan lämnad tillbaka.",
        "chat-with-another" => "En annan servicedesk har den här chatten.",
        "text-missing" => "Skriv något först.",
        "text-too-long" => "Skriv högst 4 000 tecken.",
        _ => "Det finns ingen sådan chatt.",
    };
}
