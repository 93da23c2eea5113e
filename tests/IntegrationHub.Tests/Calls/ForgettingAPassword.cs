using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Calls;

public sealed class ForgettingAPassword
{
    private static readonly Prompts s_prompts = new(KeypadMenu.Default, ServiceCatalogue.Default);

    private static CallScene Said(CallScene call) => call.Say("jag har glömt mitt lösenord").Is(TurnKind.ReadBack).Press("1");

    [Fact]
    public void Whoever_is_not_known_says_which_account_and_hears_its_address()
    {
        var call = Said(new CallScene()).Is(TurnKind.AskArea).Press("2").Is(TurnKind.OfferSelfService);
        Assert.Contains(s_prompts.Of(call.Turn), phrase => phrase.Text.Contains("konto punkt example punkt se snedstreck elev", StringComparison.Ordinal));
        Assert.Equal("https://losenord.example.se", Said(new CallScene()).Say("mitt jobb").Is(TurnKind.OfferSelfService).Turn.SelfService);
    }

    [Fact]
    public void Whoever_is_known_in_one_area_is_not_asked_for_it() =>
        Assert.Equal(
            "https://konto.example.se/elev", Said(new CallScene { Caller = CallsOfKnownPeople.Asa("education") }).Is(TurnKind.AskWho).Press("1").Is(TurnKind.OfferSelfService).Turn.SelfService);

    [Fact]
    public void The_link_is_sent_and_when_it_helped_no_case_is_made_and_nobody_is_dialled()
    {
        var call = Said(new CallScene()).Press("1").Press("1").Is(TurnKind.AskHelped);
        Assert.Equal("https://losenord.example.se", call.Deed<SendSelfServiceLink>().Address);
        call.Press("1").Is(TurnKind.Goodbye, Lead.SelfServiceHelped);
        Assert.Null(call.Turn.Case);
    }

    [Fact]
    public void Without_a_number_nothing_is_sent() =>
        Assert.Empty(Said(new CallScene(phone: null)).Press("1").Press("1").Is(TurnKind.AskHelped).Deeds);

    [Fact]
    public void When_it_did_not_help_the_desk_gets_the_case_with_what_to_check_first()
    {
        var call = Said(new CallScene()).Press("1").Press("1").Say("nej det fungerar inte").Is(TurnKind.Connect);
        Assert.Contains("inte kontrollerad", call.Deed<NoteIdentity>().Text, StringComparison.Ordinal);
        Assert.Equal(CaseKind.Access, call.Deeds.OfType<MakeCase>().Single().Kind);
        Assert.Contains(s_prompts.Whisper(call.Turn), phrase => phrase.Text.Contains("inte kontrollerad", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pupil_is_checked_in_another_way_than_an_employee()
    {
        var adult = Said(new CallScene { Caller = CallsOfKnownPeople.Asa("office") }).Press("1").Press("2").Is(TurnKind.Connect).Deed<NoteIdentity>().Text;
        Assert.Contains("finns i katalogen", adult, StringComparison.Ordinal);
        Assert.Contains("chef", adult, StringComparison.Ordinal);
        var pupil = CallsOfKnownPeople.Asa("education");
        pupil = pupil with { Roles = [pupil.Roles[0] with { Name = new Core.Privacy.Personal(pupil.Person, "Elev åk 8") }] };
        Assert.Contains("mentor", Said(new CallScene { Caller = pupil }).Press("1").Press("2").Deed<NoteIdentity>().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_is_silent_while_trying_is_not_put_through_to_a_desk() =>
        Said(new CallScene()).Press("1").Press("1").Silence().Silence().Is(TurnKind.AskHelped, Lead.Silence).Silence().Is(TurnKind.Goodbye);

    [Fact]
    public void It_is_offered_once() =>
        Said(new CallScene()).Press("1").Press("2").Is(TurnKind.Connect).DeskIs("failed").Is(TurnKind.Promise);

    [Theory]
    [InlineData("mitt lösenord är Sommar2026", "mitt lösenord är [dolt]")]
    [InlineData("Lösenordet: hund katt bil och jag kommer inte in", "Lösenordet: [dolt]")]
    [InlineData("my password is correct horse battery", "my password is [dolt]")]
    [InlineData("koden är 4711", "koden är [dolt]")]
    [InlineData("mitt lösenord är glömt", "mitt lösenord är glömt")]
    [InlineData("lösenordet är inte rätt", "lösenordet är inte rätt")]
    [InlineData("my password is expired", "my password is expired")]
    [InlineData("jag har glömt lösenordet till LISA", "jag har glömt lösenordet till LISA")]
    public void A_password_that_is_said_is_not_kept(string said, string kept) => Assert.Equal(kept, Secrets.WithoutPassword(said));
}
