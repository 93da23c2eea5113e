using IntegrationHub.Adapters.Chat.BotFramework;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Chats;

/// <summary>Registers the channels of the Bot Framework.</summary>
internal static class BotRegistration
{
    /// <summary>Adds the channels; nothing when they are not set.</summary>
    public static void AddBot(this IServiceCollection services, BotSettings? settings)
    {
        if (settings is null)
        {
            return;
        }

        services.AddBotFramework(settings, TimeProvider.System); // Tokens are dated by others: the hub's clock may be put forward, theirs not.
        services.AddSingleton<BotMeter>();
        services.AddSingleton<BotDoor>();
        services.AddSingleton<BotTalk>();
        services.AddSingleton<DeliveredMessages>();
        services.AddSingleton(_ => new AwaitedAnswers(TimeProvider.System));
        services.AddSingleton<BotDeliveries>();
        WorkRegistration.AddGroup(services, BotDeliveries.Pace, with => with.GetRequiredService<BotDeliveries>(), shared: true);
    }
}
