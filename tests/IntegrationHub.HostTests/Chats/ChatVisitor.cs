using Deque.AxeCore.Playwright;
using IntegrationHub.HostTests.Pages;
using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Chats;

/// <summary>A hub whose played desks do not act by themselves, and a browser, for a class of tests of the chat.</summary>
public sealed class HubWithChat : HubInABrowser
{
    private HubProcess _process = null!;

    /// <summary>Kills the hub, and starts it again on the same data and at the same address.</summary>
    internal async Task RestartAsync(Func<Task> meanwhile)
    {
        await _process.KillAsync();
        await meanwhile();
        var address = Hub.Address;
        Hub.Dispose();
        Hub = await ServeAsync(Data, address);
    }

    private protected override async Task<ServedHub> ServeAsync(string data, Uri? at) => _process = await HubProcess.ServeAsync(data, Settings, at);
}

/// <summary>A hub whose played desks take and solve every case at once.</summary>
public sealed class HubWithQuickDesks : HubInABrowser
{
    /// <inheritdoc/>
    protected override IDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["HUB_Simulator__Auto"] = "true",
        ["HUB_Simulator__Hurry"] = "true",
        ["HUB_Simulator__QuestionPercent"] = "0",
    };
}

/// <summary>Somebody at the chat page.</summary>
internal sealed record ChatVisitor(IPage Page, List<string> Faults)
{
    public ILocator Log => Page.GetByRole(AriaRole.Log);

    public ILocator Field => Page.Locator("#chat-text");

    /// <summary>Opens the page and waits until it takes words.</summary>
    public static async Task<ChatVisitor> OpenAsync(HubInABrowser scene, string language = "sv", int width = 1024, ColorScheme? colours = null)
    {
        var (page, faults) = await scene.VisitAsync("/chat?lang=" + language, width, colours: colours);
        var visitor = new ChatVisitor(page, faults);
        await visitor.ReadyAsync();
        return visitor;
    }

    /// <summary>Waits until the greeting is there and the page takes words.</summary>
    public async Task ReadyAsync()
    {
        await Assertions.Expect(Field).ToBeEnabledAsync();
        await Assertions.Expect(Log.Locator(".message.hub").First).ToBeVisibleAsync();
    }

    /// <summary>Writes something, and sends it by Enter.</summary>
    public async Task SayAsync(string text)
    {
        await Field.FillAsync(text);
        await Field.PressAsync("Enter");
    }

    public Task HearsAsync(string text) => Assertions.Expect(Log).ToContainTextAsync(text, new() { Timeout = 15_000 });

    /// <summary>Goes by Tab, or backwards, to what has this name, as whoever has only a keyboard does.</summary>
    public async Task GoToAsync(string name, bool backwards = false)
    {
        var seen = new List<string>();
        for (var steps = 0; steps < 60; steps++)
        {
            await Page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
            var focused = await Page.EvaluateAsync<string>("(document.activeElement.labels?.[0] ?? document.activeElement).innerText ?? ''");
            seen.Add(focused);
            if (focused.Trim() == name)
            {
                Assert.NotEqual("none", await Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
                return;
            }
        }

        Assert.Fail($"'{name}' is not reached by keyboard; reached: {string.Join(" | ", seen)}");
    }

    /// <summary>No obstacle of any kind stands on the page as it is now.</summary>
    public async Task HasNoObstacleAsync()
    {
        var found = await Page.RunAxe();
        Assert.True(found.Violations.Length == 0, string.Join("; ", found.Violations.Select(one => $"{one.Id}: {string.Join(", ", one.Nodes.Select(node => node.Html))}")));
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "The page scrolls sideways.");
    }

    public Task<string> FocusedAsync() => Page.EvaluateAsync<string>("document.activeElement.id");
}
