using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IntegrationHub.Host.Serving;

/// <summary>Says at start where to look first.</summary>
internal sealed partial class Welcome(IServer server, IHostApplicationLifetime life, ILogger<Welcome> log) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        life.ApplicationStarted.Register(() =>
        {
            foreach (var address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            {
                Ready(log, address);
            }
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The hub answers. Look first at {Address}/ in a browser; the contract for other systems is at {Address}/openapi/v1.json.")]
    private static partial void Ready(ILogger log, string address);
}
