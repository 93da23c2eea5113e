using System.Xml.Linq;
using CsCheck;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Voice;

namespace IntegrationHub.Tests.Calls;

/// <summary>A thousand random callers: keys, words, silence, desks that answer or not, faults, in any order.</summary>
public sealed class AnyCallAtAll
{
    private static readonly Prompts s_prompts = new(KeypadMenu.Default, ServiceCatalogue.Default);
    private static readonly TurnTwiml s_twiml = new(s_prompts, PhoneSettings.Read(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build(), development: true));
    private static readonly CaseNumber s_known = CaseNumber.FromSequence(7);

    private static readonly string[] s_words =
    [
        "skrivaren är trasig", "ja", "nej", "hej", "", "mobilen", "det fungerar inte", "English", "svenska", "en person", "10000073", "lösenord",
        "nej jag menar datorn", "😀", "jag vill lägga till något", "noll sju noll ett två tre fyra fem sex sju", "two", "min privata dator hemma",
    ];

    private static readonly Gen<Act> s_act = Gen.OneOf(
        Gen.Int[0, 9].Select(key => new Act("key", key.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        OneOf("*", "12", "482913", "10000073", "10000074", "0701234567").Select(keys => new Act("key", keys)),
        OneOf(s_words).Select(words => new Act("say", words)),
        OneOf(s_words).Select(words => new Act("mumble", words)),
        Gen.Const(new Act("silence", "")),
        OneOf("busy", "no-answer", "failed", "completed", "canceled").Select(status => new Act("dial", status)),
        OneOf("takes", "refuses", "picks-up", "hands-on-mobile", "hands-on-workplace", "hands-on-telephony").Select(what => new Act("desk", what)),
        Gen.Int[0, 12].Select(seconds => new Act("record", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        Gen.Select(Gen.Int[0, 90], Gen.Int[0, 3], Gen.Int[0, 2]).Select(
            (seconds, live, kept) => new Act("time", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seconds} {live} {kept}"))),
        OneOf("step", "dial").Select(what => new Act("fault", what)));

    [Fact]
    public void Ends_well() =>
        Gen.Select(s_act.Array[0, 50], Gen.Bool, Gen.Bool, Gen.Enum<CasePhase>(), Gen.Int[0, 3], Gen.Int[0, 2]).Sample(
            (acts, withheld, noPhones, phase, incidents, roles) =>
            {
                var call = new CallScene(withheld ? null : "+46701234567", null, Told(incidents), desksWithoutPhone: noPhones ? ["workplace", "mobile"] : [])
                {
                    Caller = roles == 0 ? null : CallsOfKnownPeople.Asa(roles == 1 ? ["office"] : ["education", "office"]),
                    Cases = { [s_known] = new Found(s_known, phase == CasePhase.None ? CasePhase.Offered : phase, "mobile", null, MayEscalate: roles == 2) },
                };
                foreach (var act in acts)
                {
                    var before = call.Turn;
                    act.Do(call);
                    Good(call, before, act);
                }

                // From here on the desk never answers, and the caller only waits.
                for (var left = 0; !call.Turn.Ends; left++)
                {
                    Assert.InRange(left, 0, 200);
                    _ = call.Turn.Kind == TurnKind.Connect ? call.After(25).DeskIs("no-answer") : call.After(20).Silence();
                }

                Assert.True(call.Turn.Case is not null || call.Deeds.Any(deed => deed is JoinIncident) || call.Turn.SelfService is not null, "Neither a case nor an incident nor self-service.");
                Assert.InRange(call.State.Step, 1, Dialogue.MostSteps + Waiting.MostRounds + 8);
                Assert.True(Acceptable(call), $"Ended in {call.Turn.Kind} ({call.Turn.Lead}) after {string.Join(", ", call.Deeds.Select(deed => deed.GetType().Name))}.");
            },
            iter: 1_000);

    private static Gen<string> OneOf(params string[] these) => Gen.Int[0, these.Length - 1].Select(index => these[index]);

    /// <summary>None, one for everybody, two for everybody, one of a service.</summary>
    private static Dictionary<string, SpokenIncident[]> Told(int which)
    {
        SpokenIncident[] all = [.. Enumerable.Range(1, 2).Select(n => new SpokenIncident(IncidentNumber.FromSequence(n), "Något.", "Something."))];
        return which switch { 0 => [], 3 => new() { ["printing"] = [all[0]] }, _ => new() { [""] = all[..which], ["printing"] = [all[0]] } };
    }

    /// <summary>Spoken with somebody, called back, a message kept, or the own wish done; and nothing of it promised that was not done.</summary>
    private static bool Acceptable(CallScene call) => call.Turn switch
    {
        { Kind: TurnKind.Promise } => call.Deeds.Any(deed => deed is BookCall),
        { Kind: TurnKind.NoPromise } => true, // Withheld, and no number given: the case number is told.
        { Lead: Lead.MessageLeft } => call.Deeds.Any(deed => deed is LeaveMessage),
        { Lead: Lead.Spoken or Lead.Confirmed or Lead.Reopened or Lead.PassedOn or Lead.SelfServiceHelped or Lead.Escalated or Lead.HighestAlready or Lead.SuspicionNoted } => true,
        { Kind: TurnKind.Goodbye } => call.Deeds.Any(deed => deed is JoinIncident),
        _ => false,
    };

    private static void Good(CallScene call, Turn before, Act act)
    {
        Assert.True(s_prompts.Of(call.Turn).Count > 0 || call.Turn is { Kind: TurnKind.Wait, Waiting.Tells: false });
        WithinTheRules(call);
        Assert.InRange(call.Turn.Failures, 0, Dialogue.MostFailures - 1);
        if (call.Turn.Kind is TurnKind.Connect or TurnKind.Wait && before.Kind is not (TurnKind.Connect or TurnKind.Wait))
        {
            Assert.True(
                before.Kind is TurnKind.AskWho or TurnKind.AskRole or TurnKind.AskArea or TurnKind.OfferSelfService or TurnKind.AskHelped // Read back by then.
                || call.Turn.Lead is Lead.GivenUp or Lead.Apology || act is { Text: "0" or "en person" }
                || (before.Kind == TurnKind.ReadBack && (act.Text is "1" or "ja")),
                $"Dialled after {before.Kind} on {act}.");
            Assert.NotEmpty(s_prompts.Whisper(call.Turn));
        }
    }

    /// <summary>One thing to wait in, or the end; and nothing that Twilio would not take. The official rules judge in the host's tests.</summary>
    private static void WithinTheRules(CallScene call)
    {
        var turn = call.Turn;
        if (turn.Kind == TurnKind.Connect && turn.Desk is null)
        {
            Assert.Fail("Nobody to call.");
        }

        var document = XDocument.Parse(s_twiml.Of(new RecordedTurn("call-1", call.State.Step, turn)).Xml).Root!;
        Assert.Equal("Response", document.Name.LocalName);
        var verbs = document.Elements().Select(verb => verb.Name.LocalName).ToList();
        Assert.All(document.Descendants("Say"), say => Assert.InRange(say.Value.Trim().Length, 1, 3_000));
        Assert.All(document.Descendants().Attributes("action"), action => Assert.StartsWith("/voice/", action.Value, StringComparison.Ordinal));
        Assert.Contains(verbs[^1], turn.Ends ? ["Hangup"] : turn.Kind == TurnKind.Connect ? ["Dial"] : turn.Kind == TurnKind.Message ? ["Redirect"] : (string[])["Gather"]);
        Assert.Single(verbs, verb => verb is "Gather" or "Dial" or "Record" or "Hangup");
    }

    private sealed record Act(string Kind, string Text)
    {
        public void Do(CallScene call) => _ = (Kind, Text) switch
        {
            ("key", _) => call.Press(Text),
            ("say", _) => call.Say(Text),
            ("mumble", _) => call.Say(Text, 0.1),
            ("dial", _) => call.DeskIs(Text),
            ("desk", _) when call.Turn.Kind != TurnKind.Connect => call,
            ("desk", _) when Text.StartsWith("hands-on-", StringComparison.Ordinal) => call.DeskHandsOnTo(Text["hands-on-".Length..]),
            ("desk", "takes") => call.DeskTakes(),
            ("desk", "refuses") => call.DeskRefuses(),
            ("desk", _) => call.DeskPicksUp(),
            ("record", _) => call.Records(int.Parse(Text, System.Globalization.CultureInfo.InvariantCulture)),
            ("time", _) => Text.Split(' ').Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToArray() is var n ? call.After(n[0], n[1], n[2]) : call,
            ("fault", _) => call.Fault(Text == "dial"),
            _ => call.Silence(),
        };
    }
}
