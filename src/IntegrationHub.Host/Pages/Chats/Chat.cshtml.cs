using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Chats;

/// <summary>The hub's own chat, for everybody; without script it leads to the form and the telephone.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ChatModel(PhoneSettings phone, ServiceCatalogue catalogue, PageLanguage say) : PageModel
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>E.164; null when the hub has no number.</summary>
    public string? PhoneNumber { get; } = phone.Twilio.Number.Length > 0 ? phone.Twilio.Number : null;

    /// <summary>The number in groups, as people read it.</summary>
    public string PhoneShown => Adapters.People.PhoneNumber.Shown(PhoneNumber ?? "");

    /// <summary>JSON: a desk's name in the page's language by its id.</summary>
    public string Desks => JsonSerializer.Serialize(catalogue.Desks.ToDictionary(desk => desk.Id, desk => say[desk.Sv, desk.En], StringComparer.Ordinal), s_json);

    /// <summary>JSON: what the script says, by the names that it knows.</summary>
    public string Words => JsonSerializer.Serialize(ChatWords.Of(say), s_json);

    /// <summary>Shows the page; it may fetch from here only, and open a socket to here only.</summary>
    public void OnGet() => HttpContext.Items[HubPages.OwnPolicy] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
        $"connect-src 'self'{Sockets()}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The page's own host, for browsers to which 'self' means no socket.</summary>
    private string Sockets()
    {
        var host = Request.Host.Value;
        return host is { Length: > 0 and < 256 } && host.All(sign => char.IsAsciiLetterOrDigit(sign) || ".-:[]".Contains(sign, StringComparison.Ordinal))
            ? $" ws://{host} wss://{host}" : "";
    }
}
