using IntegrationHub.Adapters.People;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Suppliers;

namespace IntegrationHub.Host.Catalogue;

/// <summary>A party that is no supplier, to be added.</summary>
/// <param name="Id">1 to 40 lower-case letters, digits and hyphens.</param>
/// <param name="Sv">The name on Swedish pages: of a function, not of a person.</param>
/// <param name="En">The name on English pages; the Swedish one when left out.</param>
/// <param name="Organisation">Whose it is; the whole city's when left out.</param>
/// <param name="Phone">Any usual way of writing it; left out: its callers are called back.</param>
/// <param name="Hours">When it is on duty, as <c>Desks:ID:Hours</c>; always when left out.</param>
internal sealed record NewParty(string? Id, PartyKind? Kind, string? Sv, string? En, string? Organisation, string? Phone, string? Hours)
{
    /// <summary>Characters of a name.</summary>
    public const int LongestName = 100;

    /// <summary>Every fault, by field, with what is wanted; empty when there is none.</summary>
    public Dictionary<string, string[]> Faults()
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void Fault(bool wrong, string field, string good)
        {
            if (wrong)
            {
                faults[field] = [good];
            }
        }

        Fault(!NewSupplier.IsId(Id), "id", "1 to 40 lower-case letters, digits and hyphens.");
        Fault(Kind is null, "kind", "system-owner, application-supplier, local-it, school-support or account-manager.");
        Fault(Sv is not { Length: > 0 and <= LongestName }, "sv", "The party's name in Swedish, at most 100 characters.");
        Fault(En is { Length: 0 or > LongestName }, "en", "The party's name in English, at most 100 characters, or leave it out.");
        Fault(Organisation is { Length: 0 or > LongestName }, "organisation", "An organisation of the city, or leave it out.");
        Fault(Phone is not null && PhoneNumber.ToE164(Phone) is null, "phone", "A phone number, for example +46111234567, or leave it out.");
        Fault(Hours is not null && !OpeningHours.TryParse(Hours, out _), "hours", "For example 'mon-fri 07:00-17:00, holidays closed', or leave it out for always.");
        return faults;
    }

    /// <summary>The decision that it asks for. Checked for faults.</summary>
    public PartyAdded ToDecision(DateTimeOffset now) => new(Id!, Kind!.Value, Sv!, En ?? Sv!, Organisation, PhoneNumber.ToE164(Phone), Hours, now);
}

/// <summary>A local system, and whose it is.</summary>
/// <param name="Sv">The name on Swedish pages.</param>
/// <param name="En">The name on English pages; the Swedish one when left out.</param>
/// <param name="Organisation">Whose system it is.</param>
/// <param name="Host">Id of the desk that runs it and gets its cases.</param>
/// <param name="Owner">Id of a party.</param>
/// <param name="ApplicationSupplier">Id of a party or a desk; left out where there is none.</param>
/// <param name="Words">What people say who mean it, besides its names.</param>
internal sealed record NewSystem(string? Sv, string? En, string? Organisation, string? Host, string? Owner, string? ApplicationSupplier, IReadOnlyList<string>? Words)
{
    /// <summary>Every fault, by field, with what is wanted; empty when there is none.</summary>
    public Dictionary<string, string[]> Faults(string id, ServiceCatalogue catalogue)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void Fault(bool wrong, string field, string good)
        {
            if (wrong)
            {
                faults[field] = [good];
            }
        }

        Fault(!NewSupplier.IsId(id) || (catalogue.FindService(id) is not null && catalogue.Parties.FindSystem(id) is null), "id", "1 to 40 lower-case letters, digits and hyphens that no other service has.");
        Fault(Sv is not { Length: > 0 and <= NewParty.LongestName }, "sv", "The system's name in Swedish, at most 100 characters.");
        Fault(En is { Length: 0 or > NewParty.LongestName }, "en", "The system's name in English, at most 100 characters, or leave it out.");
        Fault(Organisation is not { Length: > 0 and <= NewParty.LongestName }, "organisation", "The organisation whose system it is.");
        Fault(catalogue.FindDesk(Host) is null, "host", "The id of the desk that runs it.");
        Fault(catalogue.Parties.FindParty(Owner) is null, "owner", "The id of the party that owns it. POST /api/parties adds one.");
        Fault(ApplicationSupplier is not null && catalogue.FindDesk(ApplicationSupplier) is null, "applicationSupplier", "The id of a party or a desk, or leave it out.");
        Fault(NewSupplier.AreWrong(Words), "words", "At most 50 words or short phrases of letters, digits, spaces and hyphens, 2 to 40 characters each.");
        return faults;
    }

    /// <summary>The decision that it asks for. Checked for faults.</summary>
    public LocalSystemNamed ToDecision(string id, DateTimeOffset now) =>
        new(id, Sv!, En ?? Sv!, Organisation!, Host!, Owner!, ApplicationSupplier, Words ?? [], now);
}
