using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IntegrationHub.HostTests.Suppliers;
using IntegrationHub.HostTests.Voice;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.HostTests.Chats;

/// <summary>Somebody whom Teams proves to be in the city's directory, and what becomes of a case that was made there.</summary>
public sealed class BeingToldByTeams : IAsyncLifetime
{
    private const string Asa = "0a1b2c3d-0000-4000-8000-0000000000aa";
    private const string Number = "10000016";
    private readonly TestFolder _folder = new();
    private ChannelStandIn _channel = null!;
    private ServedHub _hub = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _channel = await ChannelStandIn.StartAsync();
        var settings = TwilioKit.Settings();
        foreach (var (name, value) in BotKit.Settings(_channel.Address))
        {
            settings[name] = value;
        }

        _hub = await HubHere.ServeAsync(_folder.Path, settings);
        var people = Path.Combine(_folder.Path, "people.csv");
        await File.WriteAllTextAsync(people, $"externalId,givenName,familyName,phones,mails,area\n{Asa},Åsa,Öst,070-123 00 09,asa@example.se,office\n", Ct);
        await HubProcess.RunAsync("directory", "import", people, "--data", _folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        _hub.Dispose();
        await _channel.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_the_supplier_asks_comes_into_the_conversation_and_by_text_message_once_that_is_gone()
    {
        Assert.Contains("Har jag förstått rätt?", await SayAsync("Skrivaren på plan 3 är trasig"), StringComparison.Ordinal);
        Assert.Contains("1000 0016", await SayAsync("Ja"), StringComparison.Ordinal);
        await SupplierAsync("question-asked", "Vilken skrivare?");
        while (!(await _channel.NextAsync()).Contains("Vilken skrivare?", StringComparison.Ordinal))
        {
            // That somebody works on it is told before.
        }

        Assert.DoesNotContain("Vilken skrivare?", await SmsAsync(), StringComparison.Ordinal);
        _channel.Answer = _ => Task.FromResult(StatusCodes.Status404NotFound);
        await SupplierAsync("resolved", "Bytte toner.");
        await WorkingWithTheSimulator.UntilAsync(async () => (await SmsAsync()).Contains("löst", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_proven_sees_the_own_cases_without_a_code_and_nobody_else_does()
    {
        await SayAsync("Skrivaren på plan 3 är trasig");
        await SayAsync("Ja");
        Assert.Contains("1000 0016", await SayAsync("visa mina ärenden", conversation: "a:2"), StringComparison.Ordinal);
        Assert.DoesNotContain("1000 0016", await SayAsync("visa mina ärenden", conversation: "a:3", who: "99999999-0000-4000-8000-0000000000aa"), StringComparison.Ordinal);
    }

    private async Task<string> SayAsync(string text, string conversation = "a:1", string who = Asa)
    {
        var activity = _channel.Activity("message", text);
        activity["from"] = new JsonObject { ["id"] = "29:" + who, ["aadObjectId"] = who };
        activity["conversation"] = new JsonObject { ["id"] = conversation, ["conversationType"] = "personal" };
        Assert.Equal(HttpStatusCode.Accepted, (await _channel.PostAsync(_hub, activity)).StatusCode);
        return await _channel.NextAsync();
    }

    private async Task<string> SmsAsync() => WebUtility.HtmlDecode(await _hub.Http.GetStringAsync("/phone?handler=Outbox&seen=-", Ct));

    private async Task SupplierAsync(string type, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/suppliers/workplace/events")
        {
            Content = JsonContent.Create(new
            {
                specversion = "1.0",
                id = type,
                source = "//workplace",
                type = $"supplier.ticket.{type}.v1",
                datacontenttype = "application/json",
                data = new { @case = Number, ticket = "WP-1", status = "Pågår", text },
            }),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/cloudevents+json; charset=utf-8");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "workplace-token");
        using var answer = await _hub.Http.SendAsync(request, Ct);
        Assert.Contains("applied", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }
}
