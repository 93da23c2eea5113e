using System.Diagnostics;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Routing;

public sealed class RoutingAMatter(ITestOutputHelper output)
{
    private static readonly Router s_router = new(ServiceCatalogue.Default);

    [Theory]
    [InlineData("lysröret är trasigt i korridoren", "caretaker")]
    [InlineData("hur söker man bygglov", "authority")]
    [InlineData("jag har fått för lite lön", "payroll")]
    [InlineData("netflix hemma funkar inte", "sold you")]
    public void A_matter_that_is_not_ours_says_where_to_turn(string text, string where)
    {
        var decision = s_router.Route(new Matter(text));
        Assert.Equal((ServiceCatalogue.NotOurs, null), (decision.Service, decision.Desk));
        Assert.Contains(where, decision.TurnTo?.En, StringComparison.Ordinal);
        Assert.Contains(decision.Reasons, reason => reason.StartsWith("turn to: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mejlen i mobilen", "mobile-sync")]
    [InlineData("utskrift från iPad", "printing")]
    [InlineData("wifi på skolan funkar inte med elevdatorn", "wifi")]
    [InlineData("kan inte logga in i Agresso", "finance")]
    [InlineData("glömt lösenordet till datorn", "password")]
    [InlineData("det är inte skrivaren utan datorn som är trasig", "pc")]
    [InlineData("GLOMT LOSENORDET", "password")]
    [InlineData("skrvaren är trasig", "printing")]
    [InlineData("min privata dator hemma är trasig", "not-ours")]
    [InlineData("jag sitter på kontoret och skärmen är svart", "pc")]
    public void Where_words_pull_in_two_directions_the_telling_one_wins(string text, string service) =>
        Assert.Equal(service, s_router.Route(new Matter(text)).Service);

    [Theory]
    [InlineData("telefonen ringer inte", "telephony", "mobile")]
    [InlineData("my phone does not work", "telephony", "mobile")]
    public void A_phone_that_may_be_either_is_asked_about(string text, params string[] desks)
    {
        var asked = s_router.Route(new Matter(text)).Ask;
        Assert.NotNull(asked);
        Assert.InRange(asked.Candidates.Count, 2, 4);
        Assert.Subset(asked.Candidates.Select(candidate => candidate.Desk!).ToHashSet(StringComparer.Ordinal), desks.ToHashSet(StringComparer.Ordinal));
        Assert.Equal("desk-phone", s_router.Answer(asked, "den fasta", new Matter(text)).Service);
        Assert.Equal("mobile-phone", s_router.Answer(asked, "the mobile one", new Matter(text)).Service);
    }

    [Theory]
    [InlineData("inget fungerar")]
    [InlineData("hjälp!!!")]
    [InlineData("")]
    public void Where_nothing_is_told_the_four_matters_are_asked_for(string text)
    {
        var decision = s_router.Route(new Matter(text));
        Assert.Equal(4, decision.Ask!.Candidates.Count);
        Assert.NotNull(decision.Service);

        var answered = s_router.Answer(decision.Ask, "fyra", new Matter(text));
        Assert.Equal("mobile", answered.Desk);
        Assert.Equal("printing", s_router.Answer(decision.Ask, "skrivaren är sönder", new Matter(text)).Service);
    }

    [Fact]
    public void An_answer_that_tells_nothing_is_asked_again()
    {
        var asked = s_router.Route(new Matter("inget fungerar")).Ask!;
        Assert.Equal(asked, s_router.Answer(asked, "öh vet inte", new Matter("inget fungerar")).Ask);
        Assert.Equal(asked, s_router.Answer(asked, "9", new Matter("inget fungerar")).Ask);
    }

    [Fact]
    public void Questions_name_the_callers_matters_and_never_a_desk_or_supplier()
    {
        foreach (var asked in Utterance.All.Select(said => s_router.Route(new Matter(said.Text)).Ask).OfType<RoutingQuestion>())
        {
            Assert.InRange(asked.Candidates.Count, 2, 4);
            Assert.All(ServiceCatalogue.Default.Desks, desk =>
            {
                Assert.DoesNotContain(desk.Sv, asked.Sv, StringComparison.Ordinal);
                Assert.DoesNotContain(desk.En, asked.En, StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public void A_chosen_service_wins()
    {
        var decision = s_router.Route(new Matter("skrivaren är trasig", Service: "wifi"));
        Assert.Equal(("wifi", "telephony", 1.0), (decision.Service, decision.Desk, decision.Confidence));
    }

    [Theory]
    [InlineData("no-such", null)]
    [InlineData("smartcard", "education")]
    public void A_chosen_service_that_is_not_there_or_not_for_the_area_is_said_so_and_the_words_decide(string service, string? area)
    {
        var decision = s_router.Route(new Matter("skrivaren är trasig", Area: area, Service: service));
        Assert.Equal("printing", decision.Service);
        Assert.StartsWith("chosen", decision.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Services_of_the_other_area_are_left_out()
    {
        var decision = s_router.Route(new Matter("elevdatorn är trasig", Area: "office"));
        Assert.DoesNotContain("pupil-pc", decision.Alternatives.Select(next => next.Service).Append(decision.Service), StringComparer.Ordinal);
    }

    [Fact]
    public void Reasons_never_repeat_what_only_the_person_said() =>
        Assert.DoesNotContain(
            "lösenordettill", string.Join(' ', s_router.Route(new Matter("Kalle Karlsson 820101 glömt lösenordettill")).Reasons), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void One_text_takes_well_under_a_millisecond()
    {
        foreach (var said in Utterance.All)
        {
            s_router.Route(new Matter(said.Text));
        }

        var watch = Stopwatch.StartNew();
        foreach (var said in Utterance.All)
        {
            s_router.Route(new Matter(said.Text));
        }

        var mean = watch.Elapsed / Utterance.All.Count;
        output.WriteLine($"{mean.TotalMicroseconds:F0} µs a text");
        Assert.True(mean < TimeSpan.FromMilliseconds(2), $"{mean.TotalMicroseconds:F0} µs a text");
    }

    public static TheoryData<string> BadInput { get; } =
    [
        "", "   ", "12345 67890", "!?#", "\0\u0001\uFFFF", "\uD800 lone", "a\u030angstrom e\u0301",
        "Olen unohtanut salasanani", "我忘记了密码", "<script>alert(1)</script>'; drop table x;--", "{{7*7}} ${jndi:x}",
        new string('a', 100_000), string.Concat(Enumerable.Repeat("lösenord inte utan ", 6_000)), new string('-', 50_000), new string(':', 50_000),
        string.Concat(Enumerable.Repeat("skrivarskärmdatortelefon", 4_000)),
    ];

    [Theory]
    [MemberData(nameof(BadInput))]
    public void Bad_input_is_routed_or_asked_about_and_never_throws(string text)
    {
        var watch = Stopwatch.StartNew();
        var decision = s_router.Route(new Matter(text, text, text, text, text));
        Assert.InRange(decision.Confidence, 0, 1);
        Assert.NotNull(decision.Service);
        s_router.Answer(s_router.Route(new Matter("")).Ask!, text, new Matter(text));
        Assert.True(Router.LanguageOf(text) is "sv" or "en");
        EffectReader.Read(text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), "It takes more than its length can account for."); // Work that grows with the square would be hours.
    }

    [Fact]
    public void The_language_is_told_for_nearly_all_utterances()
    {
        var right = Utterance.All.Count(said => Router.LanguageOf(said.Text) == said.Language) / (double)Utterance.All.Count;
        output.WriteLine($"language right: {right:P1}");
        Assert.True(right >= 0.97, $"{right:P1}");
    }

    [Theory]
    [InlineData("ett simkort", "sim")]
    [InlineData("ändra hänvisning", "voicemail")]
    [InlineData("first my tablet", "tablet")]
    public void A_number_word_inside_an_answer_is_no_key(string answer, string service)
    {
        var matter = new Matter("telefonen fungerar inte");
        Assert.Equal(service, new Router(ServiceCatalogue.Default).Answer(new Router(ServiceCatalogue.Default).Route(matter).Ask!, answer, matter).Service);
    }

    [Fact]
    public void An_answer_that_names_two_keys_is_asked_again()
    {
        var router = new Router(ServiceCatalogue.Default);
        var matter = new Matter("telefonen fungerar inte");
        Assert.NotNull(router.Answer(router.Route(matter).Ask!, "ett eller två", matter).Ask);
    }
}
