using IntegrationHub.Adapters.Mail;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Privacy;
using MimeKit;

namespace IntegrationHub.Tests.Mail;

public sealed class WritingAMail
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly MailboxAddress s_from = new("Stadens it-stöd", "it-stod@example.se");
    private static readonly OutgoingMail s_mail = new(
        EventId.From("told"), new PersonId("p-1"), "10000016", "asa@skola.example", "Ärende 1000 0016: löst", "Hej å ä ö", "<p>Hej å ä ö</p>");

    [Fact]
    public void It_has_the_same_id_each_time_and_stands_in_the_thread_of_its_case()
    {
        var message = Read(s_mail);
        Assert.Equal(MailThread.MessageId("10000016", s_mail.Id, "example.se"), message.MessageId);
        Assert.Equal(message.MessageId, Read(s_mail).MessageId);
        Assert.Equal("10000016@example.se", message.InReplyTo);
        Assert.Equal(("10000016", s_mail.Id), MailThread.Find([.. message.References, message.MessageId!], "EXAMPLE.se") is { } found ? (found.Case.Value, found.Event) : default);
    }

    [Fact]
    public void It_answers_the_mail_that_it_answers() =>
        Assert.Equal("abc@skola.example", Read(s_mail with { InReplyTo = "abc@skola.example" }).InReplyTo);

    [Fact]
    public void Robots_are_told_not_to_answer() => Assert.Equal("auto-generated", Read(s_mail).Headers[HeaderId.AutoSubmitted]);

    [Fact]
    public void Text_and_document_say_the_same()
    {
        var message = Read(s_mail);
        Assert.IsType<MultipartAlternative>(message.Body);
        Assert.Equal(("Hej å ä ö", "<p>Hej å ä ö</p>"), (message.TextBody?.TrimEnd(), message.HtmlBody?.TrimEnd()));
    }

    [Fact]
    public void An_invitation_is_there_for_the_calendar_and_as_a_file()
    {
        var message = Read(s_mail with { Calendar = new MailCalendar("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", "REQUEST") });
        var calendar = Assert.Single(message.BodyParts.OfType<TextPart>(), part => part.ContentType.IsMimeType("text", "calendar"));
        Assert.Equal("REQUEST", calendar.ContentType.Parameters["method"]);
        Assert.Equal("invite.ics", Assert.Single(message.Attachments.OfType<MimePart>()).FileName);
    }

    [Theory]
    [InlineData("asa@skola.example\r\nBcc: all@example.se")]
    [InlineData("asa@skola.example, all@example.se")]
    [InlineData("Åsa <asa@skola.example>")]
    [InlineData("asa")]
    [InlineData("")]
    public void What_is_not_one_address_gets_none(string to) => Assert.Null(MailComposer.Compose(s_mail with { To = to }, s_from, s_now));

    [Fact]
    public void A_line_break_in_a_subject_begins_no_header()
    {
        var message = Read(s_mail with { Subject = "Hej\r\nBcc: all@example.se" });
        Assert.Empty(message.Bcc);
        Assert.Null(message.Headers[HeaderId.Bcc]);
    }

    [Fact]
    public void A_log_shows_neither_address_nor_text() => Assert.DoesNotContain("asa", s_mail.ToString(), StringComparison.Ordinal);

    private static MimeMessage Read(OutgoingMail mail)
    {
        using var bytes = new MemoryStream();
        MailComposer.Compose(mail, s_from, s_now)!.WriteTo(bytes, TestContext.Current.CancellationToken);
        bytes.Position = 0;
        return MimeMessage.Load(bytes, TestContext.Current.CancellationToken);
    }
}
