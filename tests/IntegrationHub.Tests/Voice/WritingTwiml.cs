using System.Text;
using System.Xml.Linq;
using IntegrationHub.Adapters.Voice.Twilio;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Tests.Voice;

public sealed class WritingTwiml
{
    private const string Head = """<?xml version="1.0" encoding="utf-8"?>""";

    [Fact]
    public void A_menu_reads_as_twilio_wants_it() =>
        Assert.Equal(
            Head + """<Response><Gather input="dtmf speech" action="/voice/menu?n=1&amp;r=2" method="POST" timeout="5" numDigits="1" """
            + """language="sv-SE" speechTimeout="auto" hints="skrivare,lösenord" profanityFilter="false" actionOnEmptyResult="true">"""
            + """<Say language="sv-SE">Hej &amp; välkommen</Say><Pause length="1" /></Gather><Redirect method="POST">/voice/menu</Redirect></Response>""",
            Twiml.Voice(
                new Gather("/voice/menu?n=1&r=2", GatherInput.Keys | GatherInput.Speech, "sv-SE")
                {
                    NumDigits = 1,
                    Hints = ["skrivare", "lösenord"],
                    ActionOnEmptyResult = true,
                    Prompts = [new Say("Hej & välkommen", "sv-SE"), new Pause()],
                },
                new Redirect("/voice/menu")).Xml);

    [Fact]
    public void The_desk_is_called_with_a_whisper() =>
        Assert.Equal(
            Head + """<Response><Dial action="/voice/done" method="POST" timeout="20" callerId="+46111234567">"""
            + """<Number url="/voice/whisper" method="POST">+46700000000</Number></Dial>"""
            + """<Enqueue action="/voice/left" method="POST" waitUrl="/voice/wait" waitUrlMethod="POST">desk</Enqueue>"""
            + """<Record action="/voice/rec" method="POST" maxLength="60" timeout="5" playBeep="true" />"""
            + """<Dial action="/a" method="POST" timeout="30"><Queue url="/b" method="POST">desk</Queue></Dial><Play>/ton.wav</Play><Hangup /></Response>""",
            Twiml.Voice(
                new Dial(new PhoneNumber("+46700000000", "/voice/whisper"), "/voice/done") { Timeout = 20, CallerId = "+46111234567" },
                new Enqueue("desk", "/voice/left", "/voice/wait"),
                new Recording("/voice/rec") { MaxLength = 60 },
                new Dial(new WaitingLine("desk", "/b"), "/a"),
                new Play("/ton.wav"),
                new Hangup()).Xml);

    [Fact]
    public void A_case_number_is_read_in_small_groups() =>
        Assert.Equal(
            """<Say language="sv-SE" voice="Polly.Elin-Neural">Ditt nummer är <say-as interpret-as="characters">IT</say-as><break strength="medium" />"""
            + """<say-as interpret-as="digits">100</say-as><break strength="medium" /><say-as interpret-as="digits">42</say-as>.</Say>""",
            One(new Say([new Words("Ditt nummer är "), new Digits("IT-10042"), new Words(".")], "sv-SE", "Polly.Elin-Neural")).ToString(SaveOptions.DisableFormatting));

    [Theory]
    [InlineData("<b>\"hej\" & 'då'</b>", "<b>\"hej\" & 'då'</b>")]
    [InlineData("a\u0000b\u0008c\u001Fd\uFFFEe", "abcde")]
    [InlineData("ja 🙂 nej\tjo", "ja 🙂 nej\tjo")]
    [InlineData("]]>", "]]>")]
    public void Any_text_can_be_said(string text, string said) =>
        Assert.Equal(said, One(new Say(text, "sv-SE")).Value);

    // An attribute cannot hold half a pair, so this one stands alone.
    [Fact]
    public void Half_a_surrogate_pair_is_left_out() =>
        Assert.Equal("xyz", One(new Say("x\uD83Dy\uDE42z", "sv-SE")).Value);

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("\u0001")]
    public void Nothing_to_say_is_not_said(string text)
    {
        Assert.Empty(Verbs(Twiml.Voice(new Say(text, "sv-SE"))));
        Assert.Empty(Verbs(Twiml.Voice(new Say([new Words(text), new Digits("-")], "sv-SE"))));
        Assert.Empty(Verbs(Twiml.Messaging(new Message(text))));
    }

    [Theory]
    [InlineData("Det går bra. ")]
    [InlineData("ååååååååååååååååååååå")]
    [InlineData("🙂")]
    public void Long_text_becomes_several_says_within_the_limits(string sentence)
    {
        var text = string.Concat(Enumerable.Repeat(sentence, 1000)).Trim();
        var says = Verbs(Twiml.Voice(new Say(text, "sv-SE"))).Select(v => v.Value).ToList();
        Assert.True(says.Count > 1);
        Assert.All(says, s => Assert.InRange(Uri.EscapeDataString(s).Length, 1, 4500));
        Assert.All(says, s => Assert.InRange(s.Length, 1, 3000));
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(says).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Long_text_is_parted_after_a_sentence() =>
        Assert.All(Verbs(Twiml.Voice(new Say(string.Concat(Enumerable.Repeat("Det är bra. ", 1000)), "sv-SE"))),
            v => Assert.EndsWith(".", v.Value.Trim(), StringComparison.Ordinal));

    [Fact]
    public void A_document_stays_under_64_kilobytes()
    {
        var hints = Enumerable.Range(0, 900).Select(_ => new string('å', 100)).ToArray();
        var twiml = Twiml.Voice(
            new Say(new string('<', 50_000), "sv-SE"),
            new Gather("/a", GatherInput.Speech, "sv-SE") { Hints = hints, Prompts = [new Say(new string('&', 50_000), "sv-SE")] },
            new Hangup());
        Assert.InRange(Encoding.UTF8.GetByteCount(twiml.Xml), 1, Twiml.MostBytes);
        Assert.Equal(["Gather", "Hangup"], Verbs(twiml).Select(v => v.Name.LocalName).Where(n => n != "Say"));
    }

    [Fact]
    public void Numbers_out_of_range_are_set_to_the_nearest_in_it()
    {
        Assert.Equal("5", (string?)One(new Dial(new PhoneNumber("+46700000000"), "/a") { Timeout = 1 }).Attribute("timeout"));
        Assert.Equal("1", (string?)One(new Pause(0)).Attribute("length"));
        Assert.Equal(10, One(new Dial([.. Enumerable.Repeat(new PhoneNumber("+46700000000"), 12)], "/a")).Elements().Count());
    }

    [Fact]
    public void Keys_alone_say_nothing_of_speech()
    {
        var gather = One(new Gather("/a", GatherInput.Keys, "sv-SE") { FinishOnKey = "", Hints = ["x"] });
        Assert.Equal(["input", "action", "method", "timeout", "finishOnKey", "actionOnEmptyResult"], gather.Attributes().Select(a => a.Name.LocalName));
    }

    [Fact]
    public void A_reply_is_cheap_to_send_and_parted_when_long()
    {
        var replies = Verbs(Twiml.Messaging(new Message("”Hej” – då…"), new Message(string.Concat(Enumerable.Repeat("ord ", 500)))));
        Assert.Equal("\"Hej\" - då...", replies[0].Value);
        Assert.All(replies, r => Assert.InRange(r.Value.Length, 1, 1600));
        Assert.Equal(3, replies.Count);
    }

    [Fact]
    public async Task It_goes_out_as_xml_in_utf_8()
    {
        var http = new DefaultHttpContext();
        http.Response.Body = new MemoryStream();
        await Twiml.Empty.ExecuteAsync(http);
        Assert.Equal("text/xml; charset=utf-8", http.Response.ContentType);
        Assert.Equal(Twiml.Empty.Xml.Length, http.Response.ContentLength);
        Assert.Equal(Twiml.Empty, Twiml.Voice());
    }

    private static XElement One(Verb verb) => Assert.Single(Verbs(Twiml.Voice(verb)));

    private static List<XElement> Verbs(Twiml twiml) => [.. XDocument.Parse(twiml.Xml, LoadOptions.PreserveWhitespace).Root!.Elements()];
}
