namespace IntegrationHub.HostTests.Suppliers.ServiceBus;

/// <summary>The stand-in before Azure's own client for Node, so that the hub's client is not tested against our own belief alone.</summary>
public sealed class AsAzureServiceBus
{
    private const string Script = "sbclient.mjs";

    [Fact]
    public async Task The_official_client_takes_the_stand_in_for_the_real_thing()
    {
        var script = Shared.File("checks/servicebus/" + Script);
        using var folder = new TestFolder();
        File.Copy(script, Path.Combine(folder.Path, Script));
        await Node.RunAsync(folder.Path, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "@azure/service-bus@7.9.5");
        await using var bus = new ServiceBusStandIn();
        bus.Queue("orders", new EntityPlan(MostDeliveries: 3));
        bus.Queue("sess", new EntityPlan(Sessions: true));
        bus.Queue("dedup", new EntityPlan(FindsRepeats: true));
        bus.Topic("case-events", "hub", "supplier-a");
        bus.Start();
        var said = await Node.RunAsync(folder.Path, "node", Script, bus.ConnectionString);
        Assert.True(said.Contains("16 passed, 0 failed", StringComparison.Ordinal), said);
    }
}
