using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Amqp;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Suppliers.RabbitMq;

/// <summary>An order, to and from a supplier behind the queues of a real RabbitMQ.</summary>
public sealed class OrderingThroughABroker
{
    private const string Out = "workplace-in";
    private const string In = "workplace-out";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_goes_to_the_suppliers_queue_and_comes_back_confirmed_and_delivered_and_what_names_no_order_is_a_dead_letter()
    {
        await using var rabbit = await Rabbit.StartAsync(Out, In);
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HUB_Messaging__ConnectionString"] = rabbit.ConnectionString,
            ["HUB_Suppliers__workplace__Protocol"] = "amqp",
            ["HUB_Suppliers__workplace__Token"] = "workplace-token",
            ["HUB_Suppliers__workplace__Queue"] = Out,
            ["HUB_Suppliers__workplace__ReplyQueue"] = In,
        });
        await using var desk = await AnEndpoint.ConnectAsync(rabbit.ConnectionString);
        using var answer = await hub.Http.PostAsJsonAsync("/api/orders", new
        {
            organisation = "kultur",
            site = "Biblioteket",
            area = "office",
            reference = "110-12345",
            lines = new[] { new { article = "WP-MOUSE", quantity = 2 } },
        }, Ct);
        var ordered = await OpeningACase.JsonAsync(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.Created && OpeningACase.Text(ordered, "status") == "placed", ordered.ToString());
        var number = OpeningACase.Text(ordered, "number");

        var told = await desk.TakeAsync(Out) ?? throw new InvalidOperationException("Nothing was told.");
        Assert.Equal((number, "application/json", "hub.order.placed.v1"), (told.Properties.GroupId, told.Properties.ContentType.ToString(), told.ApplicationProperties["cloudEvents_type"].ToString()));
        var body = JsonDocument.Parse(told.GetBody<byte[]>()).RootElement;
        var line = Assert.Single(body.GetProperty("lines").EnumerateArray());
        Assert.Equal((number, "WP-MOUSE", 2, "110-12345"), (OpeningACase.Text(body, "order"), OpeningACase.Text(line, "article"), line.GetProperty("quantity").GetInt32(), OpeningACase.Text(line, "reference")));

        await desk.SendAsync(In, Says("1", number, "confirmed", new { order = number, supplierOrder = "WP-9" }));
        await desk.SendAsync(In, Says("1", number, "confirmed", new { order = number, supplierOrder = "WP-9" }));
        await desk.SendAsync(In, Says("2", number, "delivered", new
        {
            order = number,
            delivery = "L-1",
            units = new[] { new { line = 1, unit = 1, serial = "M-1" }, new { line = 1, unit = 2, serial = "M-2" } },
            deliveredAt = TimeProvider.System.GetUtcNow(),
            way = "signature",
            receivedBy = "Bo Ek",
        }));
        await WorkingWithTheSimulator.UntilAsync(async () => OpeningACase.Text(await OrderAsync(hub, number), "status") == "delivered");
        line = (await OrderAsync(hub, number)).GetProperty("lines")[0];
        Assert.Equal("WP-9", OpeningACase.Text(line, "supplierOrder"));
        Assert.Equal(["M-1", "M-2"], line.GetProperty("units").EnumerateArray().Select(unit => OpeningACase.Text(unit, "serial")));
        var timeline = await hub.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{number}/timeline", Ct);
        Assert.Single(timeline.GetProperty("entries").EnumerateArray(), entry => OpeningACase.Text(entry, "type") == "order-confirmed.v1");

        await desk.SendAsync(In, Says("3", "500000997", "confirmed", new { order = "500000997", supplierOrder = "WP-10" }));
        Assert.Equal("3", (await desk.TakeAsync(In + ".dlq"))?.Properties.MessageId);
    }

    private static Task<JsonElement> OrderAsync(ServedHub hub, string number) => hub.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{number}", Ct);

    private static Message Says(string id, string number, string what, object data) => AnEndpoint.Event(id, number, $"supplier.order.{what}.v1", data);
}
