using IntegrationHub.HostTests.Incidents;
using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Pages;

public sealed class AnIncidentOnItsPage(HubInABrowser scene) : IClassFixture<HubInABrowser>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_declared_told_first_on_the_start_page_and_ended(bool script)
    {
        var (page, faults) = await scene.VisitAsync("/incidents", script: script);
        await page.GetByLabel("Vad fungerar inte? På svenska").FillAsync($"Nätet är nere {script}");
        await page.Locator("#what-en").FillAsync("The network is down");
        await page.GetByLabel("E-post och kalender", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Utlys" }).ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("De som ringer får höra det nu");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync($"Nätet är nere {script}");

        await page.Locator("#News-sv").FillAsync("Kabeln lagas.");
        await page.Locator("#News-en").FillAsync("The cable is being mended.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Skicka beskedet" }).ClickAsync();
        await Assertions.Expect(page.Locator(".timeline")).ToContainTextAsync("Kabeln lagas.");

        var number = await scene.OpenAsync();
        await page.GetByLabel("Ärendenummer som hör hit").FillAsync(number);
        await page.GetByLabel("Varför?").FillAsync("Samma fel.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Koppla ärendet hit" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = number[..4] + " " + number[4..], Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ta bort" }).ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("inte längre");

        var incident = page.Url;
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("h2").First).ToHaveTextAsync("Fungerar inte just nu");
        await Assertions.Expect(page.Locator("#incidents + ul")).ToContainTextAsync("Kabeln lagas.");

        await page.GotoAsync(incident);
        await page.Locator("#Resolve-sv").FillAsync("Kabeln är lagad.");
        await page.Locator("#Resolve-en").FillAsync("The cable is mended.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Det fungerar igen" }).ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("löst");
        Assert.Empty(faults);
    }

    [Fact]
    public async Task What_is_missing_is_said_and_what_was_filled_in_stays()
    {
        var (page, _) = await scene.VisitAsync("/incidents", script: false);
        await page.Locator("#what-sv").FillAsync("Nätet är nere");
        await page.Locator("#what-en").FillAsync("The network is down");
        await page.GetByRole(AriaRole.Button, new() { Name = "Utlys" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Välj en ansvarig servicedesk");
        await Assertions.Expect(page.Locator("#what-sv")).ToHaveValueAsync("Nätet är nere");
    }

    [Fact]
    public async Task Whoever_may_not_reads_only()
    {
        var number = await new IncidentDesk(scene.Hub).DeclareAsync(IncidentDesk.Email("Ekskolan"));
        foreach (var path in (string[])["/incidents", $"/incidents/{number}"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Hub-Role", "user" } } };
            var answer = await scene.Hub.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("E-posten fungerar inte", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
        }
    }
}
