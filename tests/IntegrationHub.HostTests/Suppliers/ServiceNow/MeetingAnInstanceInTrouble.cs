using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.ServiceNow;
using IntegrationHub.Core.Suppliers;
using Microsoft.Extensions.Time.Testing;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace IntegrationHub.HostTests.Suppliers.ServiceNow;

/// <summary>What an instance says when it does not do its work, and how tokens come and go.</summary>
public sealed class MeetingAnInstanceInTrouble : IDisposable
{
    private const string Found = """{"result":[{"sys_id":"00000000000000000000000000000001","number":"INC0010001","correlation_id":"1001","correlation_display":"it-support","state":"2"}]}""";
    private readonly WireMockServer _instance = WireMockServer.Start();
    private readonly HttpClient _http = new(CloudEventSender.NewHandler());
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _instance.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task Where_only_the_reset_is_said_the_hub_comes_again_when_it_is_over_by_the_instances_clock()
    {
        var reset = TimeProvider.System.GetUtcNow().AddMinutes(12).ToUnixTimeSeconds(); // By the clock of the instance; the hub's is another.
        Answers(Response.Create().WithStatusCode(429).WithHeader("X-RateLimit-Limit", "600").WithHeader("X-RateLimit-Reset", reset.ToString(CultureInfo.InvariantCulture))
            .WithBody("""{"error":{"message":"Rate limit exceeded","detail":""},"status":"failure"}"""));
        var later = Assert.IsType<TryLater>(await TellAsync("basic"));
        Assert.Equal("429: Rate limit exceeded", later.Why);
        Assert.InRange(later.After!.Value, TimeSpan.FromMinutes(11), TimeSpan.FromMinutes(12) + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task What_is_asked_to_wait_beyond_a_day_comes_again_after_a_day()
    {
        Answers(Response.Create().WithStatusCode(429).WithHeader("Retry-After", "9999999"));
        Assert.Equal(TimeSpan.FromDays(1), Assert.IsType<TryLater>(await TellAsync("basic")).After);
    }

    [Theory]
    [InlineData(502, "502: Bad Gateway")]
    [InlineData(200, "maintenance")]
    public async Task A_page_for_people_is_no_answer_and_none_of_it_is_shown(int status, string why)
    {
        Answers(Response.Create().WithStatusCode(status).WithHeader("Content-Type", "text/html").WithBody("<html><h1>Instance is under maintenance by Åsa</h1></html>"));
        var later = Assert.IsType<TryLater>(await TellAsync("basic"));
        Assert.Contains(why, later.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("Åsa", later.Why, StringComparison.Ordinal);
        using var system = System("basic");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => system.ReadAsync(null, Ct));
    }

    [Fact]
    public async Task A_query_that_was_broken_off_finds_nothing_and_so_nothing_is_made()
    {
        Answers(Response.Create().WithBody("""{"result":[],"error":{"message":"Transaction cancelled","detail":"maximum execution time exceeded"},"status":"failure"}"""));
        Assert.Contains("maximum execution time", Assert.IsType<TryLater>(await TellAsync("basic", new CaseAssigned("1001", "telephony", "Tyst", new Reporter("Åsa")))).Why, StringComparison.Ordinal);
        Assert.DoesNotContain(_instance.LogEntries, entry => entry.RequestMessage!.Method == "POST");
    }

    [Fact]
    public async Task An_address_that_sends_elsewhere_is_the_wrong_one()
    {
        Answers(Response.Create().WithStatusCode(302).WithHeader("Location", "https://login.example/"));
        Assert.Contains("Suppliers:telephony:Url", Assert.IsType<Refused>(await TellAsync("basic")).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("basic", 401)]
    [InlineData("client-credentials", 400)]
    [InlineData("password", 401)]
    public async Task A_login_that_is_refused_can_be_mended_and_no_secret_is_said(string login, int status)
    {
        Answers(Response.Create().WithStatusCode(status).WithBody("""{"error":"access_denied","error_description":"access_denied"}"""));
        var later = Assert.IsType<TryLater>(await TellAsync(login));
        Assert.Contains("Suppliers:telephony:User", later.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("hemlig", later.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_kept_renewed_before_it_expires_and_asked_for_anew_when_it_cannot_be_renewed()
    {
        Login("grant_type=password", "t1", "r1", priority: 2);
        Login("refresh_token=r1", "t2", "r2", priority: 1);
        _instance.Given(Request.Create().WithPath("/oauth_token.do").WithBody(body => body!.Contains("refresh_token=r2", StringComparison.Ordinal))).AtPriority(1)
            .RespondWith(Response.Create().WithStatusCode(401).WithBody("""{"error":"invalid_grant"}"""));
        Answers(Response.Create().WithBody(Found), priority: 9);
        using var system = System("password");
        for (var minutes = 0; minutes < 60; minutes += 10)
        {
            await system.ReadAsync(null, Ct);
            _clock.Advance(TimeSpan.FromMinutes(10)); // A token lives 30.
        }

        Assert.Equal(["t1", "t1", "t1", "t2", "t2", "t2"], Shown());
        await system.ReadAsync(null, Ct);
        Assert.Equal("t1", Shown()[^1]);
        Assert.Equal(4, _instance.LogEntries.Count(entry => entry.RequestMessage!.Path == "/oauth_token.do"));
    }

    [Fact]
    public async Task Many_that_need_a_token_at_once_ask_for_one()
    {
        Login("client_credentials", "t1", "", priority: 1);
        Answers(Response.Create().WithBody(Found), priority: 9);
        using var system = System("client-credentials");
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => system.ReadAsync(null, Ct)));
        Assert.Single(_instance.LogEntries, entry => entry.RequestMessage!.Path == "/oauth_token.do");
    }

    [Fact]
    public async Task What_is_asked_for_is_no_more_than_needed_and_no_address_tells_of_a_person()
    {
        Answers(Response.Create().WithBody(Found));
        await TellAsync("basic", new CaseNoteAdded("1001", "Åsa Öst har ringt från +46701234567.", "user", "INC0010001"));
        var urls = _instance.LogEntries.Select(entry => Uri.UnescapeDataString(entry.RequestMessage!.Url!)).ToList();
        Assert.All(urls, url => Assert.Contains("&sysparm_display_value=false&sysparm_exclude_reference_link=true", url, StringComparison.Ordinal));
        Assert.All(urls, url => Assert.Contains("sysparm_fields=sys_id", url, StringComparison.Ordinal));
        Assert.DoesNotContain(urls, url => url.Contains("Öst", StringComparison.Ordinal) || url.Contains("+46", StringComparison.Ordinal));
    }

    private IReadOnlyList<string> Shown() =>
        [.. _instance.LogEntries.Where(entry => entry.RequestMessage!.Path != "/oauth_token.do").Select(entry => entry.RequestMessage!.Headers!["Authorization"][0]["Bearer ".Length..])];

    private void Login(string wants, string token, string refresh, int priority) => _instance
        .Given(Request.Create().WithPath("/oauth_token.do").UsingPost().WithBody(body => body!.Contains(wants, StringComparison.Ordinal) && body.Contains("client_secret=hemlig", StringComparison.Ordinal)))
        .AtPriority(priority).RespondWith(Response.Create().WithBody($$"""{"access_token":"{{token}}","refresh_token":"{{refresh}}","token_type":"Bearer","expires_in":1800}"""));

    private void Answers(IResponseBuilder answer, int priority = 1) => _instance.Given(Request.Create()).AtPriority(priority).RespondWith(answer);

    private ServiceNowSystem System(string login) => new(_http, ServiceNowSupplier.Of(new SupplierSettings("telephony", "servicenow", new Uri(_instance.Url!), "0123456789abcdef")
    {
        Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Login"] = login,
            ["User"] = "hub.city",
            ["Password"] = "hemligt",
            ["ClientId"] = "c1",
            ["ClientSecret"] = "hemlig",
        },
    }), _clock);

    private async Task<Delivery> TellAsync(string login, HubMessage? news = null)
    {
        using var system = System(login);
        return await system.TellAsync(new SupplierTelling(
            news ?? new CaseNoteAdded("1001", "Hej.", "user", "INC0010001"), "00000000000000000000000000000001", "/hub/cases", _clock.GetUtcNow(), null, news is CaseAssigned ? null : "INC0010001"), Ct);
    }
}
