using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Pages;

/// <summary>A hub of its own: nobody else waits at its desks.</summary>
public sealed class WaitingAtThePhone(HubInABrowser scene) : IClassFixture<HubInABrowser>
{
    [Theory]
    [InlineData("Upptaget")]
    [InlineData("Svara inte")]
    public async Task A_desk_that_does_not_answer_has_a_line_and_takes_a_message(string desk)
    {
        var (page, _) = await scene.VisitAsync("/phone");
        await PressAsync(page, "Ring");
        await PressAsync(page, "0");
        await PressAsync(page, desk);
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("först i kön");
        await PressAsync(page, "Var tyst");
        await Assertions.Expect(page.Locator("[data-waits]")).ToHaveTextAsync("Tryck en tangent.");
        await PressAsync(page, "2");
        await Assertions.Expect(page.Locator("[data-waits]")).ToHaveTextAsync("Tala in ett meddelande.");
        await PressAsync(page, "Var tyst");
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("Inget spelades in");
        await page.GetByLabel("Säg", new() { Exact = true }).FillAsync("Det brådskar");
        await PressAsync(page, "Säg det");
        await Assertions.Expect(page.Locator("[data-waits]")).ToHaveTextAsync("Samtalet är slut.");
        await Assertions.Expect(page.Locator("#call-case")).ToContainTextAsync("Ett röstmeddelande lämnades");
    }

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
