using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Chats;

/// <summary>Registers the conversations.</summary>
internal static class ChatRegistration
{
    /// <summary>Adds the conversation engine and what it tells by itself; the channels add themselves.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="phone">Which desks answer, and where a password is changed.</param>
    /// <param name="knowledge">The pages that questions are answered from.</param>
    public static void AddChats(this IServiceCollection services, PhoneSettings phone, Knowledge knowledge)
    {
        services.AddSingleton(knowledge);
        services.AddSingleton<ChatStore>();
        services.AddSingleton(with => new ChatDialogue(
            with.GetRequiredService<Router>(), knowledge,
            new DeskLines(desk => phone.PhoneOf(desk) is not null, phone.PersonDesk, desk => phone.HoursOf(desk).IsOpen(with.GetRequiredService<TimeProvider>().GetUtcNow())))
        {
            SelfService = phone.SelfService,
        });
        services.AddSingleton<ChatPrompts>();
        services.AddSingleton<ChatIdentity>();
        services.AddSingleton<ChatIncidents>();
        services.AddSingleton<ChatCalls>();
        services.AddSingleton<ChatDeeds>();
        services.AddSingleton<ChatDesk>();
        services.AddSingleton<ChatDeskSide>();
        services.AddSingleton<ChatSessions>();
        services.AddSingleton(with => new ChatTelling(with.GetRequiredService<ChatStore>(), with.GetRequiredService<ChatPresence>().IsRead, with.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ChatNotices>();
        services.AddSingleton<ChatCodes>();
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<ChatNotices>(), shared: true);
        WorkRegistration.AddGroup(services, WorkPace.Patient, with => with.GetRequiredService<ChatCodes>(), shared: true);
    }
}
