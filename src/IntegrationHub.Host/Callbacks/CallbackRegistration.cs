using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Voice;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Callbacks;

/// <summary>Registers promised calls: the domain, the ways in, and the work that they lead to.</summary>
internal static class CallbackRegistration
{
    private static readonly WorkPace s_timers = WorkPace.Patient with { Waiting = 1_000_000, AtOnce = 32 };

    /// <summary>Adds promised calls.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="linkKey">The key that links are signed with.</param>
    public static void AddCallbacks(this IServiceCollection services, Func<byte[]> linkKey)
    {
        services.AddSingleton<CallbackStore>();
        services.AddSingleton<SlotLedger>();
        services.AddSingleton<CallbackDesk>();
        services.AddSingleton<CallbackDeeds>();
        services.AddSingleton<CallbackAnswers>();
        services.AddSingleton<CallbackSettling>();
        services.AddSingleton(with => new WaitingCallers(
            (desk, since) => with.GetRequiredService<DeskQueue>().Before(desk, since, with.GetRequiredService<TimeProvider>().GetUtcNow())));
        services.AddSingleton<CallbackTurns>();
        services.AddSingleton<CallbackOrders>();
        services.AddSingleton<CallPacer>();
        services.AddSingleton(with => ActivatorUtilities.CreateInstance<CallbackLinks>(with, linkKey()));

        services.AddSingleton<CallbackCalls>();
        services.AddSingleton<SlotWatch>();
        WorkRegistration.AddGroup(services, s_timers, with => with.GetRequiredService<CallbackCalls>(), shared: true);
        WorkRegistration.AddGroup(services, s_timers, with => with.GetRequiredService<SlotWatch>());
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => ActivatorUtilities.CreateInstance<CallbackInvitations>(with), shared: true);
    }

    /// <summary>Maps the API and Twilio's webhooks of promised calls.</summary>
    public static void MapCallbacks(this IEndpointRouteBuilder routes)
    {
        routes.MapCallbackApi();
        routes.MapCallbackVoice();
    }
}
