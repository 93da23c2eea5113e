using System.Net;
using System.Text;
using IntegrationHub.Adapters.Voice.Simulator;
using IntegrationHub.Adapters.Voice.Twilio;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Voice;

public sealed class PlayingTheTelephone : IDisposable
{
    private readonly FakeTimeProvider clock = new(new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, Func<TwilioRequest, Twiml>> pages = new(StringComparer.Ordinal) { ["/voice/status"] = _ => Twiml.Empty };
    private readonly ScriptedHttp hub;
    private readonly SimulatorOptions options = new(
        "http://127.0.0.1:5080",
        new TwilioOptions("AC00000000000000000000000000000001", "12345", "+46111234567", PublicUrl: "https://hub.example.se/spoc"));

    private readonly SimulatedPhone phone;

    public PlayingTheTelephone()
    {
        hub = new ScriptedHttp(Serve);
        phone = new SimulatedPhone(new HttpClient(hub), options, clock);
    }

    public void Dispose() => hub.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_signed_for_the_public_address_and_waits_for_keys_or_speech()
    {
        pages["/voice/incoming"] = _ => Menu();
        var view = await phone.StartAsync("+46701234567", Ct);
        Assert.Equal(new PhoneWait(PhoneWaitKind.Gather, Keys: true, Speech: true, "sv-SE"), view.Wait);
        Assert.Equal([new SpokenLine("Hej", "sv-SE", false), new SpokenLine("Vad gäller det?", "sv-SE", false)], view.Lines);
        Assert.Equal("in-progress", view.Status);
        var asked = Assert.Single(hub.Asked);
        Assert.Equal("http://127.0.0.1:5080/voice/incoming", asked.Url.AbsoluteUri);
        Assert.Equal(TwilioSignature.Of("12345", "https://hub.example.se/spoc/voice/incoming", Request(asked.Body).Fields), asked.Signature);
        Assert.Equal("ringing", Request(asked.Body).CallStatus);
    }

    [Theory]
    [InlineData("1#23", "1")]
    [InlineData("12", "12")]
    [InlineData("1234", "123")]
    public async Task Keys_end_at_the_finish_key_or_when_enough_are_pressed(string pressed, string heard)
    {
        pages["/voice/incoming"] = _ => Menu(numDigits: 3);
        pages["/voice/menu?n=1"] = request => Twiml.Voice(new Say("Du tryckte " + request.Digits, "sv-SE"), new Hangup());
        var view = await phone.StartAsync("+46701234567", Ct);
        view = await phone.PressAsync(view.CallId, pressed, Ct);
        Assert.Equal("Du tryckte " + heard, view.Lines[^1].Text);
        Assert.Equal((PhoneWaitKind.Ended, "completed"), (view.Wait.Kind, view.Status));
        Assert.Equal("completed", Request(hub.Asked[^1].Body).CallStatus);
        Assert.Equal("/voice/status", hub.Asked[^1].Url.AbsolutePath);
    }

    [Fact]
    public async Task Speech_comes_with_a_confidence_and_the_same_call()
    {
        pages["/voice/incoming"] = _ => Menu();
        pages["/voice/menu?n=1"] = request => Twiml.Voice(new Say(request.SpeechResult!, "sv-SE"), new Redirect(options.Twilio.Link("/voice/incoming")));
        var first = await phone.StartAsync("+46701234567", Ct);
        var view = await phone.SpeakAsync(first.CallId, "Skrivaren på plan 3", Ct);
        Assert.Contains(view.Lines, l => l.Text == "Skrivaren på plan 3");
        Assert.Equal(PhoneWaitKind.Gather, view.Wait.Kind);
        var asked = Request(hub.Asked[1].Body);
        Assert.Equal((first.CallId, 0.9157), (asked.CallSid, asked.Confidence!.Value));
    }

    [Theory]
    [InlineData(true, "posted")]
    [InlineData(false, "fell through")]
    public async Task Silence_is_posted_only_when_asked_for(bool post, string said)
    {
        pages["/voice/incoming"] = _ => Twiml.Voice(
            new Gather(options.Twilio.Link("/voice/menu?n=1"), GatherInput.Keys, "sv-SE") { ActionOnEmptyResult = post }, new Say("fell through", "sv-SE"));
        pages["/voice/menu?n=1"] = request => Twiml.Voice(new Say(request.Digits?.Length == 0 ? "posted" : "?", "sv-SE"));
        var view = await phone.StartAsync("anonymous", Ct);
        Assert.Equal(said, (await phone.SilenceAsync(view.CallId, Ct)).Lines[^1].Text);
    }

    [Fact]
    public async Task The_desk_is_asked_first_and_gets_the_caller_when_it_says_yes()
    {
        Desk(ask: true);
        var view = await phone.StartAsync("+46701234567", Ct);
        Assert.Equal(new PhoneWait(PhoneWaitKind.Dial, Target: "+46700000000"), view.Wait);
        view = await phone.DeskAsync(view.CallId, DeskOutcome.Answer, Ct);
        Assert.Equal(PhoneWaitKind.Whisper, view.Wait.Kind);
        Assert.Equal(new SpokenLine("Ett samtal om en skrivare", "sv-SE", ToDesk: true), view.Lines[^1]);
        var child = Request(hub.Asked[^1].Body);
        Assert.NotEqual(view.CallId, child.CallSid);
        Assert.Equal((view.CallId, "outbound-dial", "+46700000000"), (child.ParentCallSid, child.Direction, child.To));

        view = await phone.PressAsync(view.CallId, "1", Ct);
        Assert.Equal(PhoneWaitKind.Talk, view.Wait.Kind);
        clock.Advance(TimeSpan.FromSeconds(61));
        view = await phone.DeskAsync(view.CallId, DeskOutcome.HangUp, Ct);
        Assert.Equal("completed True 61", view.Lines[^1].Text);
    }

    [Theory]
    [InlineData(DeskOutcome.Busy, "busy False ")]
    [InlineData(DeskOutcome.NoAnswer, "no-answer False ")]
    [InlineData(DeskOutcome.Failed, "failed False ")]
    public async Task A_desk_that_does_not_answer_is_told_apart(DeskOutcome outcome, string said)
    {
        Desk(ask: false);
        var view = await phone.StartAsync("+46701234567", Ct);
        Assert.Equal(said.Trim(), (await phone.DeskAsync(view.CallId, outcome, Ct)).Lines[^1].Text);
    }

    [Fact]
    public async Task A_desk_that_declines_in_the_whisper_never_spoke()
    {
        Desk(ask: true);
        var view = await phone.StartAsync("+46701234567", Ct);
        view = await phone.DeskAsync(view.CallId, DeskOutcome.Answer, Ct);
        Assert.Equal("completed False", (await phone.PressAsync(view.CallId, "2", Ct)).Lines[^1].Text);
    }

    [Fact]
    public async Task A_queue_plays_on_until_the_desk_comes()
    {
        pages["/voice/incoming"] = _ => Twiml.Voice(new Enqueue("desk", options.Twilio.Link("/voice/left"), options.Twilio.Link("/voice/wait")));
        pages["/voice/wait"] = request => Twiml.Voice(new Say("Plats " + request["QueuePosition"], "sv-SE"));
        pages["/voice/left"] = request => Twiml.Voice(new Say(request.QueueResult!, "sv-SE"));
        var view = await phone.StartAsync("+46701234567", Ct);
        Assert.Equal(new PhoneWait(PhoneWaitKind.Queue, Target: "desk"), view.Wait);
        view = await phone.SilenceAsync(view.CallId, Ct);
        Assert.Equal(["Plats 1", "Plats 1"], view.Lines.Select(l => l.Text));
        await phone.DeskAsync(view.CallId, DeskOutcome.Answer, Ct);
        Assert.Equal("bridged", (await phone.DeskAsync(view.CallId, DeskOutcome.HangUp, Ct)).Lines[^1].Text);
    }

    [Fact]
    public async Task A_message_can_be_recorded()
    {
        pages["/voice/incoming"] = _ => Twiml.Voice(new Recording(options.Twilio.Link("/voice/rec")), new Say("tyst", "sv-SE"));
        pages["/voice/rec"] = request => Twiml.Voice(new Say(request.RecordingSid![..2], "sv-SE"));
        var view = await phone.StartAsync("+46701234567", Ct);
        Assert.Equal("RE", (await phone.SpeakAsync(view.CallId, "Ring mig", Ct)).Lines[^1].Text);
        view = await phone.StartAsync("+46701234567", Ct);
        Assert.Equal("tyst", (await phone.SilenceAsync(view.CallId, Ct)).Lines[^1].Text);
    }

    [Fact]
    public async Task A_loop_ends_after_25_documents()
    {
        pages["/voice/incoming"] = _ => Twiml.Voice(new Redirect(options.Twilio.Link("/voice/incoming")));
        var view = await phone.StartAsync("+46701234567", Ct);
        Assert.Equal(PhoneWaitKind.Ended, view.Wait.Kind);
        Assert.Contains("loop", view.Note, StringComparison.Ordinal);
        Assert.Equal(26, hub.Asked.Count);
    }

    [Theory]
    [InlineData("/fault/500", "HTTP 500")]
    [InlineData("/fault/403", "HTTP 403")]
    [InlineData("/fault/text", "12300")]
    [InlineData("/fault/dtd", "12100")]
    [InlineData("/fault/down", "11205")]
    public async Task A_fault_of_the_hubs_ends_the_call_and_is_shown(string path, string note)
    {
        pages["/voice/incoming"] = _ => Twiml.Voice(new Redirect(options.Twilio.Link(path)));
        var view = await phone.StartAsync("+46701234567", Ct);
        Assert.Equal(PhoneWaitKind.Ended, view.Wait.Kind);
        Assert.Contains(note, view.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/spoc/voice/incoming")]
    [InlineData("https://hub.example.se.evil.example/spoc/voice")]
    [InlineData("https://hub.example.se/spocker/voice")]
    [InlineData("/voice/incoming")]
    public async Task Only_the_hub_is_ever_asked(string url)
    {
        pages["/voice/incoming"] = _ => Twiml.Voice(new Redirect(url));
        var view = await phone.StartAsync("+46701234567", Ct);
        Assert.Contains("not under the hub's address", view.Note, StringComparison.Ordinal);
        Assert.All(hub.Asked, a => Assert.Equal("127.0.0.1", a.Url.Host));
    }

    [Fact]
    public async Task Hanging_up_is_told_once_and_nothing_comes_after()
    {
        pages["/voice/incoming"] = _ => Menu();
        var view = await phone.StartAsync("+46701234567", Ct);
        clock.Advance(TimeSpan.FromSeconds(42));
        await phone.HangUpAsync(view.CallId, Ct);
        await phone.HangUpAsync(view.CallId, Ct);
        await phone.PressAsync(view.CallId, "1", Ct);
        Assert.Equal(2, hub.Asked.Count);
        Assert.Equal(TimeSpan.FromSeconds(42), Request(hub.Asked[^1].Body).CallDuration);
    }

    [Fact]
    public async Task Keys_are_lost_where_nobody_waits_for_them()
    {
        Desk(ask: false);
        var view = await phone.StartAsync("+46701234567", Ct);
        Assert.Equal("Nobody waits for keys.", (await phone.PressAsync(view.CallId, "1", Ct)).Note);
        Assert.Equal("Nobody listens.", (await phone.SpeakAsync(view.CallId, "hej", Ct)).Note);
        Assert.Equal("The desk's telephone is not in that state.", (await phone.DeskAsync(view.CallId, DeskOutcome.HangUp, Ct)).Note);
    }

    [Fact]
    public async Task Calls_are_forgotten_when_old_or_too_many()
    {
        pages["/voice/incoming"] = _ => Menu();
        var first = await phone.StartAsync("+46701234567", Ct);
        for (var i = 0; i < options.MostKept; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await phone.StartAsync("+46701234567", Ct);
        }

        Assert.Null(phone.Find(first.CallId));
        var last = await phone.StartAsync("+46701234567", Ct);
        clock.Advance(options.KeptFor + TimeSpan.FromSeconds(1));
        Assert.Contains("no such call", (await phone.PressAsync(last.CallId, "1", Ct)).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_of_the_hubs_can_be_picked_up()
    {
        pages["/voice/callback?id=1"] = request => Twiml.Voice(new Say(request.Direction + " " + request.To, "sv-SE"));
        var view = await phone.PickUpAsync("+46701234567", new(options.Twilio.Link("/voice/callback?id=1")), Ct);
        Assert.Equal("outbound-api +46701234567", view.Lines[^1].Text);
    }

    [Fact]
    public async Task Text_messages_go_both_ways()
    {
        var sms = new SimulatedSms(new HttpClient(hub), options, clock);
        pages["/sms/incoming"] = request => Twiml.Messaging(new Message("Tack för: " + request.Body));
        Assert.Equal(["Tack för: hej"], (await sms.ReceiveAsync("+46701234567", "hej", Ct)).Replies);

        var sent = await sms.SendSmsAsync("+46701234567", "Klart – tack", "k1", Ct);
        Assert.Equal(sent, await sms.SendSmsAsync("+46701234567", "Klart – tack", "k1", Ct));
        Assert.IsType<TwilioOutcome.Refused>(await sms.SendSmsAsync("anonymous", "hej", "k2", Ct));
        Assert.Equal("Klart - tack", Assert.Single(sms.Outbox).Body);
        for (var i = 0; i < 60; i++)
        {
            await sms.SendSmsAsync("+46701234567", "hej", $"n{i}", Ct);
        }

        Assert.Equal(options.MostKept, sms.Outbox.Count);
    }

    private Twiml Menu(int? numDigits = null) => Twiml.Voice(
        new Say("Hej", "sv-SE"),
        new Gather(options.Twilio.Link("/voice/menu?n=1"), GatherInput.Keys | GatherInput.Speech, "sv-SE")
        {
            NumDigits = numDigits,
            Prompts = [new Say("Vad gäller det?", "sv-SE")],
        });

    private void Desk(bool ask)
    {
        pages["/voice/incoming"] = _ => Twiml.Voice(new Dial(
            new PhoneNumber("+46700000000", ask ? options.Twilio.Link("/voice/whisper") : null), options.Twilio.Link("/voice/dialled")));
        pages["/voice/whisper"] = _ => Twiml.Voice(new Gather(options.Twilio.Link("/voice/take"), GatherInput.Keys, "sv-SE")
        {
            NumDigits = 1,
            Prompts = [new Say("Ett samtal om en skrivare", "sv-SE")],
        });
        pages["/voice/take"] = request => request.Digits == "1" ? Twiml.Empty : Twiml.Voice(new Hangup());
        pages["/voice/dialled"] = request => Twiml.Voice(new Say(
            $"{request.DialCallStatus} {request.DialBridged} {request.DialCallDuration?.TotalSeconds}", "sv-SE"));
    }

    private static TwilioRequest Request(string form) => TwilioRequest.Parse(Encoding.UTF8.GetBytes(form));

    private HttpResponseMessage Serve(HttpRequestMessage request, string body) => request.RequestUri!.PathAndQuery switch
    {
        "/fault/500" => new(HttpStatusCode.InternalServerError),
        "/fault/403" => new(HttpStatusCode.Forbidden),
        "/fault/text" => new() { Content = new StringContent("Oj", Encoding.UTF8, "text/plain") },
        "/fault/dtd" => Xml("""<!DOCTYPE Response [<!ENTITY x SYSTEM "file:///etc/passwd">]><Response><Say>&x;</Say></Response>"""),
        "/fault/down" => throw new HttpRequestException(HttpRequestError.ConnectionError),
        "/voice/status" => new(HttpStatusCode.NoContent),
        var path => Xml(pages[path](Request(body)).Xml),
    };

    private static HttpResponseMessage Xml(string text) => new() { Content = new StringContent(text, Encoding.UTF8, "text/xml") };
}
