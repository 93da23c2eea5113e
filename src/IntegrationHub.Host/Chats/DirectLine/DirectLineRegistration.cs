using IntegrationHub.Adapters.Chat.DirectLine;
using IntegrationHub.Host.Callbacks;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>Registers Direct Line.</summary>
internal static class DirectLineRegistration
{
    /// <summary>Adds the channel, whoever follows the log for it, and the files that users send.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="settings">Who may talk.</param>
    /// <param name="data">The data directory: the key of the tokens and the files lie there.</param>
    public static void AddDirectLine(this IServiceCollection services, DirectLineSettings settings, string data)
    {
        services.AddSingleton(settings);
        services.AddSingleton(_ => new DirectLinePasses(LinkKey.Open(Path.Combine(data, "chat-key"))));
        services.AddSingleton<DirectLineLimits>();
        services.AddSingleton<DirectLineTokens>();
        services.AddSingleton<DirectLineDoor>();
        services.AddSingleton<DirectLineSockets>();
        services.AddSingleton<ChatPresence>();
        services.AddSingleton<DirectLineReading>();
        services.AddSingleton<DirectLineUploads>();
        services.AddSingleton(with => ActivatorUtilities.CreateInstance<KeptFiles>(with, Path.Combine(data, "chat-files")));
        services.AddHostedService<DirectLineFollower>();
    }
}
