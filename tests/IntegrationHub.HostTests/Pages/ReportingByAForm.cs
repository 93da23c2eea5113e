using IntegrationHub.HostTests.Cases;
using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Pages;

/// <summary>The way in without script.</summary>
public sealed class ReportingByAForm(HubInABrowser scene) : IClassFixture<HubInABrowser>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_script_the_chat_leads_to_a_form_that_gives_a_case_number()
    {
        var (page, _) = await scene.VisitAsync("/chat", script: false);
        await Assertions.Expect(page.Locator("noscript p")).ToBeVisibleAsync();
        Assert.Contains("Fyll i formuläret", await page.Locator("noscript").InnerTextAsync(), StringComparison.Ordinal);
        await Assertions.Expect(page.Locator("#chat-text")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("main a[href^='tel:']")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Fyll i ett formulär" }).ClickAsync();
        await page.GetByLabel("Vad behöver du hjälp med?").FillAsync("Skrivaren på plan 3 är trasig, lösenordet är Sommar2026");
        await page.GetByLabel("Ditt namn").FillAsync("Åsa Öst");
        await page.GetByLabel("Telefonnummer").FillAsync("070-123 45 67");
        await page.GetByRole(AriaRole.Button, new() { Name = "Skicka" }).ClickAsync();

        var number = (await page.Locator(".done .number").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        var shown = await OpeningACase.JsonAsync(await scene.Hub.Http.GetAsync("/api/cases/" + number, Ct));
        Assert.Equal(("printing", "web", "+46701234567"), (
            OpeningACase.Text(shown, "service"), OpeningACase.Text(shown, "channel"), OpeningACase.Text(shown.GetProperty("reporter"), "phone")));
        Assert.DoesNotContain("Sommar2026", OpeningACase.Text(shown, "description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_field_and_what_was_filled_in_stays()
    {
        var (page, _) = await scene.VisitAsync("/report", script: false);
        await page.GetByLabel("Ditt namn").FillAsync("Åsa Öst");
        await page.GetByRole(AriaRole.Button, new() { Name = "Skicka" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Skriv vad det gäller");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("telefonnummer eller e-postadress");
        await Assertions.Expect(page.GetByLabel("Ditt namn")).ToHaveValueAsync("Åsa Öst");
        await Assertions.Expect(page.Locator("#description")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.Locator("#phone")).ToHaveAttributeAsync("aria-describedby", "phone-fault");
    }

    [Fact]
    public async Task The_same_press_twice_makes_one_case()
    {
        var (page, _) = await scene.VisitAsync("/report");
        await page.GetByLabel("Vad behöver du hjälp med?").FillAsync("Projektorn lyser inte");
        await page.GetByLabel("Ditt namn").FillAsync("Åsa Öst");
        await page.GetByLabel("E-postadress").FillAsync("asa.ost@example.se");
        var both = await page.EvaluateAsync<string[]>(
            """
            async () => {
              const form = document.querySelector('main form');
              const send = async () => (await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })).url;
              return [await send(), await send()];
            }
            """);
        Assert.Contains("made=", both[0], StringComparison.Ordinal);
        Assert.Equal(both[0], both[1]);
    }
}
