using System.Net;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.HostTests.Voice;
using SmtpServer.Protocol;

namespace IntegrationHub.HostTests.Mail;

/// <summary>A hub with a mail server that says what the test wants.</summary>
public sealed class SendingMail : IAsyncLifetime
{
    private const string PublicUrl = "https://spoc.example.se";
    private readonly TestFolder _folder = new();
    private readonly MailCatcher _server = new();
    private ServedHub? _hub;

    private ServedHub Hub => _hub!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await HubHere.ServeAsync(_folder.Path, TwilioKit.Settings(
        ("HUB_Mail__Smtp", $"smtp://127.0.0.1:{_server.Port}?starttls=none"), ("HUB_Mail__From", "Stadens it-stöd <it-stod@spoc.example.se>"), ("HUB_PublicUrl", PublicUrl)));

    public async ValueTask DisposeAsync()
    {
        _hub?.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Who_wrote_a_mail_is_answered_by_mail_in_the_thread_of_the_case()
    {
        var number = await MailScene.OpenAsync(Hub, "mail-1", "mail", null, "asa@skola.example");
        await MailScene.EventAsync(Hub, number, "user-notified.v1", "outcome", "sent");
        await MailScene.SayAsync(Hub, number, "resolved", "Bytte toner.");
        await MailScene.UntilAsync<object>(() => Task.FromResult<object?>(_server.Mails.Count >= 2 ? _server : null));

        var solved = _server.Mails.Last();
        Assert.Contains(number.Insert(4, " "), solved.Subject, StringComparison.Ordinal);
        Assert.Contains("Bytte toner.", solved.TextBody, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"sv\">", solved.HtmlBody, StringComparison.Ordinal);
        Assert.All(_server.Mails, mail => Assert.Contains($"{number}@spoc.example.se", mail.References));
        Assert.All(_server.Mails, mail => Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]));
        Assert.DoesNotContain("asa@skola", Hub.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again_under_the_same_id()
    {
        _server.Answers.Enqueue(new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "busy"));
        var number = await MailScene.OpenAsync(Hub, "mail-2", "mail", null, "asa@skola.example");
        await MailScene.EventAsync(Hub, number, "user-notified.v1", "outcome", "sent");
        Assert.Single(_server.Mails);
    }

    [Fact]
    public async Task An_address_that_takes_no_mail_is_settled_and_what_an_operator_can_mend_is_parked()
    {
        _server.Takes = address => !address.StartsWith("borta", StringComparison.Ordinal);
        var gone = await MailScene.OpenAsync(Hub, "mail-3", "mail", null, "borta@skola.example");
        await MailScene.EventAsync(Hub, gone, "user-notified.v1", "outcome", "refused");

        _server.Answers.Enqueue(new SmtpResponse(SmtpReplyCode.TransactionFailed, "no"));
        await MailScene.OpenAsync(Hub, "mail-4", "mail", null, "asa@skola.example");
        var parked = await MailScene.UntilAsync(async () =>
            await Hub.Http.GetStringAsync("/api/parked", Ct) is var said && said.Contains("mail-notices", StringComparison.Ordinal) ? said : null);
        Assert.Contains("554", parked, StringComparison.Ordinal);
        Assert.DoesNotContain("skola.example", parked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_message_that_did_not_arrive_is_told_by_mail_and_its_fate_is_on_the_case()
    {
        var number = await MailScene.OpenAsync(Hub, "mail-5", "phone", "070-123 45 67", "asa@skola.example");
        var told = await MailScene.UntilAsync(async () =>
            (await MailScene.EventsAsync(Hub, number, "user-notified.v1")) is [var first, ..] ? first.GetProperty("message").GetString() : null);
        Assert.Empty(_server.Mails);

        var path = $"/sms/status?key=case-{number}.{told}";
        await StatusAsync(path, "sent", null);
        await StatusAsync(path, "undelivered", "30003");
        await StatusAsync(path, "undelivered", "30003");
        await MailScene.UntilAsync<object>(() => Task.FromResult<object?>(_server.Mails.IsEmpty ? null : _server));
        await StatusAsync(path, "sent", null);
        Assert.Equal("30003", Assert.Single(await MailScene.EventsAsync(Hub, number, "user-notice-followed.v1")).GetProperty("code").GetString());
        Assert.Contains("full inkorg", await Hub.Http.GetStringAsync($"/cases/{number}", Ct), StringComparison.Ordinal);
        Assert.Single(_server.Mails);
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(path, "delivered", null, "another token"));
    }

    [Fact]
    public async Task What_has_arrived_stays_so_whatever_comes_late()
    {
        var number = await MailScene.OpenAsync(Hub, "mail-6", "phone", "070-123 45 68", "asa@skola.example");
        var told = await MailScene.UntilAsync(async () =>
            (await MailScene.EventsAsync(Hub, number, "user-notified.v1")) is [var first, ..] ? first.GetProperty("message").GetString() : null);
        await StatusAsync($"/sms/status?key=case-{number}.{told}", "delivered", null);
        await StatusAsync($"/sms/status?key=case-{number}.{told}", "undelivered", "30008");
        await StatusAsync("/sms/status?key=case-99999999.nothing", "delivered", null);
        await StatusAsync("/sms/status", "delivered", null);
        Assert.Equal("delivered", Assert.Single(await MailScene.EventsAsync(Hub, number, "user-notice-followed.v1")).GetProperty("outcome").GetString());
    }

    private async Task StatusAsync(string path, string status, string? code) => Assert.Equal(HttpStatusCode.NoContent, await PostAsync(path, status, code, TwilioKit.Token));

    private async Task<HttpStatusCode> PostAsync(string path, string status, string? code, string token)
    {
        List<KeyValuePair<string, string>> fields =
            [new("MessageSid", "SM1"), new("MessageStatus", status), new("SmsStatus", status), new("To", "+46701234567"), new("From", "+46846500499"), .. code is null ? [] : new[] { KeyValuePair.Create("ErrorCode", code) }];
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add(TwilioSignature.Header, TwilioSignature.Of(token, PublicUrl + path, fields));
        using var answer = await Hub.Http.SendAsync(request, Ct);
        return answer.StatusCode;
    }
}
