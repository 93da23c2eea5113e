using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationHub.Adapters.Voice.Simulator;

/// <summary>Registers the pretended telephone, for development only.</summary>
public static class SimulatorRegistration
{
    /// <summary>Adds one <see cref="SimulatedPhone"/> and one <see cref="SimulatedSms"/>.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">Asked for at first use, when the hub knows where it listens. Its token must be the hub's own.</param>
    public static IServiceCollection AddSimulatedPhone(this IServiceCollection services, Func<IServiceProvider, SimulatorOptions> options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PhoneTrouble>();
        services.AddSingleton(with => new SimulatedPhone(ToHub(), options(with), with.GetRequiredService<TimeProvider>()));
        services.AddSingleton(with => new SimulatedSms(ToHub(), options(with), with.GetRequiredService<TimeProvider>()));
        return services;
    }

    // To this very process, for as long as it lives; 15 s is when Twilio gives up.
    private static HttpClient ToHub() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(15) };
}
