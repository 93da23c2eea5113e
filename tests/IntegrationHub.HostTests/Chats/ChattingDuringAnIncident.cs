using System.Text.Json;
using IntegrationHub.HostTests.Incidents;
using IntegrationHub.HostTests.Suppliers;
using IntegrationHub.HostTests.Voice;

namespace IntegrationHub.HostTests.Chats;

public sealed class ChattingDuringAnIncident : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;
    private IncidentDesk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await HubHere.ServeAsync(_folder.Path, TwilioKit.Settings(("HUB_DirectLine__Secret", ChatUser.Secret)));
        _desk = new IncidentDesk(_hub);
    }

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_is_told_first_me_too_makes_no_case_and_the_news_come_in_the_same_chat()
    {
        var number = await _desk.DeclareAsync(IncidentDesk.Email());
        ChatUser? chat = null;
        await WorkingWithTheSimulator.UntilAsync(async () => (await (chat = await ChatUser.OpenAsync(_hub)).ReadAsync()).Contains("E-posten fungerar inte.", StringComparison.Ordinal));
        Assert.Contains("gäller dig också", await chat!.SayAsync("Det gäller mig också"), StringComparison.Ordinal);
        await WorkingWithTheSimulator.UntilAsync(async () => await _desk.AffectedAsync(number) == 1);
        await _desk.ActAsync(number, "news", IncidentDesk.News);
        await WorkingWithTheSimulator.UntilAsync(async () => (await chat.ReadAsync()).Contains("En server byts", StringComparison.Ordinal));
        await _desk.ResolveAsync(number);
        await WorkingWithTheSimulator.UntilAsync(async () => (await chat.ReadAsync()).Contains("är löst", StringComparison.Ordinal));
        var after = await ChatUser.OpenAsync(_hub);
        Assert.DoesNotContain("E-posten fungerar inte.", await after.ReadAsync(), StringComparison.Ordinal);
        using var cases = JsonDocument.Parse(await _hub.Http.GetStringAsync("/api/cases", TestContext.Current.CancellationToken));
        Assert.Equal(0, cases.RootElement.GetProperty("cases").GetArrayLength());
    }
}
