using System.Net;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Orders;

/// <summary>What each sees of an order and may do with it: who ordered it, who approves it, who gets it, who supplies it.</summary>
public sealed class WhoseOrderItIs(OrderingHub hub) : IClassFixture<OrderingHub>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_gets_or_supplies_a_part_sees_that_part_alone_and_changes_nothing()
    {
        var number = await hub.PlacedAsync(new
        {
            wish = "Till Ylva, som ser dåligt",
            reference = "110-12345",
            lines = new object[]
            {
                new { article = "WP-SCR-27", recipients = new[] { new { person = "ylva" }, new { person = "eva" } } }, new { article = "TE-EXTENSION", recipients = new[] { new { person = "eva" } } },
            },
        });
        var whole = await OrderingHub.OkAsync(HttpStatusCode.OK, await hub.GetAsync("ada", $"/api/orders/{number}"));
        var own = await OrderingHub.OkAsync(HttpStatusCode.OK, await hub.GetAsync("ylva", $"/api/orders/{number}"));
        var line = Assert.Single(own.GetProperty("lines").EnumerateArray());
        Assert.Equal(("WP-SCR-27", 1, 1), (OpeningACase.Text(line, "article"), line.GetProperty("quantity").GetInt32(), line.GetProperty("units").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, own.GetProperty("wish").ValueKind);
        var eva = OpeningACase.Text(whole.GetProperty("lines")[1].GetProperty("units")[0], "person");
        foreach (var path in (string[])["", "/timeline"])
        {
            var seen = (await OrderingHub.OkAsync(HttpStatusCode.OK, await hub.GetAsync("ylva", $"/api/orders/{number}{path}"))).GetRawText();
            Assert.DoesNotContain(eva, seen, StringComparison.Ordinal);
            Assert.DoesNotContain("ser dåligt", seen, StringComparison.Ordinal);
            var supplied = (await OrderingHub.OkAsync(HttpStatusCode.OK, await hub.GetAsync(null, $"/api/orders/{number}{path}", "desk:telephony"))).GetRawText();
            Assert.Contains("TE-EXTENSION", supplied, StringComparison.Ordinal);
            Assert.DoesNotContain("WP-SCR-27", supplied, StringComparison.Ordinal);
        }

        // In the list, too.
        await Suppliers.WorkingWithTheSimulator.UntilAsync(async () => (await ListedAsync("desk:telephony")).Contains(number, StringComparison.Ordinal));
        Assert.DoesNotContain("WP-SCR-27", await ListedAsync("desk:telephony"), StringComparison.Ordinal);
        Assert.DoesNotContain(number, await ListedAsync("desk:mobile"), StringComparison.Ordinal);

        Assert.Equal("not-orderer", await OrderingHub.RefusedAsync(HttpStatusCode.Forbidden, await hub.SendAsync("ylva", $"/api/orders/{number}/cancellation", new { })));
        Assert.Equal("not-orderer", await OrderingHub.RefusedAsync(HttpStatusCode.Forbidden, await hub.AskAsync(HttpMethod.Post, null, $"/api/orders/{number}/cancellation", new { }, "desk:workplace", null)));
        Assert.Equal("order-unknown", await OrderingHub.RefusedAsync(HttpStatusCode.NotFound, await hub.SendAsync("bo", $"/api/orders/{number}/cancellation", new { })));
        Assert.Equal(HttpStatusCode.OK, (await hub.SendAsync("eva", $"/api/orders/{number}/cancellation", new { })).StatusCode);
    }

    [Fact]
    public async Task Nobody_has_anothers_equipment_taken_back_by_a_swap_of_the_own()
    {
        var number = await hub.PlacedAsync(OrderingHub.Mouse("bo"), "bo", "kim");
        var delivered = new { type = "supplier.order.delivered.v1", data = new { delivery = "L-1", units = new[] { new { line = 1, unit = 1 } }, deliveredAt = DateTimeOffset.UnixEpoch.AddYears(56), way = "carrier" } };
        await OrderingHub.OkAsync(HttpStatusCode.OK, await hub.AskAsync(HttpMethod.Post, null, $"/api/orders/{number}/supplier-reports", delivered, "desk:workplace", null));
        Assert.Contains("desk:workplace", (await OrderingHub.OkAsync(HttpStatusCode.OK, await hub.GetAsync("bo", $"/api/orders/{number}/timeline"))).GetRawText(), StringComparison.Ordinal);
        var held = $"{number}-1-1";
        await WorkingWithTheSimulator.UntilAsync(async () => (await hub.GetAsync("bo", $"/api/holdings/{held}")).IsSuccessStatusCode);

        object Swap(string person) => new { reference = "110-12345", lines = new[] { new { article = "WP-SCR-27", swap = new[] { held }, recipients = new[] { new { person } } } } };
        Assert.Contains("lines[0].swap", (await OrderingHub.OkAsync(HttpStatusCode.BadRequest, await hub.SendAsync("ada", "/api/orders", Swap("ada")))).GetRawText(), StringComparison.Ordinal);
        await OrderingHub.OkAsync(HttpStatusCode.Created, await hub.SendAsync("bo", "/api/orders", Swap("bo")));
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.SendAsync("bo", "/api/holdings/move", new { holdings = new string?[] { null }, reference = "110-12345" })).StatusCode);
    }

    [Fact]
    public async Task Nobody_approves_what_the_same_role_has_ordered_or_specified()
    {
        async Task<HttpResponseMessage> AsAsync(string role, string path, object body) => await hub.AskAsync(HttpMethod.Post, null, path, body, role, null);

        var own = OpeningACase.Text(await OrderingHub.OkAsync(HttpStatusCode.Created, await AsAsync("administrator", "/api/orders", OrderingHub.Mouse("ylva", "utbildning", "WP-SCR-27"))), "number");
        Assert.Equal("own-order", await OrderingHub.RefusedAsync(HttpStatusCode.Forbidden, await AsAsync("administrator", $"/api/orders/{own}/approval", new { decision = "approve" })));
        var number = OpeningACase.Text(await OrderingHub.OkAsync(HttpStatusCode.Created, await AsAsync("agent", "/api/orders", new { organisation = "utbildning", wish = "En skärm till Ylva" })), "number");
        await OrderingHub.OkAsync(HttpStatusCode.OK, await AsAsync("administrator", $"/api/orders/{number}/specification", OrderingHub.Mouse("ylva", article: "WP-SCR-27")));
        Assert.Equal("own-order", await OrderingHub.RefusedAsync(HttpStatusCode.Forbidden, await AsAsync("administrator", $"/api/orders/{number}/approval", new { decision = "approve" })));
        await OrderingHub.OkAsync(HttpStatusCode.OK, await hub.SendAsync("eva", $"/api/orders/{number}/approval", new { decision = "approve" }));
    }

    [Fact]
    public async Task Whoever_is_sought_on_the_page_of_what_runs_stands_in_no_address()
    {
        var page = await (await hub.GetAsync("eva", "/orders/holdings")).Content.ReadAsStringAsync(Ct);
        var (status, shown) = await hub.SeekAsync("eva", page, "ylva@example.se");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches("^/orders/holdings\\?person=p-[0-9a-f]{20}$", shown.PathAndQuery);
    }

    [Fact]
    public async Task An_order_stays_of_the_organisation_that_it_was_wished_for()
    {
        var number = OpeningACase.Text(await OrderingHub.OkAsync(HttpStatusCode.Created, await hub.SendAsync("ada", "/api/orders", new { wish = "En skärm" })), "number");
        Assert.Contains("organisation", (await OrderingHub.OkAsync(HttpStatusCode.BadRequest, await hub.SendAsync("ada", $"/api/orders/{number}/specification", OrderingHub.Mouse("ada", "kultur")))).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_holds_nothing_where_something_belongs_is_told_and_is_no_failure()
    {
        foreach (var (path, body) in new[]
        {
            ("/api/orders/check", """{"lines":[null]}"""), ("/api/orders", """{"lines":[{"article":"WP-MOUSE","recipients":[null]}]}"""),
            ("/api/orders", """{"lines":[{"article":"WP-MOUSE","swap":[null]}]}"""), ("/api/orders/check", """{"lines":[{"package":"P-OFFICE","without":[null]}]}"""),
        })
        {
            using var answer = await hub.SendAsync("ada", path, JsonSerializer.Deserialize<JsonElement>(body));
            Assert.Contains("lines[0]", (await OrderingHub.OkAsync(HttpStatusCode.BadRequest, answer)).GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Two_who_send_the_same_key_get_each_an_order_of_their_own()
    {
        var ada = await OrderingHub.OkAsync(HttpStatusCode.Created, await hub.SendAsync("ada", "/api/orders", OrderingHub.Mouse("ada"), key: "same"));
        var bo = await OrderingHub.OkAsync(HttpStatusCode.Created, await hub.SendAsync("bo", "/api/orders", OrderingHub.Mouse("bo"), key: "same"));
        Assert.NotEqual(OpeningACase.Text(ada, "number"), OpeningACase.Text(bo, "number"));
    }

    [Fact]
    public async Task A_decision_on_the_page_is_about_what_the_page_showed()
    {
        var number = OpeningACase.Text(await OrderingHub.OkAsync(HttpStatusCode.Created, await hub.SendAsync("ada", "/api/orders", OrderingHub.Mouse("ylva", article: "WP-SCR-27"))), "number");
        var page = await (await hub.GetAsync("eva", $"/orders/{number}")).Content.ReadAsStringAsync(Ct);
        await OrderingHub.OkAsync(HttpStatusCode.OK, await hub.SendAsync("ada", $"/api/orders/{number}/specification", OrderingHub.Mouse("ada", article: "WP-SCR-27")));
        Assert.Equal(HttpStatusCode.Conflict, await hub.PressAsync("eva", page, number, "Approve"));
        page = await (await hub.GetAsync("eva", $"/orders/{number}")).Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.Forbidden, await hub.PressAsync("ada", await (await hub.GetAsync("ada", $"/orders/{number}")).Content.ReadAsStringAsync(Ct), number, "Approve"));
        Assert.Equal(HttpStatusCode.OK, await hub.PressAsync("eva", page, number, "Approve"));
        Assert.Equal("placed", OpeningACase.Text(await OrderingHub.OkAsync(HttpStatusCode.OK, await hub.GetAsync("ada", $"/api/orders/{number}")), "status"));
    }

    private async Task<string> ListedAsync(string role) => (await OrderingHub.OkAsync(HttpStatusCode.OK, await hub.GetAsync(null, "/api/orders", role))).GetRawText();
}
