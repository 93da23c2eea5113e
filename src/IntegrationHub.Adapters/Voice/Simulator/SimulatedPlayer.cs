using System.Globalization;
using System.Xml.Linq;

namespace IntegrationHub.Adapters.Voice.Simulator;

/// <summary>Plays documents to a leg until somebody must do something, as Twilio would.</summary>
/// <remarks>Source: twilio.md, sections 1 and 4.</remarks>
internal sealed class SimulatedPlayer(SimulatedWire wire, SimulatorOptions options, TimeProvider clock)
{
    /// <summary>Documents without input after which it is a loop.</summary>
    public const int MostDocuments = 25;

    /// <summary>Fetches a document and plays it.</summary>
    /// <param name="leg">Who hears it.</param>
    /// <param name="reference">Read against the current document's address; empty is that document again.</param>
    /// <param name="method">POST or GET; null is POST.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="more">Parameters beside the usual ones.</param>
    public async Task FetchAsync(
        SimulatedLeg leg, string reference, string? method, CancellationToken ct, params (string Name, string Value)[] more)
    {
        leg.Waiting = false;
        if (++leg.Documents > MostDocuments)
        {
            await EndAsync(leg, $"More than {MostDocuments} documents without input: a loop.", ct);
            return;
        }

        if (!Uri.TryCreate(leg.Document ?? new Uri(options.SignedUrl + "/"), reference, out var url))
        {
            await EndAsync(leg, $"11100: '{reference}' is no address.", ct);
            return;
        }

        var answer = await wire.AskAsync(url, method ?? "POST", leg.Fields(options.Twilio.AccountSid, more), ct);
        leg.Twiml = answer.Raw;
        if (answer.Fault is not null)
        {
            await EndAsync(leg, answer.Fault, ct);
            return;
        }

        (leg.Document, leg.Verbs, leg.Status) = (url, answer.Verbs, "in-progress");
        await RunAsync(leg, 0, ct);
    }

    /// <summary>Plays the current document from a verb on.</summary>
    public async Task RunAsync(SimulatedLeg leg, int from, CancellationToken ct)
    {
        leg.Waiting = false;
        for (leg.At = from; leg.At < leg.Verbs.Count; leg.At++)
        {
            var verb = leg.Verbs[leg.At];
            switch (verb.Name.LocalName)
            {
                case "Say":
                    leg.Hear(verb);
                    break;
                case "Gather":
                    verb.Elements("Say").ToList().ForEach(leg.Hear);
                    leg.Waiting = true;
                    return;
                case "Enqueue":
                    leg.Waiting = true;
                    await WaitInQueueAsync(leg, verb, ct);
                    return;
                case "Dial" or "Record":
                    leg.Waiting = true;
                    return;
                case "Redirect":
                    await FetchAsync(leg, verb.Value.Trim(), (string?)verb.Attribute("method"), ct);
                    return;
                case "Hangup" or "Reject":
                    await EndAsync(leg, null, ct);
                    return;
                case "Pause" or "Play":
                    break;
                default:
                    leg.Note = $"<{verb.Name.LocalName}> is not played here.";
                    break;
            }
        }

        if (leg.Parent is null)
        {
            await EndAsync(leg, null, ct);
        }
        else
        {
            leg.Talking = true;
        }
    }

    /// <summary>The verb waited in is done: asks its action, or goes on where it has none.</summary>
    public Task DoneAsync(SimulatedLeg leg, CancellationToken ct, params (string Name, string Value)[] more)
    {
        var verb = leg.Open!;
        var again = verb.Name.LocalName is "Gather" or "Record" ? "" : null;
        return ((string?)verb.Attribute("action") ?? again) is { } action
            ? FetchAsync(leg, action, (string?)verb.Attribute("method"), ct, more)
            : RunAsync(leg, leg.At + 1, ct);
    }

    /// <summary>Tells whoever the document names that a recording is kept.</summary>
    public async Task RecordedAsync(SimulatedLeg leg, string recording, CancellationToken ct)
    {
        if ((string?)leg.Open!.Attribute("recordingStatusCallback") is { Length: > 0 } reference && Uri.TryCreate(leg.Document!, reference, out var url))
        {
            await wire.TellAsync(url, leg.Fields(
                options.Twilio.AccountSid, ("RecordingSid", recording), ("RecordingStatus", "completed"), ("RecordingDuration", "5")), ct);
        }
    }

    /// <summary>Nothing was pressed or said in time.</summary>
    public Task SilentAsync(SimulatedLeg leg, CancellationToken ct)
    {
        var gather = leg.Open!;
        return (string?)gather.Attribute("actionOnEmptyResult") != "true" ? RunAsync(leg, leg.At + 1, ct)
            : ((string?)gather.Attribute("input") ?? "dtmf").Contains("speech", StringComparison.Ordinal)
                ? DoneAsync(leg, ct, ("SpeechResult", ""), ("Confidence", "0.0"), ("Digits", ""))
            : DoneAsync(leg, ct, ("Digits", ""));
    }

    /// <summary>Plays the queue's document once; Twilio asks for it again whenever it ends.</summary>
    public async Task WaitInQueueAsync(SimulatedLeg leg, XElement queue, CancellationToken ct)
    {
        if ((string?)queue.Attribute("waitUrl") is not { Length: > 0 } reference
            || !Uri.TryCreate(leg.Document!, reference, out var url))
        {
            return;
        }

        var waited = SimulatedLeg.Seconds(leg.StartedAt, clock.GetUtcNow());
        var answer = await wire.AskAsync(url, (string?)queue.Attribute("waitUrlMethod") ?? "POST", leg.Fields(
            options.Twilio.AccountSid, ("QueuePosition", "1"), ("QueueTime", waited), ("AvgQueueTime", "30"),
            ("CurrentQueueSize", "1")), ct);
        leg.Twiml = answer.Raw;
        leg.Note = answer.Fault;
        foreach (var verb in answer.Verbs)
        {
            switch (verb.Name.LocalName)
            {
                case "Say":
                    leg.Hear(verb);
                    break;
                case "Leave":
                    await DoneAsync(leg, ct, ("QueueResult", "leave"), ("QueueTime", waited));
                    return;
                case "Hangup":
                    await EndAsync(leg, null, ct);
                    return;
            }
        }
    }

    /// <summary>Ends the leg; the end of a caller's is told to the hub.</summary>
    /// <param name="leg">Whose.</param>
    /// <param name="note">What Twilio would complain of, if anything.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task EndAsync(SimulatedLeg leg, string? note, CancellationToken ct)
    {
        if (leg.Ended)
        {
            return;
        }

        (leg.Ended, leg.Waiting, leg.Talking, leg.Desk) = (true, false, false, null);
        (leg.Status, leg.Note) = ("completed", note ?? leg.Note);
        if (leg.Parent is not null || options.Trouble.Now.NoEnd)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var fault = await wire.TellAsync(new Uri(options.SignedUrl + options.StatusPath), leg.Fields(
            options.Twilio.AccountSid,
            ("CallDuration", SimulatedLeg.Seconds(leg.StartedAt, now)),
            ("Duration", ((int)Math.Ceiling((now - leg.StartedAt).TotalMinutes)).ToString(CultureInfo.InvariantCulture)),
            ("Timestamp", now.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)),
            ("SequenceNumber", "0"), ("CallbackSource", "call-progress-events")), ct);
        leg.Note ??= fault is null ? null : "Status callback: " + fault;
    }
}
