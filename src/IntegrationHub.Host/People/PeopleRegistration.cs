using IntegrationHub.Adapters.People;
using IntegrationHub.Core.Directory;
using IntegrationHub.Host.Cases;

namespace IntegrationHub.Host.People;

/// <summary>Registers the directory.</summary>
internal static class PeopleRegistration
{
    /// <summary>Adds the directory, its index, and what keeps it in step.</summary>
    public static void AddPeople(this IServiceCollection services, string? scimToken, MandateSettings mandates)
    {
        services.AddSingleton(with => Open(with.GetRequiredService<DataDirectory>()));
        services.AddSingleton<DirectoryStore>();
        services.AddSingleton<CityDirectory>();
        services.AddSingleton<DirectoryImport>();
        services.AddSingleton<PersonPins>();
        services.AddSingleton(mandates);
        services.AddSingleton<MandateHolders>();
        services.AddSingleton<MandateEdge>();
        services.AddSingleton<ScimUsers>();
        services.AddSingleton(new ScimDoor(scimToken));
        services.AddHostedService<PeopleFeed>();
    }

    /// <summary>The index of a data directory.</summary>
    public static PeopleIndex Open(DataDirectory data) => PeopleIndex.Open(Path.Combine(data.Path, "views", "people.db"), data.Codec, data.Keys);
}
