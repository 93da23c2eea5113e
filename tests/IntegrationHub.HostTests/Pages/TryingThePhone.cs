using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Pages;

public sealed class TryingThePhone(HubInABrowser scene) : IClassFixture<HubInABrowser>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_has_an_address_of_its_own_with_and_without_script(bool script)
    {
        var (page, _) = await scene.VisitAsync("/phone", script: script);
        Assert.Equal("+46701234567", await page.GetByLabel("Ring från").InputValueAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Ring", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(new Regex("[?]call=CA[0-9a-f]{32}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(page.Locator("[data-waits]")).ToBeVisibleAsync();
        var again = await scene.Hub.Http.GetStringAsync(page.Url, Ct);
        Assert.Contains(await page.Locator("[data-waits]").InnerTextAsync(), again, StringComparison.Ordinal);
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
