using IntegrationHub.Core;
using IntegrationHub.Core.Chats;

namespace IntegrationHub.Tests.Chats;

public sealed class AnsweringFromTheDesk
{
    private readonly ConversationScene _scene = new();

    [Fact]
    public async Task It_is_taken_answered_and_given_back_and_the_user_reads_each_word_once()
    {
        await _scene.HandOverAsync();
        Assert.IsType<ChatTaken>(Assert.Single(await AcceptedAsync("1", new TakeChat(ConversationScene.Desk, _scene.Now))));
        Assert.IsType<ChatDeskSaid>(Assert.Single(await AcceptedAsync("2", new SayInChat(ConversationScene.Desk, " Hej!\r\nVad står det på skrivaren? ", _scene.Now))));
        Assert.IsType<ChatGivenBack>(Assert.Single(await AcceptedAsync("3", new GiveChatBack(ConversationScene.Desk, _scene.Now))));

        var facts = await _scene.FactsAsync();
        var said = Assert.Single(ChatMessages.Read(Assert.Single(facts.OfType<ChatDeskSaid>()).Said.Text));
        Assert.Equal(("Hej!\nVad står det på skrivaren?", "desk:workplace", "sv"), (said.Text, said.By, said.Language));
        var state = (await _scene.LoadAsync()).State;
        Assert.Null(state.Desk);
        Assert.False(state.Taken);
    }

    [Theory]
    [InlineData("sv", "Servicedesken har avslutat chatten. Skriv om du behöver mer hjälp.")]
    [InlineData("en", "The service desk has ended the chat. Write if you need more help.")]
    public async Task Who_is_given_back_is_told_in_the_conversations_language(string language, string words)
    {
        await _scene.HandOverAsync(language);
        var back = Assert.IsType<ChatGivenBack>(Assert.Single(await AcceptedAsync("1", new GiveChatBack(ConversationScene.Desk, _scene.Now))));
        var said = Assert.Single(ChatMessages.Read(back.Said!.Text));
        Assert.Equal((words, language), (said.Text, said.Language));
    }

    [Fact]
    public async Task Whoever_answers_without_taking_it_first_takes_it_thereby()
    {
        await _scene.HandOverAsync();
        Assert.Equal([typeof(ChatTaken), typeof(ChatDeskSaid)], (await AcceptedAsync("1", new SayInChat(ConversationScene.Desk, "Hej", _scene.Now))).Select(fact => fact.GetType()));
        Assert.True((await _scene.LoadAsync()).State.Taken);
    }

    [Fact]
    public async Task The_same_press_twice_is_one_and_another_press_with_the_same_words_is_another()
    {
        await _scene.HandOverAsync();
        var say = new SayInChat(ConversationScene.Desk, "Hej", _scene.Now);
        await Task.WhenAll(_scene.DoAsync("1", say), _scene.DoAsync("1", say), _scene.DoAsync("1", say));
        Assert.Single((await _scene.FactsAsync()).OfType<ChatDeskSaid>());
        Assert.Single((await _scene.FactsAsync()).OfType<ChatTaken>());
        Assert.Single(await AcceptedAsync("2", say));

        // Late repeats, after the conversation was given back, do nothing either.
        await AcceptedAsync("3", new GiveChatBack(ConversationScene.Desk, _scene.Now));
        Assert.Empty(await AcceptedAsync("3", new GiveChatBack(ConversationScene.Desk, _scene.Now)));
        Assert.Empty(await AcceptedAsync("1", say));
    }

    [Fact]
    public async Task Two_colleagues_who_take_it_at_once_both_have_it_and_it_is_noted_once()
    {
        await _scene.HandOverAsync();
        await Task.WhenAll(
            _scene.DoAsync("mine", new TakeChat(ConversationScene.Desk, _scene.Now)), _scene.DoAsync("yours", new TakeChat(ConversationScene.Desk, _scene.Now)));
        Assert.Single((await _scene.FactsAsync()).OfType<ChatTaken>());
    }

    [Fact]
    public async Task A_conversation_that_is_not_the_desks_is_refused_with_the_reason()
    {
        await RefusedAsync("chat-unknown", new TakeChat(ConversationScene.Desk, _scene.Now));
        await _scene.BeginAsync();
        await RefusedAsync("chat-not-handed-over", new SayInChat(ConversationScene.Desk, "Hej", _scene.Now));
        await _scene.WriteAsync("En person, tack", also: new ChatHandedOver("mobile", null, _scene.Now));
        await RefusedAsync("chat-with-another", new SayInChat(ConversationScene.Desk, "Hej", _scene.Now));
        await RefusedAsync("chat-with-another", new GiveChatBack(ConversationScene.Desk, _scene.Now));
        Assert.DoesNotContain(await _scene.FactsAsync(), fact => fact is ChatDeskSaid or ChatTaken or ChatGivenBack);
    }

    [Fact]
    public async Task What_is_empty_or_too_long_is_refused_and_what_just_fits_is_sent()
    {
        await _scene.HandOverAsync();
        await RefusedAsync("text-missing", new SayInChat(ConversationScene.Desk, " \n", _scene.Now));
        await RefusedAsync("text-missing", new SayInChat(ConversationScene.Desk, null, _scene.Now));
        await RefusedAsync("text-too-long", new SayInChat(ConversationScene.Desk, new string('x', ChatDeskRules.LongestText + 1), _scene.Now));
        await AcceptedAsync("1", new SayInChat(ConversationScene.Desk, new string('x', ChatDeskRules.LongestText), _scene.Now));
    }

    [Fact]
    public async Task A_password_that_the_desk_writes_is_not_kept()
    {
        await _scene.HandOverAsync();
        await AcceptedAsync("1", new SayInChat(ConversationScene.Desk, "Ditt nya lösenord är Sommar2026", _scene.Now));
        var said = ChatMessages.Read((await _scene.FactsAsync()).OfType<ChatDeskSaid>().Single().Said.Text);
        Assert.DoesNotContain("Sommar2026", said[0].Text, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<ChatEvent>> AcceptedAsync(string key, ChatDeskCommand command) =>
        Assert.IsType<Accepted<ChatEvent>>(await _scene.DoAsync(key, command)).Events;

    private async Task RefusedAsync(string code, ChatDeskCommand command)
    {
        var refused = Assert.IsType<Refused<ChatEvent>>(await _scene.DoAsync($"refused {code}", command));
        Assert.Equal(code, refused.Code);
        Assert.EndsWith(".", refused.Why, StringComparison.Ordinal);
    }
}
