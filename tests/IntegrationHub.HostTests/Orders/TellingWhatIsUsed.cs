using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Orders;

/// <summary>A supplier tells when what it delivered was last used; a review of invoices finds by it what nobody uses.</summary>
public sealed class TellingWhatIsUsed : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await HubHere.ServeAsync(_folder.Path, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["HUB_Suppliers__workplace__Token"] = "workplace-token",
        ["HUB_Suppliers__mobile__Token"] = "mobile-token",
    });

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_last_day_stands_with_what_is_held_and_nobody_tells_of_anothers()
    {
        var holding = await DeliveredAsync();
        Assert.Equal((1, 0), await ToldAsync("workplace", holding, "2026-11-02"));
        Assert.Equal((1, 0), await ToldAsync("workplace", holding, "2026-10-01"));
        Assert.Equal((0, 1), await ToldAsync("mobile", holding, "2026-11-05"));
        Assert.Equal((0, 1), await ToldAsync("workplace", "500000005-1-1", "2026-11-05"));
        await WorkingWithTheSimulator.UntilAsync(async () => (await HeldAsync()).GetProperty("usedOn").GetString() == "2026-11-02");

        Assert.Equal(HttpStatusCode.BadRequest, (await TellAsync("workplace", "workplace-token", new { used = new[] { new { holding, on = "2999-01-01" } } })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await TellAsync("workplace", "workplace-token", new { used = new object?[] { null } })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await TellAsync("workplace", "workplace-token", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TellAsync("workplace", "another", new { used = new[] { new { holding, on = "2026-11-02" } } })).StatusCode);
    }

    private async Task<string> DeliveredAsync()
    {
        using var ordered = await _hub.Http.PostAsJsonAsync(
            "/api/orders", new { organisation = "utbildning", site = "Ekskolan", reference = "110-12345", lines = new[] { new { article = "WP-MOUSE", quantity = 1 } } }, Ct);
        var number = OpeningACase.Text(await OpeningACase.JsonAsync(ordered), "number");
        var told = new { type = "supplier.order.delivered.v1", data = new { delivery = "L-1", units = new[] { new { line = 1, unit = 1 } }, deliveredAt = DateTimeOffset.UnixEpoch.AddYears(56), way = "carrier" } };
        using var report = new HttpRequestMessage(HttpMethod.Post, $"/api/orders/{number}/supplier-reports") { Content = JsonContent.Create(told), Headers = { { "X-Hub-Role", "desk:workplace" }, { "Idempotency-Key", "r-1" } } };
        using var delivered = await _hub.Http.SendAsync(report, Ct);
        Assert.True(delivered.IsSuccessStatusCode, await delivered.Content.ReadAsStringAsync(Ct));
        await WorkingWithTheSimulator.UntilAsync(async () => (await HeldAllAsync()).GetArrayLength() == 1);
        return OpeningACase.Text(await HeldAsync(), "holding");
    }

    private async Task<(int Noted, int Unknown)> ToldAsync(string supplier, string holding, string on)
    {
        using var answer = await TellAsync(supplier, supplier + "-token", new { used = new[] { new { holding, on } } });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        var told = await OpeningACase.JsonAsync(answer);
        return (told.GetProperty("noted").GetInt32(), told.GetProperty("unknown").GetArrayLength());
    }

    private Task<HttpResponseMessage> TellAsync(string supplier, string token, object body) => _hub.Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"/suppliers/{supplier}/holdings/used") { Content = JsonContent.Create(body), Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } }, Ct);

    private async Task<JsonElement> HeldAllAsync() => (await _hub.Http.GetFromJsonAsync<JsonElement>("/api/holdings", Ct)).GetProperty("holdings");

    private async Task<JsonElement> HeldAsync() => (await HeldAllAsync())[0];
}
