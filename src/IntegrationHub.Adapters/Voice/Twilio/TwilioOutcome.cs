namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>What became of an order to Twilio.</summary>
/// <remarks>Source: twilio.md, section 6: there is no idempotency key, so not knowing is an answer of its own.</remarks>
public abstract record TwilioOutcome
{
    private TwilioOutcome()
    {
    }

    /// <summary>Twilio has it; what becomes of it comes by status callback.</summary>
    /// <param name="Sid">SM or CA and 32 hex digits.</param>
    public sealed record Taken(string Sid) : TwilioOutcome;

    /// <summary>Never, as it stands: do not repeat.</summary>
    /// <param name="Code">Twilio's error code, such as 21211 for a bad number and 21610 for one that has opted out.</param>
    /// <param name="Message">Twilio's words, in English, for the desk; may hold the number.</param>
    public sealed record Refused(int Code, string Message) : TwilioOutcome;

    /// <summary>Not taken; safe to repeat later.</summary>
    /// <param name="RetryAfter">How long Twilio asks to wait; null when it did not say.</param>
    public sealed record TryLater(TimeSpan? RetryAfter) : TwilioOutcome;

    /// <summary>
    /// Perhaps taken: look with <see cref="TwilioRest.FindSmsAsync"/> or <see cref="TwilioRest.FindCallAsync"/> before another try.
    /// </summary>
    /// <param name="Why">In English, for the log.</param>
    public sealed record Unknown(string Why) : TwilioOutcome;

    /// <summary>How a call stands; only <see cref="TwilioRest.LookAtCallAsync"/> has this outcome.</summary>
    /// <param name="Status"><c>queued</c>, <c>ringing</c>, <c>in-progress</c>, or one of the final: <c>completed</c>, <c>busy</c>, <c>failed</c>, <c>no-answer</c>, <c>canceled</c>.</param>
    public sealed record Seen(string Status) : TwilioOutcome;

    /// <summary>Looked for and not there; only a search has this outcome.</summary>
    public sealed record NotThere : TwilioOutcome;
}
