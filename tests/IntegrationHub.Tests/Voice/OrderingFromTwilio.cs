using System.Net;
using System.Text;
using IntegrationHub.Adapters.Voice.Twilio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Voice;

public sealed class OrderingFromTwilio
{
    private const string To = "+46701234567";
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly TwilioOptions Options = new(
        "AC00000000000000000000000000000001", "12345,old", "+46111234567", "https://twilio.test/", "https://hub.example.se/spoc");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_a_form_with_the_accounts_name_and_first_token()
    {
        var server = new ScriptedHttp((request, _) =>
        {
            Assert.Equal("AC00000000000000000000000000000001:12345",
                Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers.Authorization!.Parameter!)));
            return Answer(201, """{"sid":"SM1","status":"queued"}""");
        });
        Assert.Equal(new TwilioOutcome.Taken("SM1"), await Rest(server).SendSmsAsync(To, "”Klart” – tack…", "k 1", Ct));
        var asked = Assert.Single(server.Asked);
        Assert.Equal("https://twilio.test/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json", asked.Url.AbsoluteUri);
        var sent = TwilioRequest.Parse(Encoding.UTF8.GetBytes(asked.Body));
        Assert.Equal("\"Klart\" - tack...", sent.Body);
        Assert.Equal("+46111234567", sent.From);
        Assert.Equal("https://hub.example.se/spoc/sms/status?key=k%201", sent["StatusCallback"]);
    }

    [Fact]
    public async Task A_call_names_each_event_by_itself()
    {
        var server = new ScriptedHttp((_, _) => Answer(201, """{"sid":"CA1"}"""));
        var call = new OutgoingCall(To, new("https://hub.example.se/voice/callback?id=1"), new("https://hub.example.se/voice/status"))
        {
            RingSeconds = 9000,
        };
        Assert.Equal(new TwilioOutcome.Taken("CA1"), await Rest(server).PlaceCallAsync(call, Ct));
        var sent = TwilioRequest.Parse(Encoding.UTF8.GetBytes(server.Asked[0].Body));
        Assert.Equal(["initiated", "ringing", "answered", "completed"], sent.All("StatusCallbackEvent"));
        Assert.Equal(("600", "Enable"), (sent["Timeout"], sent["MachineDetection"]));
    }

    [Fact]
    public async Task A_call_that_goes_on_is_moved_to_another_document()
    {
        var server = new ScriptedHttp((_, _) => Answer(200, """{"sid":"CA1"}"""));
        Assert.Equal(new TwilioOutcome.Taken("CA1"), await Rest(server).MoveCallAsync("CA1", new("https://hub.example.se/voice/transfer?n=4"), Ct));
        Assert.Equal("https://twilio.test/2010-04-01/Accounts/AC00000000000000000000000000000001/Calls/CA1.json", server.Asked[0].Url.AbsoluteUri);
        Assert.Equal("https://hub.example.se/voice/transfer?n=4", TwilioRequest.Parse(Encoding.UTF8.GetBytes(server.Asked[0].Body))["Url"]);
        Assert.Equal(21205, Assert.IsType<TwilioOutcome.Refused>(await Rest(server).MoveCallAsync("CA1", new("/voice/transfer", UriKind.Relative), Ct)).Code);
    }

    [Theory]
    [InlineData(400, """{"code":21211,"message":"The 'To' number is not valid","status":400}""", 21211)]
    [InlineData(401, """{"code":20003,"message":"Authenticate"}""", 20003)]
    [InlineData(404, "<html>not json</html>", 404)]
    [InlineData(302, "", 302)]
    public async Task A_refusal_is_final(int status, string body, int code)
    {
        var server = new ScriptedHttp((_, _) => Answer(status, body));
        Assert.Equal(code, Assert.IsType<TwilioOutcome.Refused>(await Rest(server).SendSmsAsync(To, "hej", "k", Ct)).Code);
        Assert.Single(server.Asked);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("Tue, 24 Nov 2026 08:00:30 GMT", 30)]
    [InlineData("Tue, 24 Nov 2026 07:00:00 GMT", null)]
    [InlineData(null, null)]
    public async Task Too_many_requests_is_not_taken_and_tells_when_to_come_back(string? header, int? seconds)
    {
        var server = new ScriptedHttp((_, _) =>
        {
            var answer = Answer(429, """{"code":20429}""");
            answer.Headers.TryAddWithoutValidation("Retry-After", header is null ? [] : [header]);
            return answer;
        });
        var later = Assert.IsType<TwilioOutcome.TryLater>(await Rest(server).SendSmsAsync(To, "hej", "k", Ct));
        Assert.Equal(seconds, (int?)later.RetryAfter?.TotalSeconds);
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task A_connection_that_was_never_made_can_be_tried_later()
    {
        var server = new ScriptedHttp((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError));
        Assert.Equal(new TwilioOutcome.TryLater(null), await Rest(server).SendSmsAsync(To, "hej", "k", Ct));
    }

    [Fact]
    public async Task A_lost_answer_is_not_known_and_never_sent_again_by_itself()
    {
        Func<HttpResponseMessage>[] faults =
        [
            () => Answer(500, "{}"),
            () => Answer(503, "overload"),
            () => Answer(201, "{}"),
            () => Answer(201, "half an ans"),
            () => throw new HttpRequestException(HttpRequestError.ResponseEnded),
            () => throw new TaskCanceledException("time limit", new TimeoutException()),
        ];
        foreach (var fault in faults)
        {
            var server = new ScriptedHttp((_, _) => fault());
            Assert.IsType<TwilioOutcome.Unknown>(await Rest(server).SendSmsAsync(To, "hej", "k", Ct));
            Assert.Single(server.Asked);
        }
    }

    [Fact]
    public async Task A_message_of_unknown_fate_is_found_by_number_text_and_time()
    {
        var server = new ScriptedHttp((_, _) => Answer(200,
            """
            {"messages":[
              {"sid":"SM3","body":"Hej igen","date_created":"Tue, 24 Nov 2026 08:00:05 +0000"},
              {"sid":"SM2","body":"Klart - tack","date_created":"Tue, 24 Nov 2026 08:00:01 +0000"},
              {"sid":"SM1","body":"Klart - tack","date_created":"Tue, 24 Nov 2026 07:00:00 +0000"}]}
            """));
        var rest = Rest(server);
        Assert.Equal(new TwilioOutcome.Taken("SM2"), await rest.FindSmsAsync(To, "Klart – tack ", Now, Ct));
        Assert.Equal(new TwilioOutcome.NotThere(), await rest.FindSmsAsync(To, "Klart – tack ", Now.AddMinutes(5), Ct));
        Assert.Equal("?To=%2B46701234567&From=%2B46111234567&DateSent%3E=2026-11-24&PageSize=100", server.Asked[0].Url.Query);
    }

    [Fact]
    public async Task A_search_is_repeated_when_twilio_stumbles()
    {
        const string list = """{"calls":[{"sid":"CA9","direction":"outbound-api","date_created":"Tue, 24 Nov 2026 08:00:01 +0000"}]}""";
        var answers = new Queue<HttpResponseMessage>([Answer(503, ""), Answer(200, list)]);
        var server = new ScriptedHttp((_, _) => answers.Dequeue());
        var clock = new FakeTimeProvider(Now);
        var search = Rest(server, clock).FindCallAsync(To, Now, [], Ct);
        while (!search.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(new TwilioOutcome.Taken("CA9"), await search);
        Assert.Equal(2, server.Asked.Count);
    }

    [Theory]
    [InlineData("anonymous", "hej", 21211)]
    [InlineData("+266696687", "hej", 21211)]
    [InlineData("070-123 45 67", "hej", 21211)]
    [InlineData(To, " \n ", 21602)]
    public async Task What_cannot_be_sent_is_refused_here(string to, string body, int code)
    {
        var server = new ScriptedHttp((_, _) => throw new InvalidOperationException());
        Assert.Equal(code, Assert.IsType<TwilioOutcome.Refused>(await Rest(server).SendSmsAsync(to, body, "k", Ct)).Code);
    }

    [Fact]
    public async Task A_hub_without_telephone_refuses_in_words()
    {
        var rest = new TwilioRest(new HttpClient(), new TwilioOptions(), TimeProvider.System);
        var refused = Assert.IsType<TwilioOutcome.Refused>(await rest.SendSmsAsync(To, "hej", "k", Ct));
        Assert.Contains("Twilio:AuthToken", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_message_is_cut_and_half_a_pair_left_out()
    {
        Assert.Equal(1600, SmsText.Fit(new string('a', 5000)).Length);
        Assert.EndsWith("a...", SmsText.Fit(new string('a', 1596) + "🙂" + new string('b', 99)), StringComparison.Ordinal);
        Assert.Equal("å-ja", SmsText.Plain("a\u030A\u2011\uD83Dja"));
    }

    private static TwilioRest Rest(ScriptedHttp server, FakeTimeProvider? clock = null)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(clock ?? new FakeTimeProvider(Now)).AddLogging().AddTwilio(Options);
        services.AddHttpClient<TwilioRest>().ConfigurePrimaryHttpMessageHandler(() => server);
        return services.BuildServiceProvider().GetRequiredService<TwilioRest>();
    }

    private static HttpResponseMessage Answer(int status, string body) => new((HttpStatusCode)status) { Content = new StringContent(body) };
}
