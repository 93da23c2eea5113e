using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Chats;

public sealed partial class HandingOverToADesk(HubWithChat scene) : IClassFixture<HubWithChat>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_at_the_desk_takes_it_answers_in_the_same_chat_and_gives_it_back(bool script)
    {
        var visitor = await WaitingAsync();
        var (desk, faults) = await AtTheDeskAsync(visitor, script);
        await Assertions.Expect(desk.Locator("#transcript")).ToContainTextAsync("Prata med en person");
        await Assertions.Expect(desk.Locator("#transcript a[href^='/cases/']")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Ta chatten", Exact = true }).ClickAsync();
        await Assertions.Expect(desk.Locator("#said")).ToContainTextAsync("Du har tagit chatten");
        await visitor.HearsAsync("En person på servicedesken Arbetsplats har tagit chatten.");

        await desk.GetByLabel("Ditt svar till användaren").FillAsync("Hej, vilken våning?\nOch vilket rum?");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Svara", Exact = true }).ClickAsync();
        await Assertions.Expect(desk.Locator("#said")).ToContainTextAsync("framme");
        var answer = visitor.Log.Locator(".message.desk");
        await Assertions.Expect(answer).ToContainTextAsync("Servicedesken Arbetsplats");
        await Assertions.Expect(answer.Locator(".written")).ToHaveTextAsync("Hej, vilken våning?\nOch vilket rum?");

        await visitor.SayAsync("Plan 3, rum 301");
        if (!script)
        {
            await Assertions.Expect(visitor.Log.Locator(".own .mark")).ToHaveCountAsync(0);
            await desk.GetByRole(AriaRole.Link, new() { Name = "Uppdatera" }).ClickAsync();
        }

        await Assertions.Expect(desk.Locator("#transcript")).ToContainTextAsync("Plan 3, rum 301");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Lämna tillbaka chatten" }).ClickAsync();
        await Assertions.Expect(desk.Locator("#said")).ToContainTextAsync("lämnad tillbaka");
        await visitor.HearsAsync("Servicedesken har avslutat chatten. Skriv om du behöver mer hjälp.");
        await visitor.SayAsync("Mejlen fungerar inte");
        await Assertions.Expect(visitor.Log.Locator(".message.hub").Last).ToContainTextAsync("Har jag förstått rätt?");

        // What is said to the hub afterwards is not the desk's to read.
        await desk.ReloadAsync();
        await Assertions.Expect(desk.Locator("#transcript")).Not.ToContainTextAsync("Mejlen fungerar inte");
        Assert.Empty(faults);
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task News_of_the_user_takes_neither_what_is_being_written_nor_the_focus_and_stands_without_an_obstacle()
    {
        var visitor = await WaitingAsync();
        var (desk, _) = await AtTheDeskAsync(visitor, script: true);
        var field = desk.GetByLabel("Ditt svar till användaren");
        await field.FillAsync("Jag skriver just");
        await visitor.SayAsync("Är ni där?");
        await Assertions.Expect(desk.Locator("#transcript")).ToContainTextAsync("Är ni där?");
        await Assertions.Expect(desk.Locator("[data-news]")).ToContainTextAsync("Är ni där?");
        await Assertions.Expect(field).ToHaveValueAsync("Jag skriver just");
        await Assertions.Expect(field).ToBeFocusedAsync();
        await new ChatVisitor(desk, []).HasNoObstacleAsync();

        await desk.SetViewportSizeAsync(320, 256);
        await new ChatVisitor(desk, []).HasNoObstacleAsync();
        await desk.GotoAsync("/desk/workplace?lang=en");
        await new ChatVisitor(desk, []).HasNoObstacleAsync();
    }

    [Fact]
    public async Task The_list_shows_who_comes_by_itself_and_what_the_desk_has_to_do_first_comes_first()
    {
        var (desk, _) = await scene.VisitAsync("/desk/workplace");
        var visitor = await WaitingAsync();
        var chat = await ChatOfAsync(visitor);
        await Assertions.Expect(desk.Locator($"#waiting + ul a[href$='{chat}']")).ToBeVisibleAsync();
        await Assertions.Expect(desk.Locator("[data-news]")).ToContainTextAsync("Väntar i chatten");
        Assert.Equal("waiting", await desk.Locator("h2").First.GetAttributeAsync("id"));
        await Assertions.Expect(desk.Locator("#cases + ul a[href^='/cases/']").First).ToBeVisibleAsync();

        var form = await FormAsync($"/desk/workplace/{chat}");
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"/desk/workplace/{chat}?handler=Take", form)).StatusCode);
        await Assertions.Expect(desk.Locator($"#taken + ul a[href$='{chat}']")).ToBeVisibleAsync();
        await Assertions.Expect(desk.Locator($"#waiting + ul a[href$='{chat}']")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_same_press_twice_is_one_and_what_cannot_be_done_is_told()
    {
        var visitor = await WaitingAsync();
        var address = "/desk/workplace/" + await ChatOfAsync(visitor);
        var form = await FormAsync(address);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(address + "?handler=Say", form, ("text", "En gång"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(address + "?handler=Say", form, ("text", "En gång"))).StatusCode);
        await visitor.HearsAsync("En gång");
        await Assertions.Expect(visitor.Log.Locator(".message.desk")).ToHaveCountAsync(1);

        form = await FormAsync(address);
        var empty = await PostAsync(address + "?handler=Say", form, ("text", " "));
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        Assert.Contains("Skriv något först.", await empty.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(address + "?handler=Say", form, ("text", new string('x', 4_001)))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(address + "?handler=Back", form)).StatusCode);
        var late = await PostAsync(address + "?handler=Say", await FormAsync("/report"), ("text", "För sent"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("redan lämnad tillbaka", await late.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(address + "?handler=Take", [])).StatusCode); // Another site's form has no token.
    }

    [Fact]
    public async Task Another_desks_people_and_ordinary_users_see_nothing_of_it()
    {
        var chat = await ChatOfAsync(await WaitingAsync());
        foreach (var (role, path, status) in ((string, string, HttpStatusCode)[])
        [
            ("desk:mobile", "/desk/workplace", HttpStatusCode.Forbidden), ("desk:mobile", "/desk/workplace/" + chat, HttpStatusCode.Forbidden),
            ("desk:mobile", $"/desk/workplace/{chat}?handler=Live&seen=0", HttpStatusCode.Forbidden), ("desk:mobile", "/desk/mobile/" + chat, HttpStatusCode.NotFound),
            ("user", "/desk/workplace", HttpStatusCode.Forbidden), ("desk:workplace", "/desk/workplace", HttpStatusCode.OK),
            ("desk:workplace", "/desk/workplace/" + chat, HttpStatusCode.OK), ("administrator", "/desk/workplace/chat-00000000000000000000000000000000", HttpStatusCode.NotFound),
        ])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Hub-Role", role } } };
            Assert.Equal((role, path, status), (role, path, (await scene.Hub.Http.SendAsync(request, Ct)).StatusCode));
        }
    }

    /// <summary>Somebody who has asked for a person, at the desk that answers.</summary>
    private async Task<ChatVisitor> WaitingAsync()
    {
        var visitor = await ChatVisitor.OpenAsync(scene);
        await visitor.Page.Locator("#chat-choices").GetByRole(AriaRole.Button, new() { Name = "Prata med en person" }).ClickAsync();
        await visitor.HearsAsync("Jag lämnar över till Arbetsplats");
        return visitor;
    }

    /// <summary>The conversation of a visitor is found by the number of its case.</summary>
    private async Task<string> ChatOfAsync(ChatVisitor visitor)
    {
        var number = Number().Match(await visitor.Log.InnerTextAsync()).Value.Replace(" ", "", StringComparison.Ordinal);
        var (desk, _) = await scene.VisitAsync("/desk/workplace");
        var line = desk.Locator("li", new() { Has = desk.Locator($"a[href='/cases/{number}']") }).Locator("a[href*='/chat-']");
        await Assertions.Expect(line).ToBeVisibleAsync();
        var address = await line.GetAttributeAsync("href");
        await desk.Context.CloseAsync();
        return address!.Split('/')[^1];
    }

    private async Task<(IPage Desk, List<string> Faults)> AtTheDeskAsync(ChatVisitor visitor, bool script) =>
        await scene.VisitAsync("/desk/workplace/" + await ChatOfAsync(visitor), script: script);

    private async Task<Dictionary<string, string>> FormAsync(string path)
    {
        var page = await scene.Hub.Http.GetStringAsync(path, Ct);
        return new(StringComparer.Ordinal)
        {
            ["__RequestVerificationToken"] = Token().Match(page).Groups["value"].Value,
            ["press"] = Press().Match(page).Groups["value"].Value,
        };
    }

    private async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> form, params (string Name, string Value)[] more)
    {
        using var content = new FormUrlEncodedContent(form.Concat(more.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        return await scene.Hub.Http.PostAsync(path, content, Ct);
    }

    [GeneratedRegex(@"\d{4} \d{4}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"(?<value>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex("name=\"press\" value=\"(?<value>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Press();
}
