using System.Text.RegularExpressions;
using IntegrationHub.HostTests.Cases;
using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Chats;

public sealed partial class AWholeCaseInTheChat(HubWithQuickDesks scene) : IClassFixture<HubWithQuickDesks>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sv", "Skriv ditt meddelande", "Skrivaren på plan 3 är trasig", "Ja, skapa ärende", "Ditt ärendenummer är", "Ja, ärende {0} fungerar", "är avslutat")]
    [InlineData("en", "Write your message", "The printer on floor 3 is broken", "Yes, make a case", "Your case number is", "Yes, case {0} works", "is closed")]
    public async Task From_the_matter_to_the_confirmed_end_by_keyboard_alone_and_without_an_obstacle(
        string language, string field, string matter, string yes, string made, string works, string closed)
    {
        var visitor = await ChatVisitor.OpenAsync(scene, language);
        await visitor.GoToAsync(field);
        await visitor.Page.Keyboard.TypeAsync(matter);
        await visitor.Page.Keyboard.PressAsync("Enter");
        var card = visitor.Log.Locator(".ac-adaptiveCard").Last;
        await Assertions.Expect(card.GetByRole(AriaRole.Button, new() { Name = yes })).ToBeVisibleAsync();
        Assert.Equal("chat-text", await visitor.FocusedAsync());
        await visitor.HasNoObstacleAsync();

        await visitor.GoToAsync(yes, backwards: true);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.HearsAsync(made);
        Assert.Equal("chat-text", await visitor.FocusedAsync());
        var number = Number().Match(await visitor.Log.InnerTextAsync()).Value;
        await visitor.HasNoObstacleAsync();

        // The played desk takes it and solves it; the chat tells of both by itself.
        var fits = string.Format(System.Globalization.CultureInfo.InvariantCulture, works, number);
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = fits })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.Equal("chat-text", await visitor.FocusedAsync());
        await visitor.HasNoObstacleAsync();
        await visitor.GoToAsync(fits, backwards: true);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.HearsAsync(closed);
        Assert.Equal("chat-text", await visitor.FocusedAsync());

        var shown = await OpeningACase.JsonAsync(await scene.Hub.Http.GetAsync("/api/cases/" + number.Replace(" ", "", StringComparison.Ordinal), Ct));
        Assert.Equal("closed", OpeningACase.Text(shown, "status"));
        Assert.Empty(visitor.Faults);
    }

    [GeneratedRegex(@"\d{4} \d{4}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
