using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Suppliers;

public sealed class HearingFromSuppliers : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await HubHere.ServeAsync(_folder.Path, TwoSuppliers);

    /// <summary>Two suppliers at addresses where nobody listens: what the hub tells them is another test's.</summary>
    internal static Dictionary<string, string> TwoSuppliers => new(StringComparer.Ordinal)
    {
        ["HUB_Suppliers__workplace__Protocol"] = "cloudevents",
        ["HUB_Suppliers__workplace__Url"] = "http://127.0.0.1:9/events",
        ["HUB_Suppliers__workplace__Token"] = "workplace-token",
        ["HUB_Suppliers__telephony__Protocol"] = "cloudevents",
        ["HUB_Suppliers__telephony__Url"] = "http://127.0.0.1:9/events",
        ["HUB_Suppliers__telephony__Token"] = "telephony-token",
    };

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_case_goes_from_offered_to_solved_and_the_user_closes_it()
    {
        var number = await OpenAsync();
        Assert.Equal("applied", await SendAsync("workplace", "1", "accepted", new { @case = number, ticket = "WP-7" }));
        Assert.Equal("applied", await SendAsync("workplace", "2", "question-asked", new { @case = number, ticket = "WP-7", text = "Vilken skrivare?" }));
        Assert.Equal("user", OpeningACase.Text(await CaseAsync(number), "responsible"));
        await _hub.Http.PostAsJsonAsync($"/api/cases/{number}/answer", new { text = "Den svarta" }, Ct);
        Assert.Equal("applied", await SendAsync("workplace", "3", "resolved", new { @case = number, ticket = "WP-7", text = "Bytte toner." }));

        var resolved = await CaseAsync(number);
        Assert.Equal(("resolved", "user", "workplace:WP-7"),
            (OpeningACase.Text(resolved, "status"), OpeningACase.Text(resolved, "responsible"), resolved.GetProperty("tickets")[0].GetString()));
        await _hub.Http.PostAsync($"/api/cases/{number}/confirm", null, Ct);
        Assert.Equal("closed", OpeningACase.Text(await CaseAsync(number), "status"));
    }

    [Fact]
    public async Task The_same_event_again_has_no_second_effect_and_other_content_is_refused()
    {
        var number = await OpenAsync();
        var said = new Progress(number, "WP-7", "Pågår", "Vi tittar på det.");
        await SendAsync("workplace", "9", "progressed", said);
        var before = await CountAsync(number);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SendAsync("workplace", "9", "progressed", said)));
        Assert.Equal(before, await CountAsync(number));
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("workplace", "9", "progressed", said with { Text = "Något annat" })).StatusCode);
        Assert.Equal(before, await CountAsync(number));
    }

    [Fact]
    public async Task What_the_rules_refuse_is_kept_without_effect_and_the_receipt_says_so()
    {
        var number = await OpenAsync();
        await SendAsync("workplace", "1", "accepted", new { @case = number, ticket = "WP-7" });
        Assert.Equal("refused", await SendAsync("workplace", "2", "declined", new { @case = number, ticket = "WP-7", reason = "Ändå inte" }));
        Assert.Equal("in-progress", OpeningACase.Text(await CaseAsync(number), "status"));
    }

    [Fact]
    public async Task A_handover_is_a_handshake_between_two_suppliers()
    {
        var number = await OpenAsync();
        await SendAsync("workplace", "1", "handover-proposed", new { @case = number, ticket = "WP-7", toDesk = "telephony", reason = "Nätet är nere" });
        Assert.Equal("desk:workplace", OpeningACase.Text(await CaseAsync(number), "responsible"));
        await SendAsync("telephony", "1", "handover-accepted", new { @case = number, ticket = "TE-1" });
        Assert.Equal("desk:telephony", OpeningACase.Text(await CaseAsync(number), "responsible"));
    }

    [Theory]
    [InlineData("workplace", "", HttpStatusCode.Unauthorized)]
    [InlineData("workplace", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("workplace", "telephony-token", HttpStatusCode.Forbidden)]
    [InlineData("nobody", "wrong", HttpStatusCode.Unauthorized)]
    public async Task Who_is_not_the_supplier_is_not_heard(string supplier, string token, HttpStatusCode expected)
    {
        var number = await OpenAsync();
        var before = await CountAsync(number);
        Assert.Equal(expected, (await PostAsync(supplier, "1", "accepted", new { @case = number, ticket = "X" }, token)).StatusCode);
        Assert.Equal(before, await CountAsync(number));
    }

    [Fact]
    public async Task Another_suppliers_case_is_unknown_to_it()
    {
        var number = await OpenAsync();
        var before = await CountAsync(number);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync("telephony", "1", "accepted", new { @case = number, ticket = "X" })).StatusCode);
        Assert.Equal(before, await CountAsync(number));
    }

    [Fact]
    public async Task A_missing_field_is_named() => Assert.Contains(
        "data.reason is required for supplier.ticket.declined.v1",
        await (await PostAsync("workplace", "1", "declined", new { @case = await OpenAsync() })).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

    [Fact]
    public async Task The_official_kits_sender_finds_no_fault()
    {
        var script = Shared.File("checks/suppliers/checks/cloudevents-post.mjs");
        using var modules = new TestFolder();
        await Node.RunAsync(modules.Path, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "cloudevents@10");
        File.Copy(script, Path.Combine(modules.Path, "check.mjs"));
        var said = await Node.RunAsync(modules.Path, "node", "check.mjs", new Uri(_hub.Address, "/suppliers/telephony/events").ToString(), "--token", "telephony-token");
        Assert.Contains("40 cases, 0 faults", said, StringComparison.Ordinal);
    }

    private sealed record Progress(string Case, string Ticket, string Status, string Text);

    private async Task<string> OpenAsync()
    {
        using var content = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json");
        return OpeningACase.Text(await OpeningACase.JsonAsync(await _hub.Http.PostAsync("/api/cases", content, Ct)), "number");
    }

    private async Task<JsonElement> CaseAsync(string number) => await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct);

    private async Task<int> CountAsync(string number) =>
        (await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").GetArrayLength();

    private async Task<string> SendAsync(string supplier, string id, string type, object data)
    {
        var answer = await PostAsync(supplier, id, type, data);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return OpeningACase.Text((await OpeningACase.JsonAsync(answer)).GetProperty("receipts")[0], "outcome");
    }

    private async Task<HttpResponseMessage> PostAsync(string supplier, string id, string type, object data, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/suppliers/{supplier}/events")
        {
            Content = JsonContent.Create(new { specversion = "1.0", id, source = "//" + supplier, type = $"supplier.ticket.{type}.v1", datacontenttype = "application/json", data }),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/cloudevents+json; charset=utf-8");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + (token ?? supplier + "-token"));
        return await _hub.Http.SendAsync(request, Ct);
    }
}
