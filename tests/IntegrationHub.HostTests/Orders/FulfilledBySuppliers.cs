using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;
using IntegrationHub.Tests.Suppliers;

namespace IntegrationHub.HostTests.Orders;

/// <summary>One order of three suppliers: one is simulated, one speaks TMF622, one has no system for orders.</summary>
public sealed class FulfilledBySuppliers
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_supplier_gets_its_lines_by_its_own_way_and_what_no_system_takes_waits_for_a_person()
    {
        using var folder = new TestFolder();
        await using var mobile = await Tmf622Double.StartAsync(5);
        using var hub = await HubHere.ServeAsync(folder.Path, await SettingsAsync(folder, mobile));
        await UntilAsync(() => Task.FromResult(mobile.Callbacks.Contains(new Uri(hub.Address, "/suppliers/mobile/tmf622").ToString(), StringComparer.Ordinal)));
        using var ordered = await hub.Http.PostAsJsonAsync("/api/orders", new
        {
            organisation = "kultur",
            site = "Biblioteket",
            area = "office",
            reference = "110-12345",
            lines = new[] { new { article = "WP-MOUSE", quantity = 2 }, new { article = "MO-SIM", quantity = 1 }, new { article = "TE-EXTENSION", quantity = 1 } },
        }, Ct);
        var order = await OpeningACase.JsonAsync(ordered);
        Assert.True(ordered.StatusCode == HttpStatusCode.Created, order.ToString());
        var number = OpeningACase.Text(order, "number");

        // The simulator does it all by itself.
        await UntilAsync(async () => await StatusAsync(hub, number, "WP-MOUSE") is "delivered" or "invoiced" or "disputed");
        Assert.All((await LineAsync(hub, number, "WP-MOUSE")).GetProperty("units").EnumerateArray(), unit => Assert.StartsWith("WP5", OpeningACase.Text(unit, "serial"), StringComparison.Ordinal));

        // By TMF622 the one thing is asked for, the other pushed.
        await UntilAsync(() => Task.FromResult(mobile.Orders().Count == 1));
        var theirs = (string)mobile.Orders()[0]["id"]!;
        mobile.Move(theirs, "inProgress");
        await UntilAsync(async () => await StatusAsync(hub, number, "MO-SIM") == "confirmed");
        mobile.Move(theirs, "completed", line: null, expected: null, "+46701740605");
        var told = new JsonObject { ["eventId"] = "e-1", ["eventType"] = "ProductOrderStateChangeEvent", ["event"] = new JsonObject { ["productOrder"] = mobile.Orders()[0] } }.ToJsonString();
        Assert.Equal(HttpStatusCode.Unauthorized, await PushAsync(hub, told, "forged"));
        Assert.Equal(HttpStatusCode.BadRequest, await PushAsync(hub, "[]", "mobile-token"));
        Assert.Equal(HttpStatusCode.NoContent, await PushAsync(hub, told, "mobile-token"));
        var line = await LineAsync(hub, number, "MO-SIM");
        Assert.Equal(("delivered", theirs, "+46701740605"), (OpeningACase.Text(line, "status"), OpeningACase.Text(line, "supplierOrder"), OpeningACase.Text(line.GetProperty("units")[0], "serial")));

        // Nobody was told of the extension; a person sees why.
        await UntilAsync(async () => (await ParkedAsync(hub)).Any(group => OpeningACase.Text(group, "group") == "unreached-orders"));
        Assert.Contains("Suppliers:telephony:Orders", OpeningACase.Text(Assert.Single(await ParkedAsync(hub)), "cause"), StringComparison.Ordinal);
        Assert.Equal("placed", await StatusAsync(hub, number, "TE-EXTENSION"));

        // What telephony says comes in all the same: its desk's people may have posted it.
        Assert.Equal(HttpStatusCode.Accepted, await SayAsync(hub, "telephony", $$"""{"order":"{{number}}","supplierOrder":"T-1"}"""));
        Assert.Equal(HttpStatusCode.NotFound, await SayAsync(hub, "central-systems", $$"""{"order":"{{number}}","supplierOrder":"C-1"}"""));
        Assert.Equal("confirmed", await StatusAsync(hub, number, "TE-EXTENSION"));
    }

    /// <summary>No approval is needed, so that the order is placed at once.</summary>
    private static async Task<Dictionary<string, string>> SettingsAsync(TestFolder folder, Tmf622Double mobile)
    {
        var rules = Path.Combine(folder.Path, "order-rules.json");
        var own = await File.ReadAllTextAsync(Path.Combine(Here(), "../../../src/IntegrationHub.Core/Orders/order-rules.json"), Ct);
        await File.WriteAllTextAsync(rules, own.Replace("\"freeUpTo\": 50000", "\"freeUpTo\": 99999999", StringComparison.Ordinal), Ct);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HUB_Orders__Rules"] = rules,
            ["HUB_Simulator__Auto"] = "true",
            ["HUB_Simulator__Hurry"] = "true",
            ["HUB_Suppliers__workplace__Protocol"] = "simulator",
            ["HUB_Suppliers__workplace__Token"] = "workplace-token",
            ["HUB_Suppliers__mobile__Protocol"] = "cloudevents",
            ["HUB_Suppliers__mobile__Url"] = "http://127.0.0.1:9/events",
            ["HUB_Suppliers__mobile__Token"] = "mobile-token",
            ["HUB_Suppliers__mobile__Orders"] = "tmf622",
            ["HUB_Suppliers__mobile__OrdersUrl"] = mobile.Address.ToString(),
            ["HUB_Suppliers__mobile__OrdersToken"] = Tmf622Double.Token,
            ["HUB_Suppliers__mobile__OrdersVersion"] = "5",
            ["HUB_Suppliers__mobile__OrdersListen"] = "true",
            ["HUB_Suppliers__mobile__PollSeconds"] = "0.3",
            ["HUB_Suppliers__telephony__Protocol"] = "cloudevents",
            ["HUB_Suppliers__telephony__Url"] = "http://127.0.0.1:9/events",
            ["HUB_Suppliers__telephony__Token"] = "telephony-token",
            ["HUB_Suppliers__telephony__Orders"] = "none",
            ["HUB_Suppliers__central-systems__Protocol"] = "cloudevents",
            ["HUB_Suppliers__central-systems__Url"] = "http://127.0.0.1:9/events",
            ["HUB_Suppliers__central-systems__Token"] = "central-systems-token",
        };
    }

    private static async Task<HttpStatusCode> PushAsync(ServedHub hub, string body, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/suppliers/mobile/tmf622/listener/productOrderStateChangeEvent") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await hub.Http.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> SayAsync(ServedHub hub, string supplier, string data)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/suppliers/{supplier}/events") { Content = new StringContent(data, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", supplier + "-token");
        foreach (var (name, value) in new[] { ("ce-specversion", "1.0"), ("ce-id", "s-1"), ("ce-source", "//" + supplier), ("ce-type", "supplier.order.confirmed.v1") })
        {
            request.Headers.Add(name, value);
        }

        using var answer = await hub.Http.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static async Task<JsonElement> LineAsync(ServedHub hub, string number, string article) =>
        (await hub.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{number}", Ct)).GetProperty("lines").EnumerateArray().Single(line => OpeningACase.Text(line, "article") == article);

    private static async Task<string?> StatusAsync(ServedHub hub, string number, string article) => OpeningACase.Text(await LineAsync(hub, number, article), "status");

    private static async Task<List<JsonElement>> ParkedAsync(ServedHub hub) =>
        [.. (await hub.Http.GetFromJsonAsync<JsonElement>("/api/parked", Ct)).GetProperty("groups").EnumerateArray()];

    private static Task UntilAsync(Func<Task<bool>> holds) => WorkingWithTheSimulator.UntilAsync(holds);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
