using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace IntegrationHub.HostTests.Cases;

/// <summary><c>/api/cases</c> shows and changes, for each who is signed in, what searches show.</summary>
public sealed class SeeingACase
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("user", false)]
    [InlineData("desk:mobile", false)]
    [InlineData("desk:workplace", true)]
    [InlineData("agent", true)]
    public async Task Whom_a_case_does_not_concern_it_does_not_exist_for(string role, bool isShown)
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path);
        using var opened = await hub.Http.PostAsync("/api/cases", new StringContent(OpeningACase.Printer, System.Text.Encoding.UTF8, "application/json"), Ct);
        var number = OpeningACase.Text(await OpeningACase.JsonAsync(opened), "number");
        await Suppliers.WorkingWithTheSimulator.UntilAsync(async () => (await ListedAsync(hub, "agent")).Contains(number));

        foreach (var path in (string[])[$"/api/cases/{number}", $"/api/cases/{number}/timeline", $"/cases/{number}", $"/cases/{number}?handler=Live&seen=0"])
        {
            using var shown = await SendAsync(hub, HttpMethod.Get, path, role);
            Assert.Equal(isShown ? HttpStatusCode.OK : HttpStatusCode.NotFound, shown.StatusCode);
        }

        string[] listed = isShown ? [number] : [];
        Assert.Equal(listed, await ListedAsync(hub, role));
        Assert.Equal(listed, await ListedAsync(hub, role, "?service=printing&desk=workplace"));
        using var noted = await SendAsync(hub, HttpMethod.Post, $"/api/cases/{number}/notes", role);
        Assert.Equal(isShown ? HttpStatusCode.OK : HttpStatusCode.NotFound, noted.StatusCode);
    }

    private static async Task<List<string>> ListedAsync(ServedHub hub, string role, string query = "")
    {
        using var answer = await SendAsync(hub, HttpMethod.Get, "/api/cases" + query, role);
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("cases").EnumerateArray().Select(row => OpeningACase.Text(row, "number"))];
    }

    private static Task<HttpResponseMessage> SendAsync(ServedHub hub, HttpMethod method, string path, string role)
    {
        var request = new HttpRequestMessage(method, path) { Headers = { { "X-Hub-Role", role } } };
        request.Content = method == HttpMethod.Post ? JsonContent.Create(new { text = "Det är plan 3." }) : null;
        return hub.Http.SendAsync(request, Ct);
    }
}
