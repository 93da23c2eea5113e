using System.Net;
using System.Security.Cryptography.X509Certificates;
using IntegrationHub.KurrentServer.Groups;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.KurrentServer.Nodes;

/// <summary>The web server of one node; it can be killed and started again on the same port.</summary>
internal sealed class NodeHost(Node node, X509Certificate2? certificate)
{
    // A log record is never larger; clients take as much.
    private const int MaxMessage = 17 * 1024 * 1024;

    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(10);

    private WebApplication? _app;

    public async Task StartAsync(CancellationToken ct)
    {
        if (_app is not null)
        {
            return;
        }

        var settings = node.Cluster.Settings;
        var port = node.Port > 0 ? node.Port : settings.Port > 0 ? settings.Port + node.Index : 0;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, port));
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = MaxMessage);
        builder.Services.AddSingleton(node);
        var app = builder.Build();
        app.Use((HttpContext http, RequestDelegate next) => Access.CheckAsync(http, () => next(http), settings.Accounts));
        app.UseRouting();
        app.MapGet("/health/live", () => Results.NoContent());
        app.MapGrpcService<StreamsService>();
        app.MapGrpcService<GroupsService>();
        app.MapGrpcService<GossipService>();
        app.MapGrpcService<ServerFeaturesService>();
        await app.StartAsync(ct);
        node.Port = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;
        node.IsAlive = true;
        node.IsKnownDead = false;
        _app = app;
    }

    /// <summary>No goodbye: connections are broken off.</summary>
    public async Task KillAsync()
    {
        if (_app is not { } app)
        {
            return;
        }

        _app = null;
        node.IsAlive = false;
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private void Listen(KestrelServerOptions kestrel, int port)
    {
        kestrel.Limits.Http2.KeepAlivePingDelay = s_keepAlive;
        kestrel.Limits.Http2.KeepAlivePingTimeout = s_keepAlive;
        kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            // Without TLS there is nothing to agree on a version with: HTTP/2 from the first byte.
            listen.Protocols = certificate is null ? HttpProtocols.Http2 : HttpProtocols.Http1AndHttp2;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        });
    }
}
