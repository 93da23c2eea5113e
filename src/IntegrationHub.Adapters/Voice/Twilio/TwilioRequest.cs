using System.Globalization;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>One webhook of Twilio's, read once from its raw body. Names are case-sensitive; an absent field is null.</summary>
/// <param name="Fields">All of them, in the order received: parameters arrive unannounced, and all are signed.</param>
/// <param name="Raw">The body as received, for whoever must keep it; the query of a GET.</param>
/// <remarks>Source: twilio.md, sections 1, 5 and 7.</remarks>
public sealed record TwilioRequest(IReadOnlyList<KeyValuePair<string, string>> Fields, ReadOnlyMemory<byte> Raw)
{
    /// <summary>Reads a form body or a query.</summary>
    /// <param name="raw">Form-encoded UTF-8.</param>
    public static TwilioRequest Parse(ReadOnlyMemory<byte> raw) => new(TwilioForm.Read(raw.Span), raw);

    /// <summary>The first value of a name, empty or not; null when there is none.</summary>
    public string? this[string name] => All(name).FirstOrDefault();

    /// <summary>Every value of a name, in the order received.</summary>
    public IEnumerable<string> All(string name) => Fields.Where(f => f.Key == name).Select(f => f.Value);

    /// <summary>The call: CA and 32 hex digits.</summary>
    public string? CallSid => Filled("CallSid");

    /// <summary>The account that was called: AC and 32 hex digits.</summary>
    public string? AccountSid => Filled("AccountSid");

    /// <summary>The caller's leg, when this is the desk's or the called person's.</summary>
    public string? ParentCallSid => Filled("ParentCallSid");

    /// <summary>Who calls or writes, as received: E.164, <c>anonymous</c>, <c>client:x</c> or <c>sip:x@y</c>.</summary>
    public string? From => Filled("From");

    /// <summary>Who was called or written to.</summary>
    public string? To => Filled("To");

    /// <summary>The caller's number in E.164; null when it is withheld or is no number that can be called back.</summary>
    public string? Caller => TwilioNumber.IsDialable(From) ? From : null;

    /// <summary><c>inbound</c>, <c>outbound-api</c> or <c>outbound-dial</c>.</summary>
    public string? Direction => Filled("Direction");

    /// <summary><c>ringing</c>, <c>in-progress</c>, <c>completed</c>, <c>busy</c>, <c>failed</c>, <c>no-answer</c>…</summary>
    public string? CallStatus => Filled("CallStatus");

    /// <summary>Keys pressed, without the finish key; empty when nothing was pressed in time.</summary>
    public string? Digits => this["Digits"];

    /// <summary>What was heard; empty when nothing was said in time.</summary>
    public string? SpeechResult => this["SpeechResult"];

    /// <summary>How sure Twilio is of <see cref="SpeechResult"/>, above 0 to 1; null when it does not say, as 0 means too.</summary>
    public double? Confidence =>
        double.TryParse(this["Confidence"], NumberStyles.Float, CultureInfo.InvariantCulture, out var c)
        && c is > 0 and <= 1 ? c : null;

    /// <summary>How the desk's leg ended: <c>completed</c>, <c>busy</c>, <c>no-answer</c>, <c>failed</c>, <c>canceled</c>.</summary>
    public string? DialCallStatus => Filled("DialCallStatus");

    /// <summary>Whether caller and desk ever spoke; null when Twilio does not say.</summary>
    public bool? DialBridged => bool.TryParse(this["DialBridged"], out var bridged) ? bridged : null;

    /// <summary>Length of the talk with the desk.</summary>
    public TimeSpan? DialCallDuration => Seconds("DialCallDuration");

    /// <summary>Length of the call, in its last status callback.</summary>
    public TimeSpan? CallDuration => Seconds("CallDuration");

    /// <summary>How a wait ended: <c>bridged</c>, <c>queue-full</c>, <c>leave</c>, <c>hangup</c>, <c>error</c>…</summary>
    public string? QueueResult => Filled("QueueResult");

    /// <summary>How long the caller has waited.</summary>
    public TimeSpan? QueueTime => Seconds("QueueTime");

    /// <summary>Where a recording can be fetched with the account's credentials.</summary>
    public string? RecordingUrl => Filled("RecordingUrl");

    /// <summary>The recording: RE and 32 hex digits.</summary>
    public string? RecordingSid => Filled("RecordingSid");

    /// <summary>Length of the recording; 0 when nothing was said.</summary>
    public TimeSpan? RecordingDuration => Seconds("RecordingDuration");

    /// <summary><c>completed</c>, <c>absent</c>, <c>failed</c> or <c>in-progress</c>, in a recording's status callback.</summary>
    public string? RecordingStatus => Filled("RecordingStatus");

    /// <summary><c>human</c>, <c>machine_start</c>, <c>machine_end_beep</c>, <c>unknown</c>…; null without detection.</summary>
    public string? AnsweredBy => Filled("AnsweredBy");

    /// <summary>On a fallback request: what went wrong, 11200 and up. On a message's status: why it was not delivered.</summary>
    public string? ErrorCode => Filled("ErrorCode");

    /// <summary>On a fallback request: the address that failed.</summary>
    public string? ErrorUrl => Filled("ErrorUrl");

    /// <summary>Order of status callbacks from 0; they may arrive in another.</summary>
    public int? SequenceNumber =>
        int.TryParse(this["SequenceNumber"], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;

    /// <summary>The message: SM or MM and 32 hex digits.</summary>
    public string? MessageSid => Filled("MessageSid");

    /// <summary>Text of a message, untrimmed; empty for a picture alone.</summary>
    public string? Body => this["Body"];

    /// <summary><c>sent</c>, <c>delivered</c>, <c>undelivered</c>, <c>failed</c>…</summary>
    public string? MessageStatus => Filled("MessageStatus");

    /// <summary><c>STOP</c>, <c>START</c> or <c>HELP</c> where Twilio has understood it so.</summary>
    public string? OptOutType => Filled("OptOutType");

    /// <summary>What a log may show: the ids, nothing of what people said.</summary>
    public override string ToString() => $"TwilioRequest {{ CallSid = {CallSid}, MessageSid = {MessageSid} }}";

    private string? Filled(string name) => this[name] is { Length: > 0 } value ? value : null;

    private TimeSpan? Seconds(string name) =>
        int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var s) ? TimeSpan.FromSeconds(s) : null;
}
