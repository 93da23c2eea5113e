using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Invoices;

/// <summary>An invoice's way through a served hub: from its supplier to the order, the dispute, the credit, the payment and the lists.</summary>
public sealed class SendingAnInvoice : IAsyncLifetime
{
    private const string Token = "token-of-the-workplace";
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await HubHere.ServeAsync(_folder.Path, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["HUB_Suppliers__workplace__Protocol"] = "simulator",
        ["HUB_Suppliers__workplace__Token"] = Token,
        ["HUB_Suppliers__workplace__OrganisationNumber"] = "556500-1234",
        ["HUB_Invoices__Buyers"] = "2120000142",
        ["HUB_Invoices__RetentionDays"] = "30",
        ["HUB_Orders__RetentionDays"] = "30",
        ["HUB_Simulator__Auto"] = "false",
    });

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_is_matched_disputed_credited_and_paid_and_the_order_shows_it()
    {
        var order = await OrderAsync();
        var invoice = await TakenAsync(HttpStatusCode.Created, await SendAsync(AnInvoice.Of("F-1", order)));
        Assert.Equal(invoice, await TakenAsync(HttpStatusCode.OK, await SendAsync(AnInvoice.Of("F-1", order))));
        Assert.Equal("invoice-differs", await RefusedAsync(HttpStatusCode.Conflict, await SendAsync(AnInvoice.Of("F-1", order, quantity: 2))));

        // Nothing was delivered: it is disputed, with the supplier and on the order.
        await StandsAsync(invoice, "disputed");
        var shown = await GetAsync($"/api/invoices/{invoice}");
        var line = shown.GetProperty("lines")[0];
        Assert.Equal((order, 1, "purchase-order"), (OpeningACase.Text(line.GetProperty("ordered"), "order"), line.GetProperty("ordered").GetProperty("line").GetInt32(), OpeningACase.Text(line.GetProperty("ordered"), "how")));
        Assert.Equal(["not-delivered"], line.GetProperty("differences").EnumerateArray().Select(difference => OpeningACase.Text(difference, "code")));
        await WorkingWithTheSimulator.UntilAsync(async () => (await GetAsync($"/api/orders/{order}")).GetProperty("disputes").GetArrayLength() == 1);
        Assert.Contains("F-1", (await GetAsync($"/api/orders/{order}")).ToString(), StringComparison.Ordinal);
        Assert.Equal("placed", OpeningACase.Text(await GetAsync($"/api/orders/{order}"), "status")); // The delivery is still to be told of.
        Assert.Equal("invoice-disputed", await RefusedAsync(HttpStatusCode.Conflict, await _hub.Http.PostAsync($"/api/invoices/{invoice}/payment", null, Ct)));

        await TakenAsync(HttpStatusCode.Created, await SendAsync(AnInvoice.Of("K-1", order, credits: "F-1")));
        await StandsAsync(invoice, "credited");
        Assert.Equal("paid", OpeningACase.Text(await OpeningACase.JsonAsync(await _hub.Http.PostAsync($"/api/invoices/{invoice}/payment", null, Ct)), "status"));
        await WorkingWithTheSimulator.UntilAsync(async () => (await GetAsync($"/api/orders/{order}")).GetProperty("disputes")[0].GetProperty("outcome").ValueKind == JsonValueKind.String);

        // Its supplier sees what became of it, with its token alone; nothing was lost of what it sent.
        Assert.Equal("paid", OpeningACase.Text(await OpeningACase.JsonAsync(await SendAsync(null, $"/suppliers/workplace/invoices/{invoice}")), "status"));
        Assert.Equal(AnInvoice.Of("F-1", order), await _hub.Http.GetStringAsync($"/api/invoices/{invoice}/original", Ct));
        await ListsAsync();
    }

    [Fact]
    public async Task When_their_time_is_over_invoice_and_order_lose_their_words_and_keep_their_record()
    {
        var order = await OrderAsync("Zygomorfa möss");
        using var declined = await _hub.Http.PostAsJsonAsync($"/api/orders/{order}/supplier-reports", new { supplier = "workplace", type = "supplier.order.declined.v1", data = new { reason = "Finns inte" } }, Ct);
        Assert.True(declined.IsSuccessStatusCode, await declined.Content.ReadAsStringAsync(Ct));
        var invoice = await TakenAsync(HttpStatusCode.Created, await SendAsync(AnInvoice.Of("F-9", order)));
        await StandsAsync(invoice, "disputed");
        await TakenAsync(HttpStatusCode.Created, await SendAsync(AnInvoice.Of("K-9", order, credits: "F-9")));
        await StandsAsync(invoice, "credited");
        await WorkingWithTheSimulator.UntilAsync(async () => (await GetAsync("/api/search?q=zygomorfa")).GetProperty("hits").GetArrayLength() == 1);
        Assert.Contains("Arbetsplatsen AB", await _hub.Http.GetStringAsync($"/api/invoices/{invoice}", Ct), StringComparison.Ordinal);

        await _hub.PutForwardAsync(TimeSpan.FromDays(31));
        await WorkingWithTheSimulator.UntilAsync(async () => (await _hub.Http.GetAsync($"/api/invoices/{invoice}/original", Ct)).StatusCode == HttpStatusCode.NotFound);
        await WorkingWithTheSimulator.UntilAsync(async () => OpeningACase.Text(await GetAsync($"/api/orders/{order}"), "wish") == "[raderat]");
        await WorkingWithTheSimulator.UntilAsync(async () => (await GetAsync("/api/search?q=zygomorfa")).GetProperty("hits").GetArrayLength() == 0);
        Assert.Equal(1, (await GetAsync($"/api/search?number={order}")).GetProperty("hits").GetArrayLength());
        var left = await _hub.Http.GetStringAsync($"/api/invoices/{invoice}", Ct);
        Assert.DoesNotContain("Arbetsplatsen AB", left, StringComparison.Ordinal);
        Assert.Contains("\"credited\"", left, StringComparison.Ordinal);
        await TakenAsync(HttpStatusCode.OK, await SendAsync(AnInvoice.Of("F-9", order))); // Nobody can tell whether it is the same: it counts as such.
    }

    [Fact]
    public async Task What_is_bad_is_refused_with_all_that_is_wrong_and_nothing_of_it_is_shown()
    {
        var order = await OrderAsync();
        var wrong = await SendAsync(AnInvoice.Of("F-2", order).Replace(">311.25<", ">311.26<", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(["BR-CO-15"], (await OpeningACase.JsonAsync(wrong)).GetProperty("faults").EnumerateArray().Select(fault => OpeningACase.Text(fault, "rule")));
        Assert.Equal("invoice-malformed", await RefusedAsync(HttpStatusCode.BadRequest, await SendAsync("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>")));
        Assert.Equal("wrong-buyer", await RefusedAsync(HttpStatusCode.UnprocessableEntity, await SendAsync(AnInvoice.Of("F-3", order).Replace("2120000142", "2120000159", StringComparison.Ordinal))));
        Assert.Equal("wrong-seller", await RefusedAsync(HttpStatusCode.Forbidden, await SendAsync(AnInvoice.Of("F-4", order).Replace("5565001234", "5565009999", StringComparison.Ordinal))));
        Assert.Equal("invoice-too-large", await RefusedAsync(HttpStatusCode.RequestEntityTooLarge, await SendAsync(new string(' ', (5 * 1024 * 1024) + 1))));
        using var stranger = new HttpRequestMessage(HttpMethod.Post, "/suppliers/workplace/invoices") { Content = new StringContent("<x/>", Encoding.UTF8, "application/xml") };
        Assert.Equal(HttpStatusCode.Unauthorized, (await _hub.Http.SendAsync(stranger, Ct)).StatusCode);
        using var clerk = new HttpRequestMessage(HttpMethod.Post, "/api/invoices") { Content = new StringContent("<x/>", Encoding.UTF8, "application/xml"), Headers = { { "X-Hub-Role", "employee" } } };
        Assert.Equal(HttpStatusCode.Forbidden, (await _hub.Http.SendAsync(clerk, Ct)).StatusCode);

        // Corrected, it is taken; the figure knows that another was refused.
        await TakenAsync(HttpStatusCode.Created, await SendAsync(AnInvoice.Of("F-2", order)));
        await WorkingWithTheSimulator.UntilAsync(async () => (await GetAsync("/api/reports/invoices")).GetProperty("total") is var total && (total.GetProperty("refused").GetInt32(), total.GetProperty("invoices").GetInt32()) == (1, 2));
    }

    private async Task ListsAsync()
    {
        var day = DateTime.Parse(AnInvoice.Day, CultureInfo.InvariantCulture).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        await WorkingWithTheSimulator.UntilAsync(async () => (await GetAsync("/api/invoices/lines?by=reference&detail=lines")).GetProperty("groups") is var groups && groups.GetArrayLength() == 1 && groups[0].GetProperty("lines").GetInt32() == 2);
        var sum = (await GetAsync("/api/invoices/lines?by=reference")).GetProperty("groups")[0];
        Assert.Equal(("110-12345", 0), (OpeningACase.Text(sum, "key"), sum.GetProperty("net").GetProperty("minor").GetInt32()));
        Assert.Equal(1, (await GetAsync("/api/invoices/lines?review=new&detail=lines")).GetProperty("references").GetArrayLength());
        using var mine = new HttpRequestMessage(HttpMethod.Get, "/api/invoices/lines") { Headers = { { "X-Hub-Role", "employee" } } };
        Assert.Equal(0, (await OpeningACase.JsonAsync(await _hub.Http.SendAsync(mine, Ct))).GetProperty("groups").GetArrayLength());
        Assert.Contains("WP-MOUSE", await _hub.Http.GetStringAsync("/api/invoices/lines?detail=lines&format=csv", Ct), StringComparison.Ordinal);
        Assert.Equal("PK"u8.ToArray(), (await _hub.Http.GetByteArrayAsync("/api/invoices/lines?format=xlsx", Ct))[..2]);
        Assert.Equal(HttpStatusCode.BadRequest, (await _hub.Http.GetAsync("/api/invoices/lines?by=moon", Ct)).StatusCode);
        var figures = (await GetAsync("/api/reports/invoices")).GetProperty("months").EnumerateArray().Single(month => OpeningACase.Text(month, "month") == day);
        Assert.Equal(("workplace", 1, 0), (OpeningACase.Text(figures, "supplier"), figures.GetProperty("figures").GetProperty("invoices").GetInt32(), figures.GetProperty("figures").GetProperty("correct").GetInt32()));
        var page = await _hub.Http.GetStringAsync("/orders/invoices?detail=lines", Ct);
        Assert.Contains("Vad vi betalar för", page, StringComparison.Ordinal);
        Assert.Contains("Fakturerat men inte levererat", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_handles_invoices_acts_on_its_page_and_nobody_else_sees_it()
    {
        var invoice = await TakenAsync(HttpStatusCode.Created, await SendAsync(AnInvoice.Of("F-5", await OrderAsync())));
        await StandsAsync(invoice, "disputed");
        var path = $"/orders/invoices/{invoice}";
        await WorkingWithTheSimulator.UntilAsync(async () => (await _hub.Http.GetStringAsync("/orders/invoices", Ct)).Contains($"href=\"{path}\"", StringComparison.Ordinal));
        var page = await _hub.Http.GetStringAsync(path, Ct);
        Assert.Contains("Fakturerat men inte levererat", page, StringComparison.Ordinal);
        Assert.Contains("SE-R-013", page, StringComparison.Ordinal); // Made up, so that it is no company's.
        Assert.DoesNotContain("handler=Pay", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await PageAsync(path, "employee")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PageAsync("/orders/invoices/none", "administrator")).StatusCode);

        var dispute = OpeningACase.Text((await GetAsync($"/api/invoices/{invoice}")).GetProperty("disputes")[0], "dispute");
        Assert.Equal(HttpStatusCode.BadRequest, (await PressAsync(path, "?handler=Pay", "no token")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PressAsync(path, "?handler=Pay", page)).StatusCode);
        using var seen = await PageAsync(path, "agent"); // Sees it, and does not pay.
        Assert.DoesNotContain("handler=", await seen.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var form = await PageAsync("/orders/new", "agent");
        Assert.Equal(HttpStatusCode.Forbidden, (await PressAsync(path, "?handler=Pay", await form.Content.ReadAsStringAsync(Ct), "agent")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PressAsync(path, "?handler=Settle", page, fields: [("dispute", dispute), ("outcome", "forgotten")])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PressAsync(path, "?handler=Settle", page, fields: [("dispute", dispute), ("outcome", "accepted")])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PressAsync(path, "?handler=Match", page)).StatusCode);
        await StandsAsync(invoice, "matched");
        Assert.Equal(HttpStatusCode.OK, (await PressAsync(path, "?handler=Pay", page)).StatusCode);
        Assert.Contains("Betald", await _hub.Http.GetStringAsync(path, Ct), StringComparison.Ordinal);
        await StandsAsync(invoice, "paid");
    }

    [Fact]
    public async Task The_page_of_an_invoice_that_was_not_taken_says_what_it_breaks()
    {
        var wrong = await SendAsync(AnInvoice.Of("F-6", await OrderAsync()).Replace(">311.25<", ">311.26<", StringComparison.Ordinal));
        var invoice = OpeningACase.Text(await OpeningACase.JsonAsync(wrong), "invoice");
        await WorkingWithTheSimulator.UntilAsync(async () => (await PageAsync($"/orders/invoices/{invoice}", "administrator")).StatusCode == HttpStatusCode.OK);
        Assert.Contains("BR-CO-15", await _hub.Http.GetStringAsync($"/orders/invoices/{invoice}", Ct), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> PageAsync(string path, string role) =>
        _hub.Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Hub-Role", role } } }, Ct);

    private Task<HttpResponseMessage> PressAsync(string path, string handler, string page, string role = "administrator", params (string Name, string Value)[] fields)
    {
        var token = Regex.Match(page, "__RequestVerificationToken\" type=\"hidden\" value=\"(?<value>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["value"].Value;
        return _hub.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path + handler)
            {
                Headers = { { "X-Hub-Role", role } },
                Content = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]),
            },
            Ct);
    }

    private async Task<string> OrderAsync(string? wish = null)
    {
        using var answer = await _hub.Http.PostAsJsonAsync("/api/orders", new { organisation = "utbildning", site = "Ekskolan", reference = "110-12345", wish, lines = new[] { new { article = "WP-MOUSE", quantity = 1 } } }, Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        return OpeningACase.Text(await OpeningACase.JsonAsync(answer), "number");
    }

    private async Task<HttpResponseMessage> SendAsync(string? body, string path = "/suppliers/workplace/invoices")
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/xml") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return await _hub.Http.SendAsync(request, Ct);
    }

    private Task<JsonElement> GetAsync(string path) => _hub.Http.GetFromJsonAsync<JsonElement>(path, Ct);

    private Task StandsAsync(string invoice, string status) => WorkingWithTheSimulator.UntilAsync(async () => OpeningACase.Text(await GetAsync($"/api/invoices/{invoice}"), "status") == status);

    private static async Task<string> TakenAsync(HttpStatusCode status, HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Ct)}");
        return OpeningACase.Text(await OpeningACase.JsonAsync(answer), "invoice");
    }

    private static async Task<string> RefusedAsync(HttpStatusCode status, HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Ct)}");
        return OpeningACase.Text(await OpeningACase.JsonAsync(answer), "type");
    }
}
