using System.Globalization;
using System.Security.Cryptography;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.Simulator;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Suppliers;

/// <summary>
/// Suppliers without a system of their own are played by the simulator in the hub's process: over HTTP and with tokens, like any
/// other. In Development all suppliers of the catalogue are, when none is set.
/// </summary>
internal static class PlayedSuppliers
{
    /// <summary>Starts the simulator for each supplier with <c>Protocol=simulator</c> and no <c>Url</c>.</summary>
    /// <returns>The suppliers with their addresses, and the simulator; null when it plays none.</returns>
    /// <exception cref="SettingsException">A setting under <c>Simulator</c> is wrong.</exception>
    public static async Task<(IReadOnlyList<SupplierSettings> Suppliers, SupplierSimulator? Simulator)> StartAsync(
        IConfiguration configuration, HubSettings settings, string data, TimeProvider clock)
    {
        var suppliers = settings.Suppliers.Count == 0 && settings.Phone.Simulated ? OfTheCatalogue() : settings.Suppliers;
        List<SupplierSettings> played = [.. suppliers.Where(supplier => supplier is { Protocol: "simulator", Url: null })];
        if (played.Count == 0)
        {
            return (suppliers, null);
        }

        var options = Options(configuration, [.. played.Select(SimulatedSupplier.Of)]) with
        {
            MemoryFile = Path.Combine(data, "simulator.jsonl"),
            Clock = clock,
        };
        try
        {
            var simulator = await SupplierSimulator.StartAsync(options, CancellationToken.None);
            return ([.. suppliers.Select(supplier => played.Contains(supplier) ? supplier with { Url = simulator.UrlOf(supplier.Id) } : supplier)], simulator);
        }
        catch (ArgumentException fault)
        {
            throw new SettingsException("Simulator:Faults: " + fault.Message);
        }
    }

    /// <summary>Tells the simulator where the hub is once it listens, and stops it with the hub.</summary>
    public static void AddPlayedSuppliers(this IServiceCollection services, SupplierSimulator? simulator)
    {
        if (simulator is not null)
        {
            services.AddSingleton(_ => simulator); // A factory, so that the container disposes it.
            services.AddHostedService<Connecting>();
        }
    }

    /// <summary>What the settings under <c>Simulator</c> say: <c>Auto</c>, <c>Seed</c>, <c>QuestionPercent</c>, <c>Faults</c> (a comma list), <c>Hurry</c>.</summary>
    internal static SimulatorOptions Options(IConfiguration configuration, IReadOnlyList<SimulatedSupplier> suppliers)
    {
        var section = configuration.GetSection("Simulator");
        return new SimulatorOptions(suppliers)
        {
            Auto = Bool(section, "Auto", otherwise: true),
            Delays = Bool(section, "Hurry", otherwise: false) ? SimulatorDelays.None : SimulatorDelays.Watchable,
            Seed = Whole(section, "Seed", otherwise: 1),
            QuestionPercent = Whole(section, "QuestionPercent", otherwise: 20),
            Faults = (section["Faults"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
    }

    private static SupplierSettings[] OfTheCatalogue() =>
    [
        .. ServiceCatalogue.Default.Desks.Select(desk => desk.Supplier).Distinct(StringComparer.Ordinal)
            .Select(id => new SupplierSettings(id, "simulator", Url: null, RandomNumberGenerator.GetHexString(32, lowercase: true))),
    ];

    private static bool Bool(IConfigurationSection section, string name, bool otherwise) => section[name] switch
    {
        null => otherwise,
        var text when bool.TryParse(text, out var value) => value,
        _ => throw new SettingsException($"Simulator:{name} is true or false."),
    };

    private static int Whole(IConfigurationSection section, string name, int otherwise) => section[name] switch
    {
        null => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw new SettingsException($"Simulator:{name} is a whole number, for example {otherwise}."),
    };

    private sealed class Connecting(SupplierSimulator simulator, IServiceProvider services, IHostApplicationLifetime life) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            life.ApplicationStarted.Register(() => simulator.ConnectTo(new Uri(HubAddress.OnThisMachine(services))));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
