using System.Text.Json.Serialization;
using IntegrationHub.Adapters.People;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Cases;

/// <summary>A new case, as <c>interfaces.md</c> has it.</summary>
internal sealed record NewCase(
    string? Description, string? Service, string? Area, string? Site, string? Organisation, string? Channel, NewReporter? Reporter)
{
    /// <summary>Characters of a description, a note or an answer.</summary>
    public const int LongestText = 8_000;

    /// <summary>What a sponsor is given as.</summary>
    public const string SponsorWanted = "An employee in the directory who answers for the reporter: external id, user name, e-mail address or phone number.";

    /// <summary>Every fault, by field, with what is wanted; empty when there is none.</summary>
    public Dictionary<string, string[]> Faults(ServiceCatalogue catalogue)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void Fault(bool wrong, string field, string good)
        {
            if (wrong)
            {
                faults[field] = [good];
            }
        }

        Fault(string.IsNullOrWhiteSpace(Description) || Description.Length > LongestText, "description", $"1 to {LongestText} characters that say what the matter is.");
        Fault(Channel is null or not ("web" or "phone" or "sms" or "chat" or "mail"), "channel", "One of web, phone, sms, chat, mail.");
        Fault(Area is not (null or "office" or "education"), "area", "office or education.");
        Fault(Service is not null && catalogue.FindService(Service) is null, "service", "An id from the service catalogue, or leave it out.");
        Fault(string.IsNullOrWhiteSpace(Reporter?.Name) || Reporter.Name.Length > 200, "reporter.name", "The name of who has the matter, 1 to 200 characters.");
        Fault(Reporter?.Phone is not null && PhoneNumber.ToE164(Reporter.Phone) is null, "reporter.phone", "A phone number, for example +46701234567 or 070-123 45 67.");
        Fault(Reporter?.Email is { } email && (email.Length > 254 || email.Count(c => c == '@') != 1), "reporter.email", "An e-mail address, or leave it out.");
        Fault(Reporter?.OnBehalfOf?.Length > 200, "reporter.onBehalfOf", "The name of whose matter it is, at most 200 characters.");
        Fault(Reporter?.Sponsor?.Length > 254, "reporter.sponsor", SponsorWanted);
        return faults;
    }

    /// <summary>The contact that it stands for.</summary>
    public Contact ToContact(string key, IPersonKeys keys, string hash)
    {
        var phone = PhoneNumber.ToE164(Reporter!.Phone);
        var person = phone is not null ? keys.Pseudonym("phone", phone)
            : Reporter.Email is { } email ? keys.Pseudonym("email", email.ToLowerInvariant())
            : keys.Pseudonym("contact", key);
        var who = new Reporter(
            person, new Personal(person, Reporter.Name), phone is null ? null : new Personal(person, phone),
            Reporter.Email is null ? null : new Personal(person, Reporter.Email))
        {
            OnBehalfOf = string.IsNullOrWhiteSpace(Reporter.OnBehalfOf) ? null : new OnBehalfOf(new Personal(person, Reporter.OnBehalfOf)),
        };
        return new Contact(Channel!, key, hash, Description!, who, null, Service, null, Area, Site, Organisation);
    }
}

/// <summary>Who has the matter.</summary>
/// <param name="Sponsor">Who answers for someone that is not in the directory; see <see cref="NewCase.SponsorWanted"/>.</param>
/// <param name="OnBehalfOf">The name of whose matter it is, when the reporter speaks for another.</param>
/// <remarks>The later ones are left out when null, so that what a repeat is compared by stays as it was.</remarks>
internal sealed record NewReporter(
    string? Name, string? Phone, string? Email,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sponsor = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OnBehalfOf = null);
