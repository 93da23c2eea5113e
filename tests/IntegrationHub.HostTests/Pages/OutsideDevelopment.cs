using System.Net;

namespace IntegrationHub.HostTests.Pages;

public sealed class OutsideDevelopment : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await HubHere.ServeAsync(_folder.Path, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["HUB_Auth__Authority"] = "https://login.example.se/city",
        ["HUB_Auth__ClientId"] = "hub",
    });

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Only_the_start_page_is_open_it_shows_no_cases_and_there_is_no_test_phone()
    {
        var start = await _hub.Http.GetAsync("/", Ct);
        Assert.Equal(HttpStatusCode.OK, start.StatusCode);
        var page = await start.Content.ReadAsStringAsync(Ct);
        Assert.DoesNotContain("Senaste ärendena", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/phone", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/hub.css"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/search"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/search"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/cases/10000016"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/cases/10000016?handler=Live&seen=0"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/phone"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/phone?handler=Outbox"));
    }

    [Fact]
    public async Task The_chat_and_the_form_are_everybodys_and_a_desks_page_is_not()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/report"));
        var chat = await _hub.Http.GetAsync("/chat", Ct);
        Assert.Equal(HttpStatusCode.OK, chat.StatusCode);
        var policy = Assert.Single(chat.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ws://", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/desk/workplace"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/desk/workplace?handler=Live"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/desk/workplace/chat-00000000000000000000000000000000"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/search")]
    [InlineData("/hub.js")]
    [InlineData("/nowhere")]
    public async Task Every_answer_says_what_a_browser_may_do_with_it(string path)
    {
        var headers = (await _hub.Http.GetAsync(path, Ct)).Headers;
        var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
        Assert.True(headers.Contains("Referrer-Policy"));
    }

    private async Task<HttpStatusCode> StatusAsync(string path) => (await _hub.Http.GetAsync(path, Ct)).StatusCode;
}
