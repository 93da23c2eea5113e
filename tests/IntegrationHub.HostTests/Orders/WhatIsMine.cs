using System.Net;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Orders;

/// <summary>The page of one's own: whoever is signed in sees there what concerns the person, and nothing else, whatever else the person may see.</summary>
public sealed class WhatIsMine : IAsyncLifetime
{
    private readonly OrderingHub _hub = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Who_ordered_and_who_gets_it_find_it_there_and_the_chief_of_both_does_not()
    {
        var number = OpeningACase.Text(await OrderingHub.OkAsync(HttpStatusCode.Created, await _hub.SendAsync("ada", "/api/orders", OrderingHub.Mouse("ylva"))), "number");
        await WorkingWithTheSimulator.UntilAsync(async () => (await PageAsync("ada")).Contains($"/orders/{number}", StringComparison.Ordinal));
        Assert.Contains("Pågår", await PageAsync("ada"), StringComparison.Ordinal);
        Assert.Contains($"/orders/{number}", await PageAsync("ylva"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _hub.GetAsync("ylva", $"/orders/{number}")).StatusCode);
        Assert.Contains("Du har inga ärenden", await PageAsync("eva"), StringComparison.Ordinal);
        Assert.Contains("Vi vet inte vem du är", await PageAsync("nobody"), StringComparison.Ordinal);
    }

    private async Task<string> PageAsync(string who)
    {
        var answer = await _hub.GetAsync(who, "/my");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }
}
