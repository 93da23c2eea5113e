using IntegrationHub.Adapters.Voice.Simulator;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Voice.Transfers;

namespace IntegrationHub.Host.Voice;

/// <summary>Registers the telephone: Twilio, and in Development a pretended one.</summary>
internal static class PhoneLine
{
    /// <summary>Adds the check of webhooks, the dialogue, whoever carries text messages, and in Development the telephone to try.</summary>
    public static void AddPhoneLine(this IServiceCollection services, PhoneSettings settings)
    {
        services.AddSingleton(settings);
        services.AddTwilio(settings.Twilio);
        if (settings.Simulated)
        {
            services.AddSimulatedPhone(with => new SimulatorOptions(HubAddress.OnThisMachine(with), settings.Twilio)
            {
                Trouble = with.GetRequiredService<PhoneTrouble>(),
            });
        }

        services.AddSingleton(KeypadMenu.Default);
        services.AddSingleton(with => new Dialogue(
            with.GetRequiredService<Router>(), with.GetRequiredService<KeypadMenu>(),
            new DeskLines(
                desk => settings.PhoneOf(desk) is not null, settings.PersonDesk,
                desk => settings.HoursOf(desk).IsOpen(with.GetRequiredService<TimeProvider>().GetUtcNow()))
            {
                IsOpenFor = rule => settings.Areas.Find(rule)?.Hours.IsOpen(with.GetRequiredService<TimeProvider>().GetUtcNow()) != false,
            })
        {
            Areas = settings.Areas,
            SelfService = settings.SelfService,
        });
        services.AddSingleton(with => new Prompts(with.GetRequiredService<KeypadMenu>(), with.GetRequiredService<ServiceCatalogue>()) { Areas = settings.Areas });
        services.AddSingleton<CallStore>();
        services.AddSingleton<CallIncidents>();
        services.AddSingleton<SpokenMessage>();
        services.AddSingleton<DeskQueue>();
        services.AddSingleton<CallerLookup>();
        services.AddSingleton<MandateDeeds>();
        services.AddSingleton<CallDeeds>();
        services.AddSingleton<CallDesk>();
        services.AddSingleton<TurnTwiml>();
        services.AddSingleton<InTime>();
        services.AddSingleton<TextDesk>();
        services.AddTransfers(settings);

        services.AddSingleton(with => settings.HasAccount || !settings.Simulated
            ? new CallCarrier(
                (call, ct) => with.GetRequiredService<TwilioRest>().PlaceCallAsync(call, ct),
                (to, since, known, ct) => with.GetRequiredService<TwilioRest>().FindCallAsync(to, since, known, ct),
                (sid, ct) => with.GetRequiredService<TwilioRest>().LookAtCallAsync(sid, ct))
            : new CallCarrier(
                (call, ct) => with.GetRequiredService<SimulatedPhone>().PlaceCallAsync(call, ct),
                (to, since, known, ct) => with.GetRequiredService<SimulatedPhone>().FindCallAsync(to, since, known, ct),
                (sid, ct) => with.GetRequiredService<SimulatedPhone>().LookAtCallAsync(sid, ct)));

        // Resolved when the first message is sent: the pretended telephone must know where the hub listens.
        services.AddSingleton(with => settings.HasAccount || !settings.Simulated
            ? new SmsCarrier(with.GetRequiredService<TwilioRest>().SendSmsAsync, with.GetRequiredService<TwilioRest>().FindSmsAsync)
            : new SmsCarrier(
                (to, body, key, ct) => with.GetRequiredService<SimulatedSms>().SendSmsAsync(to, body, key, ct),
                (to, body, since, ct) => with.GetRequiredService<SimulatedSms>().FindSmsAsync(to, body, since, ct)));
    }
}
