using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.Cases;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Notifications;

public sealed class TellingThePerson
{
    private static readonly PersonId s_person = new("p-1");

    [Fact]
    public void A_caller_gets_the_case_number_as_a_message()
    {
        var notice = UserNotice.For(Story("sv").Until<CaseOpened>())!;
        Assert.Equal(("case-number", "+46701234567"), (notice.Template, notice.To));
        Assert.Contains(Number.Spaced, notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_solved_is_told_in_the_persons_language_and_asks_for_an_answer()
    {
        var solved = new ResolveCase("workplace", "New toner.", Start);
        Assert.Contains("YES " + Number.Spaced, UserNotice.For(Story("en").Then("supplier:workplace", solved).Until<CaseResolved>())!.Text, StringComparison.Ordinal);
        Assert.Contains("JA " + Number.Spaced, UserNotice.For(Story("sv").Then("supplier:workplace", solved).Until<CaseResolved>())!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_promised_time_is_told_as_it_is_in_Stockholm() => Assert.Contains(
        "kl. 09.30",
        UserNotice.For(Story("sv").Then("user", new BookCallBack("+46701234567", "busy", Start, Start.AddMinutes(30), Start)).Until<CallBackBooked>())!.Text,
        StringComparison.Ordinal);

    [Fact]
    public void A_call_on_another_day_is_told_with_the_day() => Assert.Contains(
        "den 25 november mellan 07.00 och 07.30",
        UserNotice.For(Story("sv").Then("user", new BookCallBack("+46701234567", "closed", Start.AddHours(22), Start.AddHours(22.5), Start)).Until<CallBackBooked>())!.Text,
        StringComparison.Ordinal);

    [Fact]
    public void Whoever_has_no_number_gets_none() => Assert.Null(UserNotice.For(Story("sv", phone: null).Until<CaseOpened>()));

    [Fact]
    public void A_case_from_the_web_needs_no_message_with_its_number() => Assert.Null(UserNotice.For(Story("sv", channel: "web").Until<CaseOpened>()));

    [Fact]
    public void A_log_never_shows_the_number_or_the_text() =>
        Assert.Equal("UserNotice { Template = case-number }", UserNotice.For(Story("sv").Until<CaseOpened>())!.ToString());

    private static CaseStory Story(string language, string? phone = "+46701234567", string channel = "phone")
    {
        var open = Scenario.Open();
        var reporter = new Reporter(s_person, Phone: phone is null ? null : new Personal(s_person, phone));
        return new CaseStory().Then("user", open with { Opened = open.Opened with { Language = language, Reporter = reporter, Channel = channel } });
    }
}
