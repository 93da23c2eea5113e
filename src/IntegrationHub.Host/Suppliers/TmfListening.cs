using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.Tmf621;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Suppliers;

/// <summary><c>/suppliers/{id}/tmf621/listener/{event}</c>: what a supplier's TMF621 pushes. It is taken under the same names as what asking finds, so that either may come first.</summary>
internal static class TmfListening
{
    /// <summary>Maps the endpoint. The supplier's token is checked here; its contract is TM Forum's.</summary>
    public static void MapTmfListening(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/suppliers/{id}/tmf621/listener/{name}", TakeAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> TakeAsync(
        string id, string name, HttpContext http, IReadOnlyList<SupplierSettings> suppliers, SupplierInbox inbox, TimeProvider clock, CancellationToken ct)
    {
        if (SupplierAuthentication.CheckToken(id, http.Request.Headers.Authorization, suppliers) is not Recognised { Supplier: { } sender })
        {
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"suppliers\"";
            return TypedResults.Problem("Send the agreed token, as 'Authorization: Bearer TOKEN', to the address of your own id.", statusCode: 401, type: "token-unknown");
        }

        if (sender.Protocol != "tmf621" || !name.StartsWith("troubleTicket", StringComparison.OrdinalIgnoreCase))
        {
            return TypedResults.Problem("Nothing listens here.", statusCode: 404, type: "no-listener");
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct); // Bounded by the server.
        if (SupplierAuthentication.CheckSignature(sender, http.Request.Headers, body.ToArray(), clock.GetUtcNow()) is not null)
        {
            return TypedResults.Problem("The signature does not fit the body.", statusCode: 401, type: "signature-invalid");
        }

        return Read(body.ToArray(), sender) is { } reports
            ? await ApplyAsync(reports, sender, inbox, clock, ct)
            : TypedResults.Problem("The body is no TMF621 event: eventId and event.troubleTicket are wanted.", statusCode: 400, type: "event-invalid");
    }

    private static async Task<IResult> ApplyAsync(
        IReadOnlyList<PolledReport> reports, SupplierSettings sender, SupplierInbox inbox, TimeProvider clock, CancellationToken ct)
    {
        foreach (var report in reports)
        {
            var told = SupplierMessages.ToEvent(report.Report, report.Id, $"//{sender.Id}", report.At);
            if ((await inbox.TakeAsync(sender.Id, [SupplierMessages.Received(told)], clock.GetUtcNow(), ct)).Fault is { } fault)
            {
                return TypedResults.Problem(string.Join(' ', fault.Faults), statusCode: fault.Status, type: fault.Code);
            }
        }

        return TypedResults.StatusCode(TmfSupplier.Of(sender).Version == 5 ? StatusCodes.Status204NoContent : StatusCodes.Status201Created);
    }

    private static IReadOnlyList<PolledReport>? Read(byte[] body, SupplierSettings sender)
    {
        try
        {
            return TmfSystem.Pushed(JsonNode.Parse(body), sender);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>Registers the hub at a supplier's <c>/hub</c>, until it is; asking goes on beside it, as TMF621 promises no redelivery.</summary>
internal sealed partial class TmfRegistering(
    SupplierSettings supplier, TmfSystem system, PhoneSettings settings, IServiceProvider services, TimeProvider clock, IHostApplicationLifetime life, ILogger<TmfRegistering> logger)
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
            var wrong = await ListenAsync($"{hub}/suppliers/{supplier.Id}/tmf621", stoppingToken);
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
            return await system.ListenAsync(callback, ct);
        }
        catch (OperationCanceledException)
        {
            return null; // The hub stops.
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Supplier}: the hub is not registered as a listener and only asks: {Why}")]
    private static partial void NotRegistered(ILogger logger, string supplier, string why);
}
