using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Routing;

/// <summary>The router: the catalogue's rules, and what was learnt where there is a model.</summary>
internal static class RoutingRegistration
{
    /// <summary>Adds them.</summary>
    /// <param name="services">The hub's.</param>
    /// <param name="model"><c>Routing:Model</c>; null for <c>routing.model</c> in the data directory, if it is there.</param>
    /// <param name="data">The data directory.</param>
    public static void AddRouting(this IServiceCollection services, string? model, string data)
    {
        services.AddSingleton(with =>
        {
            var loaded = new RouterModel(model ?? RouterModel.DefaultIn(data), wanted: model is not null, with.GetRequiredService<ILogger<RouterModel>>());
            loaded.Load();
            return loaded;
        });
        services.AddSingleton(with =>
        {
            var learnt = with.GetRequiredService<RouterModel>();
            return new Router(with.GetRequiredService<ServiceCatalogue>(), clock: with.GetRequiredService<TimeProvider>(), model: () => learnt.Now);
        });
        services.AddSingleton<RoutingOutcomes>();
        services.AddHealthChecks().AddCheck<RouterModel>("router-model", tags: ["ready"]);
    }
}
