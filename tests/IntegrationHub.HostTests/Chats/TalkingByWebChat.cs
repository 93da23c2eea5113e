namespace IntegrationHub.HostTests.Chats;

/// <summary>Microsoft's Web Chat in a real browser, on a page of another origin under a strict policy, with nothing from elsewhere.</summary>
public sealed class TalkingByWebChat(DirectLineKit kit, HubWithWebChat scene) : IClassFixture<HubWithWebChat>
{
    private static readonly string[] s_greeted = ["ready", "expect:Skriv med egna ord"];

    // "errors" is no step here: the page that the script serves has no icon, and the browser says so.
    [Fact]
    public async Task Who_opens_it_is_greeted_before_saying_anything_and_then_answered() => await kit.BrowseAsync(
        scene.Hub, [.. s_greeted, "send:Skrivaren på plan 3 är trasig", "expect:Skrivaren på plan 3 är trasig", "local", "csp", "axe", "mobile", "sleep:300", "scroll"]);

    [Fact]
    public async Task What_looks_like_markup_is_shown_as_it_was_written() => await kit.BrowseAsync(
        scene.Hub, [.. s_greeted, "send:<img src=x onerror=alert(1)> **fet** [här](javascript:alert(1))", @"expect:<img src=x onerror=alert\(1\)> \*\*fet\*\* \[här\]\(javascript:alert\(1\)\)", "local", "csp"]);

    [Fact]
    public async Task After_the_net_was_away_the_talk_goes_on() => await kit.BrowseAsync(
        scene.Hub, [.. s_greeted, "offline:2000", "send:Skrivaren på plan 3 är trasig", "expect:Skrivaren på plan 3 är trasig", "csp"]);
}
