using CsCheck;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;

namespace IntegrationHub.Tests.Chats;

public sealed class TalkingWithTheBot
{
    private const string Printer = "Skrivaren på plan 3 skriver inte ut";

    [Fact]
    public void It_greets_once_and_says_what_it_is()
    {
        var scene = new ChatScene().Join();
        Assert.Contains("chattbot", scene.Text, StringComparison.Ordinal);
        Assert.Empty(scene.Join().Said);
        Assert.DoesNotContain("chattbot", scene.Write(Printer).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matter_is_shown_as_a_card_and_becomes_a_case_only_when_it_is_confirmed()
    {
        var scene = new ChatScene().Join().Write(Printer);
        var card = Assert.Single(scene.Said).Card!;
        Assert.Contains(card.Facts, fact => fact.Value == Printer);
        Assert.DoesNotContain(scene.Done, deed => deed is ChatDeed.MakeCase);
        scene.Press(ChatChoices.Yes);
        var made = Assert.Single(scene.Done.OfType<ChatDeed.MakeCase>());
        Assert.Equal(("printing", Printer), (made.Routing.Service, made.Words.Text));
        Assert.Contains(ChatScene.Number.Spaced, scene.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ja")]
    [InlineData("ja, skapa ärende")]
    [InlineData("japp det stämmer")]
    public void The_card_is_answered_in_words_too(string yes) =>
        Assert.Single(new ChatScene().Join().Write(Printer).Write(yes).Done.OfType<ChatDeed.MakeCase>());

    [Fact]
    public void A_used_card_does_nothing_and_says_so()
    {
        var scene = new ChatScene().Join().Write(Printer);
        var step = scene.State.Step;
        scene.Press(ChatChoices.Yes).Take(new ChatHeard(ChatAct.Message, Choice: ChatChoices.Yes, Step: step));
        Assert.Empty(scene.Done);
        Assert.Contains("tidigare fråga", scene.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_correction_is_understood()
    {
        var scene = new ChatScene().Join().Write(Printer).Write("Nej, det är e-posten som inte kommer fram");
        Assert.Equal((ChatTurnKind.ReadBack, "email"), (scene.Turn.Kind, scene.Turn.Routing?.Service));
    }

    [Fact]
    public void At_most_one_question_is_asked_about_a_matter()
    {
        var scene = new ChatScene().Join().Write("Jag kommer inte in");
        Assert.Equal(ChatTurnKind.Clarify, scene.Turn.Kind);
        Assert.InRange(scene.State.Offered.Count(choice => choice.Id.StartsWith(ChatChoices.Candidate, StringComparison.Ordinal)), 2, 4);
        Assert.Equal(ChatTurnKind.ReadBack, scene.Press(ChatChoices.Candidate + "0").Turn.Kind);
    }

    [Fact]
    public void English_is_answered_in_English_without_being_asked_for() =>
        Assert.Contains("Have I understood", new ChatScene().Join().Write("The printer on floor three does not print").Said[0].Card!.Title, StringComparison.Ordinal);

    [Fact]
    public void The_language_is_one_click_away()
    {
        var scene = new ChatScene().Join().Press(ChatChoices.English);
        Assert.Contains("Write in your own words", scene.Text, StringComparison.Ordinal);
        Assert.Contains("Skriv med egna ord", scene.Press(ChatChoices.Swedish).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_that_a_page_answers_is_answered_with_its_source()
    {
        var scene = new ChatScene().Join().Write("Hur ansluter jag till trådlösa nätet?");
        Assert.Contains("Källa: Kunskapsbanken, Nät", scene.Text, StringComparison.Ordinal);
        Assert.Equal(ChatTurnKind.Anything, scene.Press(ChatChoices.Yes).Turn.Kind);
        Assert.Empty(scene.Done);
    }

    [Fact]
    public void An_answer_that_did_not_help_leads_to_a_case() =>
        Assert.Equal(ChatTurnKind.ReadBack, new ChatScene().Join().Write("Hur ansluter jag till trådlösa nätet?").Press(ChatChoices.No).Turn.Kind);

    [Fact]
    public void It_says_so_when_it_does_not_know() =>
        Assert.Contains("Det vet jag inte", new ChatScene().Join().Write("Vem vann matchen igår?").Text, StringComparison.Ordinal);

    [Fact]
    public void After_three_times_without_understanding_a_person_takes_over_with_a_case()
    {
        var scene = new ChatScene().Join().Write("blipp").Write("blapp").Write("blupp");
        Assert.Equal(ChatTurnKind.WithDesk, scene.Turn.Kind);
        Assert.Single(scene.Done.OfType<ChatDeed.MakeCase>());
        Assert.Equal("workplace", scene.State.Desk);
    }

    [Fact]
    public void While_a_desk_has_the_conversation_the_bot_says_nothing()
    {
        var scene = new ChatScene().Join().Write("Jag vill prata med en person");
        Assert.Equal("workplace", scene.State.Desk);
        Assert.Empty(scene.Write(Printer).Said);
        Assert.Empty(scene.Done);
    }

    [Fact]
    public void A_closed_desk_gets_a_case_and_the_user_may_be_called()
    {
        var scene = new ChatScene(open: false).Join().Write("prata med en person");
        Assert.Null(scene.State.Desk);
        Assert.Contains("stängt", scene.Text, StringComparison.Ordinal);
        Assert.Equal(ChatTurnKind.AskPhone, scene.Press(ChatChoices.Call).Turn.Kind);
        Assert.Equal(ChatTurnKind.AskPhone, scene.Write("hemma").Turn.Kind);
        Assert.Equal(ChatTurnKind.CallPromised, scene.Write("070-123 45 67").Turn.Kind);
        scene.Press(scene.State.Offered.First(choice => choice.Id.StartsWith(ChatChoices.Time, StringComparison.Ordinal)).Id);
        Assert.Equal(ChatLead.TimeBooked, scene.Turn.Lead);
    }

    [Fact]
    public void Incidents_are_told_first_and_me_too_makes_no_case()
    {
        var scene = new ChatScene { World = deed => deed is ChatDeed.FindIncidents ? new ChatOutcome.IncidentsFound([ChatScene.Incident()]) : null }.Join();
        Assert.Contains("E-posten fungerar inte.", scene.Text, StringComparison.Ordinal);
        scene.Write("Det gäller mig också");
        Assert.Single(scene.Done.OfType<ChatDeed.JoinIncident>());
        Assert.Equal(ChatLead.IncidentJoined, scene.Turn.Lead);
    }

    [Fact]
    public void An_incident_that_it_is_not_about_is_not_told_again()
    {
        var scene = new ChatScene { World = deed => deed is ChatDeed.FindIncidents ? new ChatOutcome.IncidentsFound([ChatScene.Incident()]) : null }.Join();
        scene.Press(ChatChoices.Incident + "none").Write(Printer);
        Assert.Equal(ChatTurnKind.ReadBack, scene.Turn.Kind);
    }

    [Fact]
    public void A_forgotten_password_is_led_to_self_service_and_to_a_case_when_that_does_not_help()
    {
        var pages = new PasswordSelfService(new Dictionary<string, string>(StringComparer.Ordinal) { ["office"] = "https://losen.example.se/", ["education"] = "https://skola.example.se/" });
        var scene = new ChatScene(selfService: pages).Join().Write("Jag har glömt mitt lösenord").Press(ChatChoices.Education);
        Assert.Contains("https://skola.example.se/", scene.Text, StringComparison.Ordinal);
        Assert.Equal((ChatTurnKind.ReadBack, "password"), (scene.Press(ChatChoices.No).Turn.Kind, scene.Turn.Routing?.Service));
    }

    [Fact]
    public void A_case_is_found_by_its_number_anywhere_in_the_text()
    {
        var scene = new ChatScene().Join().Write($"Hur går det med {ChatScene.Number.Spaced}?");
        Assert.Contains("Under arbete", scene.Said[0].Card!.Facts[0].Value, StringComparison.Ordinal);
        scene.Press(ChatChoices.Add + ChatScene.Number.Value).Write("Det gäller också kopiatorn");
        Assert.Equal("Det gäller också kopiatorn", Assert.Single(scene.Done.OfType<ChatDeed.PassOn>()).Words.Text);
    }

    [Theory]
    [InlineData("Ja, det fungerar", true)]
    [InlineData("nej det fungerar inte", false)]
    public void A_solved_case_is_confirmed_or_opened_again_in_words(string said, bool works)
    {
        var scene = new ChatScene { World = deed => deed is ChatDeed.FindCase ? ChatScene.Standing(CasePhase.Resolved) : null }.Join().Write(ChatScene.Number.Value).Write(said);
        Assert.Equal(works ? typeof(ChatDeed.ConfirmCase) : typeof(ChatDeed.OpenAgain), Assert.Single(scene.Done).GetType());
    }

    [Fact]
    public void Of_anothers_case_no_question_is_shown_and_the_user_may_prove_who_it_is()
    {
        var scene = new ChatScene { World = deed => deed is ChatDeed.FindCase ? ChatScene.Standing(CasePhase.AwaitingUser, own: false) : null }.Join().Write(ChatScene.Number.Value);
        Assert.DoesNotContain(scene.Said[0].Card!.Facts, fact => fact.Name == "Fråga till dig");
        Assert.Equal(ChatTurnKind.AskIdentity, scene.Press(ChatChoices.Identify).Turn.Kind);
    }

    [Fact]
    public void The_answer_to_an_address_tells_not_whether_the_directory_has_it()
    {
        var unknown = new ChatScene().Join().Write("mina ärenden").Write("ingen@example.se");
        var known = new ChatScene { World = deed => deed is ChatDeed.PromiseCode ? new ChatOutcome.CodePromised(new ChatCodePromised("mail", new(default, "x"), new(default, "123456"), "sv", ChatScene.Now, ChatScene.Now)) : null }
            .Join().Write("mina ärenden").Write("asa@example.se");
        Assert.Equal(unknown.Text, known.Text);
    }

    [Fact]
    public void The_right_code_shows_the_own_cases_and_five_wrong_ones_void_it()
    {
        var scene = new ChatScene().Join().Write("visa mina ärenden").Write("asa@example.se").Write("111111").Write("123456");
        Assert.Contains(scene.State.Offered, choice => choice.Id == ChatChoices.Show + ChatScene.Number.Value);
        Assert.Contains("Åsa", scene.Text, StringComparison.Ordinal);
        var wrong = new ChatScene().Join().Write("visa mina ärenden").Write("asa@example.se");
        for (var attempt = 0; attempt < ChatDialogue.MostWrongCodes; attempt++)
        {
            Assert.Equal(ChatTurnKind.AskCode, wrong.Turn.Kind);
            wrong.Write("000000");
        }

        Assert.Equal((ChatTurnKind.AskIdentity, ChatLead.CodeOver), (wrong.Turn.Kind, wrong.Turn.Lead));
    }

    [Fact]
    public void A_complaint_is_a_case_of_its_own_at_the_desk_that_it_is_about()
    {
        var scene = new ChatScene().Join().Write(ChatScene.Number.Value).Press(ChatChoices.Complain + ChatScene.Number.Value).Write("Ingen ringde");
        var made = Assert.Single(scene.Done.OfType<ChatDeed.MakeCase>());
        Assert.Equal((CaseKind.Complaint, "workplace"), (made.Kind, made.Routing.Desk));
        Assert.Contains(ChatScene.Number.Spaced, made.Words.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_written_the_hub_answers_and_loses_no_way_on() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 15]).List[1, 25].Sample(acts =>
        {
            string[] texts = [Printer, "ja", "nej", "Jag kommer inte in", "hur ansluter jag till wifi?", "prata med en person", "klaga", "ring mig", "mina ärenden", "123456", "asa@example.se", "avbryt", "<b>&", ChatScene.Number.Value, "070-123 45 67", "english"];
            var scene = new ChatScene();
            foreach (var (pick, text) in acts)
            {
                var withDesk = scene.State.Desk is not null;
                if (pick < 100 && scene.State.Offered.Count > 0)
                {
                    scene.Press(scene.State.Offered[pick % scene.State.Offered.Count].Id);
                }
                else
                {
                    scene.Write(texts[text]);
                }

                Assert.True(withDesk || scene.Said.Count > 0, $"Nothing was said in {scene.Turn.Kind}.");
                Assert.All(scene.Said, message => Assert.True(message.Text.Length > 0 || message.Card is not null));
                Assert.Equal(scene.State.Offered.Count, scene.State.Offered.Select(choice => choice.Title).Distinct(StringComparer.Ordinal).Count());
            }
        });
}
