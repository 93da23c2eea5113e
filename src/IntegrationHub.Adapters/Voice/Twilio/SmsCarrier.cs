namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>Whoever carries the hub's text messages: Twilio, or the pretended telephone in development.</summary>
/// <param name="Send">As <see cref="TwilioRest.SendSmsAsync"/>: to, body, the hub's id of the message.</param>
/// <param name="Find">As <see cref="TwilioRest.FindSmsAsync"/>: to, body, since when.</param>
public sealed record SmsCarrier(
    Func<string, string, string, CancellationToken, Task<TwilioOutcome>> Send,
    Func<string, string, DateTimeOffset, CancellationToken, Task<TwilioOutcome>> Find);
