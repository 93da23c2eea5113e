using System.Collections.Concurrent;
using System.Xml.Linq;

namespace IntegrationHub.Adapters.Voice.Simulator;

/// <summary>Plays Twilio towards the hub, for the development page: whoever has no telephone line can still call.</summary>
/// <param name="http">With a time limit of 15 s.</param>
/// <param name="options">Where the hub is, and the token it checks with.</param>
/// <param name="clock">Times calls and lets them expire.</param>
/// <remarks>
/// Everything goes over HTTP and is signed, so the hub cannot tell the difference. Every method gives the call as it then is;
/// what has no effect says so in the note, and a call that is not there (any more) has ended. Source: twilio.md.
/// </remarks>
public sealed partial class SimulatedPhone(HttpClient http, SimulatorOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, SimulatedLeg> calls = new(StringComparer.Ordinal);
    private readonly SimulatedPlayer player = new(new SimulatedWire(http, options), options, clock);

    /// <summary>Calls the hub.</summary>
    /// <param name="from">E.164, or <c>anonymous</c>.</param>
    /// <param name="ct">Ends the wait for the hub.</param>
    public Task<PhoneView> StartAsync(string from, CancellationToken ct) =>
        BeginAsync(new(SimulatedWire.NewSid("CA"), from, options.Twilio.Number, "inbound", clock.GetUtcNow(), null),
            options.SignedUrl + options.VoicePath, ct);

    /// <summary>Picks up a telephone the hub has called.</summary>
    /// <param name="to">Who picks up, E.164.</param>
    /// <param name="url">The document the hub ordered the call with.</param>
    /// <param name="ct">Ends the wait for the hub.</param>
    public Task<PhoneView> PickUpAsync(string to, Uri url, CancellationToken ct) =>
        BeginAsync(new(SimulatedWire.NewSid("CA"), options.Twilio.Number, to, "outbound-api", clock.GetUtcNow(), null),
            url.AbsoluteUri, ct);

    /// <summary>Presses keys: the caller's, or the desk's while it is asked whether it wants the caller.</summary>
    /// <param name="callId">As in the view.</param>
    /// <param name="digits">0-9, * and #; those after the finish key or beyond the number asked for are lost.</param>
    /// <param name="ct">Ends the wait for the hub.</param>
    public Task<PhoneView> PressAsync(string callId, string digits, CancellationToken ct) => DoAsync(callId, async call =>
    {
        if (Listening(call, "dtmf") is not { } leg)
        {
            return;
        }

        var gather = leg.Open!;
        var finish = (string?)gather.Attribute("finishOnKey") ?? "#";
        var end = finish.Length == 0 ? -1 : digits.AsSpan().IndexOfAny(finish);
        var keys = end < 0 ? digits : digits[..end];
        if ((int?)gather.Attribute("numDigits") is { } most && keys.Length > most)
        {
            keys = keys[..most];
        }

        await (keys.Length == 0
            ? player.SilentAsync(leg, ct)
            : player.DoneAsync(leg, ct, ("Digits", keys), ("FinishedOnKey", end < 0 ? "" : digits[end..(end + 1)])));
        await WhisperedAsync(call, ct);
    }, ct);

    /// <summary>Says something: an answer, or a message to be recorded.</summary>
    /// <param name="callId">As in the view.</param>
    /// <param name="text">As Twilio would have understood it; blank is silence.</param>
    /// <param name="ct">Ends the wait for the hub.</param>
    public Task<PhoneView> SpeakAsync(string callId, string text, CancellationToken ct) => DoAsync(callId, async call =>
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            await SilenceAsync(call, ct);
        }
        else if (call.Open?.Name.LocalName == "Record")
        {
            var sid = SimulatedWire.NewSid("RE");
            await player.RecordedAsync(call, sid, ct);
            await player.DoneAsync(call, ct, ("RecordingSid", sid), ("RecordingDuration", "5"), ("Digits", ""),
                ("RecordingUrl",
                    $"{options.Twilio.ApiUrl.TrimEnd('/')}/2010-04-01/Accounts/{options.Twilio.AccountSid}/Recordings/{sid}"));
        }
        else if (Listening(call, "speech") is { } leg)
        {
            await player.DoneAsync(leg, ct, ("SpeechResult", text), ("Confidence", "0.9157"),
                ("Language", (string?)leg.Open!.Attribute("language") ?? "en-US"));
            await WhisperedAsync(call, ct);
        }
    }, ct);

    /// <summary>Lets time pass without a word or a key: a question times out, the queue plays on.</summary>
    /// <param name="callId">As in the view.</param>
    /// <param name="ct">Ends the wait for the hub.</param>
    public Task<PhoneView> SilenceAsync(string callId, CancellationToken ct) =>
        DoAsync(callId, call => SilenceAsync(call, ct), ct);

    /// <summary>The desk's telephone does something.</summary>
    /// <param name="callId">As in the view.</param>
    /// <param name="outcome">Answering runs the whisper document first, if the number has one.</param>
    /// <param name="ct">Ends the wait for the hub.</param>
    public Task<PhoneView> DeskAsync(string callId, DeskOutcome outcome, CancellationToken ct) => DoAsync(callId, async call =>
    {
        var open = call.Open;
        var (queue, dial) = (open?.Name.LocalName == "Enqueue", open?.Name.LocalName == "Dial");
        await (outcome switch
        {
            DeskOutcome.HangUp when call.Talking && queue => QueueDoneAsync(call, ct),
            DeskOutcome.HangUp when call.Talking => DialDoneAsync(call, "completed", ct),
            DeskOutcome.HangUp when call.Desk is not null => DialDoneAsync(call, "completed", ct),
            DeskOutcome.Answer when !call.Talking && queue => TalkAsync(call),
            DeskOutcome.Answer when !call.Talking && dial && call.Desk is null => AnswerAsync(call, open!, ct),
            DeskOutcome.Busy when dial && Ringing(call) => DialDoneAsync(call, "busy", ct),
            DeskOutcome.NoAnswer when dial && Ringing(call) => DialDoneAsync(call, "no-answer", ct),
            DeskOutcome.Failed when dial && Ringing(call) => DialDoneAsync(call, "failed", ct),
            _ => NothingAsync(call, "The desk's telephone is not in that state."),
        });
    }, ct);

    /// <summary>The hub moves the caller to another document; whoever talked with the caller is gone.</summary>
    /// <param name="callId">As in the view.</param>
    /// <param name="url">Absolute, or rooted below the hub's address.</param>
    /// <param name="ct">Ends the wait for the hub.</param>
    public Task<PhoneView> MoveAsync(string callId, Uri url, CancellationToken ct) => DoAsync(callId, call =>
    {
        (call.Talking, call.Desk) = (false, null);
        return player.FetchAsync(call, url.OriginalString, null, ct);
    }, ct);

    /// <summary>The caller hangs up.</summary>
    /// <param name="callId">As in the view.</param>
    /// <param name="ct">Ends the wait for the hub.</param>
    public Task<PhoneView> HangUpAsync(string callId, CancellationToken ct) =>
        DoAsync(callId, call => player.EndAsync(call, null, ct), ct);

    /// <summary>The call as it is; null when it is not there (any more).</summary>
    /// <param name="callId">As in the view.</param>
    public PhoneView? Find(string callId) => calls.TryGetValue(callId, out var call) ? call.View() : null;

    private async Task<PhoneView> BeginAsync(SimulatedLeg call, string url, CancellationToken ct, params (string Name, string Value)[] more)
    {
        foreach (var old in calls.Values.OrderByDescending(c => c.TouchedAt).Where((c, i) =>
            i >= options.MostKept - 1 || clock.GetUtcNow() - c.TouchedAt > options.KeptFor).ToList())
        {
            calls.TryRemove(old.Id, out _);
        }

        calls[call.Id] = call;
        return await DoAsync(call.Id, c => player.FetchAsync(c, url, null, ct, more), ct);
    }

    private async Task<PhoneView> DoAsync(string callId, Func<SimulatedLeg, Task> step, CancellationToken ct)
    {
        if (!calls.TryGetValue(callId, out var call) || clock.GetUtcNow() - call.TouchedAt > options.KeptFor)
        {
            calls.TryRemove(callId, out _);
            return new PhoneView(
                callId, "", [], new(PhoneWaitKind.Ended), "", "", "There is no such call, or it is too long ago.");
        }

        await call.Turn.WaitAsync(ct);
        try
        {
            call.TouchedAt = clock.GetUtcNow();
            if (!call.Ended)
            {
                (call.Note, call.Documents) = (null, 0);
                await step(call);
            }

            return call.View();
        }
        finally
        {
            call.Turn.Release();
        }
    }

    private async Task SilenceAsync(SimulatedLeg call, CancellationToken ct)
    {
        var leg = call.Desk ?? call;
        leg.Documents = 0;
        await (leg.Open?.Name.LocalName switch
        {
            "Gather" => player.SilentAsync(leg, ct),
            "Record" => player.RunAsync(leg, leg.At + 1, ct),
            "Enqueue" when !leg.Talking => player.WaitInQueueAsync(leg, leg.Open, ct),
            _ => Task.CompletedTask,
        });
        await WhisperedAsync(call, ct);
    }

    private static SimulatedLeg? Listening(SimulatedLeg call, string input)
    {
        var leg = call.Desk ?? call;
        if (leg.Open is { Name.LocalName: "Gather" } gather
            && ((string?)gather.Attribute("input") ?? "dtmf").Contains(input, StringComparison.Ordinal))
        {
            leg.Documents = 0;
            return leg;
        }

        call.Note = input == "dtmf" ? "Nobody waits for keys." : "Nobody listens.";
        return null;
    }

    private async Task AnswerAsync(SimulatedLeg call, XElement dial, CancellationToken ct)
    {
        var target = dial.Elements().FirstOrDefault();
        if (target?.Name.LocalName != "Number" || (string?)target.Attribute("url") is not { Length: > 0 } whisper)
        {
            await TalkAsync(call);
            return;
        }

        var shown = (string?)dial.Attribute("callerId") ?? call.From;
        var called = target.Value.Trim();
        call.Desk = new SimulatedLeg(SimulatedWire.NewSid("CA"), shown, called, "outbound-dial", clock.GetUtcNow(), call)
        {
            Document = call.Document,
        };
        await player.FetchAsync(call.Desk, whisper, (string?)target.Attribute("method"), ct);
        await WhisperedAsync(call, ct);
    }

    // Twilio calls a leg that hung up in its whisper completed as well; only DialBridged tells that nobody ever spoke.
    private async Task WhisperedAsync(SimulatedLeg call, CancellationToken ct)
    {
        if (call.Desk is { Ended: true } declined)
        {
            call.Note = declined.Note;
            await DialDoneAsync(call, "completed", ct);
        }
        else if (call.Desk is { Talking: true })
        {
            await TalkAsync(call);
        }
    }

    private Task TalkAsync(SimulatedLeg call)
    {
        (call.Talking, call.TalkSince, call.Desk) = (true, clock.GetUtcNow(), null);
        return Task.CompletedTask;
    }

    private Task DialDoneAsync(SimulatedLeg call, string status, CancellationToken ct)
    {
        var bridged = call.Talking;
        var sid = call.Desk?.Id ?? SimulatedWire.NewSid("CA");
        (call.Talking, call.Desk) = (false, null);
        (string, string)[] result =
            [("DialCallStatus", status), ("DialCallSid", sid), ("DialBridged", bridged ? "true" : "false")];
        return player.DoneAsync(call, ct, !bridged ? result
            : [.. result, ("DialCallDuration", SimulatedLeg.Seconds(call.TalkSince, clock.GetUtcNow()))]);
    }

    private Task QueueDoneAsync(SimulatedLeg call, CancellationToken ct)
    {
        call.Talking = false;
        return player.DoneAsync(
            call, ct, ("QueueResult", "bridged"), ("QueueTime", SimulatedLeg.Seconds(call.StartedAt, call.TalkSince)));
    }

    private static bool Ringing(SimulatedLeg call) => !call.Talking && call.Desk is null;

    private static Task NothingAsync(SimulatedLeg call, string why)
    {
        call.Note = why;
        return Task.CompletedTask;
    }
}
