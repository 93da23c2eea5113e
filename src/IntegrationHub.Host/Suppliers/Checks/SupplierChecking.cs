using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Suppliers.Checks;

/// <summary>The checks of one supplier, and what they need while they run.</summary>
internal sealed class SupplierChecking : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly EventsBack? _back;

    private SupplierChecking(ServiceProvider services, EventsBack? back, IReadOnlyList<SupplierCheck> checks) => (_services, _back, Checks) = (services, back, checks);

    /// <summary>The checks, in the order they are made; the last one leaves nothing open behind.</summary>
    public IReadOnlyList<SupplierCheck> Checks { get; }

    /// <summary>Where the supplier's events are listened for; null when they are not.</summary>
    public Uri? Address => _back?.Address;

    /// <summary>Makes the checks ready, and listens.</summary>
    /// <param name="supplier">Whose system.</param>
    /// <param name="settings">The hub's, for the broker.</param>
    /// <param name="listen">Where to listen; null for not at all. Port 0 takes a free one.</param>
    /// <param name="pace">How long to wait.</param>
    /// <param name="clock">The time.</param>
    /// <param name="ct">Ends the start.</param>
    /// <exception cref="SettingsException">The supplier cannot be told anything: what is missing is named.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<SupplierChecking> BeginAsync(
        SupplierSettings supplier, IConfiguration settings, Uri? listen, CheckPace pace, TimeProvider clock, CancellationToken ct)
    {
        if (!SupplierSystems.IsReached(supplier))
        {
            throw new SettingsException($"Suppliers:{supplier.Id} cannot be told anything: set Suppliers:{supplier.Id}:Url, and a Protocol that the hub speaks, for example cloudevents.");
        }

        var lost = new LosingAnswers { InnerHandler = CloudEventSender.NewHandler() };
        var collection = new ServiceCollection();
        collection.AddSingleton(clock);
        collection.AddAmqp(AmqpRegistration.Read(settings, [supplier], development: true));
        collection.AddHttpClient(nameof(CloudEventSender)).ConfigurePrimaryHttpMessageHandler(() => lost);
        var services = collection.BuildServiceProvider();
        var http = new HttpClient(CloudEventSender.NewHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        var orders = new OrderChannelChecks(supplier, http, clock).All;
        if (supplier.Protocol is not ("cloudevents" or "simulator"))
        {
            return new SupplierChecking(services, null, With(orders, new SystemChecks(supplier, () => SupplierSystems.Of(supplier, services), lost, clock).All));
        }

        var back = listen is null ? null : await EventsBack.StartAsync(listen.GetLeftPart(UriPartial.Authority), supplier, clock, ct);
        return new SupplierChecking(services, back, With(orders, new CloudEventChecks(supplier, new SupplierExchange(http, supplier, clock), back, pace).All));
    }

    /// <summary>Some of the checks. What ends the test cases is always among them.</summary>
    /// <param name="all">Those that there are.</param>
    /// <param name="only">Their names, in a comma list; null for all.</param>
    /// <exception cref="SettingsException">There is no such check.</exception>
    public static IReadOnlyList<SupplierCheck> Chosen(IReadOnlyList<SupplierCheck> all, string? only)
    {
        var names = (only ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Except(all.Select(check => check.Name), StringComparer.Ordinal).FirstOrDefault() is { } unknown
            ? throw new SettingsException($"--only: there is no check '{unknown}'. The checks are {string.Join(", ", all.Select(check => check.Name))}.")
            : names.Length == 0 ? all : [.. all.Where(check => names.Contains(check.Name, StringComparer.Ordinal) || check == all[^1])];
    }

    public async ValueTask DisposeAsync()
    {
        await (_back?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _services.DisposeAsync();
    }

    /// <summary>The checks of orders come before the one that leaves nothing open behind.</summary>
    private static IReadOnlyList<SupplierCheck> With(IReadOnlyList<SupplierCheck> orders, IReadOnlyList<SupplierCheck> all) => [.. all.SkipLast(1), .. orders, all[^1]];
}
