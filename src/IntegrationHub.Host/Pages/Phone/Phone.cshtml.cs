using System.Globalization;
using IntegrationHub.Adapters.Voice.Simulator;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Pages.Cases;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Phone;

/// <summary>A telephone to try the hub with, in Development only: it sends the same signed webhooks as a real call.</summary>
internal sealed partial class PhoneModel(
    PhoneSettings settings, IServiceProvider services, CallStore calls, CaseStore cases, TimeProvider clock, PageLanguage say, CaseWords words) : PageModel
{
    /// <summary>The number that the form begins with.</summary>
    public const string Anybody = "+46701234567";

    private const string Withheld = "anonymous";
    private const int LongestText = 1_000;

    private SimulatedPhone Telephone => services.GetRequiredService<SimulatedPhone>();

    private SimulatedSms Messages => services.GetRequiredService<SimulatedSms>();

    /// <summary>The call; null before the first.</summary>
    public PhoneView? Call { get; private set; }

    /// <summary>The case beside the call; null while there is none.</summary>
    public ShownCase? Case { get; private set; }

    /// <summary>Text messages that the hub sent, newest first.</summary>
    public IReadOnlyList<SimulatedMessage> Outbox => Messages.Outbox;

    /// <summary>What the caller may do that the form says is wrong; null when nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>What the hub answered to a text message.</summary>
    public SimulatedReply? Reply { get; private set; }

    /// <summary>The number called.</summary>
    public string CalledNumber => Adapters.People.PhoneNumber.Shown(settings.Twilio.Number);

    /// <summary>The caller's number, as the form offers it.</summary>
    public string From => Call is { From: not Withheld and not "" } call ? call.From : Anybody;

    /// <summary>Outside Development there is no such page.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!settings.Simulated)
        {
            context.Result = new NotFoundResult();
        }
    }

    /// <summary>Shows the telephone.</summary>
    public Task OnGetAsync(string? call, CancellationToken ct) => ShowAsync(call, ct);

    /// <summary>The case beside the call as it changes; 204 while it does not.</summary>
    public async Task<IActionResult> OnGetCaseAsync(string? call, string? seen, CancellationToken ct)
    {
        await ShowAsync(call, ct);
        return Live("_CallCase", SeenCase, seen);
    }

    /// <summary>The outbox as it fills; 204 while it does not.</summary>
    public async Task<IActionResult> OnGetOutboxAsync(string? call, string? seen, CancellationToken ct)
    {
        await ShowAsync(call, ct);
        return Live("_Outbox", SeenOutbox, seen);
    }

    /// <summary>What the page has seen of the case.</summary>
    public string SeenCase => Case is { } shown ? string.Create(CultureInfo.InvariantCulture, $"{shown.View.Number}.{shown.Revision}") : "none";

    /// <summary>What the page has seen of the outbox.</summary>
    public string SeenOutbox => Outbox.Count == 0 ? "none" : Outbox[0].Sid;

    /// <summary>Calls the hub.</summary>
    public async Task<IActionResult> OnPostCallAsync(string? from, bool withheld, CancellationToken ct)
    {
        var number = withheld ? Withheld : Adapters.People.PhoneNumber.ToE164(from);
        return number is null ? await RefuseAsync(null, say["Skriv ett telefonnummer, till exempel 070-123 45 67.", "Write a phone number, for example 070-123 45 67."], ct)
            : Shown(await Telephone.StartAsync(number, ct));
    }

    /// <summary>Presses keys.</summary>
    public async Task<IActionResult> OnPostPressAsync(string call, string? keys, CancellationToken ct) =>
        keys is not { Length: > 0 and <= 30 } || keys.Any(key => !char.IsAsciiDigit(key) && key is not ('*' or '#'))
            ? await RefuseAsync(call, say["Tangenterna är 0 till 9, * och #.", "The keys are 0 to 9, * and #."], ct)
            : Shown(await Telephone.PressAsync(call, keys, ct));

    /// <summary>Says something.</summary>
    public async Task<IActionResult> OnPostSpeakAsync(string call, string? text, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(text) || text.Length > LongestText
            ? await RefuseAsync(call, say["Skriv vad du säger, högst 1 000 tecken.", "Write what you say, 1,000 characters at most."], ct)
            : Shown(await Telephone.SpeakAsync(call, text, ct));

    /// <summary>Says nothing.</summary>
    public async Task<IActionResult> OnPostSilenceAsync(string call, CancellationToken ct) => Shown(await Telephone.SilenceAsync(call, ct));

    /// <summary>Hangs up.</summary>
    public async Task<IActionResult> OnPostHangUpAsync(string call, CancellationToken ct) => Shown(await Telephone.HangUpAsync(call, ct));

    /// <summary>The desk's telephone does something.</summary>
    public async Task<IActionResult> OnPostDeskAsync(string call, DeskOutcome outcome, CancellationToken ct) => Shown(await Telephone.DeskAsync(call, outcome, ct));

    /// <summary>Sends the hub a text message.</summary>
    public async Task<IActionResult> OnPostSmsAsync(string? call, string? from, string? text, CancellationToken ct)
    {
        if (Adapters.People.PhoneNumber.ToE164(from) is not { } number || string.IsNullOrWhiteSpace(text) || text.Length > LongestText)
        {
            return await RefuseAsync(call, say["Skriv ett telefonnummer och en text på högst 1 000 tecken.", "Write a phone number and a text of 1,000 characters at most."], ct);
        }

        Reply = await Messages.ReceiveAsync(number, text, ct);
        await ShowAsync(call, ct);
        return Page();
    }

    private RedirectToPageResult Shown(PhoneView call) => RedirectToPage(new { call = call.CallId, handler = (string?)null });

    private async Task<IActionResult> RefuseAsync(string? call, string why, CancellationToken ct)
    {
        await ShowAsync(call, ct);
        Fault = why;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task ShowAsync(string? call, CancellationToken ct)
    {
        Call = call is null ? null : Telephone.Find(call);
        try
        {
            if (Call is { } found && (await calls.LoadAsync(CallStore.StreamOf(found.CallId), ct)).State.Turn.Case is { } number)
            {
                Case = await ShownCase.FindAsync(number.Value, cases, clock, say, words, ct);
            }
        }
        catch (EventLogException)
        {
            // The log is away, perhaps because it was switched off here: the call is shown without its case.
        }
    }

    private IActionResult Live(string part, string now, string? seen)
    {
        Response.Headers["X-Seen"] = now;
        return now == seen ? new StatusCodeResult(StatusCodes.Status204NoContent) : Partial(part, this);
    }
}
