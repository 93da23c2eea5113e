namespace IntegrationHub.Adapters.Voice.Simulator;

/// <summary>A pretended call as its page shows it.</summary>
/// <param name="CallId">CA and 32 hex digits.</param>
/// <param name="From">The caller, as sent to the hub.</param>
/// <param name="Lines">All that was said so far, oldest first.</param>
/// <param name="Wait">What must happen next.</param>
/// <param name="Status">The call's last status: <c>ringing</c>, <c>in-progress</c>, <c>completed</c>.</param>
/// <param name="Twiml">The hub's last answer as it came; empty before the first.</param>
/// <param name="Note">What Twilio would complain of, or why the last press had no effect; null when all is well.</param>
public sealed record PhoneView(
    string CallId, string From, IReadOnlyList<SpokenLine> Lines, PhoneWait Wait, string Status, string Twiml, string? Note);

/// <summary>Something the hub had read aloud.</summary>
/// <param name="Text">One line.</param>
/// <param name="Language">Such as <c>sv-SE</c>; null when the hub did not say.</param>
/// <param name="ToDesk">Heard by the desk and not by the caller.</param>
public sealed record SpokenLine(string Text, string? Language, bool ToDesk);

/// <summary>What a call waits in.</summary>
/// <param name="Kind">Who must do something.</param>
/// <param name="Keys">Whether keys are taken.</param>
/// <param name="Speech">Whether speech is taken.</param>
/// <param name="Language">What speech is heard as.</param>
/// <param name="Target">The number called, or the queue's name.</param>
public sealed record PhoneWait(
    PhoneWaitKind Kind, bool Keys = false, bool Speech = false, string? Language = null, string? Target = null);

/// <summary>Who must do something for a call to go on.</summary>
public enum PhoneWaitKind
{
    /// <summary>The caller: keys or speech.</summary>
    Gather,

    /// <summary>The caller: a spoken message.</summary>
    Recording,

    /// <summary>The desk: its telephone rings.</summary>
    Dial,

    /// <summary>The desk: it has answered, and is asked for a key before it gets the caller.</summary>
    Whisper,

    /// <summary>The desk: the caller is in a queue.</summary>
    Queue,

    /// <summary>Either: they talk.</summary>
    Talk,

    /// <summary>Nobody: the call is over.</summary>
    Ended,
}

/// <summary>What the desk does with its telephone.</summary>
public enum DeskOutcome
{
    /// <summary>Takes the call.</summary>
    Answer,

    /// <summary>Is in another call.</summary>
    Busy,

    /// <summary>Lets it ring out.</summary>
    NoAnswer,

    /// <summary>Cannot be reached.</summary>
    Failed,

    /// <summary>Ends the talk.</summary>
    HangUp,
}
