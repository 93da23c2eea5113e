using System.Globalization;
using IntegrationHub.Adapters.Voice.Twilio;

namespace IntegrationHub.Adapters.Voice.Simulator;

/// <summary>A message the hub would have sent.</summary>
/// <param name="Sid">SM and 32 hex digits.</param>
/// <param name="To">E.164.</param>
/// <param name="Body">As it would have gone out.</param>
/// <param name="At">When the hub sent it.</param>
public sealed record SimulatedMessage(string Sid, string To, string Body, DateTimeOffset At);

/// <summary>What the hub said to a pretended message.</summary>
/// <param name="Sid">SM and 32 hex digits.</param>
/// <param name="Replies">Texts in the answer itself; later ones come to the outbox.</param>
/// <param name="Note">What Twilio would complain of; null when all is well.</param>
public sealed record SimulatedReply(string Sid, IReadOnlyList<string> Replies, string? Note);

/// <summary>Text messages without a telephone: an outbox in memory, and signed messages to the hub.</summary>
/// <param name="http">With a time limit of 15 s.</param>
/// <param name="options">Where the hub is, and the token it checks with.</param>
/// <param name="clock">Stamps the outbox.</param>
/// <remarks>Source: twilio.md, section 7.</remarks>
public sealed class SimulatedSms(HttpClient http, SimulatorOptions options, TimeProvider clock)
{
    private readonly SimulatedWire wire = new(http, options);
    private readonly Dictionary<string, string> sids = new(StringComparer.Ordinal);
    private readonly List<SimulatedMessage> outbox = [];
    private readonly Lock guard = new();

    /// <summary>What was sent, newest first.</summary>
    public IReadOnlyList<SimulatedMessage> Outbox
    {
        get
        {
            lock (guard)
            {
                return [.. outbox.AsEnumerable().Reverse()];
            }
        }
    }

    /// <summary>Takes the place of <see cref="TwilioRest.SendSmsAsync"/>; refuses the same numbers and texts.</summary>
    /// <param name="to">E.164.</param>
    /// <param name="body">Made to fit as Twilio's would be.</param>
    /// <param name="key">The hub's own id of the message; unlike Twilio, the same one is kept once.</param>
    /// <param name="ct">Not looked at: nothing is waited for.</param>
    public Task<TwilioOutcome> SendSmsAsync(string to, string body, string key, CancellationToken ct)
    {
        var text = SmsText.Fit(body);
        TwilioOutcome outcome =
            text.Length == 0 ? new TwilioOutcome.Refused(21602, "A message needs a text.")
            : !TwilioNumber.IsDialable(to) ? new TwilioOutcome.Refused(21211, "The number is withheld or not in E.164.")
            : new TwilioOutcome.Taken(Keep(to, text, key));
        if (outcome is TwilioOutcome.Taken && options.Trouble.Now.SmsUnsure)
        {
            outcome = new TwilioOutcome.Unknown("The answer was lost, as the test phone wants it.");
        }

        return Task.FromResult(outcome);
    }

    /// <summary>Takes the place of <see cref="TwilioRest.FindSmsAsync"/>.</summary>
    /// <param name="to">As sent to.</param>
    /// <param name="body">As given to <see cref="SendSmsAsync"/>.</param>
    /// <param name="since">A message from before that is another one.</param>
    /// <param name="ct">Not looked at: nothing is waited for.</param>
    public Task<TwilioOutcome> FindSmsAsync(string to, string body, DateTimeOffset since, CancellationToken ct)
    {
        var text = SmsText.Fit(body);
        return Task.FromResult<TwilioOutcome>(Outbox.FirstOrDefault(m => m.To == to && m.Body == text && m.At >= since) is { } found
            ? new TwilioOutcome.Taken(found.Sid) : new TwilioOutcome.NotThere());
    }

    /// <summary>Sends the hub a message from somebody.</summary>
    /// <param name="from">E.164.</param>
    /// <param name="body">Any text.</param>
    /// <param name="ct">Ends the wait for the hub.</param>
    public async Task<SimulatedReply> ReceiveAsync(string from, string body, CancellationToken ct)
    {
        var sid = SimulatedWire.NewSid("SM");
        var segments = Math.Max(1, (body.Length + 69) / 70).ToString(CultureInfo.InvariantCulture);
        var answer = await wire.AskAsync(new Uri(options.SignedUrl + options.SmsPath), "POST",
        [
            new("MessageSid", sid), new("SmsSid", sid), new("SmsMessageSid", sid), new("AccountSid", options.Twilio.AccountSid),
            new("ApiVersion", "2010-04-01"), new("From", from), new("To", options.Twilio.Number), new("Body", body),
            new("SmsStatus", "received"), new("NumMedia", "0"), new("NumSegments", segments),
        ], ct);
        var replies = answer.Verbs.Where(v => v.Name.LocalName == "Message").Select(v => v.Value);
        return new SimulatedReply(sid, [.. replies], answer.Fault);
    }

    private string Keep(string to, string body, string key)
    {
        lock (guard)
        {
            if (sids.TryGetValue(key, out var known))
            {
                return known;
            }

            var message = new SimulatedMessage(SimulatedWire.NewSid("SM"), to, body, clock.GetUtcNow());
            outbox.Add(message);
            sids[key] = message.Sid;
            if (outbox.Count > options.MostKept)
            {
                var oldest = outbox[0].Sid;
                outbox.RemoveAt(0);
                sids.Remove(sids.First(s => s.Value == oldest).Key);
            }

            return message.Sid;
        }
    }
}
