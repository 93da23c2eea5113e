namespace IntegrationHub.HostTests.Chats;

/// <summary>The page under the same check that acceptance runs: a person in Chromium, axe-core, and what left the hub.</summary>
public sealed class CheckingThePage(HubWithQuickDesks scene) : IClassFixture<HubWithQuickDesks>
{
    [Fact]
    public async Task A_person_in_a_browser_gets_a_case_and_nothing_leaves_the_hub()
    {
        using var checks = new ChannelChecks(["playwright-core", "axe-core"], "webchat-browser.js");
        await checks.PlayAsync(
            "webchat-browser.js", "--page", new Uri(scene.Hub.Address, "/chat").ToString(), "--shot", checks.Folder,
            "ready", "ui:Skriv ditt meddelande", "send:Skrivaren på plan 3 är trasig", "expect:Har jag förstått rätt", "axe:minor", "card:Ja", "expect:Ditt ärendenummer är",
            "expect:är löst", "axe:minor", "button:Ja, ärende", "expect:är avslutat", "local", "csp", "errors", "mobile", "scroll", "axe:minor", "zoom:400", "scroll", "axe:minor");
    }
}
