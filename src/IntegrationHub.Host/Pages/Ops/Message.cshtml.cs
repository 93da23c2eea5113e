using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Suppliers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Ops;

/// <summary>One message that a supplier's system would not take: what it says, why it failed, and a form to correct it.</summary>
[Authorize(Policy = Access.Operator)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class MessageModel(ParkedMessages messages, PageLanguage say) : PageModel
{
    private const int LongestReason = 500;
    private const int LongestMessage = 64 * 1024;

    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The message; null when none such waits.</summary>
    public ParkedMessage? Shown { get; private set; }

    /// <summary>What stands in the form.</summary>
    public string Written { get; private set; } = "";

    /// <summary>Why the last correction was not taken.</summary>
    public string? Fault { get; private set; }

    /// <summary>Shows the message.</summary>
    public Task OnGetAsync(string supplier, Guid message, CancellationToken ct) => ShowAsync(supplier, message, ct);

    /// <summary>Corrects the message.</summary>
    public async Task<IActionResult> OnPostAsync(string supplier, Guid message, string? data, string? reason, CancellationToken ct)
    {
        Fault = string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason ? say["Skriv varför beskedet rättas, högst 500 tecken.", "Write why the message is corrected, 500 characters at most."]
            : data is not { Length: > 0 and <= LongestMessage } ? say["Beskedet är tomt eller för långt.", "The message is empty or too long."]
            : (await messages.AmendAsync(supplier, message, data, reason, new EventContext(Access.ActorOf(HttpContext), "web"), ct))?.Why;
        if (Fault is null)
        {
            return RedirectToPage("/Ops/Ops", new { done = "retried", count = 1 });
        }

        await ShowAsync(supplier, message, ct);
        Written = data ?? Written;
        Response.StatusCode = Shown is null ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task ShowAsync(string supplier, Guid message, CancellationToken ct)
    {
        Shown = await messages.LookAsync(supplier, message, ct);
        Written = Shown is null ? "" : JsonSerializer.Serialize(Shown.Data, s_readable);
        Response.StatusCode = Shown is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
    }
}
