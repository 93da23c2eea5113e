using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Chats;

namespace IntegrationHub.Tests.Chats;

public sealed class ListingConversations : IDisposable
{
    private readonly ConversationScene _scene = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-chats-");
    private readonly LiveView<ChatRow> _view;

    public ListingConversations() => _view = LiveView.Open(ChatRow.View, _folder.FullName);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _view.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Only_what_is_handed_over_is_with_a_desk_and_it_leaves_when_given_back()
    {
        await _scene.BeginAsync();
        await _scene.WriteAsync("Skrivaren är trasig");
        Assert.Empty(await AtAsync("workplace"));

        await _scene.WriteAsync("En person, tack", "en", ConversationScene.Printer, new ChatHandedOver("workplace", ConversationScene.Printer, _scene.Now));
        var row = Assert.Single(await AtAsync("workplace"));
        Assert.Equal((_scene.Stream, "en", ConversationScene.Printer, _scene.Now, false), (row.Chat, row.Language, row.Case!.Value, row.Since!.Value, row.Taken));
        Assert.Empty(await AtAsync("mobile"));

        await _scene.DoAsync("1", new TakeChat("workplace", _scene.Now));
        Assert.True(Assert.Single(await AtAsync("workplace")).Taken);
        await _scene.DoAsync("2", new GiveChatBack("workplace", _scene.Now));
        Assert.Empty(await AtAsync("workplace"));
    }

    [Fact]
    public async Task Who_waits_for_an_answer_is_seen_by_when_the_first_unanswered_word_came()
    {
        await _scene.HandOverAsync();
        var since = _scene.Now;
        Assert.Equal(since, Assert.Single(await AtAsync("workplace")).Unanswered);
        Later();
        await _scene.WriteAsync("Är ni där?");
        var asked = Assert.Single(await AtAsync("workplace"));
        Assert.Equal((since, _scene.Now), (asked.Unanswered!.Value, asked.LastAt));

        await _scene.DoAsync("1", new SayInChat("workplace", "Ja", _scene.Now));
        Assert.Null(Assert.Single(await AtAsync("workplace")).Unanswered);
        Later();
        await _scene.WriteAsync("Bra");
        Assert.Equal(_scene.Now, Assert.Single(await AtAsync("workplace")).Unanswered);
    }

    [Fact]
    public async Task A_user_who_is_gone_is_told_of_until_there_is_a_word_from_there_again()
    {
        await _scene.HandOverAsync();
        await _scene.AddAsync("dead", new ChatDead("left", _scene.Now));
        Assert.True(Assert.Single(await AtAsync("workplace")).Gone);
        await _scene.WriteAsync("Nu är jag tillbaka");
        Assert.False(Assert.Single(await AtAsync("workplace")).Gone);
    }

    [Fact]
    public async Task What_is_built_anew_equals_what_was_kept_in_step_and_holds_no_word()
    {
        await _scene.HandOverAsync();
        await _scene.DoAsync("1", new SayInChat("workplace", "Hemligt", _scene.Now));
        await _view.CatchUpAsync(_scene.Log, Ct);
        var rebuilt = await _view.RebuildAsync(_scene.Log, dryRun: true, _ => { }, Ct);
        Assert.Equal((1, 0, 0, 0), (rebuilt.Rows, rebuilt.Changed, rebuilt.Added, rebuilt.Removed));
        Assert.DoesNotContain("Hemligt", System.Text.Json.JsonSerializer.Serialize(_view.Find(_scene.Stream)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_transcript_tells_who_said_what_in_order()
    {
        await _scene.BeginAsync();
        var card = new ChatMessage("Stämmer det?") { Card = new ChatCard("Skrivare", [new("Plats", "Plan 3")], [new("yes", "Ja, stämmer")], 1) };
        await _scene.AddAsync("in a", new ChatStepTaken(
            1, new ChatHeard(ChatAct.Message, Own("Skrivaren är trasig")), new ChatTurn(ChatTurnKind.ReadBack, "sv"), Own(ChatMessages.Write([card])!), _scene.Now));
        await _scene.AddAsync(
            "in b", new ChatStepTaken(2, new ChatHeard(ChatAct.Message, null, "yes", 1), new ChatTurn(ChatTurnKind.WithDesk, "sv"), null, _scene.Now),
            new ChatHandedOver("workplace", null, _scene.Now));
        await _scene.DoAsync("1", new SayInChat("workplace", "Vi kommer.", _scene.Now));

        var lines = ChatTranscript.Of(await _scene.LoadAsync());
        Assert.Equal(
            [
                (ChatVoice.User, "Skrivaren är trasig"), (ChatVoice.Hub, "Stämmer det?"), (ChatVoice.User, "[Ja, stämmer]"), (ChatVoice.Event, "chat-handed-over.v1"),
                (ChatVoice.Event, "chat-taken.v1"), (ChatVoice.Desk, "Vi kommer."),
            ],
            lines.Select(line => (line.Voice, line.Text)));
        Assert.Equal("Plan 3", lines[1].Card!.Facts[0].Value);
    }

    private Core.Privacy.Personal Own(string text) => new Core.Privacy.Personal(new("p-1"), text).Within(_scene.Stream);

    private void Later() => _scene.Clock.Advance(TimeSpan.FromMinutes(3));

    private async Task<IReadOnlyList<ChatRow>> AtAsync(string desk)
    {
        await _view.CatchUpAsync(_scene.Log, Ct);
        return [.. _view.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["desk"] = desk }, null, 10).Select(found => found.Row)];
    }
}
