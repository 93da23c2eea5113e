using System.Globalization;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Problems;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Problems;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Cases;

/// <summary>One case: how it stands, what its user can do, what has happened.</summary>
internal sealed class CaseModel(CaseStore cases, CaseAccess access, UserAnswers answers, KnownErrors known, TimeProvider clock, PageLanguage say, CaseWords words) : PageModel
{
    /// <summary>The case; null when there is none, or none that the reader may see.</summary>
    public ShownCase? Shown { get; private set; }

    /// <summary>Problems that the case may be one more of.</summary>
    public IEnumerable<ProblemRow> KnownErrors => Shown is { View: { ClosedAt: null } view }
        ? known.Of(view.Service, new Core.Incidents.Place(view.Area, view.Organisation, view.Site)) : [];

    /// <summary>What came of the last press; null when nothing was pressed.</summary>
    public string? Said { get; private set; }

    /// <summary>Whether it was refused.</summary>
    public bool Refused { get; private set; }

    /// <summary>Shows the page.</summary>
    /// <param name="number">In any form that people write.</param>
    /// <param name="done">What was just done: a handler's name.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task OnGetAsync(string number, string? done, CancellationToken ct)
    {
        await ShowAsync(number, ct);
        Said = done switch
        {
            "confirm" => say["Tack. Ärendet är avslutat.", "Thank you. The case is closed."],
            "reopen" => say["Ärendet är öppet igen.", "The case is open again."],
            "answer" => say["Ditt svar är framme.", "Your answer has arrived."],
            "note" => say["Det är tillagt.", "It is added."],
            _ => null,
        };
    }

    /// <summary>What changed since <paramref name="seen"/>: the changing part of the page, or 204 when nothing did.</summary>
    public async Task<IActionResult> OnGetLiveAsync(string number, long seen, CancellationToken ct)
    {
        await ShowAsync(number, ct);
        if (Shown is null || Shown.Revision == seen)
        {
            return new StatusCodeResult(Shown is null ? StatusCodes.Status404NotFound : StatusCodes.Status204NoContent);
        }

        Response.Headers["X-Seen"] = Shown.Revision.ToString(CultureInfo.InvariantCulture);
        return Partial("_Case", Shown);
    }

    /// <summary>It works: the case is closed.</summary>
    public Task<IActionResult> OnPostConfirmAsync(string number, long seen, CancellationToken ct) =>
        ActAsync(number, "confirm", seen, "-", (_, now) => new ConfirmResolution(now), ct);

    /// <summary>It does not work: the case is opened again.</summary>
    public Task<IActionResult> OnPostReopenAsync(string number, long seen, string? text, CancellationToken ct) =>
        ActAsync(number, "reopen", seen, text, (_, now) => new ReopenCase(text!, now), ct);

    /// <summary>Answers the hub's or the desk's question.</summary>
    public Task<IActionResult> OnPostAnswerAsync(string number, long seen, string? text, CancellationToken ct) =>
        ActAsync(number, "answer", seen, text, (state, now) => answers.Command(state, text!, now), ct);

    /// <summary>Adds something.</summary>
    public Task<IActionResult> OnPostNoteAsync(string number, long seen, string? text, CancellationToken ct) =>
        ActAsync(number, "note", seen, text, (_, now) => new AddNote(NoteVisibility.Public, text!, now), ct);

    private async Task<IActionResult> ActAsync(
        string number, string action, long seen, string? text, Func<CaseState, DateTimeOffset, CaseCommand> command, CancellationToken ct)
    {
        if (!CaseNumber.TryParse(number, out var parsed) || await access.FindAsync(number, User, ct) is not { State: var state })
        {
            return await ShowAsync(number, ct);
        }

        if (string.IsNullOrWhiteSpace(text) || text.Length > NewCase.LongestText)
        {
            return await RefuseAsync(number, StatusCodes.Status400BadRequest, say["Skriv något, högst 8 000 tecken.", "Write something, 8,000 characters at most."], ct);
        }

        // The same press of the same page again, a double click or a reload, is the same command.
        var id = EventId.From("page", parsed.Value, action, seen.ToString(CultureInfo.InvariantCulture), text);
        var decision = await cases.DecideAsync(parsed, command(state, clock.GetUtcNow()), id, new EventContext("user", "web"), ifRevision: null, ct);
        return decision switch
        {
            Refused<CaseEvent> { Code: "case-unknown" } => await ShowAsync(number, ct),
            Refused<CaseEvent> refused => await RefuseAsync(number, StatusCodes.Status409Conflict, Why(refused), ct),
            _ => RedirectToPage(new { number = parsed.Value, done = action, handler = (string?)null }),
        };
    }

    private async Task<IActionResult> RefuseAsync(string number, int status, string why, CancellationToken ct)
    {
        var page = await ShowAsync(number, ct);
        (Said, Refused) = (why, true);
        Response.StatusCode = Shown is null ? StatusCodes.Status404NotFound : status;
        return page;
    }

    private async Task<IActionResult> ShowAsync(string number, CancellationToken ct)
    {
        Shown = await access.FindAsync(number, User, ct) is { } loaded ? ShownCase.Of(loaded, clock, say, words) : null;
        Response.StatusCode = Shown is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return Page();
    }

    private string Why(Refused<CaseEvent> refused) => say.IsEnglish ? refused.Why : refused.Code switch
    {
        "not-resolved" => "Servicedesken har inte sagt att ärendet är löst, så det finns inget att bekräfta.",
        "case-closed" => "Ärendet är avslutat. Öppna det igen först.",
        "case-resolved" => "Ärendet är löst och väntar på din bekräftelse.",
        "no-question" => "Ingen väntar på ett svar. Lägg till det i stället.",
        _ => "Det går inte som ärendet står nu. Läs hur det står och försök igen.",
    };
}
