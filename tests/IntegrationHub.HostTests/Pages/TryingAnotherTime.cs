using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Pages;

/// <summary>A hub of its own: its clock and its faults are nobody else's.</summary>
public sealed class TryingAnotherTime(HubInABrowser scene) : IClassFixture<HubInABrowser>
{
    [Fact]
    public async Task The_clock_is_put_forward_and_the_person_is_asked_again_whether_it_works()
    {
        var number = await scene.OpenAsync();
        await scene.ReportAsync(number, "accepted", new { @case = number, ticket = "WP-" + number });
        await scene.ReportAsync(number, "resolved", new { @case = number, ticket = "WP-" + number, text = "Valsen är bytt." });
        var (page, faults) = await scene.VisitAsync("/phone");
        var before = await OpenAsync(page);
        await PressAsync(page, "+ 1 vecka");
        await Assertions.Expect(page.Locator("#trying")).ToContainTextAsync("7 d 0 h före");
        Assert.NotEqual(before, await page.Locator("#hub-time").InnerTextAsync());
        await Assertions.Expect(page.Locator("#outbox")).ToContainTextAsync("Fungerar det nu?");
        Assert.Empty(faults);
    }

    [Fact]
    public async Task With_the_log_away_the_caller_reaches_a_person_and_with_it_back_all_is_as_before()
    {
        var (page, _) = await scene.VisitAsync("/phone");
        await SetAsync(page, () => page.GetByLabel("Händelseloggen").SelectOptionAsync("Away"), "option[value=Away][selected]");
        await PressAsync(page, "Ring");
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("Jag kopplar dig till en person");
        await SetAsync(page, () => page.GetByLabel("Händelseloggen").SelectOptionAsync("None"), "option[value=None][selected]");
        await page.GotoAsync("/phone");
        await PressAsync(page, "Ring");
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("stadens it-support");
    }

    [Fact]
    public async Task When_every_request_comes_twice_the_call_goes_its_way()
    {
        var (page, _) = await scene.VisitAsync("/phone");
        await SetAsync(page, () => page.GetByLabel("Varje anrop kommer två gånger").CheckAsync(), "input[name=repeat][checked]");
        await PressAsync(page, "Ring");
        await page.GetByLabel("Säg", new() { Exact = true }).FillAsync("Skrivaren på plan 3 är trasig");
        await PressAsync(page, "Säg det");
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("Stämmer det?");
        await PressAsync(page, "1");
        await Assertions.Expect(page.Locator("[data-waits]")).ToHaveTextAsync("Det ringer hos servicedesken.");
        await SetAsync(page, () => page.GetByLabel("Varje anrop kommer två gånger").UncheckAsync(), "input[name=repeat]:not([checked])");
    }

    [Fact]
    public async Task When_the_hubs_answer_is_lost_a_person_answers()
    {
        var (page, _) = await scene.VisitAsync("/phone");
        await SetAsync(page, () => page.GetByLabel("It-stödets svar kommer inte fram").CheckAsync(), "input[name=loseAnswers][checked]");
        await PressAsync(page, "Ring");
        await Assertions.Expect(page.Locator("[data-waits]")).ToHaveTextAsync("Det ringer hos servicedesken.");
        await SetAsync(page, () => page.GetByLabel("It-stödets svar kommer inte fram").UncheckAsync(), "input[name=loseAnswers]:not([checked])");
    }

    /// <summary>Chooses, and waits until the page shows it as the hub wrote it: what is merely clicked has no attribute.</summary>
    private static async Task SetAsync(IPage page, Func<Task> choose, string shown)
    {
        await OpenAsync(page);
        await choose();
        await PressAsync(page, "Använd");
        await Assertions.Expect(page.Locator(shown)).ToHaveCountAsync(1);
    }

    private static async Task<string> OpenAsync(IPage page)
    {
        if (!await page.Locator("#hub-time").IsVisibleAsync())
        {
            await page.Locator("#trying summary").ClickAsync();
        }

        return await page.Locator("#hub-time").InnerTextAsync();
    }

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
