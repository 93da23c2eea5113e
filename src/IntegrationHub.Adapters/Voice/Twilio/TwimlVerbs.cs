namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>One instruction to Twilio. Make addresses with <see cref="TwilioOptions.Link"/>.</summary>
/// <remarks>Source: twilio.md, section 4. Numbers out of Twilio's range are set to the nearest in it.</remarks>
public abstract record Verb
{
    private protected Verb()
    {
    }
}

/// <summary>Reads aloud. Long text becomes several verbs; nothing to say becomes none.</summary>
/// <param name="Parts">In order.</param>
/// <param name="Language">Such as <c>sv-SE</c>; a bare <c>sv</c> is not valid.</param>
/// <param name="Voice">Such as <c>Polly.Elin-Neural</c>; null lets the account choose.</param>
public sealed record Say(IReadOnlyList<Spoken> Parts, string Language, string? Voice = null) : Verb
{
    /// <summary>Reads a plain text aloud.</summary>
    public Say(string text, string language, string? voice = null)
        : this([new Words(text)], language, voice)
    {
    }
}

/// <summary>A piece of what is read aloud.</summary>
public abstract record Spoken
{
    private protected Spoken()
    {
    }
}

/// <summary>Plain words.</summary>
/// <param name="Text">Any text; characters that XML cannot hold are left out.</param>
public sealed record Words(string Text) : Spoken;

/// <summary>A case number, read figure by figure in small groups with a breath between.</summary>
/// <param name="Number">Figures and letters; anything else only parts groups.</param>
/// <param name="Group">Figures in one breath, 1 or more.</param>
public sealed record Digits(string Number, int Group = 3) : Spoken;

/// <summary>Silence.</summary>
/// <param name="Seconds">1 or more.</param>
public sealed record Pause(int Seconds = 1) : Verb;

/// <summary>Plays a sound file.</summary>
/// <param name="Url">Absolute, or rooted: read against the host of the current document.</param>
public sealed record Play(string Url) : Verb;

/// <summary>What a <see cref="Gather"/> listens for.</summary>
[Flags]
public enum GatherInput
{
    /// <summary>The keys of the telephone.</summary>
    Keys = 1,

    /// <summary>The voice.</summary>
    Speech = 2,
}

/// <summary>Listens, then asks <paramref name="Action"/> with <c>Digits</c> or <c>SpeechResult</c>.</summary>
/// <param name="Action">Never empty: without one Twilio asks the current document again, for ever.</param>
/// <param name="Input">Keys win when both come.</param>
/// <param name="Language">What the caller speaks, such as <c>sv-SE</c>; used for speech only.</param>
public sealed record Gather(string Action, GatherInput Input, string Language) : Verb
{
    /// <summary>Read or played while listening; only <see cref="Say"/>, <see cref="Play"/> and <see cref="Pause"/>.</summary>
    public IReadOnlyList<Verb> Prompts { get; init; } = [];

    /// <summary>Keys after which not to wait for more; 1 lets a menu react at once. Null: any number.</summary>
    public int? NumDigits { get; init; }

    /// <summary>Seconds of silence after the prompts before giving up.</summary>
    public int Timeout { get; init; } = 5;

    /// <summary>Seconds of silence that end what is said; null is <c>auto</c>, which some explicit models refuse.</summary>
    public int? SpeechTimeout { get; init; }

    /// <summary>Phrases to expect; the first 500 of at most 100 characters count.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>Key that ends the input; null is Twilio's <c>#</c>, empty is none.</summary>
    public string? FinishOnKey { get; init; }

    /// <summary>Name of a speech model; null lets Twilio choose and change over when one fails.</summary>
    public string? SpeechModel { get; init; }

    /// <summary>Whether silence asks <see cref="Action"/> too; when not, the next verb follows.</summary>
    public bool ActionOnEmptyResult { get; init; }

    /// <summary>Whether Twilio puts stars for swear words. Off: a case says what the caller said.</summary>
    public bool ProfanityFilter { get; init; }
}

/// <summary>Calls the desk and joins the two; the first of several to answer wins.</summary>
/// <param name="Targets">1 to 10.</param>
/// <param name="Action">Asked with <c>DialCallStatus</c> when it is over. Null where nobody can be asked: the next verb follows.</param>
public sealed record Dial(IReadOnlyList<DialTarget> Targets, string? Action) : Verb
{
    /// <summary>Calls one number.</summary>
    public Dial(DialTarget target, string? action)
        : this([target], action)
    {
    }

    /// <summary>Seconds to let it ring, 5 to 600.</summary>
    public int Timeout { get; init; } = 30;

    /// <summary>Number shown to the desk: one of the account's, or the caller's own. Null: the caller's.</summary>
    public string? CallerId { get; init; }
}

/// <summary>Somebody to call.</summary>
public abstract record DialTarget
{
    private protected DialTarget()
    {
    }
}

/// <summary>A telephone.</summary>
/// <param name="Number">E.164, or a short number of 3 to 8 digits.</param>
/// <param name="WhisperUrl">Document run for the one who answers, before the two are joined; its Hangup declines.</param>
public sealed record PhoneNumber(string Number, string? WhisperUrl = null) : DialTarget
{
    /// <summary>How the whisper document is asked for: POST or GET.</summary>
    public string Method { get; init; } = "POST";
}

/// <summary>Whoever has waited longest in a queue.</summary>
/// <param name="Name">At most 64 characters.</param>
/// <param name="Url">Document run for the waiting caller before the two are joined.</param>
public sealed record WaitingLine(string Name, string? Url = null) : DialTarget;

/// <summary>Puts the caller in a queue.</summary>
/// <param name="Name">At most 64 characters; made on demand.</param>
/// <param name="Action">Asked with <c>QueueResult</c> when the wait is over.</param>
/// <param name="WaitUrl">Document run while waiting, asked for again when it ends.</param>
public sealed record Enqueue(string Name, string Action, string? WaitUrl = null) : Verb;

/// <summary>Goes on with another document, asked for by POST.</summary>
/// <param name="Url">Absolute, or rooted: read against the host of the current document.</param>
public sealed record Redirect(string Url) : Verb;

/// <summary>Ends the call.</summary>
public sealed record Hangup : Verb;

/// <summary>Records a spoken message, then asks <paramref name="Action"/>; silence goes on to the next verb.</summary>
/// <param name="Action">Never empty: without one Twilio asks the current document again, for ever.</param>
public sealed record Recording(string Action) : Verb
{
    /// <summary>Longest message in seconds.</summary>
    public int MaxLength { get; init; } = 120;

    /// <summary>Seconds of silence that end the message.</summary>
    public int Timeout { get; init; } = 5;

    /// <summary>Keys that end the message; null is any key.</summary>
    public string? FinishOnKey { get; init; }

    /// <summary>Whether a tone tells when to speak.</summary>
    public bool PlayBeep { get; init; } = true;

    /// <summary>Told when the recording is kept, also when the caller has hung up and <see cref="Action"/> was never asked; null for nobody.</summary>
    public string? StatusCallback { get; init; }
}

/// <summary>Answers a text message.</summary>
/// <param name="Text">Plain text; over 1600 characters becomes several messages.</param>
public sealed record Message(string Text);
