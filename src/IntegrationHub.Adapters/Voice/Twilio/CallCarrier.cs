namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>Whoever carries the calls that the hub places: Twilio, or the pretended telephone in development.</summary>
/// <param name="Place">As <see cref="TwilioRest.PlaceCallAsync"/>.</param>
/// <param name="Find">As <see cref="TwilioRest.FindCallAsync"/>: to, since when, which are known.</param>
/// <param name="Look">As <see cref="TwilioRest.LookAtCallAsync"/>.</param>
public sealed record CallCarrier(
    Func<OutgoingCall, CancellationToken, Task<TwilioOutcome>> Place,
    Func<string, DateTimeOffset, IReadOnlyCollection<string>, CancellationToken, Task<TwilioOutcome>> Find,
    Func<string, CancellationToken, Task<TwilioOutcome>> Look);
