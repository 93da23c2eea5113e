using System.Net;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Serving;

public sealed class FloodingTheHub
{
    [Fact]
    public async Task Too_many_requests_are_told_how_long_to_wait_and_other_routes_go_on()
    {
        var ct = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["HUB_RateLimit__PerMinute"] = "5" });
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await hub.Http.GetAsync("/api/cases/10000016", ct)).StatusCode);
        }

        using var refused = await hub.Http.GetAsync("/api/cases/10000016", ct);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal("too-many-requests", OpeningACase.Text(await OpeningACase.JsonAsync(refused), "type"));
        Assert.Equal(HttpStatusCode.OK, (await hub.Http.GetAsync("/health/live", ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await hub.Http.GetAsync("/openapi/v1.json", ct)).StatusCode);
    }
}
