using System.Globalization;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Pages.Cases;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Incidents;

/// <summary>One incident: what is known, for everybody; for those who may, its cases and what can be done with it.</summary>
[AllowAnonymous]
internal sealed class IncidentModel(IncidentStore incidents, CaseStore cases, TimeProvider clock, PageLanguage say, CaseWords words) : PageModel
{
    /// <summary>The incident; null when there is none.</summary>
    public IncidentView? Shown { get; private set; }

    /// <summary>What happened, newest first.</summary>
    public IReadOnlyList<IncidentLine> Lines { get; private set; } = [];

    /// <summary>What the page has seen.</summary>
    public long Revision { get; private set; }

    /// <summary>Whether the reader may tell news, join cases and end it.</summary>
    public bool MayTell => IncidentAccess.MayTell(User);

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
            "declare" => say["Driftstörningen är utlyst. De som ringer får höra det nu.", "The incident is declared. Callers hear it now."],
            "news" => say["Beskedet är framme.", "The news is told."],
            "resolve" => say["Driftstörningen är löst. De som ringer hör den inte längre.", "The incident is over. Callers no longer hear of it."],
            "reopen" => say["Driftstörningen pågår igen.", "The incident goes on again."],
            "join" => say["Ärendet hör till driftstörningen.", "The case belongs to the incident."],
            "leave" => say["Ärendet hör inte längre till driftstörningen.", "The case belongs to the incident no more."],
            _ => null,
        };
    }

    /// <summary>Tells news.</summary>
    public Task<IActionResult> OnPostNewsAsync(string number, long seen, string? sv, string? en, CancellationToken ct) =>
        TellAsync(number, "news", seen, sv, en, (text, now) => new TellNews(text, null, now), ct);

    /// <summary>It works again.</summary>
    public Task<IActionResult> OnPostResolveAsync(string number, long seen, string? sv, string? en, CancellationToken ct) =>
        TellAsync(number, "resolve", seen, sv, en, (text, now) => new ResolveIncident(text, now), ct);

    /// <summary>It does not work after all.</summary>
    public Task<IActionResult> OnPostReopenAsync(string number, long seen, string? sv, string? en, CancellationToken ct) =>
        TellAsync(number, "reopen", seen, sv, en, (text, now) => new ReopenIncident(text, null, now), ct);

    /// <summary>Joins a case.</summary>
    public async Task<IActionResult> OnPostJoinAsync(string number, long seen, string? @case, string? reason, CancellationToken ct) =>
        !CaseNumber.TryParse(@case, out var joined) || (await cases.LoadAsync(joined, ct)).History.Count == 0
            ? await RefuseAsync(number, StatusCodes.Status400BadRequest, say["Det ärendenumret finns inte.", "There is no case with that number."], ct)
        : IncidentFaults.OfReason(reason).Count > 0
            ? await RefuseAsync(number, StatusCodes.Status400BadRequest, say["Skriv varför, i en mening.", "Say why, in one sentence."], ct)
        : await ActAsync(number, "join", seen, joined.Value, now => new JoinCase(joined, IncidentSource.Hand, reason!, now), ct);

    /// <summary>Takes a case out.</summary>
    public async Task<IActionResult> OnPostLeaveAsync(string number, long seen, string? @case, CancellationToken ct) =>
        !CaseNumber.TryParse(@case, out var left)
            ? await RefuseAsync(number, StatusCodes.Status400BadRequest, say["Det ärendenumret finns inte.", "There is no case with that number."], ct)
            : await ActAsync(number, "leave", seen, left.Value, now => new LeaveCase(left, IncidentSource.Hand, "Taken out by hand.", now), ct);

    private async Task<IActionResult> TellAsync(
        string number, string action, long seen, string? sv, string? en, Func<IncidentText, DateTimeOffset, IncidentCommand> command, CancellationToken ct) =>
        IncidentFaults.Of(new NewsBody(sv, en, null), clock.GetUtcNow()).Count > 0
            ? await RefuseAsync(number, StatusCodes.Status400BadRequest, say["Skriv på båda språken, högst 1 000 tecken på en rad.", "Write in both languages, 1,000 characters at most on one line."], ct)
            : await ActAsync(number, action, seen, sv + "|" + en, now => command(new IncidentText(sv!.Trim(), en!.Trim()), now), ct);

    private async Task<IActionResult> ActAsync(
        string number, string action, long seen, string content, Func<DateTimeOffset, IncidentCommand> command, CancellationToken ct)
    {
        if (!MayTell)
        {
            return Forbid();
        }

        if (!IncidentNumber.TryParse(number, out var parsed))
        {
            return await ShowAsync(number, ct);
        }

        // The same press of the same page again, a double click or a reload, is the same command.
        var id = EventId.From("page", parsed.Stream, action, seen.ToString(CultureInfo.InvariantCulture), content);
        var wanted = command(clock.GetUtcNow()) with { ByDesk = IncidentAccess.ActingDesk(User) };
        return await incidents.DecideAsync(parsed, wanted, id, new EventContext(IncidentAccess.Actor(HttpContext), "web"), ifRevision: null, ct) switch
        {
            Refused<IncidentEvent> { Code: "incident-unknown" } => await ShowAsync(number, ct),
            Refused<IncidentEvent> refused => await RefuseAsync(number, StatusCodes.Status409Conflict, Why(refused), ct),
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
        if (IncidentNumber.TryParse(number, out var parsed))
        {
            var loaded = await incidents.LoadAsync(parsed, ct);
            (Shown, Revision) = (IncidentView.Of(loaded), loaded.Revision);
            Lines = [.. loaded.History.Reverse().Select(known => IncidentLine.Of(known, say, words)).OfType<IncidentLine>()];
        }

        Response.StatusCode = Shown is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return Page();
    }

    private string Why(Refused<IncidentEvent> refused) => say.IsEnglish ? refused.Why : refused.Code switch
    {
        "incident-over" => "Driftstörningen är löst. Öppna den igen först.",
        "not-responsible" => "Bara den ansvariga servicedesken får göra det.",
        "not-involved" => "Servicedesken arbetar inte med den här driftstörningen.",
        _ => "Det går inte som driftstörningen står nu. Läs hur den står och försök igen.",
    };
}
