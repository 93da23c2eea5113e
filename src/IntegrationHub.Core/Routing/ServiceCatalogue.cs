using System.Collections.Frozen;
using System.Text.Json;

namespace IntegrationHub.Core.Routing;

/// <summary>A desk that answers for services.</summary>
/// <param name="Id">Lower-case words joined by hyphens: <c>central-systems</c>.</param>
/// <param name="Sv">The name on Swedish pages.</param>
/// <param name="En">The name on English pages.</param>
/// <param name="Supplier">Id of the supplier that runs the desk; several desks may have the same, and a desk may answer for other suppliers' services too.</param>
public sealed record Desk(string Id, string Sv, string En, string Supplier);

/// <summary>Something the city's users may need support with.</summary>
/// <param name="Id">Lower-case words joined by hyphens: <c>remote-access</c>.</param>
/// <param name="Desk">Id of the desk that owns it.</param>
/// <param name="Sv">The name on Swedish pages.</param>
/// <param name="En">The name on English pages.</param>
/// <param name="Area">The delivery areas that may use it: <c>office</c>, <c>education</c> or both.</param>
/// <param name="Supplier">Id of the supplier that delivers it; not always the one that runs the desk.</param>
/// <param name="Words">What people say who mean it, besides its names; null where the hub's own words know it.</param>
public sealed record Service(string Id, string Desk, string Sv, string En, IReadOnlyList<string> Area, string Supplier, IReadOnlyList<string>? Words = null);

/// <summary>A catalogue that cannot be used; the message lists every fault, a line each, with what to do.</summary>
public sealed class CatalogueException(IReadOnlyList<string> faults)
    : Exception("The service catalogue cannot be used:\n" + string.Join('\n', faults.Select(fault => "- " + fault)))
{
    /// <summary>One sentence or two per fault, never empty.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>
/// The services that the one number answers for, and the desk and supplier that own each. Safe to share between threads, also while
/// desks and services are added.
/// </summary>
public sealed class ServiceCatalogue
{
    /// <summary>Stands in a decision where no desk of the hub owns the matter; never the id of a service.</summary>
    public const string NotOurs = "not-ours";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private static readonly Lazy<ServiceCatalogue> s_default = new(() => Parse(RoutingData.Read("service-catalogue.json")));

    private readonly Lock _adding = new();
    private volatile Content _now;

    private ServiceCatalogue(IReadOnlyList<Desk> desks, IReadOnlyList<Service> services) => _now = new Content(desks, services);

    /// <summary>The sample catalogue that the hub starts with.</summary>
    public static ServiceCatalogue Default => s_default.Value;

    /// <summary>In the order of the file, then as they were added.</summary>
    public IReadOnlyList<Desk> Desks => _now.Desks;

    /// <summary>In the order of the file, then as they were added.</summary>
    public IReadOnlyList<Service> Services => _now.Services;

    /// <summary>What the city office decided about who answers for services, while the hub runs.</summary>
    public ServiceOwners Owners { get; } = new();

    /// <summary>Parties that are no suppliers, and the local systems.</summary>
    public CityParties Parties { get; } = new();

    /// <summary>Takes in what the city office decided: a party is a desk, and a local system is a service of its host's.</summary>
    public void Take(CatalogueEvent happened)
    {
        Parties.Take(happened);
        switch (happened)
        {
            case ServiceOwnerEvent e:
                Owners.Take(e);
                break;
            case PartyAdded e:
                Add([new Desk(e.Party, e.Sv, e.En, e.Party)], []);
                break;
            case LocalSystemNamed e:
                Add([], [new Service(e.System, e.Host, e.Sv, e.En, ["office", "education"], FindDesk(e.Host)?.Supplier ?? e.Host, e.Words)]);
                break;
        }
    }

    /// <summary>The service with this id; null when there is none.</summary>
    public Service? FindService(string? id) => id is null ? null : _now.ServiceById.GetValueOrDefault(id);

    /// <summary>The desk with this id; null when there is none.</summary>
    public Desk? FindDesk(string? id) => id is null ? null : _now.DeskById.GetValueOrDefault(id);

    /// <summary>Who answers for a service, in a place, at a time: as was decided for the narrowest place that covers it, else as the service stands here.</summary>
    /// <returns>Null for a service that is not in the catalogue.</returns>
    public Owner? OwnerOf(string? service, Place place, DateTimeOffset at) =>
        FindService(service) is { } known ? Owners.Holding(known.Id, place, at)?.Owner ?? new Owner(known.Desk, known.Supplier) : null;

    /// <summary>Whether a desk once answered for a service in a place, as the city office decided or before it did, and another does now.</summary>
    public bool HasLeft(string? service, Place place, string desk, DateTimeOffset now) =>
        FindService(service) is { } known && !Owners.IsEmpty && OwnerOf(service, place, now)!.Desk != desk
        && (known.Desk == desk || Owners.Of(known.Id).Any(tenure => tenure.Decided.Desk == desk && tenure.Decided.From <= now && tenure.Decided.Where.Covers(place)));

    /// <summary>The decision by which a desk's open cases of a service go to its new owner: it has begun, took the service in that place from that desk, and said so.</summary>
    /// <returns>The latest; null where the desk finishes its cases, or has not lost the service.</returns>
    public ServiceOwnerDecided? TakenOver(string? service, Place place, string desk, DateTimeOffset now) =>
        service is null || Owners.IsEmpty || OwnerOf(service, place, now)?.Desk == desk ? null
            : Owners.Of(service).Select(tenure => tenure.Decided)
                .Where(decided => decided.OpenCases == OpenCases.HandOver && decided.From <= now && decided.Where.Covers(place)
                    && Owners.Holding(service, place, decided.From)?.Decided == decided && OwnerOf(service, place, decided.From.AddTicks(-1))?.Desk == desk)
                .MaxBy(decided => decided.From);

    /// <summary>The decision as it is for a place at a time: each service with the desk that answers for it there and then.</summary>
    public RoutingDecision Placed(RoutingDecision decision, Place place, DateTimeOffset at)
    {
        if (Owners.IsEmpty)
        {
            return decision;
        }

        RouteAlternative Owned(RouteAlternative one) => one with { Desk = OwnerOf(one.Service, place, at)?.Desk ?? one.Desk };
        return decision with
        {
            Desk = decision.Desk is null ? null : OwnerOf(decision.Service, place, at)?.Desk ?? decision.Desk,
            Alternatives = [.. decision.Alternatives.Select(Owned)],
            Ask = decision.Ask is { } ask ? ask with { Candidates = [.. ask.Candidates.Select(Owned)] } : null,
        };
    }

    /// <summary>The supplier behind a decision; the one that runs the desk where no service is known. Null for neither.</summary>
    public string? SupplierOf(RoutingDecision decision, Place place, DateTimeOffset at) =>
        OwnerOf(decision.Service, place, at) is { } owner && owner.Desk == decision.Desk ? owner.Supplier : FindDesk(decision.Desk)?.Supplier;

    /// <summary>Whether a desk answers for what a supplier delivers: it is the supplier's own, or one of its services is the supplier's.</summary>
    public bool Serves(string desk, string supplier) =>
        FindDesk(desk)?.Supplier == supplier || Owners.Pairs(desk, supplier) || Services.Any(service => service.Desk == desk && service.Supplier == supplier);

    /// <summary>A catalogue of its own with the same content, for one hub to add to.</summary>
    public ServiceCatalogue Copy() => new(Desks, Services);

    /// <summary>A catalogue of its own in which this was decided too, and what was decided about the same service before.</summary>
    public ServiceCatalogue Trying(ServiceOwnerDecided decided)
    {
        var trying = Copy();
        foreach (var tenure in Owners.Of(decided.Service))
        {
            trying.Owners.Take(tenure.Decided);
        }

        trying.Owners.Take(decided);
        return trying;
    }

    /// <summary>What would be wrong with a catalogue that has these as well; empty when nothing is.</summary>
    public IReadOnlyList<string> FaultsOf(IReadOnlyList<Desk> desks, IReadOnlyList<Service> services)
    {
        var (allDesks, allServices) = (Desks.Concat(desks).ToList(), Services.Concat(services).ToList());
        return [.. DeskFaults(allDesks), .. ServiceFaults(allServices, allDesks)];
    }

    /// <summary>Adds desks and services; those with an id that is there already are left as they are.</summary>
    public void Add(IReadOnlyList<Desk> desks, IReadOnlyList<Service> services)
    {
        lock (_adding)
        {
            _now = new Content(
                [.. Desks, .. desks.Where(desk => FindDesk(desk.Id) is null)], [.. Services, .. services.Where(service => FindService(service.Id) is null)]);
        }
    }

    /// <summary>Reads and checks a catalogue.</summary>
    /// <param name="json">An object with the arrays <c>desks</c> and <c>services</c>, as in <c>Routing/service-catalogue.json</c>.</param>
    /// <exception cref="CatalogueException">It is not such an object, or an entry is at fault; all faults are listed.</exception>
    public static ServiceCatalogue Parse(string json)
    {
        CatalogueFile? file;
        try
        {
            file = JsonSerializer.Deserialize<CatalogueFile>(json, s_json);
        }
        catch (JsonException broken)
        {
            throw new CatalogueException([$"It is not the expected JSON (line {broken.LineNumber + 1}, {broken.Path}). Compare with the sample catalogue."]);
        }

        List<Desk> desks = [.. (file?.Desks ?? []).OfType<Desk>()];
        List<Service> services = [.. (file?.Services ?? []).OfType<Service>()];
        List<string> faults = [.. DeskFaults(desks), .. ServiceFaults(services, desks)];
        return faults.Count == 0 ? new ServiceCatalogue(desks, services) : throw new CatalogueException(faults);
    }

    private static IEnumerable<string> DeskFaults(List<Desk> desks)
    {
        if (desks.Count == 0)
        {
            yield return "It has no desk. Add at least one to \"desks\".";
        }

        foreach (var twice in Twice(desks.Select(desk => desk.Id)))
        {
            yield return $"Desk \"{twice}\" is listed more than once. Keep one of them.";
        }

        foreach (var desk in desks)
        {
            foreach (var name in Empty(("id", desk.Id), ("sv", desk.Sv), ("en", desk.En), ("supplier", desk.Supplier)))
            {
                yield return $"Desk \"{desk.Id}\" has no \"{name}\". Fill it in.";
            }
        }
    }

    private static IEnumerable<string> ServiceFaults(List<Service> services, List<Desk> desks)
    {
        if (services.Count == 0)
        {
            yield return "It has no service. Add at least one to \"services\".";
        }

        foreach (var twice in Twice(services.Select(service => service.Id)))
        {
            yield return $"Service \"{twice}\" is listed more than once. Keep one of them.";
        }

        foreach (var service in services)
        {
            foreach (var name in Empty(("id", service.Id), ("sv", service.Sv), ("en", service.En), ("supplier", service.Supplier)))
            {
                yield return $"Service \"{service.Id}\" has no \"{name}\". Fill it in.";
            }

            if (service.Id == NotOurs)
            {
                yield return $"Service \"{NotOurs}\" is a reserved id. Choose another.";
            }

            if (!desks.Exists(desk => desk.Id == service.Desk))
            {
                yield return $"Service \"{service.Id}\" belongs to desk \"{service.Desk}\", which is not listed. Add the desk or correct the id.";
            }

            if (service.Area is not { Count: > 0 } || service.Area.Any(area => area is not ("office" or "education")))
            {
                yield return $"Service \"{service.Id}\" needs \"area\" with \"office\", \"education\" or both.";
            }
        }
    }

    private static IEnumerable<string> Twice(IEnumerable<string?> ids) =>
        ids.OfType<string>().GroupBy(id => id, StringComparer.Ordinal).Where(same => same.Skip(1).Any()).Select(same => same.Key);

    private static IEnumerable<string> Empty(params (string Name, string? Value)[] fields) =>
        fields.Where(field => string.IsNullOrWhiteSpace(field.Value)).Select(field => field.Name);

    private sealed record CatalogueFile(IReadOnlyList<Desk?>? Desks, IReadOnlyList<Service?>? Services);

    private sealed class Content(IReadOnlyList<Desk> desks, IReadOnlyList<Service> services)
    {
        public IReadOnlyList<Desk> Desks { get; } = desks;

        public IReadOnlyList<Service> Services { get; } = services;

        public FrozenDictionary<string, Desk> DeskById { get; } = desks.ToFrozenDictionary(desk => desk.Id, StringComparer.Ordinal);

        public FrozenDictionary<string, Service> ServiceById { get; } = services.ToFrozenDictionary(service => service.Id, StringComparer.Ordinal);
    }
}
