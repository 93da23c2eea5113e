using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Tests.Cases;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Mail;

public sealed class AnsweringByMail
{
    private static readonly ResolveCase s_solved = new("workplace", "Bytte toner.", Start);

    [Theory]
    [InlineData("JA", MailAct.Confirmed, 1)]
    [InlineData("Ja tack! Men nu är skärmen svart i stället.", MailAct.Confirmed, 2)]
    [InlineData("Nej, det fungerar inte", MailAct.Reopened, 1)]
    [InlineData("Tack för hjälpen", MailAct.Noted, 1)]
    [InlineData("STOPP", MailAct.Noted, 1)]
    public void Whether_a_solved_case_works_is_read_from_the_first_word_and_more_words_are_kept(string said, MailAct act, int commands)
    {
        var (read, made) = MailAnswer.To(Story().Then("supplier:workplace", s_solved).State, said, () => throw new InvalidOperationException(), Start);
        Assert.Equal((act, commands), (read, made.Count));
    }

    [Fact]
    public void What_the_desk_asked_is_answered_whatever_the_first_word_is()
    {
        var asked = Story().Then("supplier:workplace", new AskUser("workplace", "Är den svart?", Start)).State;
        Assert.Equal(MailAct.Answered, MailAnswer.To(asked, "Ja, svart", () => new AnswerDesk("Ja, svart", Start), Start).Act);
    }

    [Fact]
    public void Yes_to_a_case_that_nobody_has_solved_is_a_note() =>
        Assert.IsType<AddNote>(Assert.Single(MailAnswer.To(Story().State, "Ja", () => throw new InvalidOperationException(), Start).Commands));

    [Fact]
    public void Two_robots_stop_after_a_few()
    {
        MailSender? row = null;
        for (var i = 0; i < 30; i++)
        {
            row = MailSender.View.Apply(row, Mail(Start.AddMinutes(i)));
        }

        Assert.True(row!.InTheHourBefore(Start.AddMinutes(30)) > MailSender.MostAnHour);
        Assert.False(row.InTheHourBefore(Start.AddHours(2)) > MailSender.MostAnHour);
    }

    private static CaseStory Story() => new CaseStory().Then("user", Open());

    private static Known Mail(DateTimeOffset at)
    {
        var person = new PersonId("p-1");
        var mail = new MailReceived("k", person, new Personal(person, "a@example.se"), null, null, null, null, null, null, null, null, [], at);
        return new Known(new RecordedEvent("mail-1", 0, new LogPosition(1), Guid.Empty, "mail-received.v1", default, default, at), mail, new EventContext("user", "mail"));
    }
}
