using System.CommandLine;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub voice fallback</c>: the document that Twilio plays on the day the hub is down. Host it elsewhere, and name it as the number's fallback.</summary>
/// <remarks>It needs nothing of the hub: it apologises, calls the desk of persons, and says when to call again if nobody answers.</remarks>
public static class VoiceFallback
{
    private const int Rings = 40;

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var fallback = new Command("fallback", "Prints the TwiML to host elsewhere for the day the hub is down.");
        fallback.SetAction(async (_, _) =>
        {
            await context.Out.WriteLineAsync(Document(PhoneSettings.Read(CommandContext.Settings(), development: false)).Xml);
            return 0;
        });
        return new Command("voice", "The telephone.") { fallback };
    }

    /// <summary>The document for these settings.</summary>
    internal static Twiml Document(PhoneSettings settings)
    {
        List<Verb> verbs =
        [
            new Say("Hej, du har kommit till stadens it-support. Just nu har vi tekniska problem.", "sv-SE"),
            new Say("Hello, this is the city's IT support. We have technical problems just now.", "en-GB"),
        ];
        if (settings.Desks.TryGetValue(settings.PersonDesk, out var number))
        {
            verbs.Add(new Say("Jag kopplar dig till en person.", "sv-SE"));
            verbs.Add(new Dial(new PhoneNumber(number), action: null)
            {
                Timeout = Rings,
                CallerId = settings.Twilio.Number is { Length: > 0 } own ? own : null,
            });
        }

        return Twiml.Voice([
            .. verbs,
            new Say("Ingen kan svara just nu. Ring gärna igen om en stund. Hej då.", "sv-SE"),
            new Say("Nobody can answer just now. Please call again in a while. Goodbye.", "en-GB"),
            new Hangup(),
        ]);
    }
}
