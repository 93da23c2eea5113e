using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Host.Suppliers.Checks;

namespace IntegrationHub.Tests.Suppliers;

/// <summary>A supplier's way for orders is checked without ordering anything.</summary>
public sealed class CheckingOrderChannels
{
    private static readonly HttpClient s_http = new(CloudEventSender.NewHandler());

    [Fact]
    public async Task One_that_speaks_TMF622_is_read_with_the_agreed_token_and_with_no_other()
    {
        await using var supplier = await Tmf622Double.StartAsync(4);
        Assert.Equal([("orders-reached", CheckOutcome.Passed), ("orders-token", CheckOutcome.Passed)], await CheckAsync(supplier.Address, "tmf622", Tmf622Double.Token));
        Assert.Contains(("orders-reached", CheckOutcome.Failed), await CheckAsync(supplier.Address, "tmf622", "another-token"));
        Assert.Empty(supplier.Orders());
    }

    [Fact]
    public async Task One_that_takes_events_is_asked_for_consent_and_keeps_strangers_out()
    {
        await using var scene = await SimulatorScene.StartAsync();
        Assert.Equal(
            [("orders-reached", CheckOutcome.Passed), ("orders-token", CheckOutcome.Passed), ("orders-unknown-types", CheckOutcome.Passed)],
            await CheckAsync(scene.Simulator.UrlOf("telephony"), "cloudevents", "token-of-telephony"));
    }

    [Fact]
    public async Task One_whose_orders_go_where_its_cases_go_has_nothing_more_to_check() => Assert.Empty(await CheckAsync(null, null, null));

    private static async Task<IReadOnlyList<(string, CheckOutcome)>> CheckAsync(Uri? address, string? way, string? token)
    {
        var said = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Orders"] = way, ["OrdersUrl"] = address?.ToString(), ["OrdersToken"] = token };
        var settings = new SupplierSettings("telephony", "cloudevents", new Uri("http://127.0.0.1:9/events"), "token-of-cases")
        {
            Options = said.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase),
        };
        var found = new List<(string, CheckOutcome)>();
        foreach (var check in new OrderChannelChecks(settings, s_http, TimeProvider.System).All)
        {
            found.Add((check.Name, (await check.RunAsync(TestContext.Current.CancellationToken)).Outcome));
        }

        return found;
    }
}
