using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.People;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Reporting;

/// <summary>A matter by a plain form, for everybody: the same intake as the API's, and the case number as the answer.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ReportModel(
    CaseIntake intake, ServiceCatalogue catalogue, CityDirectory directory, IPersonKeys keys, PhoneSettings phone, TimeProvider clock, PageLanguage say) : PageModel
{
    /// <summary>The number of the case that was just made; null before.</summary>
    public CaseNumber? Made { get; private set; }

    /// <summary>What is wrong with what was filled in, by field; empty when nothing is.</summary>
    public IReadOnlyDictionary<string, string> Faults { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What was filled in.</summary>
    public ReportForm Filled { get; private set; } = new();

    /// <summary>E.164; null when the hub has no number.</summary>
    public string? PhoneNumber { get; } = phone.Twilio.Number.Length > 0 ? phone.Twilio.Number : null;

    /// <summary>The number in groups, as people read it.</summary>
    public string PhoneShown => Adapters.People.PhoneNumber.Shown(PhoneNumber ?? "");

    /// <summary>What the form's press is known by, so that a double click makes one case.</summary>
    public string Press { get; private set; } = "";

    /// <summary>Shows the form, or the number after it was sent.</summary>
    /// <param name="made">A case number.</param>
    public void OnGet(string? made)
    {
        Press = NewPress();
        Made = CaseNumber.TryParse(made, out var number) ? number : null;
    }

    /// <summary>Makes the case.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] ReportForm form, string? press, CancellationToken ct)
    {
        Faults = FaultsOf(form);
        if (Faults.Count > 0)
        {
            return Again(form);
        }

        var key = "page " + (press is { Length: > 0 and <= 100 } ? press : NewPress());
        var body = form.ToCase();
        var mark = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web)));
        var contact = await directory.PlaceAsync(body.ToContact(key, keys, mark), sponsor: null, ct);
        var (number, refused) = await intake.TakeAsync(contact, clock.GetUtcNow(), ct);
        if (refused is not null)
        {
            Faults = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["description"] = say["Formuläret är redan skickat med annat innehåll. Skicka det här som ett nytt ärende.", "The form was sent already with other content. Send this as a new case."],
            };
            return Again(form);
        }

        return RedirectToPage("/Reporting/Report", new { made = number.Value });
    }

    private PageResult Again(ReportForm form)
    {
        (Filled, Press) = (form, NewPress());
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private Dictionary<string, string> FaultsOf(ReportForm form)
    {
        var wrong = form.ToCase().Faults(catalogue);
        var faults = new Dictionary<string, string>(StringComparer.Ordinal);
        void Fault(bool isWrong, string field, string good)
        {
            if (isWrong)
            {
                faults[field] = good;
            }
        }

        Fault(wrong.ContainsKey("description"), "description", say["Skriv vad det gäller, högst 8 000 tecken.", "Write what it is about, 8,000 characters at most."]);
        Fault(wrong.ContainsKey("reporter.name"), "name", say["Skriv ditt namn, högst 200 tecken.", "Write your name, 200 characters at most."]);
        Fault(wrong.ContainsKey("reporter.phone"), "phone", say["Skriv ett telefonnummer, till exempel 070-123 45 67.", "Write a phone number, for example 070-123 45 67."]);
        Fault(wrong.ContainsKey("reporter.email"), "email", say["Skriv en e-postadress, till exempel anna@example.se.", "Write an e-mail address, for example anna@example.se."]);
        Fault(form.HasNoWay, "phone", say["Skriv telefonnummer eller e-postadress, så att vi når dig.", "Write a phone number or an e-mail address, so that we reach you."]);
        return faults;
    }

    private string NewPress() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture);
}

/// <summary>What is filled in to report a matter.</summary>
internal sealed class ReportForm
{
    /// <summary>What it is about.</summary>
    public string? Description { get; set; }

    /// <summary>Who has the matter.</summary>
    public string? Name { get; set; }

    /// <summary>Where to call; may be left out when there is an address.</summary>
    public string? Phone { get; set; }

    /// <summary>Where to write; may be left out when there is a number.</summary>
    public string? Email { get; set; }

    /// <summary>Whether there is no way to reach the person.</summary>
    public bool HasNoWay => string.IsNullOrWhiteSpace(Phone) && string.IsNullOrWhiteSpace(Email);

    /// <summary>The case that it stands for; a password that was written is hidden.</summary>
    public NewCase ToCase() => new(
        Secrets.WithoutPassword(Description?.ReplaceLineEndings("\n").Trim()), null, null, null, null, "web",
        new NewReporter(Name?.Trim(), Its(Phone), Its(Email)));

    private static string? Its(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
