using System.Text;
using IntegrationHub.Adapters.Mail;
using MimeKit;

namespace IntegrationHub.Tests.Mail;

public sealed class ReadingAMail
{
    private const string Head = "From: =?utf-8?q?=C3=85sa_=C3=96st?= <Asa@Skola.Example>\r\nTo: it-stod@example.se\r\nSubject: =?iso-8859-1?q?Sk=E4rmen?=\r\nMessage-ID: <abc@skola.example>\r\nDate: Tue, 24 Nov 2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\n";
    private static readonly MailboxAddress s_own = new("Stöd", "it-stod@example.se");

    [Fact]
    public async Task Names_subject_and_text_are_what_was_written()
    {
        var mail = await ReadAsync(Head + "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSk=E4rmen =E4r svart\r\n");
        Assert.Equal(("asa@skola.example", "Åsa Öst", "Skärmen", "Skärmen är svart", "abc@skola.example", null), (mail.From, mail.Name, mail.Subject, mail.Text, mail.MessageId, mail.Robot));
    }

    [Fact]
    public async Task A_document_becomes_text_without_its_scripts_and_with_its_quotations_marked() => Assert.Equal(
        "Hej & hå\nSkärmen är svart\n>Fungerar det?",
        (await ReadAsync(Head + "Content-Type: text/html; charset=utf-8\r\n\r\n<html><head><title>x</title><style>p{}</style></head><body><p>Hej &amp; h&aring;</p><div>Skärmen <b>är</b> svart</div><script>alert(1)</script><blockquote>Fungerar det?</blockquote></body></html>")).Text);

    [Theory]
    [InlineData("Content-Type: text/plain; charset=no-such-charset\r\n\r\nHej")]
    [InlineData("Content-Type: multipart/mixed; boundary=never\r\n\r\nHej utan slut")]
    [InlineData("Content-Type: multipart/alternative\r\n\r\n--x\r\n\r\nHej")]
    [InlineData("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n=?=*")]
    [InlineData("Subject: a second one\r\nContent-Type: ;;;\r\n\r\nHej")]
    public async Task A_broken_one_is_read_as_far_as_it_goes(string rest) => Assert.Equal("asa@skola.example", (await ReadAsync(Head + rest)).From);

    [Theory]
    [InlineData("To: it-stod@example.se\r\n\r\nHej", "no-sender")]
    [InlineData("From: nobody\r\n\r\nHej", "no-sender")]
    [InlineData("From: \r\n\r\nHej", "no-sender")]
    public async Task Without_a_sender_it_is_refused(string raw, string reason) =>
        Assert.Equal(reason, (await Assert.ThrowsAsync<MailUnreadableException>(() => ReadAsync(raw))).Reason);

    [Fact]
    public async Task One_of_ten_thousand_parts_is_refused()
    {
        var raw = new StringBuilder(Head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (var i = 0; i < 10_000; i++)
        {
            raw.Append("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n");
        }

        Assert.Equal("too-many-parts", (await Assert.ThrowsAsync<MailUnreadableException>(() => ReadAsync(raw.Append("--b--\r\n").ToString()))).Reason);
    }

    [Fact]
    public async Task One_that_holds_itself_a_thousand_times_ends()
    {
        var raw = new StringBuilder(Head);
        for (var i = 0; i < 1_000; i++)
        {
            raw.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\r\n\r\n--b").Append(i).Append("\r\n");
        }

        Assert.Equal("asa@skola.example", (await ReadAsync(raw.Append("\r\nHej").ToString())).From);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied\r\n", "auto-submitted")]
    [InlineData("Auto-Submitted: no\r\n", null)]
    [InlineData("Precedence: bulk\r\n", "precedence")]
    [InlineData("X-Auto-Response-Suppress: All\r\n", "auto-response-suppress")]
    [InlineData("X-Auto-Response-Suppress: OOF\r\n", null)]
    [InlineData("Return-Path: <>\r\n", "empty-return-path")]
    [InlineData("Return-Path: <asa@skola.example>\r\n", null)]
    public async Task A_robot_is_told_by_its_headers(string header, string? robot) =>
        Assert.Equal(robot, (await ReadAsync(header + Head + "\r\nHej")).Robot);

    [Theory]
    [InlineData("it-stod@example.se", "own-address")]
    [InlineData("MAILER-DAEMON@mail.example", "mailer-daemon")]
    public async Task Its_own_address_and_daemons_are_robots(string from, string robot) => Assert.Equal(robot, (await ReadAsync($"From: {from}\r\n\r\nHej")).Robot);

    [Fact]
    public async Task A_report_tells_which_mail_was_not_delivered_and_why()
    {
        const string Report = "From: MAILER-DAEMON@mail.example\r\nReturn-Path: <>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n"
            + "--r\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\nFinal-Recipient: rfc822; asa@skola.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
            + "--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <10000016.7f3c5d2e9a1b4c6d8e0f1a2b3c4d5e6f@example.se>\r\nSubject: x\r\n\r\n--r--\r\n";
        var mail = await ReadAsync(Report);
        Assert.Equal(("7f3c5d2e9a1b4c6d8e0f1a2b3c4d5e6f", "undelivered", "5.1.1"), (mail.Bounce?.Message, mail.Bounce?.Outcome, mail.Bounce?.Code));
        Assert.NotNull(mail.Robot);
        Assert.Null((await ReadAsync(Report.Replace("Action: failed", "Action: delayed", StringComparison.Ordinal))).Bounce);
        Assert.Null((await ReadAsync(Report.Replace("@example.se", "@elsewhere.se", StringComparison.Ordinal))).Bounce);
    }

    [Fact]
    public async Task Files_are_noted_with_size_and_hash()
    {
        var mail = await ReadAsync(Head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHej\r\n--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=\"../sk\u0007rm.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\naGVq\r\n--b--\r\n");
        var file = Assert.Single(mail.Files);
        Assert.Equal((3L, "image/png", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("hej"u8))), (file.Bytes, file.MediaType, file.Sha256));
        Assert.DoesNotContain(file.Name, char.IsControl);
    }

    private static Task<ReadMail> ReadAsync(string raw) => ReadMail.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(raw)), s_own, TestContext.Current.CancellationToken);
}
