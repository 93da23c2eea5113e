using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.People;

namespace IntegrationHub.Tests.Orders;

public sealed class TakingInAnOrder : IDisposable
{
    private readonly OrderIntake _intake;

    public TakingInAnOrder()
    {
        var log = new MemoryEventLog(TimeProvider.System);
        var codec = new EventCodec(new TestKeys());
        _intake = new(log, codec, new TestKeys(), new OrderStore(log, codec), TimeProvider.System);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _intake.Dispose();

    [Fact]
    public async Task Two_who_send_the_same_key_get_each_an_order_of_their_own()
    {
        var first = await TakeAsync("staff:1", "p-ada");
        Assert.Equal(first, await TakeAsync("staff:1", "p-ada"));
        Assert.NotEqual(first, await TakeAsync("staff:2", "p-bo"));
        Assert.NotEqual(first, await TakeAsync("staff:2", "p-ada"));
        Assert.NotEqual(first, await TakeAsync("staff:1", "p-bo"));
    }

    [Fact]
    public async Task A_key_that_comes_with_something_else_is_refused_whatever_way_it_comes()
    {
        await TakeAsync("staff:1", "p-ada");
        var (_, refused) = await _intake.TakeAsync(Request("p-ada", "bb"), new EventContext("staff:1", "phone"), Ct);
        Assert.Equal("key-reused", refused?.Code);
    }

    private async Task<OrderNumber> TakeAsync(string by, string orderer)
    {
        var (number, refused) = await _intake.TakeAsync(Request(orderer, "aa"), new EventContext(by, "web"), Ct);
        Assert.Null(refused);
        return number;
    }

    private static OrderRequest Request(string orderer, string hash) => new(
        "k1", hash, new OrderWished(default, new PersonId(orderer), "utbildning", null, Personal.Public("En mus"), null, "web", "sv", null, OrderScenario.Now), null);
}
