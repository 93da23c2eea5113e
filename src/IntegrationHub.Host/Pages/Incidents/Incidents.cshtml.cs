using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Problems;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Correlation;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Incidents;

/// <summary>Incidents, for everybody: what does not work now, and what did not; for those who may, a form to declare one.</summary>
[AllowAnonymous]
internal sealed class IncidentsModel(
    CurrentIncidents current, KnownErrors known, LiveView<IncidentRow> rows, LiveView<ProposalRow> proposals, ProposalDesk proposalDesk, IncidentIntake intake,
    ServiceCatalogue catalogue, RulesInForce rules, TimeProvider clock, PageLanguage say) : PageModel
{
    private const int PastShown = 20;
    private static readonly Dictionary<string, string> s_open = new(StringComparer.Ordinal) { ["status"] = "open" };
    private static readonly Dictionary<string, string> s_resolved = new(StringComparer.Ordinal) { ["status"] = "resolved" };

    /// <summary>Those that go on now.</summary>
    public IReadOnlyList<IncidentRow> Now => current.Now;

    /// <summary>Those that are over, the last changed first.</summary>
    public IReadOnlyList<IncidentRow> Past => [.. rows.Seek(s_resolved, before: null, PastShown).Select(found => found.Row)];

    /// <summary>Causes that come back.</summary>
    public IReadOnlyList<ProblemRow> Problems => known.Now;

    /// <summary>What may be one, the newest first.</summary>
    public IReadOnlyList<ProposalRow> Proposals => [.. proposals.Seek(s_open, before: null, PastShown).Select(found => found.Row)];

    /// <summary>Whether the reader may declare one.</summary>
    public bool MayDeclare => IncidentAccess.MayTell(User);

    /// <summary>Whether the rules of the correlation have changed and nobody has seen what that would change.</summary>
    public bool RulesAreNew => MayDeclare && IncidentAccess.ActingDesk(User) is null && rules.AreNew;

    /// <summary>The services that can be hit, as they are called.</summary>
    public IReadOnlyList<Service> Services => catalogue.Services;

    /// <summary>The desks that can be responsible.</summary>
    public IReadOnlyList<Desk> Desks => catalogue.Desks;

    /// <summary>What the form's press is known by, so that a double click declares one.</summary>
    public string Press { get; private set; } = "";

    /// <summary>What is wrong with what was filled in; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>What was filled in.</summary>
    public DeclareForm Filled { get; private set; } = new();

    /// <summary>Shows the page.</summary>
    public void OnGet() => Press = NewPress();

    /// <summary>Declares an incident.</summary>
    public async Task<IActionResult> OnPostDeclareAsync([FromForm] DeclareForm form, string? press, CancellationToken ct)
    {
        if (!MayDeclare)
        {
            return Forbid();
        }

        var now = clock.GetUtcNow();
        var wanted = form.ToIncident();
        if (wanted.Faults(catalogue, now) is { Count: > 0 } faults)
        {
            return Again(form, [.. faults.Keys.Select(Fault)]);
        }

        // The promise is counted from the press and no part of what a repeat is recognised by.
        var declaration = wanted.ToDeclaration("page " + (press is { Length: > 0 and <= 100 } ? press : NewPress()), catalogue) with
        {
            NextNewsDue = form.NewsWithin is > 0 and <= 10_080 and var minutes ? now.AddMinutes(minutes) : null,
        };
        var (number, refused) = await intake.TakeAsync(declaration, new EventContext(IncidentAccess.Actor(HttpContext), "web"), now, ct);
        return refused is not null
            ? Again(form, [say["Formuläret är redan skickat med annat innehåll. Läs sidan på nytt.", "The form was sent already with other content. Load the page again."]])
            : RedirectToPage("/Incidents/Incident", new { number = number.Value, done = "declare", handler = (string?)null });
    }

    /// <summary>A proposal is an incident.</summary>
    public async Task<IActionResult> OnPostAcceptAsync(string? proposal, CancellationToken ct) => !MayDeclare ? Forbid()
        : (await proposalDesk.AcceptAsync(proposal ?? "", IncidentAccess.Actor(HttpContext), ct)).Number is { } number
            ? RedirectToPage("/Incidents/Incident", new { number = number.Value, done = "declare", handler = (string?)null })
            : RedirectToPage();

    /// <summary>A proposal is none.</summary>
    public async Task<IActionResult> OnPostRejectAsync(string? proposal, CancellationToken ct)
    {
        if (!MayDeclare)
        {
            return Forbid();
        }

        await proposalDesk.RejectAsync(proposal ?? "", "Inget gemensamt fel.", IncidentAccess.Actor(HttpContext), ct);
        return RedirectToPage();
    }

    private PageResult Again(DeclareForm form, IReadOnlyList<string> faults)
    {
        (Filled, Faults, Press) = (form, faults, NewPress());
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private string NewPress() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture);

    private string Fault(string field) => field switch
    {
        "what.sv" => say["Skriv på svenska vad som inte fungerar, högst 200 tecken.", "Write in Swedish what does not work, 200 characters at most."],
        "what.en" => say["Skriv på engelska vad som inte fungerar, högst 200 tecken.", "Write in English what does not work, 200 characters at most."],
        "known.sv" or "known.en" => say["Skriv vad ni vet på båda språken, eller på inget av dem.", "Write what is known in both languages, or in neither."],
        "desk" => say["Välj en ansvarig servicedesk, eller minst en tjänst.", "Choose a responsible desk, or at least one service."],
        "sites" or "organisations" => say["Skriv platser och förvaltningar med komma emellan, högst 100 tecken var.", "Write sites and organisations with commas between, 100 characters each at most."],
        _ => say["Något i formuläret stämmer inte: ", "Something in the form is not right: "] + field,
    };
}
