using System.Net;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using IntegrationHub.HostTests.Suppliers;
using Microsoft.Playwright;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace IntegrationHub.HostTests.Pages;

/// <summary>A hub whose workplace supplier refuses what it is told until it is said to be well.</summary>
public sealed class HubWithAStubbornSupplier : HubInABrowser
{
    internal WireMockServer Supplier { get; } = WireMockServer.Start();

    protected override IDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["HUB_Suppliers__workplace__Protocol"] = "cloudevents",
        ["HUB_Suppliers__workplace__Url"] = Supplier.Url! + "/events",
        ["HUB_Suppliers__workplace__Token"] = "workplace-token",
        ["HUB_Suppliers__workplace__Share"] = "name, language",
    };

    internal void Answer(int status, string body)
    {
        Supplier.ResetMappings();
        Supplier.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/json").WithBody(body));
    }

    internal List<JsonElement> Told(string number) =>
    [
        .. Supplier.LogEntries.Select(entry => JsonDocument.Parse(entry.RequestMessage!.Body!).RootElement.GetProperty("data").Clone())
            .Where(data => data.GetProperty("case").GetString() == number),
    ];
}

public sealed class RunningTheHub(HubWithAStubbornSupplier scene) : IClassFixture<HubWithAStubbornSupplier>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_was_refused_is_seen_corrected_and_sent_and_the_record_says_by_whom()
    {
        scene.Answer(422, """{"title":"data.desk is unknown here"}""");
        var number = await scene.OpenAsync();
        var (page, faults) = await scene.VisitAsync("/ops");
        var see = page.GetByRole(AriaRole.Link, new() { Name = $"Se och rätta {number}" });
        await WaitForAsync(page, see);
        await Assertions.Expect(page.Locator("#supplier-workplace")).ToContainTextAsync("Fungerar"); // It answers, if only to say no.
        Assert.Empty((await page.RunAxe()).Violations);

        await see.ClickAsync();
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("data.desk is unknown here");
        Assert.Empty((await page.RunAxe()).Violations);
        var data = page.GetByLabel("Det leverantören får veta");
        await data.FillAsync((await data.InputValueAsync()).Replace("\"workplace\"", "\"arbetsplats\"", StringComparison.Ordinal));
        scene.Answer(202, """{"receipt":"R-1"}""");
        await page.GetByLabel("Varför det rättas").FillAsync("Deras namn på servicedesken är ett annat.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rätta och skicka" }).ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("1 görs om nu");
        await Assertions.Expect(page.Locator("#record + ol")).ToContainTextAsync("staff:administrator");

        await UntilAsync(() => Task.FromResult(scene.Told(number).Exists(told => told.GetProperty("desk").GetString() == "arbetsplats")));
        await UntilAsync(async () => (await scene.Hub.Http.GetStringAsync($"/api/cases/{number}", Ct)).Contains("\"standing\":\"delivered\"", StringComparison.Ordinal));
        var timeline = await scene.Hub.Http.GetStringAsync($"/api/cases/{number}/timeline", Ct);
        Assert.Contains("supplier-message-amended.v1", timeline, StringComparison.Ordinal);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Everything_is_tried_again_only_after_a_look_at_how_much_that_is()
    {
        scene.Answer(422, """{"title":"Not today."}""");
        var (first, second) = (await scene.OpenAsync("Skrivaren är trasig igen"), await scene.OpenAsync("Skrivaren skriver bara tomma sidor"));
        var (page, _) = await scene.VisitAsync("/ops?lang=en");
        foreach (var number in (string[])[first, second])
        {
            await WaitForAsync(page, page.GetByRole(AriaRole.Link, new() { Name = $"See and correct {number}" }));
        }

        var before = scene.Told(first).Count;
        await page.GetByRole(AriaRole.Link, new() { Name = "Try everything again" }).ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("This is about");
        Assert.Equal(before, scene.Told(first).Count);
        scene.Answer(202, "{}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again now" }).ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("are tried again now");
        await UntilAsync(() => Task.FromResult(scene.Told(first).Count > before));
        await UntilAsync(async () =>
        {
            await page.GotoAsync("/ops");
            return await page.GetByText("Nothing was given up.").IsVisibleAsync();
        });
    }

    [Fact]
    public async Task A_supplier_is_paused_with_a_reason_and_resumed()
    {
        scene.Answer(202, "{}");
        var (page, _) = await scene.VisitAsync("/ops", script: false);
        await page.GetByLabel("Varför pausa workplace").FillAsync("De byter system i kväll");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pausa workplace" }).ClickAsync();
        await Assertions.Expect(page.Locator("#supplier-workplace")).ToContainTextAsync("Pausad: De byter system i kväll");
        var number = await scene.OpenAsync("Skrivaren på plan 4 är trasig");
        await UntilAsync(async () =>
        {
            await page.ReloadAsync();
            return (await page.Locator("#supplier-workplace").InnerTextAsync()).Contains("äldst från", StringComparison.Ordinal);
        });
        Assert.Empty(scene.Told(number));
        await page.GetByRole(AriaRole.Button, new() { Name = "Skicka igen workplace" }).ClickAsync();
        await Assertions.Expect(page.Locator("#record + ol")).ToContainTextAsync("workplace får besked igen");
        await UntilAsync(() => Task.FromResult(scene.Told(number).Count == 1));
    }

    [Fact]
    public async Task A_supplier_learns_no_more_of_the_person_than_it_was_said_to()
    {
        scene.Answer(202, "{}");
        var number = await scene.OpenAsync("Skrivaren på plan 5 är trasig");
        await UntilAsync(() => Task.FromResult(scene.Told(number).Count == 1));
        var told = Assert.Single(scene.Told(number));
        Assert.Equal(["name", "language"], told.GetProperty("reporter").EnumerateObject().Select(field => field.Name));
        Assert.False(told.TryGetProperty("site", out _));
        Assert.DoesNotContain("+467", told.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ops")]
    [InlineData("/ops/workplace/00000000-0000-0000-0000-000000000001")]
    public async Task The_console_is_the_operators_alone(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Hub-Role", "user" } } };
        using var answer = await scene.Hub.Http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static Task WaitForAsync(IPage page, ILocator wanted) => UntilAsync(async () =>
    {
        await page.ReloadAsync();
        return await wanted.IsVisibleAsync();
    });

    private static Task UntilAsync(Func<Task<bool>> so) => WorkingWithTheSimulator.UntilAsync(so);
}
