using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace IntegrationHub.HostTests.Chats;

/// <summary>Somebody who writes in the web chat, over plain Direct Line; nothing reads along unless it is asked to.</summary>
internal sealed class ChatUser
{
    /// <summary>The secret that hubs of these tests have.</summary>
    public const string Secret = "a-direct-line-secret-of-tests-0123456789";

    private ServedHub _hub;
    private readonly string _token;
    private readonly string _conversation;
    private int _sent;

    private ChatUser(ServedHub hub, JsonElement begun)
    {
        _hub = hub;
        _token = begun.GetProperty("token").GetString()!;
        _conversation = begun.GetProperty("conversationId").GetString()!;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens the chat.</summary>
    public static async Task<ChatUser> OpenAsync(ServedHub hub, string locale = "sv-SE")
    {
        var token = await AskAsync(hub, HttpMethod.Post, "tokens/generate", Secret, new { user = new { id = "dl_tester" } });
        return new ChatUser(hub, await AskAsync(hub, HttpMethod.Post, "conversations", token.GetProperty("token").GetString()!, new { locale }));
    }

    /// <summary>The same conversation at a hub that was started again.</summary>
    public ChatUser On(ServedHub hub)
    {
        _hub = hub;
        return this;
    }

    /// <summary>Writes, and gives what the hub answered.</summary>
    public Task<string> SayAsync(string text) => PostAsync(new { type = "message", text, from = new { id = "dl_tester" }, channelData = new { clientActivityID = $"m{_sent++}" } });

    /// <summary>Presses a button of the latest card, by its title.</summary>
    public async Task<string> PressAsync(string title)
    {
        var button = (await AllAsync()).Reverse().SelectMany(Buttons).First(button => button.GetProperty("title").GetString() == title);
        return await PostAsync(new { type = "message", value = button.GetProperty("data"), from = new { id = "dl_tester" }, channelData = new { clientActivityID = $"m{_sent++}", postBack = true } });
    }

    /// <summary>All that the hub has said, the newest last: texts, and the words of cards.</summary>
    public async Task<string> ReadAsync() => string.Join('\n', (await AllAsync()).Where(IsOfTheHub).Select(Words));

    private async Task<string> PostAsync(object activity)
    {
        var before = (await AllAsync()).Count;
        await AskAsync(_hub, HttpMethod.Post, $"conversations/{_conversation}/activities", _token, activity);
        return string.Join('\n', (await AllAsync()).Skip(before).Where(IsOfTheHub).Select(Words)); // The answer is durable before the post is.
    }

    private async Task<IReadOnlyList<JsonElement>> AllAsync() =>
        [.. (await AskAsync(_hub, HttpMethod.Get, $"conversations/{_conversation}/activities", _token, null)).GetProperty("activities").EnumerateArray()];

    private static bool IsOfTheHub(JsonElement activity) => activity.GetProperty("from").TryGetProperty("role", out var role) && role.GetString() == "bot";

    private static IEnumerable<JsonElement> Buttons(JsonElement activity) => Cards(activity).SelectMany(card => card.GetProperty("actions").EnumerateArray());

    private static IEnumerable<JsonElement> Cards(JsonElement activity) =>
        activity.TryGetProperty("attachments", out var attached) ? attached.EnumerateArray().Select(one => one.GetProperty("content")) : [];

    private static string Words(JsonElement activity) => string.Join('\n', [
        activity.TryGetProperty("text", out var text) ? text.GetString() : "",
        .. Cards(activity).Select(card => card.GetRawText()).Select(System.Text.RegularExpressions.Regex.Unescape)]);

    private static async Task<JsonElement> AskAsync(ServedHub hub, HttpMethod method, string path, string bearer, object? body)
    {
        using var request = new HttpRequestMessage(method, "/v3/directline/" + path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var answer = await hub.Http.SendAsync(request, Ct);
        var said = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {said}");
        return JsonDocument.Parse(said).RootElement;
    }
}
