using IntegrationHub.Core.TroubleTickets;
using IntegrationHub.Host.Views;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>Registers what serves TMF621.</summary>
internal static class TroubleTicketRegistration
{
    /// <summary>Adds the lists, the rules at the edge, and a worker for each listener.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="development">Whether listeners on this machine are told.</param>
    public static void AddTroubleTickets(this IServiceCollection services, bool development)
    {
        var addresses = new ListenerAddress(development);
        services.AddSingleton(addresses);
        services.AddSingleton<TicketAccess>();
        services.AddSingleton<TicketJson>();
        services.AddSingleton<TicketLists>();
        services.AddSingleton<TicketDesk>();
        services.AddSingleton<SupplierTickets>();
        services.AddSingleton<Listeners>();
        services.AddSingleton<ListenerWorkers>();
        services.AddHttpClient(nameof(ListenerDeliveries)).ConfigurePrimaryHttpMessageHandler(addresses.NewHandler);
        ViewRegistration.AddView(services, TroubleTicketRow.View, _ => _ => { });
        ViewRegistration.AddView(services, ListenerRow.View, with => with.GetRequiredService<ListenerWorkers>().Refresh);
        services.AddHostedService(with => with.GetRequiredService<ListenerWorkers>());
    }
}
