using IntegrationHub.Core.Chats;

namespace IntegrationHub.Host.Chats;

/// <summary>Registers the conversations.</summary>
internal static class ChatRegistration
{
    /// <summary>Adds the conversation engine; the channels add themselves.</summary>
    public static void AddChats(this IServiceCollection services)
    {
        services.AddSingleton<ChatStore>();
        services.AddSingleton<ChatDialogue>();
        services.AddSingleton<ChatDeeds>();
        services.AddSingleton<ChatDesk>();
        services.AddSingleton<ChatDeskSide>();
    }
}
