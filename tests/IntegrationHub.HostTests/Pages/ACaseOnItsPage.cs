using System.Net;
using System.Text.RegularExpressions;
using IntegrationHub.HostTests.Cases;
using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Pages;

public sealed class ACaseOnItsPage(HubInABrowser scene) : IClassFixture<HubInABrowser>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_follows_the_case_while_it_is_open_and_the_user_closes_it()
    {
        var number = await scene.OpenAsync();
        var (page, faults) = await scene.VisitAsync($"/cases/{number}");
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("Skickat till en servicedesk");
        await Assertions.Expect(page.Locator(".ledger li").Last).ToContainTextAsync("Servicedesken Arbetsplats");

        await scene.ReportAsync(number, "accepted", new { @case = number, ticket = "WP-" + number });
        await Assertions.Expect(page.Locator(".timeline")).ToContainTextAsync("Arbetsplats tog ärendet");
        await scene.ReportAsync(number, "resolved", new { @case = number, ticket = "WP-" + number, text = "Bytte toner." });
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("Bytte toner.");
        await Assertions.Expect(page.Locator("[data-news]")).ToContainTextAsync("Fungerar det?");

        await page.GetByRole(AriaRole.Button, new() { Name = "Ja, det fungerar" }).ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Ärendet är avslutat");
        Assert.Equal("closed", await StatusAsync(number));
        Assert.Empty(faults);
    }

    [Fact]
    public async Task It_can_be_answered_added_to_and_reopened_without_script()
    {
        var number = await scene.OpenAsync("Hej, hjälp");
        var (page, _) = await scene.VisitAsync($"/cases/{number}", script: false);
        await page.GetByLabel("Ditt svar").FillAsync("skrivaren");
        await page.GetByRole(AriaRole.Button, new() { Name = "Svara" }).ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("framme");
        Assert.Equal("offered", await StatusAsync(number));

        await page.GetByLabel("Lägg till något").FillAsync("Den står på plan 3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Lägg till" }).ClickAsync();
        await Assertions.Expect(page.Locator(".timeline")).ToContainTextAsync("Den står på plan 3");

        await scene.ReportAsync(number, "accepted", new { @case = number, ticket = "WP-" + number });
        await scene.ReportAsync(number, "resolved", new { @case = number, ticket = "WP-" + number, text = "Bytte toner." });
        await page.GotoAsync($"/cases/{number}");
        await page.GetByLabel("Vad fungerar inte?").FillAsync("Den ränder");
        await page.GetByRole(AriaRole.Button, new() { Name = "Det fungerar inte" }).ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("öppet igen");
        Assert.Equal("in-progress", await StatusAsync(number));
    }

    [Fact]
    public async Task What_somebody_is_writing_is_not_taken_away_by_news()
    {
        var number = await scene.OpenAsync();
        var (page, _) = await scene.VisitAsync($"/cases/{number}");
        await page.Clock.InstallAsync();
        await page.ReloadAsync();
        await page.GetByLabel("Lägg till något").FillAsync("Jag skriver just");
        await scene.ReportAsync(number, "accepted", new { @case = number, ticket = "WP-" + number });
        var asked = 0;
        page.Request += (_, _) => asked++;
        await page.Clock.RunForAsync(10_000);
        Assert.Equal(0, asked);

        await page.GetByLabel("Lägg till något").FillAsync("");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sök" }).FocusAsync();
        await page.Clock.ResumeAsync();
        await Assertions.Expect(page.Locator(".timeline")).ToContainTextAsync("Arbetsplats tog ärendet");
    }

    [Fact]
    public async Task The_same_press_twice_is_one_and_a_late_one_is_told_why_not()
    {
        var number = await scene.OpenAsync();
        var form = await FormAsync($"/cases/{number}");
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"/cases/{number}?handler=Note", form, ("text", "En gång"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"/cases/{number}?handler=Note", form, ("text", "En gång"))).StatusCode);
        var timeline = await OpeningACase.JsonAsync(await scene.Hub.Http.GetAsync($"/api/cases/{number}/timeline", Ct));
        Assert.Single(timeline.GetProperty("events").EnumerateArray(), e => OpeningACase.Text(e, "type") == "note-added.v1");

        var late = await PostAsync($"/cases/{number}?handler=Confirm", form);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("inte sagt att ärendet är löst", await late.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync($"/cases/{number}?handler=Note", form, ("text", " "))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync("/cases/90000001?handler=Note", form, ("text", "x"))).StatusCode);
    }

    [Fact]
    public async Task A_form_of_another_site_does_nothing()
    {
        var number = await scene.OpenAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync($"/cases/{number}?handler=Note", [], ("text", "smuggled"))).StatusCode);
        Assert.DoesNotContain("smuggled", await scene.Hub.Http.GetStringAsync($"/api/cases/{number}/timeline", Ct), StringComparison.Ordinal);
    }

    private async Task<string> StatusAsync(string number) =>
        OpeningACase.Text(await OpeningACase.JsonAsync(await scene.Hub.Http.GetAsync($"/api/cases/{number}", Ct)), "status");

    private async Task<Dictionary<string, string>> FormAsync(string path)
    {
        var page = await scene.Hub.Http.GetStringAsync(path, Ct);
        return new(StringComparer.Ordinal)
        {
            ["__RequestVerificationToken"] = Regex.Match(page, "__RequestVerificationToken\" type=\"hidden\" value=\"(?<value>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["value"].Value,
            ["seen"] = Regex.Match(page, "name=\"seen\" value=\"(?<value>\\d+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["value"].Value,
        };
    }

    private async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> form, params (string Name, string Value)[] more)
    {
        using var content = new FormUrlEncodedContent(form.Concat(more.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        return await scene.Hub.Http.PostAsync(path, content, Ct);
    }
}
