using System.Collections.Frozen;
using System.Text.Json;

namespace IntegrationHub.Core.Routing;

/// <summary>A desk that answers for services.</summary>
/// <param name="Id">Lower-case words joined by hyphens: <c>central-systems</c>.</param>
/// <param name="Sv">The name on Swedish pages.</param>
/// <param name="En">The name on English pages.</param>
/// <param name="Supplier">Id of the supplier behind the desk; several desks may have the same.</param>
public sealed record Desk(string Id, string Sv, string En, string Supplier);

/// <summary>Something the city's users may need support with.</summary>
/// <param name="Id">Lower-case words joined by hyphens: <c>remote-access</c>.</param>
/// <param name="Desk">Id of the desk that owns it.</param>
/// <param name="Sv">The name on Swedish pages.</param>
/// <param name="En">The name on English pages.</param>
/// <param name="Area">The delivery areas that may use it: <c>office</c>, <c>education</c> or both.</param>
/// <param name="Supplier">Id of the supplier that delivers it.</param>
public sealed record Service(string Id, string Desk, string Sv, string En, IReadOnlyList<string> Area, string Supplier);

/// <summary>A catalogue that cannot be used; the message lists every fault, a line each, with what to do.</summary>
public sealed class CatalogueException(IReadOnlyList<string> faults)
    : Exception("The service catalogue cannot be used:\n" + string.Join('\n', faults.Select(fault => "- " + fault)))
{
    /// <summary>One sentence or two per fault, never empty.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>The services that the one number answers for, and the desk and supplier that own each.</summary>
public sealed class ServiceCatalogue
{
    /// <summary>Stands in a decision where no desk of the hub owns the matter; never the id of a service.</summary>
    public const string NotOurs = "not-ours";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private static readonly Lazy<ServiceCatalogue> s_default = new(() => Parse(RoutingData.Read("service-catalogue.json")));

    private readonly FrozenDictionary<string, Service> _services;
    private readonly FrozenDictionary<string, Desk> _desks;

    private ServiceCatalogue(IReadOnlyList<Desk> desks, IReadOnlyList<Service> services)
    {
        (Desks, Services) = (desks, services);
        _desks = desks.ToFrozenDictionary(desk => desk.Id, StringComparer.Ordinal);
        _services = services.ToFrozenDictionary(service => service.Id, StringComparer.Ordinal);
    }

    /// <summary>The sample catalogue that the hub starts with.</summary>
    public static ServiceCatalogue Default => s_default.Value;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Desk> Desks { get; }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Service> Services { get; }

    /// <summary>The service with this id; null when there is none.</summary>
    public Service? FindService(string? id) => id is null ? null : _services.GetValueOrDefault(id);

    /// <summary>The desk with this id; null when there is none.</summary>
    public Desk? FindDesk(string? id) => id is null ? null : _desks.GetValueOrDefault(id);

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
}
