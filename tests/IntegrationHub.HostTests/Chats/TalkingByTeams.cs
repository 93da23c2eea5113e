namespace IntegrationHub.HostTests.Chats;

/// <summary>Teams, as the check with the official packages plays it, against a hub in a process of its own.</summary>
public sealed class TalkingByTeams(BotKit kit) : IClassFixture<BotKit>
{
    [Fact]
    public async Task A_matter_becomes_a_case_by_a_card_and_a_repeat_changes_nothing() => Assert.Contains("ärendenummer", await kit.PlayAsync(
        "join", "suggested:2", "send:Skrivaren på plan 3 är trasig", "expect:skrivare", "type:typing", "card", "repeat", "submit:Ja={}", "expect:ärendenummer är", "repeat",
        "submit:Ja={}", "expect:.", "quiet:300"), StringComparison.Ordinal);

    [Fact]
    public Task What_is_offered_may_be_pressed_below_the_message() => kit.PlayAsync("join", "choose:redan ett ärende", "expect:ärendenummer", "quiet:300");

    [Fact]
    public Task Many_conversations_at_once_get_their_own_answers_with_one_token() => kit.PlayAsync("join", "burst:20", "tokens:1", "quiet:300");

    [Fact]
    public Task A_channel_in_trouble_gets_each_answer_once() => kit.PlayAsync(
        "join", "fail:429x1", "send:Hej", "expect:.", "fail:429x2", "send:Hej", "expect:.", "fail:502x1", "send:Hej", "expect:.", "fail:503x2", "send:Hej", "expect:.",
        "fail:401x1", "send:Hej", "expect:.", "tokens:2", "slow:2000", "send:Hej", "expect:.", "quiet:1200");

    [Fact]
    public Task Forged_tokens_are_refused_and_a_new_key_is_taken_at_once() => kit.PlayAsync("join", "auth", "rotate", "send:Hej", "expect:.", "auth");

    [Fact]
    public async Task A_button_that_is_answered_at_once_shows_the_used_card() => Assert.Contains(
        "\"statusCode\":200,\"type\":\"application/vnd.microsoft.card.adaptive\"",
        await kit.PlayAsync(
            "send:Skrivaren på plan 3 är trasig", "expect:skrivare",
            """invoke:adaptiveCard/action={"action":{"type":"Action.Execute","verb":"yes","data":{"choice":"yes","step":1}},"trigger":"manual"}""", "expect:ärendenummer är",
            """invoke:adaptiveCard/action={"action":{"type":"Action.Execute"}}""", """invoke:task/fetch={}""", "quiet:300"), StringComparison.Ordinal);

    [Fact]
    public Task Other_events_do_nothing_and_the_page_that_opens_is_greeted_once() => kit.PlayAsync(
        "event:vendor/telemetry={}", "quiet:300", """event:webchat/join={"language":"en-GB"}""", "expect:English|help", """event:webchat/join={"language":"en-GB"}""", "quiet:300");

    [Fact]
    public Task A_conversation_that_is_gone_is_left_alone() => kit.PlayAsync("join", "gone", "send:Hej", "send:Hej igen", "quiet:1500");
}
