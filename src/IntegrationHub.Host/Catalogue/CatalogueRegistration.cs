using IntegrationHub.Core.Work;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Catalogue;

/// <summary>Registers what follows from decisions about who answers for a service.</summary>
internal static class CatalogueRegistration
{
    private static readonly WorkPace s_waves = WorkPace.Patient with { Waiting = 100_000 }; // A wave that is months away holds nobody up.

    /// <summary>Adds the decisions, and the work that they lead to.</summary>
    public static void AddCatalogue(this IServiceCollection services)
    {
        services.AddSingleton<CatalogueRegister>();
        services.AddSingleton<WaveCases>();
        services.AddSingleton<DeskEdge>();
        services.AddSingleton<TakeOvers>();
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<CatalogueRegister>());
        WorkRegistration.AddGroup(services, s_waves, with => with.GetRequiredService<TakeOvers>());
    }
}
