using System.Text.RegularExpressions;
using IntegrationHub.Adapters.People;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Host.Suppliers;

/// <summary>A supplier to be added, with its desks and services.</summary>
/// <param name="Id">1 to 40 lower-case letters, digits and hyphens.</param>
/// <param name="Protocol">As <c>Suppliers:ID:Protocol</c>.</param>
/// <param name="Url">As <c>Suppliers:ID:Url</c>.</param>
/// <param name="Token">The bearer token of both sides; left out: the hub makes one and shows it once.</param>
/// <param name="SigningKey">As <c>Suppliers:ID:SigningKey</c>.</param>
/// <param name="Options">Further settings of the protocol, as under <c>Suppliers:ID</c>.</param>
/// <param name="Desks">Its own; may be left out where every service names a desk that is there and works for it too.</param>
/// <param name="Services">What the desks answer for; may be empty.</param>
internal sealed partial record NewSupplier(
    string? Id, string? Protocol, string? Url, string? Token, string? SigningKey, Dictionary<string, string>? Options,
    IReadOnlyList<NewDesk>? Desks, IReadOnlyList<NewService>? Services)
{
    private const int Most = 50;
    private const int LongestName = 100;
    private const int LongestOption = 500;

    /// <summary>What the hub would work with.</summary>
    /// <param name="token">The one of the body, or the one that was made.</param>
    public SupplierSettings ToSettings(string token) => new(
        Id ?? "", Protocol ?? "", System.Uri.TryCreate(Url, UriKind.RelativeOrAbsolute, out var url) ? url : null, token, SigningKey)
    {
        Options = new Dictionary<string, string>(Options ?? [], StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>The desks, with their numbers as E.164.</summary>
    public IReadOnlyList<AddedDesk> AddedDesks =>
        [.. (Desks ?? []).Select(desk => new AddedDesk(desk.Id ?? "", desk.Sv ?? "", desk.En ?? desk.Sv ?? "", PhoneNumber.ToE164(desk.Phone), desk.Hours, desk.CallbackSlots))];

    /// <summary>The services; one without a desk is the first desk's.</summary>
    public IReadOnlyList<AddedService> AddedServices =>
    [
        .. (Services ?? []).Select(service => new AddedService(
            service.Id ?? "", service.Desk ?? (Desks is [var first, ..] ? first.Id : null) ?? "", service.Sv ?? "", service.En ?? service.Sv ?? "", service.Area ?? ["office", "education"], service.Words ?? [])),
    ];

    /// <summary>Every fault, by field, with what is wanted; empty when there is none.</summary>
    /// <param name="settings">What <see cref="ToSettings"/> made of it.</param>
    /// <param name="known">The suppliers that are there already: a token must differ from theirs.</param>
    /// <param name="catalogue">What the desks and services are added to.</param>
    /// <param name="development">Allows short tokens and plain HTTP to other machines.</param>
    public Dictionary<string, string[]> Faults(
        SupplierSettings settings, IReadOnlyCollection<SupplierSettings> known, ServiceCatalogue catalogue, bool development)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void Fault(bool wrong, string field, string good)
        {
            if (wrong)
            {
                faults[field] = [good];
            }
        }

        var sharesDesks = Services is { Count: > 0 } && Services.All(service => service.Desk is not null);
        Fault(Desks is { Count: > Most } || (Desks is not { Count: > 0 } && !sharesDesks), "desks", $"1 to {Most} desks, each with id, sv, en and, where it has one, phone; or none, where every service names a desk.");
        Fault(Services is { Count: > Most }, "services", $"At most {Most} services, each with id, sv, en, area and words.");
        Fault(
            Options is not null && (Options.Count > Most || Options.Any(option => option.Key.Length is 0 or > LongestName || option.Value is not { Length: <= LongestOption })),
            "options", $"At most {Most} settings of at most {LongestOption} characters, named as under Suppliers:ID.");
        foreach (var (index, desk) in (Desks ?? []).Index())
        {
            Fault(!IsId(desk.Id), $"desks[{index}].id", "1 to 40 lower-case letters, digits and hyphens.");
            Fault(desk.Sv is not { Length: > 0 and <= LongestName }, $"desks[{index}].sv", "The desk's name in Swedish.");
            Fault(desk.Phone is not null && PhoneNumber.ToE164(desk.Phone) is null, $"desks[{index}].phone", "A phone number, for example +46111234567, or leave it out.");
            Fault(desk.Hours is not null && !OpeningHours.TryParse(desk.Hours, out _), $"desks[{index}].hours", "For example 'mon-fri 07:00-17:00, holidays closed', or leave it out for always.");
            Fault(desk.CallbackSlots is not null && !CallbackSlots.TryParse(desk.CallbackSlots, out _), $"desks[{index}].callbackSlots", "For example '4 per 30 min', or leave it out.");
        }

        foreach (var (index, service) in (Services ?? []).Index())
        {
            Fault(!IsId(service.Id), $"services[{index}].id", "1 to 40 lower-case letters, digits and hyphens.");
            Fault(service.Sv is not { Length: > 0 and <= LongestName }, $"services[{index}].sv", "The service's name in Swedish.");
            Fault(
                AreWrong(service.Words),
                $"services[{index}].words", $"At most {Most} words or short phrases of letters, digits, spaces and hyphens, 2 to 40 characters each.");
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        IReadOnlyList<string> ofSettings = [.. SupplierSettings.Faults([.. known, settings], development).Concat(SupplierPace.Faults([settings])).Concat(LeastData.Faults([settings])).Concat(OrderWay.Faults([settings], development)).Concat(SupplierSystems.Faults(settings))];
        Fault(ofSettings.Count > 0, "supplier", string.Join(' ', ofSettings));
        var ofCatalogue = catalogue.FaultsOf(
            [.. AddedDesks.Select(desk => new Desk(desk.Id, desk.Sv, desk.En, settings.Id))],
            [.. AddedServices.Select(service => new Service(service.Id, service.Desk, service.Sv, service.En, service.Area, settings.Id))]);
        Fault(ofCatalogue.Count > 0, "catalogue", string.Join(' ', ofCatalogue));
        return faults;
    }

    /// <summary>Whether it may be the id of a supplier, a desk or a service.</summary>
    public static bool IsId(string? id) => id is not null && SoundId().IsMatch(id);

    /// <summary>Whether these cannot be what people say who mean a service.</summary>
    public static bool AreWrong(IReadOnlyList<string>? words) => words is not null && (words.Count > Most || words.Any(word => word is null || !SoundWord().IsMatch(word)));

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex SoundId();

    [GeneratedRegex(@"^[\p{L}\d][\p{L}\d -]{1,39}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex SoundWord();
}

/// <summary>A desk of a supplier that is added.</summary>
/// <param name="Id">1 to 40 lower-case letters, digits and hyphens.</param>
/// <param name="Sv">The name on Swedish pages.</param>
/// <param name="En">The name on English pages; the Swedish one when left out.</param>
/// <param name="Phone">Any usual way of writing it; left out: its callers are called back.</param>
/// <param name="Hours">As <c>Desks:ID:Hours</c>.</param>
/// <param name="CallbackSlots">As <c>Desks:ID:CallbackSlots</c>.</param>
internal sealed record NewDesk(string? Id, string? Sv, string? En, string? Phone, string? Hours, string? CallbackSlots);

/// <summary>A service of a supplier that is added.</summary>
/// <param name="Id">1 to 40 lower-case letters, digits and hyphens.</param>
/// <param name="Desk">The first desk when left out.</param>
/// <param name="Sv">The name on Swedish pages.</param>
/// <param name="En">The name on English pages; the Swedish one when left out.</param>
/// <param name="Area"><c>office</c>, <c>education</c> or both; both when left out.</param>
/// <param name="Words">What people say who mean it, besides its names.</param>
internal sealed record NewService(string? Id, string? Desk, string? Sv, string? En, IReadOnlyList<string>? Area, IReadOnlyList<string>? Words);
