using IntegrationHub.Adapters.Voice.Simulator;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Voice.Transfers;

/// <summary>Registers the handing on of calls.</summary>
internal static class TransferRegistration
{
    /// <summary>Adds it, with Twilio or the pretended telephone to move callers.</summary>
    public static void AddTransfers(this IServiceCollection services, PhoneSettings settings)
    {
        services.AddSingleton<CallTransfer>();
        services.AddSingleton<DeskPassing>();
        services.AddSingleton<CallTransfers>();
        services.AddSingleton(with => settings.HasAccount || !settings.Simulated
            ? new CallMover(with.GetRequiredService<TwilioRest>().MoveCallAsync)
            : new CallMover(async (call, url, ct) =>
            {
                await with.GetRequiredService<SimulatedPhone>().MoveAsync(call, url, ct);
                return new TwilioOutcome.Taken(call);
            }));
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<CallTransfers>(), shared: true);
    }
}
