using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.Tmf621;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Suppliers;

/// <summary><c>/suppliers/{id}/tmf621/listener/{event}</c>: what a supplier's TMF621 pushes.</summary>
internal static class TmfListening
{
    private static readonly TmfDoor s_door = new(
        (supplier, name) => supplier.Protocol == "tmf621" && name.StartsWith("troubleTicket", StringComparison.OrdinalIgnoreCase),
        (body, supplier, _) => TmfSystem.Pushed(body, supplier)?.Select(report => SupplierMessages.Received(SupplierMessages.ToEvent(report.Report, report.Id, $"//{supplier.Id}", report.At))).ToList(),
        supplier => TmfSupplier.Of(supplier).Version,
        "The body is no TMF621 event: eventId and event.troubleTicket are wanted.");

    /// <summary>Maps the endpoint.</summary>
    public static void MapTmfListening(this IEndpointRouteBuilder routes) => s_door.Map(routes, "tmf621");
}

/// <summary>Registers the hub at a supplier's <c>/hub</c>, until it is; asking goes on beside it, as TM Forum promises no redelivery.</summary>
/// <param name="listen">Registers an address, and says what is wrong; null when it is registered.</param>
/// <param name="api">The hub's door: <c>tmf621</c> or <c>tmf622</c>.</param>
internal sealed partial class TmfRegistering(
    SupplierSettings supplier, Func<string, CancellationToken, Task<string?>> listen, string api, PhoneSettings settings, IServiceProvider services, TimeProvider clock, IHostApplicationLifetime life, ILogger<TmfRegistering> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_renew = TimeSpan.FromHours(6); // A supplier may have lost it; registering again changes nothing.

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStarted, stoppingToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            var hub = string.IsNullOrEmpty(settings.Twilio.PublicUrl) ? HubAddress.OnThisMachine(services) : settings.Twilio.PublicUrl.TrimEnd('/');
            var wrong = await ListenAsync($"{hub}/suppliers/{supplier.Id}/{api}", stoppingToken);
            if (wrong is not null)
            {
                NotRegistered(logger, supplier.Id, wrong);
            }

            await Task.Delay(wrong is null ? s_renew : s_again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string?> ListenAsync(string callback, CancellationToken ct)
    {
        try
        {
            return await listen(callback, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null; // The hub stops.
        }
        catch (Exception fault)
        {
            return fault.GetType().Name;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Supplier}: the hub is not registered as a listener and only asks: {Why}")]
    private static partial void NotRegistered(ILogger logger, string supplier, string why);
}
