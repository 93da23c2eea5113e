using System.Text;

namespace IntegrationHub.HostTests.Chats;

/// <summary>Microsoft's own client, as any page of the city's may use it.</summary>
public sealed class TalkingByDirectLine(DirectLineKit kit, HubWithWebChat scene) : IClassFixture<HubWithWebChat>
{
    [Fact]
    public async Task Who_comes_in_is_greeted_asked_and_answered_and_sees_the_hub_type() => await kit.TalkAsync(
        scene.Hub, "connect", "join", "send:Hej", "type:typing", "expect:.", "suggested:1", "send:Skrivaren på plan 3 är trasig", "expect:.");

    [Fact]
    public async Task A_card_is_shown_and_its_button_answers() => await kit.TalkAsync(
        scene.Hub, "connect", "send:Skrivaren på plan 3 är trasig", "card", "submit:.={}", "expect:.");

    [Fact]
    public async Task A_suggested_answer_is_pressed() => await kit.TalkAsync(scene.Hub, "connect", "send:Hej", "suggested:1", "choose:.", "expect:.");

    [Fact]
    public async Task A_cut_line_comes_back_by_itself_and_nothing_is_lost_or_twice() => await kit.TalkAsync(
        scene.Hub, "connect", "send:Hej", "expect:.", "drop", "drop", "resume");

    [Fact]
    public async Task A_token_is_renewed_and_a_second_window_has_the_whole_history() => await kit.TalkAsync(scene.Hub, "connect", "send:Hej", "expect:.", "refresh", "resume");

    [Fact]
    public async Task Every_route_answers_as_the_protocol_has_it() => await kit.TalkAsync(scene.Hub, "connect", "send:Hej", "expect:.", "routes");

    [Fact]
    public async Task Whoever_gets_no_socket_through_asks_again_and_again() => await kit.TalkAsync(
        scene.Hub, "--poll", "connect", "send:Hej", "expect:.", "send:Skrivaren på plan 3 är trasig", "expect:.", "refresh", "resume", "routes");

    [Fact]
    public async Task A_server_of_the_citys_talks_with_the_secret_itself() => await kit.TalkAsync(scene.Hub, "--use-secret", "connect", "send:Hej", "expect:.", "drop", "routes");

    [Fact]
    public async Task Files_are_sent_and_answered()
    {
        var text = Path.Combine(kit.Folder, "fel åäö.txt");
        await File.WriteAllTextAsync(text, "Skrivaren säger fel 49", Encoding.UTF8, TestContext.Current.CancellationToken);
        var picture = Path.Combine(kit.Folder, "skärm.png");
        await File.WriteAllBytesAsync(picture, Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="), TestContext.Current.CancellationToken);
        await kit.TalkAsync(scene.Hub, "connect", $"upload:{text}", "expect:.", $"upload:{picture}", "expect:.", "resume");
    }
}
