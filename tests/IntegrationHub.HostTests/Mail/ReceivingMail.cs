using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Voice;

namespace IntegrationHub.HostTests.Mail;

/// <summary>A hub that reads a real mail box and answers through a mail server.</summary>
public sealed class ReceivingMail : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly MailCatcher _server = new();
    private Dovecot? _box;
    private ServedHub? _hub;
    private int _mails;

    private ServedHub Hub => _hub!;

    private Dovecot Box => _box!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _box = await Dovecot.StartAsync();
        _hub = await ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _hub?.Dispose();
        await _server.DisposeAsync();
        await (_box?.DisposeAsync() ?? default);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_mail_becomes_a_case_and_its_answers_join_it_until_the_user_says_that_it_works()
    {
        await Box.ArriveAsync(Mail("asa@skola.example", "Skrivaren är trasig", "Skrivaren på plan 3 är trasig.\n\n-- \nÅsa Öst, lärare"));
        var receipt = await AnswerAsync(1);
        var number = NumberIn(receipt.Subject);
        var shown = await Hub.Http.GetFromJsonAsync(number);
        Assert.Equal(("mail", "printing"), (OpeningACase.Text(shown, "channel"), OpeningACase.Text(shown, "service")));
        Assert.DoesNotContain("lärare", OpeningACase.Text(shown, "description"), StringComparison.Ordinal);
        Assert.Equal("m1@skola.example", receipt.InReplyTo);

        await Box.ArriveAsync(Mail("asa@skola.example", "Sv: " + receipt.Subject, "Det är den svarta.", receipt.MessageId));
        await MailScene.UntilAsync<object>(async () => await MailScene.EventsAsync(Hub, number, "note-added.v1") is [var note] ? (object)note : null);

        await MailScene.SayAsync(Hub, number, "resolved", "Bytte toner.");
        var solved = await AnswerAsync(2);
        await Box.ArriveAsync(Mail("asa@skola.example", "Sv: " + solved.Subject, "Ja\n\nDen tis 24 nov. 2026 kl 09:12 skrev Stadens it-stöd <it-stod@spoc.example.se>:\n> Fungerar det?", solved.MessageId));
        await StatusAsync(number, "closed");
        Assert.Contains("Tack för svaret", (await AnswerAsync(3)).TextBody, StringComparison.Ordinal);
        Assert.Contains("e-post", await Hub.Http.GetStringAsync($"/cases/{number}", Ct), StringComparison.Ordinal);
        await InBoxAsync(0, 3, 0);
        Assert.DoesNotContain("asa@skola", Hub.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_in_the_subject_counts_for_the_cases_own_person_only()
    {
        await Box.ArriveAsync(Mail("asa@skola.example", "Skrivaren är trasig", "Skrivaren på plan 3 är trasig."));
        var number = NumberIn((await AnswerAsync(1)).Subject);
        await Box.ArriveAsync(Mail("asa@skola.example", $"Ärende {number}", "Nu är det två skrivare."));
        await MailScene.UntilAsync<object>(async () => await MailScene.EventsAsync(Hub, number, "note-added.v1") is [var note] ? (object)note : null);
        await Box.ArriveAsync(Mail("kim@skola.example", $"Ärende {number}", "Skrivaren är trasig för mig också."));
        var other = NumberIn((await AnswerAsync(2)).Subject);
        Assert.NotEqual(number, other);
        Assert.Contains(number, OpeningACase.Text(await Hub.Http.GetFromJsonAsync(other), "description"), StringComparison.Ordinal);
        Assert.Single(await MailScene.EventsAsync(Hub, number, "note-added.v1"));
    }

    [Fact]
    public async Task Robots_get_no_answer_and_a_mail_that_was_not_delivered_is_on_its_case()
    {
        await Box.ArriveAsync("Auto-Submitted: auto-replied\n" + Mail("asa@skola.example", "Frånvaro", "Jag är ledig."));
        await Box.ArriveAsync(Mail("it-stod@spoc.example.se", "Skrivaren är trasig", "Skrivaren är trasig."));
        await Box.ArriveAsync(Mail("borta@skola.example", "Skrivaren är trasig", "Skrivaren på plan 3 är trasig."));
        var sent = await AnswerAsync(1);
        await Box.ArriveAsync(
            "From: MAILER-DAEMON@mail.example\nReturn-Path: <>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\n\n"
            + "--r\nContent-Type: text/plain\n\nSorry.\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example\n\nFinal-Recipient: rfc822; borta@skola.example\nAction: failed\nStatus: 5.2.2\n\n"
            + $"--r\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{sent.MessageId}>\n\n--r--\n");
        var number = NumberIn(sent.Subject);
        await MailScene.EventAsync(Hub, number, "user-notice-followed.v1", "code", "5.2.2");
        Assert.Contains("Inkorgen är full", await Hub.Http.GetStringAsync($"/cases/{number}", Ct), StringComparison.Ordinal);
        await InBoxAsync(0, 4, 0);
        Assert.Single(_server.Mails);
    }

    [Fact]
    public async Task What_cannot_be_read_is_set_aside_and_shown_and_the_others_are_read()
    {
        await Box.ArriveAsync("To: it-stod@spoc.example.se\nSubject: utan avsändare\n\nHej");
        await Box.ArriveAsync("From: asa@skola.example\nContent-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\nx\n", 10_000)) + "--b--\n");
        await Box.ArriveAsync(Mail("asa@skola.example", "Skrivaren är trasig", "Skrivaren på plan 3 är trasig."));
        await AnswerAsync(1);
        await InBoxAsync(0, 1, 2);
        var parked = await MailScene.UntilAsync(async () =>
            await Hub.Http.GetStringAsync("/api/parked", Ct) is var said && said.Contains("no-sender", StringComparison.Ordinal) && said.Contains("too-many-parts", StringComparison.Ordinal) ? said : null);
        Assert.Contains("inbound-mail", parked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_comes_twice_and_a_hub_that_dies_make_one_case_each()
    {
        using var killed = await HubProcess.InsteadOfAsync(Hub, _folder.Path, Settings);
        _hub = killed;
        var first = Mail("asa@skola.example", "Skrivaren är trasig", "Skrivaren på plan 3 är trasig.");
        await Box.ArriveAsync(first);
        var number = NumberIn((await AnswerAsync(1)).Subject);
        await killed.KillAsync();
        await Box.ArriveAsync("Received: from elsewhere\n" + first); // As after a crash between the log and the box, or by another way.
        await Box.ArriveAsync(Mail("asa@skola.example", "Skärmen är svart", "Skärmen är svart."));
        await Box.RenewAsync("Hub-taken");
        _hub = await ServeAsync();
        var last = NumberIn((await MailScene.UntilAsync(() => Task.FromResult(_server.Mails.FirstOrDefault(mail => mail.InReplyTo == "m2@skola.example")))).Subject);
        await InBoxAsync(0, 2, 0);

        // One sender's mails are done in their order: once the last has its case, the others have theirs.
        var person = (await Hub.Http.GetFromJsonAsync(number)).GetProperty("reporter").GetProperty("person").GetString();
        var cases = await MailScene.UntilAsync<string>(async () =>
            await Hub.Http.GetStringAsync($"/api/people/{person}/cases", Ct) is var said && said.Contains(last, StringComparison.Ordinal) ? said : null);
        Assert.Contains(number, cases, StringComparison.Ordinal);
        Assert.Equal(2, JsonDocument.Parse(cases).RootElement.GetProperty("cases").GetArrayLength());
    }

    [Fact]
    public async Task A_file_is_noted_on_the_case_until_its_person_is_erased_and_stays_in_the_box()
    {
        await Box.ArriveAsync("From: asa@skola.example\nSubject: Skrivaren\nMessage-ID: <f1@skola.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSkrivaren är trasig\n--b\nContent-Type: image/png\nContent-Disposition: attachment; filename=\"bild.png\"\nContent-Transfer-Encoding: base64\n\naGVq\n--b--\n");
        var number = NumberIn((await AnswerAsync(1)).Subject);
        await MailScene.EventAsync(Hub, number, "attachment-added.v1", "name", "bild.png");
        await InBoxAsync(0, 1, 0);

        var receipt = await MailScene.EraseAsync(Hub, number, _folder.Path);
        Assert.Equal(("left-to-others", "nothing"), (MailScene.Outcome(receipt, "mail box"), MailScene.Outcome(receipt, "data directory")));
        Assert.DoesNotContain("bild.png", await Hub.Http.GetStringAsync($"/api/cases/{number}/timeline", Ct), StringComparison.Ordinal);
    }

    private async Task<ServedHub> ServeAsync() => await HubHere.ServeAsync(_folder.Path, Settings);

    private Dictionary<string, string> Settings => TwilioKit.Settings(
        ("HUB_Mail__Smtp", $"smtp://127.0.0.1:{_server.Port}?starttls=none"), ("HUB_Mail__From", "Stadens it-stöd <it-stod@spoc.example.se>"), ("HUB_Mail__Imap", Box.Url));

    private string Mail(string from, string subject, string text, string? answers = null) =>
        $"From: {from}\nTo: it-stod@spoc.example.se\nSubject: {subject}\nMessage-ID: <m{++_mails}@skola.example>\n"
        + (answers is null ? "" : $"In-Reply-To: <{answers}>\nReferences: <{answers}>\n")
        + $"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n";

    /// <summary>The n-th mail that the hub sent.</summary>
    private Task<MimeKit.MimeMessage> AnswerAsync(int n) => MailScene.UntilAsync(() => Task.FromResult(_server.Mails.ElementAtOrDefault(n - 1)));

    private async Task StatusAsync(string number, string status) => await MailScene.UntilAsync<object>(async () =>
        OpeningACase.Text(await Hub.Http.GetFromJsonAsync(number), "status") == status ? status : null);

    private async Task InBoxAsync(int left, int taken, int aside) => await MailScene.UntilAsync<object>(async () =>
        (await Box.CountAsync("INBOX"), await Box.CountAsync("Hub-taken"), await Box.CountAsync("Hub-aside")) == (left, taken, aside) ? "so" : null);

    private static string NumberIn(string? subject) => string.Concat((subject ?? "").Where(char.IsAsciiDigit));
}

file static class Cases
{
    public static async Task<JsonElement> GetFromJsonAsync(this HttpClient http, string number)
    {
        using var answer = JsonDocument.Parse(await http.GetStringAsync($"/api/cases/{number}", TestContext.Current.CancellationToken));
        return answer.RootElement.Clone();
    }
}
