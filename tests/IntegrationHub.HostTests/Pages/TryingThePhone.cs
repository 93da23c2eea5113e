using System.Net;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Pages;

public sealed class TryingThePhone(HubInABrowser scene) : IClassFixture<HubInABrowser>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_caller_picks_by_key_confirms_reaches_the_desk_and_sees_the_case_with_and_without_script(bool script)
    {
        var (page, faults) = await scene.VisitAsync("/phone", width: script ? 1024 : 320, script: script);
        Assert.Equal("+46701234567", await page.GetByLabel("Ring från").InputValueAsync());
        await PressAsync(page, "Ring");
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("stadens it-support");
        Assert.Matches(@"[?]call=CA[0-9a-f]{32}$", page.Url);

        await page.GetByLabel("Säg", new() { Exact = true }).FillAsync("Skrivaren på plan 3 är trasig");
        await PressAsync(page, "Säg det");
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("Stämmer det?");
        await Assertions.Expect(page.Locator("#call-case")).ToContainTextAsync("så snart samtalet");

        await PressAsync(page, "1");
        await Assertions.Expect(page.Locator("[data-waits]")).ToHaveTextAsync("Det ringer hos servicedesken.");
        await PressAsync(page, "Svara");
        await Assertions.Expect(page.Locator(".spoken .desk").First).ToContainTextAsync("Till servicedesken:");
        await PressAsync(page, "1");
        await Assertions.Expect(page.Locator("[data-waits]")).ToHaveTextAsync("Ni talar med varandra.");

        await Assertions.Expect(page.Locator("#call-case")).ToContainTextAsync("Skrivaren på plan 3 är trasig");
        await page.Locator("#case-link").ClickAsync();
        await Assertions.Expect(page.Locator(".lead")).ToHaveTextAsync("Skrivaren på plan 3 är trasig");
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("Går inte att nå")]
    public async Task A_caller_picks_by_keys_alone_gets_a_promise_when_the_desk_is_not_reached_and_sees_the_case_go_on(string desk)
    {
        var (page, _) = await scene.VisitAsync("/phone");
        await PressAsync(page, "Ring");
        await PressAsync(page, "1");
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("skrivare eller utskrift");
        await PressAsync(page, "3");
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("fyrkant för att hoppa över");
        await PressAsync(page, "fyrkant");
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("Stämmer det?");
        await PressAsync(page, "1");
        await PressAsync(page, desk);
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("Vill du hellre välja en tid?");
        await PressAsync(page, "Lägg på"); // The promise stands.
        await Assertions.Expect(page.Locator("[data-waits]")).ToHaveTextAsync("Samtalet är slut.");
        await Assertions.Expect(page.Locator("#call-case")).ToContainTextAsync("Vi ringer dig");

        var number = string.Concat((await page.Locator("#case-link .number").InnerTextAsync()).Where(char.IsAsciiDigit));
        await scene.ReportAsync(number, "accepted", new { @case = number, ticket = "WP-" + number });
        await Assertions.Expect(page.Locator("#call-case .timeline")).ToContainTextAsync("Arbetsplats tog ärendet");
    }

    [Fact]
    public async Task Keys_and_focus_stay_where_they_are_and_the_call_has_no_obstacle()
    {
        var (page, faults) = await scene.VisitAsync("/phone", width: 320);
        await PressAsync(page, "Ring");
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("stadens it-support");
        await page.Locator("#key-9").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".spoken")).ToContainTextAsync("Den knappen finns inte här.");
        Assert.Equal("key-9", await page.EvaluateAsync<string>("document.activeElement.id"));
        await Assertions.Expect(page.Locator("[data-news]")).ToContainTextAsync("Den knappen finns inte här.");
        Assert.Empty((await page.RunAxe()).Violations);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        await PressAsync(page, "Lägg på");
        await Assertions.Expect(page.Locator("[data-waits]")).ToHaveTextAsync("Samtalet är slut.");
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("Call", "from", "hej", "Skriv ett telefonnummer")]
    [InlineData("Press", "keys", "A", "Tangenterna är")]
    [InlineData("Press", "keys", "", "Tangenterna är")]
    [InlineData("Speak", "text", " ", "Skriv vad du säger")]
    [InlineData("Sms", "text", "", "Skriv ett telefonnummer och en text")]
    public async Task What_cannot_be_done_is_told_in_words(string handler, string field, string value, string said)
    {
        var answer = await PostAsync(handler, await TokenAsync(), ("call", "CA00000000000000000000000000000000"), (field, value));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_gone_gives_an_empty_phone_and_not_a_fault()
    {
        Assert.Equal(HttpStatusCode.OK, (await scene.Hub.Http.GetAsync("/phone?call=CAgone", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("HangUp", await TokenAsync(), ("call", "CAgone"))).StatusCode);
    }

    [Fact]
    public async Task Another_site_cannot_call() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("Call", "", ("from", "+46701234567"))).StatusCode);

    [Fact]
    public async Task News_are_asked_for_with_what_was_seen_and_nothing_is_sent_when_there_are_none()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await scene.Hub.Http.GetAsync("/phone?handler=Case&seen=none", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await scene.Hub.Http.GetAsync("/phone?handler=Outbox&seen=other", Ct)).StatusCode);
    }

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private async Task<string> TokenAsync() => Regex.Match(
        await scene.Hub.Http.GetStringAsync("/phone", Ct), "__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.None,
        TimeSpan.FromSeconds(1)).Groups["token"].Value;

    private async Task<HttpResponseMessage> PostAsync(string handler, string token, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        return await scene.Hub.Http.PostAsync("/phone?handler=" + handler, content, Ct);
    }
}
