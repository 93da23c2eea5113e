using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Voice;

/// <summary>A case that exists: by phone and by text message.</summary>
public sealed class ComingBackAboutACase(TwilioKit twilio, HubWithPhone running) : IClassFixture<HubWithPhone>
{
    private readonly string _caller = TwilioKit.NewCaller();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_solved_case_is_confirmed_with_one_key()
    {
        var number = await SolvedAsync();
        await PlayAsync("start", "dtmf:5", "repeat", "expect:ärendenummer", $"dtmf:{number}#", "repeat", "expect:löst", "reject:toner", "reject:Skrivaren på plan 3", "dtmf:1", "repeat", "expect:avslutat", "open:ended");
        Assert.Equal("closed", await StatusAsync(number));
        Assert.Equal(1, await CountAsync(number, "resolution-confirmed.v1"));
    }

    [Fact]
    public async Task A_case_that_does_not_work_is_opened_again_by_voice()
    {
        var number = await SolvedAsync();
        await PlayAsync("start", "dtmf:5", $"say:{number}", "say:nej det fungerar inte", "repeat", "expect:öppnat igen", "open:ended");
        Assert.Equal("in-progress", await StatusAsync(number));
        Assert.Equal(1, await CountAsync(number, "case-reopened.v1"));
    }

    [Fact]
    public async Task Words_are_added_to_it()
    {
        var number = await OpenAsync();
        await PlayAsync("start", "dtmf:5", $"dtmf:{number}#", "expect:inte börjat", "dtmf:3", "say:Nu är det två skrivare", "repeat", "expect:antecknat");
        Assert.Equal(1, await CountAsync(number, "note-added.v1"));
    }

    [Fact]
    public async Task The_desks_question_is_read_to_its_user_only()
    {
        var number = await OpenAsync();
        await SupplierAsync(number, "question-asked", "Vilken skrivare?");
        await twilio.PlayAsync(running.Hub, "--from " + TwilioKit.NewCaller(), "start", "dtmf:5", $"dtmf:{number}#", "expect:väntar på svar", "reject:Vilken skrivare");
        await PlayAsync("start", "dtmf:5", $"dtmf:{number}#", "expect:Vilken skrivare", "dtmf:3", "say:Den svarta", "repeat", "expect:antecknat");
        Assert.Equal("in-progress", await StatusAsync(number));
        Assert.Equal(1, await CountAsync(number, "user-answered.v1"));
    }

    [Fact]
    public async Task Three_wrong_numbers_reach_a_person() =>
        await PlayAsync("start", "dtmf:5", "dtmf:10000017#", "expect:finns inte", "dtmf:123#", "silence", "open:Dial");

    [Theory]
    [InlineData("JA", "closed")]
    [InlineData("Nej, det strular", "in-progress")]
    public async Task A_text_message_is_about_the_senders_solved_case(string body, string status)
    {
        var number = await SolvedAsync();
        await FollowedAsync(number, body);
        Assert.Equal(status, await StatusAsync(number));
    }

    [Fact]
    public async Task A_text_message_with_a_number_is_noted_and_one_without_is_told_how()
    {
        var number = await OpenAsync();
        await PlayAsync($"sms:{number} nu är det två skrivare", "repeat", "expect:antecknat", "nosign", "badtoken", "tamper");
        Assert.Equal(1, await CountAsync(number, "note-added.v1"));
        await PlayAsync("sms:Hej hej", "repeat", "expect:Skriv JA eller NEJ", "sms:12345674 ja", "expect:finns inte", "sms:STOPP", "repeat", "reject:.", "msgstatus:delivered", "msgstatus:failed@30003", "nosign");
    }

    /// <summary>The hub finds the sender's case once it has followed the log that far; until then it tells how to write.</summary>
    private async Task FollowedAsync(string number, string body)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var said = await PlayAsync("sms:" + body, "repeat");
            if (!said.Output.Contains("Skriv JA eller NEJ", StringComparison.Ordinal))
            {
                Assert.Contains(number.Insert(4, " "), said.Output, StringComparison.Ordinal);
                return;
            }
        }

        Assert.Fail("The message was never understood.");
    }

    private Task<Played> PlayAsync(params string[] steps) => twilio.PlayAsync(running.Hub, "--from " + _caller, steps);

    private async Task<string> OpenAsync() =>
        (await PlayAsync("start", "say:Skrivaren på plan 3 är trasig", "dtmf:1", "whisper", "whisper-dtmf:1", "dial:completed", "open:ended")).Number;

    private async Task<string> SolvedAsync()
    {
        var number = await OpenAsync();
        await SupplierAsync(number, "resolved", "Bytte toner.");
        return number;
    }

    private async Task SupplierAsync(string number, string type, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/suppliers/workplace/events")
        {
            Content = JsonContent.Create(new
            {
                specversion = "1.0",
                id = $"{number}-{type}",
                source = "//workplace",
                type = $"supplier.ticket.{type}.v1",
                datacontenttype = "application/json",
                data = new { @case = number, ticket = "WP-" + number, text },
            }),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/cloudevents+json; charset=utf-8");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "workplace-token");
        using var answer = await running.Hub.Http.SendAsync(request, Ct);
        Assert.Contains("applied", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private async Task<string> StatusAsync(string number) =>
        OpeningACase.Text(await running.Hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct), "status");

    private async Task<int> CountAsync(string number, string type) =>
        (await running.Hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray()
            .Count(entry => OpeningACase.Text(entry, "type") == type);
}
