using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;
using IntegrationHub.HostTests.Voice;

namespace IntegrationHub.HostTests.Stories;

/// <summary>
/// Thirty computers for a class, and all for one new colleague: from the wish over approval, suppliers and deliveries to invoices that
/// were matched, found at every step by every key, told by telephone; then moved, and paid.
/// </summary>
public sealed class FromAWishToAnInvoice(TwilioKit twilio) : IAsyncLifetime
{
    private const int Pupils = 30;
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(_folder.Path, "people.csv");
        await File.WriteAllLinesAsync(
            file,
            [
                "externalId,givenName,familyName,mails,organisation,site,area,role",
                "lena,Lena,Lärare,lena@example.se,utbildning,Ekskolan,education,beställare",
                "karin,Karin,Chef,karin@example.se,utbildning,Ekskolan,education,förvaltningschef",
                .. Enumerable.Range(1, Pupils).Select(n => $"elev-{n},Elev,Nummer{n},,utbildning,Ekskolan,education,elev"),
            ], Ct);
        var (exit, output, error) = await HubProcess.RunAsync("directory", "import", file, "--data", _folder.Path);
        Assert.True(exit == 0, output + error);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["HUB_Twilio__AuthToken"] = TwilioKit.Token, ["HUB_Simulator__Auto"] = "true", ["HUB_Simulator__Hurry"] = "true" };
        foreach (var supplier in (string[])["workplace", "central-systems", "telephony", "mobile"])
        {
            (settings[$"HUB_Suppliers__{supplier}__Protocol"], settings[$"HUB_Suppliers__{supplier}__Token"]) = ("simulator", supplier + "-token");
        }

        _hub = await HubHere.ServeAsync(_folder.Path, settings);
    }

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Thirty_pupils_get_their_computers_in_one_order_and_the_invoice_is_matched_to_it()
    {
        var wish = await OkAsync(await SendAsync("lena", "/api/orders", new { wish = "Datorer till klass 8B", site = "Ekskolan" }));
        var number = OpeningACase.Text(wish, "number");
        Assert.Equal("wished", OpeningACase.Text(wish, "status"));
        await FoundAsync(number, "q=klass+8B", "number=" + number, "status=wished");

        var order = await OkAsync(await SendAsync("lena", $"/api/orders/{number}/specification", new
        {
            area = "education",
            reference = "110-12345",
            project = "P8B",
            lines = new[] { new { article = "WP-LAP-EDU", recipients = Enumerable.Range(1, Pupils).Select(n => new { person = $"elev-{n}" }).ToArray() } },
        }));
        Assert.Equal(("awaiting-approval", "avdelningschef"), (OpeningACase.Text(order, "status"), OpeningACase.Text(order, "attest")));
        var pupil = OpeningACase.Text(order.GetProperty("lines")[0].GetProperty("units")[16], "person");
        string[] keys =
        [
            "q=elevdator", "q=" + number.Insert(3, "+").Insert(7, "+"), "person=" + pupil, "role=elev", "orderer=" + OpeningACase.Text(order, "orderer"), "organisation=utbildning",
            "site=Ekskolan", "project=P8B", "reference=110-12345", "reference=110+12345", "article=wp-lap-edu", "supplier=workplace", "service=pupil-pc",
            "kind=order&person=" + pupil + "&role=elev&reference=110-12345&article=WP-LAP-EDU&from=2020-01-01",
        ];
        await FoundAsync(number, [.. keys, "status=awaiting-approval"]);
        await TellsAsync(number, "väntar på att bli godkänd");

        await OkAsync(await SendAsync("karin", $"/api/orders/{number}/approval", new { decision = "approve" }));
        var billed = await UntilAsync(number, "invoiced");
        var line = billed.GetProperty("lines")[0];
        Assert.All(line.GetProperty("units").EnumerateArray(), unit => Assert.NotEqual(JsonValueKind.Null, unit.GetProperty("deliveredAt").ValueKind));
        Assert.Empty(billed.GetProperty("disputes").EnumerateArray());
        var invoice = Assert.Single(billed.GetProperty("invoices").EnumerateArray()).GetString()!;
        var (serial, holding) = (OpeningACase.Text(line.GetProperty("units")[16], "serial"), OpeningACase.Text(line.GetProperty("units")[16], "holding"));
        await FoundAsync(number, [.. keys, "status=invoiced", "invoice=" + Uri.EscapeDataString(invoice), "ticket=" + Uri.EscapeDataString(OpeningACase.Text(line, "supplierOrder")),
            "subscription=" + Uri.EscapeDataString(serial), "subscription=" + holding, "q=" + Uri.EscapeDataString(serial)]);
        await TellsAsync(number, "levererad och fakturerad");

        await MovesAsync(holding, pupil);
        await PaidAsync(number, invoice);
    }

    [Fact]
    public async Task A_new_colleague_gets_everything_of_a_package_from_three_suppliers_each_with_its_invoice()
    {
        var order = await OkAsync(await SendAsync("lena", "/api/orders", new
        {
            site = "Ekskolan",
            reference = "110-12345",
            area = "office",
            lines = new[] { new { package = "P-FINANCE", recipients = new[] { new { name = "Nils Ny", role = "ekonom" } } } },
        }));
        var number = OpeningACase.Text(order, "number");
        await FoundAsync(number, "q=Nils+Ny", "role=ekonom", "article=CS-FINANCE", "supplier=telephony", "supplier=central-systems");
        await OkAsync(await SendAsync("karin", $"/api/orders/{number}/approval", new { decision = "approve" }));
        var billed = await UntilAsync(number, "invoiced");
        Assert.Empty(billed.GetProperty("disputes").EnumerateArray());
        Assert.Equal(3, billed.GetProperty("invoices").GetArrayLength());
        Assert.All(billed.GetProperty("lines").EnumerateArray(), line => Assert.Equal("invoiced", OpeningACase.Text(line, "status")));
        await FoundAsync(number, [.. billed.GetProperty("invoices").EnumerateArray().Select(one => "invoice=" + Uri.EscapeDataString(one.GetString()!))]);
        var figures = await _hub.Http.GetFromJsonAsync<JsonElement>("/api/reports/orders?by=supplier", Ct);
        Assert.True(figures.GetProperty("total").GetProperty("lines").GetInt32() >= 7, figures.GetRawText());
    }

    /// <summary>The pupil's computer moves to another, on another reference: one request, no fee; the old one's history stays.</summary>
    private async Task MovesAsync(string holding, string pupil)
    {
        await WorkingWithTheSimulator.UntilAsync(async () => (await HoldingsAsync("person=" + pupil)).Count == 1);
        using var moved = await SendAsync("lena", "/api/holdings/move", new { holdings = new[] { holding }, person = "elev-1", reference = "110-99999" });
        await OkAsync(moved);
        await WorkingWithTheSimulator.UntilAsync(async () => (await HoldingsAsync("reference=110-99999")).Count == 1 && (await HoldingsAsync("person=" + pupil)).Count == 0);
    }

    private async Task PaidAsync(string number, string invoice)
    {
        var found = (await _hub.Http.GetFromJsonAsync<JsonElement>("/api/invoices?order=" + number, Ct)).GetProperty("invoices").EnumerateArray().Single(one => OpeningACase.Text(one, "number") == invoice);
        using var paid = await _hub.Http.PostAsync($"/api/invoices/{OpeningACase.Text(found, "invoice")}/payment", null, Ct);
        Assert.True(paid.IsSuccessStatusCode, await paid.Content.ReadAsStringAsync(Ct));
        await UntilAsync(number, "paid");
    }

    private async Task<List<JsonElement>> HoldingsAsync(string query) =>
        [.. (await _hub.Http.GetFromJsonAsync<JsonElement>("/api/holdings?" + query, Ct)).GetProperty("holdings").EnumerateArray()];

    private async Task TellsAsync(string number, string words) => await twilio.PlayAsync(
        _hub, "--from " + TwilioKit.NewCaller(), ["start", "dtmf:5", $"dtmf:{number}", "expect:" + words, "hangup"]);

    /// <summary>Each key alone finds the order.</summary>
    private async Task FoundAsync(string number, params string[] keys)
    {
        foreach (var key in keys)
        {
            await WorkingWithTheSimulator.UntilAsync(async () => (await _hub.Http.GetFromJsonAsync<JsonElement>("/api/search?kind=order&" + key.Replace("kind=order&", "", StringComparison.Ordinal), Ct))
                .GetProperty("hits").EnumerateArray().Any(hit => OpeningACase.Text(hit, "number") == number));
        }
    }

    private async Task<JsonElement> UntilAsync(string number, string status)
    {
        JsonElement order = default;
        try
        {
            await WorkingWithTheSimulator.UntilAsync(async () => OpeningACase.Text(order = await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{number}", Ct), "status") == status);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Assert.Fail($"{fault.Message} It should be {status}: {order.GetRawText()[..1_500]}");
        }

        return order;
    }

    private async Task<HttpResponseMessage> SendAsync(string person, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Hub-Role", "employee");
        request.Headers.Add("X-Hub-Person", person);
        return await _hub.Http.SendAsync(request, Ct);
    }

    private static async Task<JsonElement> OkAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Ct)}");
        return await OpeningACase.JsonAsync(answer);
    }
}
