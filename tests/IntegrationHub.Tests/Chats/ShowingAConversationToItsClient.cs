using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Chat.DirectLine;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.Chats;

public sealed class ShowingAConversationToItsClient
{
    private readonly ConversationScene _scene = new();
    private readonly ActivitySet _shape = new("c1", desk => $"Desk {desk}", file => "https://hub.example.se/files/" + file.Reference);

    [Fact]
    public async Task What_the_user_sent_comes_back_as_it_was_with_the_id_that_the_post_returned_then_what_the_hub_said()
    {
        await _scene.BeginAsync();
        await StepAsync(
            """{"type":"message","text":"Hej","channelData":{"clientActivityID":"x1"},"from":{"id":"dl_one","role":"user"}}""", new ChatMessage("Ett"), new ChatMessage("Två"));

        var shown = await ShownAsync();
        Assert.Equal(["c1|0000001", "c1|0000001.1", "c1|0000001.2"], shown.Select(activity => (string?)activity["id"]));
        Assert.Equal("x1", (string?)shown[0]["channelData"]!["clientActivityID"]);
        Assert.Equal("dl_one", (string?)shown[0]["from"]!["id"]);
        Assert.Equal(["Ett", "Två"], shown.Skip(1).Select(activity => (string?)activity["text"]));
        Assert.All(shown.Skip(1), activity => Assert.Equal(("spoc", "bot", "c1|0000001"), ((string?)activity["from"]!["id"], (string?)activity["from"]!["role"], (string?)activity["replyToId"])));
        Assert.All(shown, activity => Assert.Equal(
            ("directline", "c1", "2026-11-24T08:00:00.0000000Z"), ((string?)activity["channelId"], (string?)activity["conversation"]!["id"], (string?)activity["timestamp"])));
    }

    [Fact]
    public async Task It_is_the_same_at_every_reading()
    {
        await _scene.HandOverAsync();
        await StepAsync("""{"type":"message","text":"Hej"}""", new ChatMessage("Ett"));
        Assert.Equal(ActivitySet.Write(await ShownAsync(), "3"), ActivitySet.Write(await ShownAsync(), "3"));
    }

    [Fact]
    public async Task A_desk_that_takes_writes_and_gives_back_is_seen_and_named()
    {
        await _scene.HandOverAsync();
        await _scene.AddAsync("t", new ChatTaken("workplace", _scene.Now));
        await _scene.AddAsync("w", new ChatDeskSaid("workplace", Own(ChatMessages.Write([new ChatMessage("Jag heter Kim.") { By = "desk:workplace" }])!), _scene.Now));
        await _scene.AddAsync("g", new ChatGivenBack("workplace", Own(ChatMessages.Write([new ChatMessage("Skriv om det är något mer.")])!), _scene.Now));

        var shown = await ShownAsync();
        Assert.Equal(
            ["handoff.initiate", "handoff.status accepted", "Desk workplace: Jag heter Kim.", "handoff.status completed", $"{ActivitySet.BotName}: Skriv om det är något mer."],
            shown.Select(activity => (string?)activity["type"] == "event"
                ? $"{activity["name"]} {activity["value"]!["state"]}".TrimEnd() : $"{activity["from"]!["name"]}: {activity["text"]}"));
        Assert.Equal(shown.Count, shown.Select(activity => (string?)activity["id"]).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_file_is_shown_where_it_can_be_fetched()
    {
        await _scene.BeginAsync();
        await _scene.AddAsync("f", new ChatStepTaken(
            1, new ChatHeard(ChatAct.Files, Activity: Own("""{"type":"message"}""")) { Files = [new ChatFile(Own("skärm.png"), "image/png", 3, "ab", "ref1")] },
            new ChatTurn(ChatTurnKind.Silent, "sv"), null, _scene.Now));
        var attachment = Assert.Single((await ShownAsync())[0]["attachments"]!.AsArray())!;
        Assert.Equal(("image/png", "skärm.png", "https://hub.example.se/files/ref1"), ((string?)attachment["contentType"], (string?)attachment["name"], (string?)attachment["contentUrl"]));
    }

    [Fact]
    public async Task What_was_erased_is_not_shown()
    {
        await _scene.BeginAsync();
        await StepAsync("""{"type":"message","text":"Hej"}""", new ChatMessage("Ett"));
        var known = (await _scene.LoadAsync()).History[1];
        var taken = (ChatStepTaken)known.Fact!;
        var erased = known with { Fact = taken with { Heard = taken.Heard with { Activity = taken.Heard.Activity! with { Text = null } }, Said = taken.Said! with { Text = null } } };
        Assert.Empty(_shape.Of(erased));
    }

    [Fact]
    public void Typing_is_a_passing_thing_without_id_and_without_watermark()
    {
        var set = JsonNode.Parse(ActivitySet.Write([_shape.Typing(_scene.Now)], watermark: null))!;
        Assert.Null(set["watermark"]);
        Assert.Equal("typing", (string?)set["activities"]![0]!["type"]);
        Assert.Null(set["activities"]![0]!["id"]);
    }

    private async Task<IReadOnlyList<JsonObject>> ShownAsync() => [.. (await _scene.LoadAsync()).History.SelectMany(_shape.Of)];

    private Task StepAsync(string activity, params ChatMessage[] said) => _scene.AddAsync("s", new ChatStepTaken(
        1, new ChatHeard(ChatAct.Message, Activity: Own(activity)), new ChatTurn(ChatTurnKind.Anything, "sv"), Own(ChatMessages.Write(said)!), _scene.Now));

    private Personal Own(string text) => new Personal(new PersonId("p-1"), text).Within(_scene.Stream);
}
