using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Chats;

public sealed class ChattingOnThePage(HubWithChat scene) : IClassFixture<HubWithChat>
{
    [Fact]
    public async Task What_was_said_is_there_again_after_a_reload_each_thing_once_and_a_new_conversation_is_empty()
    {
        var visitor = await ChatVisitor.OpenAsync(scene);
        await visitor.SayAsync("Skrivaren på plan 3 är trasig");
        await Assertions.Expect(visitor.Log.GetByRole(AriaRole.Button, new() { Name = "Ja, skapa ärende" })).ToBeVisibleAsync();
        var before = await MessagesAsync(visitor);

        await visitor.Page.ReloadAsync();
        await visitor.ReadyAsync();
        await Assertions.Expect(visitor.Log.GetByRole(AriaRole.Button, new() { Name = "Ja, skapa ärende" })).ToBeVisibleAsync();
        Assert.Equal(before, await MessagesAsync(visitor));

        visitor.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Ny konversation" }).ClickAsync();
        await Assertions.Expect(visitor.Log.Locator(".own")).ToHaveCountAsync(0);
        await visitor.ReadyAsync();
        await visitor.SayAsync("Hej igen");
        await Assertions.Expect(visitor.Log.Locator(".own")).ToHaveCountAsync(1);
        await Assertions.Expect(visitor.Log.Locator(".own .mark")).ToHaveCountAsync(0);
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task What_cannot_be_sent_stays_with_its_text_and_is_sent_once_when_it_is_tried_again()
    {
        var visitor = await ChatVisitor.OpenAsync(scene);
        await visitor.Page.Context.SetOfflineAsync(true);
        await visitor.SayAsync("Skrivaren på plan 4 är trasig");
        await Assertions.Expect(visitor.Log.Locator(".own")).ToContainTextAsync("Kunde inte skickas.");
        await Assertions.Expect(visitor.Page.Locator("#chat-state")).Not.ToBeEmptyAsync();
        await visitor.HasNoObstacleAsync();

        await visitor.Page.Context.SetOfflineAsync(false);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Försök igen" }).ClickAsync();
        await Assertions.Expect(visitor.Log.GetByRole(AriaRole.Button, new() { Name = "Ja, skapa ärende" })).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Log.Locator(".own")).ToHaveCountAsync(1);
        await visitor.Page.ReloadAsync();
        await visitor.ReadyAsync();
        await Assertions.Expect(visitor.Log.Locator(".own")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_token_that_has_ended_is_followed_by_a_fresh_one_for_the_same_conversation()
    {
        var visitor = await ChatVisitor.OpenAsync(scene);
        await visitor.SayAsync("Skrivaren på plan 5 är trasig");
        await visitor.HearsAsync("Har jag förstått rätt?");
        var (phone, _) = await scene.VisitAsync("/phone");
        await phone.Locator("#trying summary").ClickAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "+ 1 timme" }).ClickAsync();
        await Assertions.Expect(phone.Locator("#trying")).ToContainTextAsync("1 h 0 min före");

        var refused = 0;
        visitor.Page.Response += (_, answer) => refused += answer.Status == 403 ? 1 : 0;
        await visitor.Log.GetByRole(AriaRole.Button, new() { Name = "Nej, det är något annat" }).ClickAsync();
        await visitor.HearsAsync("Då missförstod jag.");
        Assert.True(refused > 0, "The old token was still good, so nothing was tried.");
        await Assertions.Expect(visitor.Log.Locator(".own")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_hub_that_was_killed_and_is_back_is_found_again_and_nothing_is_lost_or_said_twice()
    {
        var visitor = await ChatVisitor.OpenAsync(scene);
        await visitor.SayAsync("Skrivaren på plan 6 är trasig");
        await visitor.HearsAsync("Har jag förstått rätt?");
        await scene.RestartAsync(async () =>
        {
            await Assertions.Expect(visitor.Page.Locator("#chat-state")).ToContainTextAsync("Ingen kontakt just nu");
            await visitor.SayAsync("Den står vid köket");
            await Assertions.Expect(visitor.Log.Locator(".own").Last).ToContainTextAsync("Kunde inte skickas.");
        });
        await Assertions.Expect(visitor.Page.Locator("#chat-state")).ToContainTextAsync("Kontakten är tillbaka.", new() { Timeout = 30_000 });
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Försök igen" }).ClickAsync();
        await Assertions.Expect(visitor.Log.Locator(".ac-adaptiveCard").Last).ToContainTextAsync("Den står vid köket");
        await Assertions.Expect(visitor.Log.Locator(".own")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task What_people_write_is_shown_and_never_run_and_too_much_is_told()
    {
        const string Nasty = "<img src=x onerror=\"document.title='taken'\"> skrivaren & <b>plan 3</b>";
        var visitor = await ChatVisitor.OpenAsync(scene);
        await visitor.SayAsync(Nasty);
        await Assertions.Expect(visitor.Log.Locator(".own")).ToContainTextAsync(Nasty);
        await Assertions.Expect(visitor.Log.Locator(".ac-adaptiveCard")).ToContainTextAsync("<b>plan 3</b>");
        await Assertions.Expect(visitor.Log.Locator("img, b")).ToHaveCountAsync(0);

        await visitor.SayAsync(new string('x', 4_001));
        await Assertions.Expect(visitor.Page.Locator("#chat-fault")).ToContainTextAsync("högst 4000 tecken");
        await Assertions.Expect(visitor.Field).ToHaveValueAsync(new string('x', 4_001));
        Assert.Empty(visitor.Faults);
    }

    [Fact]
    public async Task Shift_and_Enter_begins_a_line_and_a_pressed_card_cannot_be_pressed_again()
    {
        var visitor = await ChatVisitor.OpenAsync(scene);
        await visitor.Field.FillAsync("Skrivaren");
        await visitor.Field.PressAsync("Shift+Enter");
        await visitor.Page.Keyboard.TypeAsync("är trasig");
        await visitor.Field.PressAsync("Enter");
        await Assertions.Expect(visitor.Log.Locator(".own .written")).ToHaveTextAsync("Skrivaren\när trasig");
        await visitor.Log.GetByRole(AriaRole.Button, new() { Name = "Ja, skapa ärende" }).ClickAsync();
        await visitor.HearsAsync("Ditt ärendenummer är");
        await Assertions.Expect(visitor.Log.GetByRole(AriaRole.Button, new() { Name = "Ja, skapa ärende" })).ToBeDisabledAsync();
        await visitor.Page.ReloadAsync();
        await visitor.ReadyAsync();
        await visitor.HearsAsync("Ditt ärendenummer är");
        await Assertions.Expect(visitor.Log.GetByRole(AriaRole.Button, new() { Name = "Ja, skapa ärende" })).ToBeDisabledAsync();
        await Assertions.Expect(visitor.Log.Locator(".own").Last).ToContainTextAsync("Ja, skapa ärende");
    }

    [Fact]
    public async Task A_file_is_sent_and_what_is_too_large_or_of_another_kind_is_told()
    {
        var visitor = await ChatVisitor.OpenAsync(scene);
        var file = visitor.Page.GetByLabel("Skicka en fil");
        await file.SetInputFilesAsync(new FilePayload { Name = "felet.txt", MimeType = "text/plain", Buffer = "Papper fast"u8.ToArray() });
        await Assertions.Expect(visitor.Log.Locator(".own")).ToContainTextAsync("felet.txt");
        await visitor.HearsAsync("Jag har tagit emot filen.");
        await Assertions.Expect(visitor.Log.Locator(".own")).ToHaveCountAsync(1);

        await file.SetInputFilesAsync(new FilePayload { Name = "stor.png", MimeType = "image/png", Buffer = new byte[(4 * 1024 * 1024) + 1] });
        await Assertions.Expect(visitor.Page.Locator("#chat-fault")).ToHaveTextAsync("Filen är större än 4 MB.");
        await file.SetInputFilesAsync(new FilePayload { Name = "program.exe", MimeType = "application/octet-stream", Buffer = [1] });
        await Assertions.Expect(visitor.Page.Locator("#chat-fault")).ToContainTextAsync("tas inte emot");
        await Assertions.Expect(visitor.Log.Locator(".own")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData("sv", 320, 256, ColorScheme.Light)] // As 1280 by 1024 at 400 per cent.
    [InlineData("en", 320, 640, ColorScheme.Dark)]
    [InlineData("en", 1024, 800, ColorScheme.Light)]
    public async Task It_has_no_obstacle_small_or_large_light_or_dark(string language, int width, int height, ColorScheme colours)
    {
        var visitor = await ChatVisitor.OpenAsync(scene, language, width, colours);
        await visitor.Page.SetViewportSizeAsync(width, height);
        await visitor.SayAsync(language == "en" ? "The printer on floor 3 is broken" : "Skrivaren på plan 3 är trasig");
        await Assertions.Expect(visitor.Log.Locator(".ac-adaptiveCard")).ToBeVisibleAsync();
        await visitor.HasNoObstacleAsync();
        Assert.Equal(language, await visitor.Page.Locator("html").GetAttributeAsync("lang"));
    }

    [Fact]
    public async Task Another_windows_new_conversation_ends_this_one_here_without_mixing_the_two()
    {
        var visitor = await ChatVisitor.OpenAsync(scene);
        var other = await visitor.Page.Context.NewPageAsync();
        await other.GotoAsync("/chat");
        var second = new ChatVisitor(other, []);
        await second.ReadyAsync();
        await visitor.SayAsync("Skrivaren på plan 7 är trasig");
        await second.HearsAsync("Skrivaren på plan 7 är trasig");
        await second.HearsAsync("Har jag förstått rätt?");

        other.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Ny konversation" }).ClickAsync();
        await Assertions.Expect(second.Log.Locator(".own")).ToHaveCountAsync(0);
        await second.ReadyAsync();
        await visitor.SayAsync("Den gamla");
        await Assertions.Expect(visitor.Log.Locator(".own").Last.Locator(".mark")).ToHaveCountAsync(0);
        await Assertions.Expect(second.Log).Not.ToContainTextAsync("Den gamla");
    }

    private static async Task<IReadOnlyList<string>> MessagesAsync(ChatVisitor visitor) => await visitor.Log.Locator(".message").AllInnerTextsAsync();
}
