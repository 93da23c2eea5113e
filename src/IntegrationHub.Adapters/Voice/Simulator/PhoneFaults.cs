namespace IntegrationHub.Adapters.Voice.Simulator;

/// <summary>What goes wrong between Twilio and the hub, in pretence. None of it may be seen in a case.</summary>
/// <param name="Repeat">Every webhook comes twice; the second answer must be the first one's, byte for byte.</param>
/// <param name="LoseAnswers">The hub's answer is lost once at every step, and Twilio asks the fallback address, as with a hub that fails.</param>
/// <param name="NoEnd">The hub is never told that a call has ended.</param>
/// <param name="SmsUnsure">A text message is taken, but the answer that says so is lost.</param>
public sealed record PhoneFaults(bool Repeat, bool LoseAnswers, bool NoEnd, bool SmsUnsure)
{
    /// <summary>All goes well.</summary>
    public static readonly PhoneFaults None = new(false, false, false, false);
}

/// <summary>The faults that are on now. Thread-safe.</summary>
public sealed class PhoneTrouble
{
    private volatile PhoneFaults _now = PhoneFaults.None;

    /// <summary>The faults.</summary>
    public PhoneFaults Now
    {
        get => _now;
        set => _now = value;
    }
}
