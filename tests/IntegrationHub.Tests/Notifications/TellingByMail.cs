using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.Cases;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Notifications;

public sealed class TellingByMail
{
    private const string Phone = "+46701234567";
    private const string Mail = "asa@skola.example";
    private static readonly PersonId s_person = new("p-1");
    private static readonly ResolveCase s_solved = new("workplace", "Bytte <toner> & papper.", Start);

    [Theory]
    [InlineData("phone", Phone, Mail, "sms")]
    [InlineData("phone", Phone, null, "sms")]
    [InlineData("web", null, Mail, "mail")]
    [InlineData("mail", null, Mail, "mail")]
    [InlineData("mail", Phone, Mail, "mail")]
    [InlineData("phone", null, null, null)]
    public void One_way_only_and_a_mail_is_answered_by_mail(string channel, string? phone, string? mail, string? way)
    {
        var told = Story("sv", channel, phone, mail).Then("supplier:workplace", s_solved).Until<CaseResolved>();
        Assert.Equal(way, NoticeWay.Of((CaseOpened)told[0].Fact!));
        Assert.Equal((way == "sms", way == "mail"), (UserNotice.For(told) is not null, MailNotice.For(told) is not null));
    }

    [Fact]
    public void Who_writes_is_told_the_number_and_who_fills_in_a_form_has_seen_it()
    {
        Assert.Equal("case-number", MailNotice.For(Story("sv", "mail", null, Mail).Until<CaseOpened>())?.Template);
        Assert.Null(MailNotice.For(Story("sv", "web", null, Mail).Until<CaseOpened>()));
    }

    [Fact]
    public void What_was_not_delivered_as_a_text_message_is_told_by_mail()
    {
        var opened = Story("sv", "phone", Phone, Mail).Until<CaseOpened>();
        Assert.Null(MailNotice.For(opened));
        Assert.Equal((Mail, "case-number"), MailNotice.Instead(opened, Mail) is { } notice ? (notice.To, notice.Template) : default);
    }

    [Theory]
    [InlineData("sv", "JA på det här mejlet", "Ärende 1000 0016")]
    [InlineData("en", "this mail with YES", "Case 1000 0016")]
    public void It_is_in_the_persons_language_and_the_number_stands_in_the_subject(string language, string asks, string subject)
    {
        var notice = MailNotice.For(Story(language, "mail", null, Mail).Then("supplier:workplace", s_solved).Until<CaseResolved>())!;
        Assert.Contains(asks, notice.Body.Text, StringComparison.Ordinal);
        Assert.StartsWith(subject, notice.Subject, StringComparison.Ordinal);
        Assert.Equal(Number, CaseNumber.FindIn(notice.Subject));
    }

    [Fact]
    public void What_somebody_wrote_is_text_in_the_document_too()
    {
        var notice = MailNotice.For(Story("sv", "mail", null, Mail).Then("supplier:workplace", s_solved).Until<CaseResolved>())!;
        Assert.Contains("Bytte <toner> & papper.", notice.Body.Text, StringComparison.Ordinal);
        Assert.Contains("Bytte &lt;toner&gt; &amp; papper.", notice.Body.Html(notice.Subject), StringComparison.Ordinal);
        Assert.Contains("<html lang=\"sv\">", notice.Body.Html(notice.Subject), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_never_shows_the_address_or_the_text() => Assert.Equal(
        "MailNotice { Template = case-number }", MailNotice.For(Story("sv", "mail", null, Mail).Until<CaseOpened>())!.ToString());

    private static CaseStory Story(string language, string channel, string? phone, string? mail)
    {
        var open = Scenario.Open();
        var reporter = new Reporter(s_person, Phone: phone is null ? null : new Personal(s_person, phone), Email: mail is null ? null : new Personal(s_person, mail));
        return new CaseStory().Then("user", open with { Opened = open.Opened with { Language = language, Reporter = reporter, Channel = channel } });
    }
}
