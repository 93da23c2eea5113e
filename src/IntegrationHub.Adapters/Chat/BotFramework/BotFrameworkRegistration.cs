using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Chat.BotFramework;

/// <summary>Registers the Bot Framework channels.</summary>
public static class BotFrameworkRegistration
{
    private const string Service = "bot-framework-service";
    private const string Channels = "bot-framework-channels";
    private const int LargestDocument = 1024 * 1024;

    /// <summary>Adds the check of what comes in, and the connector for what goes out.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="settings">Checked.</param>
    /// <param name="clock">The world's time: tokens are dated by others.</param>
    public static IServiceCollection AddBotFramework(this IServiceCollection services, BotSettings settings, TimeProvider clock)
    {
        Add(services, Service).ConfigureHttpClient(http =>
        {
            http.Timeout = TimeSpan.FromSeconds(5);
            http.MaxResponseContentBufferSize = LargestDocument;
        });
        Add(services, Channels).ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan); // The connector times its tries out.
        services.AddSingleton(settings);
        services.AddSingleton(with => new ChannelKeys(Client(with, Service), settings, clock, with.GetRequiredService<ILogger<ChannelKeys>>()));
        services.AddSingleton(with => new ChannelTokens(with.GetRequiredService<ChannelKeys>(), settings, clock));
        services.AddSingleton(with => new HubToken(Client(with, Service), settings, clock));
        services.AddSingleton(with => new BotConnector(Client(with, Channels), with.GetRequiredService<HubToken>(), settings.Hosts, clock));
        return services;
    }

    /// <summary>No redirects: a token goes nowhere else. No cookies. No log of addresses: they name conversations.</summary>
    private static IHttpClientBuilder Add(IServiceCollection services, string name) =>
        services.AddHttpClient(name).RemoveAllLoggers().ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });

    private static HttpClient Client(IServiceProvider with, string name) => with.GetRequiredService<IHttpClientFactory>().CreateClient(name);
}
