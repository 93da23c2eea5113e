using System.Text.Json;

namespace IntegrationHub.Core.Routing;

/// <summary>A desk that takes cases. A desk is not a supplier: it may serve several.</summary>
public sealed record Desk(string Id, string Sv, string En, string Supplier);

/// <summary>Something that people get, and the desk and supplier that own it.</summary>
/// <param name="Area">The delivery areas that may use it: <c>office</c>, <c>education</c>.</param>
public sealed record Service(string Id, string Desk, string Sv, string En, IReadOnlyList<string> Area, string Supplier);

/// <summary>A catalogue cannot be used.</summary>
/// <param name="faults">Every fault found, each with what to do.</param>
public sealed class CatalogueException(IReadOnlyList<string> faults)
    : Exception("The service catalogue cannot be used. " + string.Join(' ', faults))
{
    /// <summary>Every fault found.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>The services that the one number answers for.</summary>
public sealed record ServiceCatalogue(IReadOnlyList<Desk> Desks, IReadOnlyList<Service> Services)
{
    /// <summary>The catalogue that the hub comes with.</summary>
    public static ServiceCatalogue Default { get; } = Parse(Resource("service-catalogue.json"));

    /// <summary>Reads a catalogue: <c>{ "desks": [...], "services": [...] }</c>.</summary>
    /// <exception cref="CatalogueException">It is no JSON, an id stands twice or is empty, or a service names a desk that is not there.</exception>
    public static ServiceCatalogue Parse(string json)
    {
        ServiceCatalogue catalogue;
        try
        {
            catalogue = JsonSerializer.Deserialize<ServiceCatalogue>(json, JsonSerializerOptions.Web)!;
        }
        catch (JsonException fault)
        {
            throw new CatalogueException([$"It is no JSON of the right shape: {fault.Message}"]);
        }

        if (catalogue is not { Desks.Count: > 0, Services.Count: > 0 })
        {
            throw new CatalogueException(["It needs at least one desk and one service, under \"desks\" and \"services\"."]);
        }

        var desks = catalogue.Desks.Select(desk => desk.Id).ToHashSet(StringComparer.Ordinal);
        List<string> faults =
        [
            .. Twice(catalogue.Desks.Select(desk => desk.Id)).Select(id => $"The desk '{id}' stands twice. Keep one."),
            .. Twice(catalogue.Services.Select(service => service.Id)).Select(id => $"The service '{id}' stands twice. Keep one."),
            .. catalogue.Services.Where(service => !desks.Contains(service.Desk))
                .Select(service => $"The service '{service.Id}' names the desk '{service.Desk}', which is not there. Add the desk."),
            .. catalogue.Services.Where(service => string.IsNullOrWhiteSpace(service.Sv) || string.IsNullOrWhiteSpace(service.En))
                .Select(service => $"The service '{service.Id}' lacks a name. Give it one in sv and en."),
            .. catalogue.Services.Where(service => service.Area is not { Count: > 0 })
                .Select(service => $"The service '{service.Id}' has no area. Give it office, education or both."),
        ];
        return faults.Count == 0 ? catalogue : throw new CatalogueException(faults);
    }

    /// <summary>The service with this id; null when there is none.</summary>
    public Service? Find(string? id) => Services.FirstOrDefault(service => service.Id == id);

    internal static string Resource(string name)
    {
        using var stream = typeof(ServiceCatalogue).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is not built in.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static IEnumerable<string> Twice(IEnumerable<string> ids) =>
        ids.GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);
}
