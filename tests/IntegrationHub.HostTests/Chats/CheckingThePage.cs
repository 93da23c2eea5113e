using System.Text.Json;

namespace IntegrationHub.HostTests.Chats;

/// <summary>The page under the same check that acceptance runs: a person in Chromium, axe-core, and what left the hub.</summary>
public sealed class CheckingThePage(HubWithQuickDesks scene) : IClassFixture<HubWithQuickDesks>
{
    private static readonly string[] s_packages = ["playwright-core", "axe-core"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_in_a_browser_gets_a_case_and_nothing_leaves_the_hub()
    {
        using var folder = new TestFolder();
        using var wanted = JsonDocument.Parse(await File.ReadAllBytesAsync(Shared.File("checks/channels/package.json"), Ct));
        var versions = wanted.RootElement.GetProperty("dependencies");
        await Node.RunAsync(
            folder.Path, "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", .. s_packages.Select(name => $"{name}@{versions.GetProperty(name).GetString()}")]);
        File.Copy(Shared.File("checks/channels/webchat-browser.js"), Path.Combine(folder.Path, "webchat-browser.js"));
        var said = await Node.RunAsync(
            folder.Path, "node", "webchat-browser.js", "--page", new Uri(scene.Hub.Address, "/chat").ToString(), "--shot", folder.Path,
            "ready", "ui:Skriv ditt meddelande", "send:Skrivaren på plan 3 är trasig", "expect:Har jag förstått rätt", "axe:minor", "card:Ja", "expect:Ditt ärendenummer är",
            "expect:är löst", "axe:minor", "button:Ja, ärende", "expect:är avslutat", "local", "csp", "errors", "mobile", "scroll", "axe:minor", "zoom:400", "scroll", "axe:minor");
        Assert.True(said.Contains("\nPASSED ", StringComparison.Ordinal), said);
    }
}
