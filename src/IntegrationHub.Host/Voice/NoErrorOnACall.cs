using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Voice;

/// <summary>
/// Whatever fails in a signed webhook, the caller hears a person and never an error page: Twilio reads an error page's status as
/// the end of the call. Needs neither the log nor the caller's case.
/// </summary>
internal sealed partial class NoErrorOnACall(PhoneSettings settings, ILogger<NoErrorOnACall> log) : IEndpointFilter
{
    /// <summary>Path that ends a call which was connected without the log.</summary>
    public const string AfterFault = "/voice/dialled/after-fault";

    private const int DeskRings = 25;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var path = context.HttpContext.Request.Path.Value ?? "";
        try
        {
            return await next(context);
        }
        catch (Exception fault) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            Failed(fault, path);
            return Answer(path, TwilioWebhook.Read(context.HttpContext));
        }
    }

    /// <summary>The end of a call that was connected without the log.</summary>
    /// <param name="request">How the call to the desk went.</param>
    public static Twiml End(TwilioRequest request) =>
        HaveSpoken(request) ? Twiml.Voice(new Hangup()) : NoOne;

    /// <summary>Whether caller and desk have spoken, by what Twilio says alone.</summary>
    public static bool HaveSpoken(TwilioRequest request) => request.DialCallStatus is "completed" && request.DialBridged is not false;

    private static Twiml NoOne => Twiml.Voice(
        new Say("Förlåt, något gick fel hos oss och ingen kan svara just nu. Ring gärna igen om en stund.", "sv-SE"),
        new Say("Sorry, something went wrong and nobody can answer just now. Please call again in a while.", "en-GB"),
        new Hangup());

    private Twiml Answer(string path, TwilioRequest request) => path switch
    {
        "/voice/status" or "/voice/recording" or "/sms/status" => Twiml.Empty,
        "/sms/incoming" => Twiml.Messaging(new Message("Förlåt, något gick fel hos oss. Skicka gärna samma meddelande igen om en stund.")),
        "/voice/whisper" => Twiml.Voice(new Say("Samtal från it-supporten.", "sv-SE")), // Joined without a question: better than lost.
        "/voice/whisper/answer" => TurnTwiml.Decided(request.Digits == "1"),
        "/voice/callback" or "/voice/callback/" => Twiml.Voice(new Hangup()), // Perhaps a machine: the person is called again.
        "/voice/callback/status" => Twiml.Empty,
        "/voice/whisper/pass" => TurnTwiml.Decided(taken: false),
        "/voice/dialled" when request.DialCallStatus is not null => End(request),
        _ => settings.PhoneOf(settings.PersonDesk) is { } number
            ? Twiml.Voice(
                new Say("Förlåt, något gick fel hos oss. Jag kopplar dig till en person.", "sv-SE"),
                new Dial(new PhoneNumber(number), settings.Twilio.Link(AfterFault))
                {
                    Timeout = DeskRings,
                    CallerId = settings.Twilio.Number is { Length: > 0 } own ? own : null,
                })
            : NoOne,
    };

    [LoggerMessage(4110, LogLevel.Error, "{Path} failed; whoever calls was answered all the same")]
    private partial void Failed(Exception fault, string path);
}
