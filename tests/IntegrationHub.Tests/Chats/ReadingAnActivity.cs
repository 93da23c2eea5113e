using System.Text;
using IntegrationHub.Adapters.Chat.BotFramework;
using IntegrationHub.Core.Chats;
using IntegrationHub.Host.Chats;

namespace IntegrationHub.Tests.Chats;

/// <summary>What channels send, and what it means.</summary>
public sealed class ReadingAnActivity
{
    private const string Anna = "00000000-0000-0000-0000-0000000000aa";

    [Fact]
    public void A_message_is_read_with_who_where_and_what()
    {
        var read = Read("message", """
            "text":"  <at>SPOC</at> Skrivaren är trasig ","locale":"sv-SE","entities":[{"type":"mention","mentioned":{"id":"28:bot"},"text":"<at>SPOC</at>"},{"type":"clientInfo"}],
            "attachments":[{"contentType":"text/html","content":"<p>Skrivaren är trasig</p>"}],"tomorrow":{"x":[1,2]},"value":null
            """);
        var arrival = BotArrivals.Of(read)!;
        Assert.Equal(("msteams", "a:1", "1", ChatAct.Message, "Skrivaren är trasig", Anna), (arrival.Channel, arrival.Conversation, arrival.Key, arrival.Act, arrival.Text, arrival.EntraId));
        Assert.Equal(0, arrival.FilesNotTaken);
        var reference = BotReference.Read(arrival.Reference)!;
        Assert.Equal(("28:bot", "29:anna", "https://x.botframework.com/"), (reference.Bot, reference.User, reference.ServiceUrl));
        Assert.DoesNotContain("Anna Provare", arrival.Reference!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reference_is_the_same_for_every_message() =>
        Assert.Equal(Of(Read("message", "\"text\":\"a\""))!.Reference, Of(Read("message", "\"text\":\"b\",\"id\":\"2\",\"timestamp\":\"2026-11-28T10:00:00Z\""))!.Reference);

    [Theory]
    [InlineData("""{"choice":"yes","step":3,"text":"Rum 12"}""", "yes", 3, "Rum 12")]
    [InlineData("""{"choice":"yes","step":"3"}""", "yes", 3, null)]
    [InlineData("""  "{\"choice\":\"no\",\"step\":4}"  """, "no", 4, null)]
    [InlineData("""{"choice":7,"step":{}}""", null, null, null)]
    [InlineData("\"Ja, det stämmer\"", null, null, "Ja, det stämmer")]
    [InlineData("[1,2]", null, null, null)]
    [InlineData("\"\\ud800\"", null, null, null)]
    public void What_a_card_carries_is_read(string value, string? choice, int? step, string? text)
    {
        var arrival = Of(Read("message", $"\"value\":{value}"))!;
        Assert.Equal((choice, step, text), (arrival.Choice, arrival.Step, arrival.Text));
    }

    [Theory]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"yes","data":{"choice":"no","step":2,"text":"x"}},"trigger":"manual"}""", "no", 2)]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"yes","data":{}}}""", "yes", null)]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"yes"},"trigger":"automatic"}""", null, null)]
    [InlineData("""{"action":{"type":"Action.Submit","verb":"yes"}}""", null, null)]
    [InlineData("""{"action":"yes"}""", null, null)]
    [InlineData("7", null, null)]
    public void A_press_that_is_answered_at_once_is_read(string value, string? choice, int? step)
    {
        var press = BotArrivals.Press(Read("invoke", $"\"name\":\"adaptiveCard/action\",\"value\":{value}"));
        Assert.Equal((choice, step), (press?.Choice, press?.Step));
    }

    [Fact]
    public void Who_comes_in_is_greeted_and_the_bot_itself_is_not()
    {
        Assert.Null(Of(Read("conversationUpdate", """ "membersAdded":[{"id":"28:bot"}] """)));
        Assert.Equal(ChatAct.Joined, Of(Read("conversationUpdate", """ "membersAdded":[{"id":"28:bot"},{"id":"29:anna"}] """))!.Act);
        Assert.Equal(ChatAct.Joined, Of(Read("installationUpdate", """ "action":"add" """))!.Act);
        var join = Of(Read("event", """ "name":"webchat/join","value":{"language":"en-US"} """))!;
        Assert.Equal((ChatAct.Joined, "en-US"), (join.Act, join.Locale));
    }

    [Theory]
    [InlineData("endOfConversation", "\"code\":\"completedSuccessfully\"", "left")]
    [InlineData("installationUpdate", "\"action\":\"remove\"", "left")]
    [InlineData("conversationUpdate", "\"membersRemoved\":[{\"id\":\"28:bot\"}]", "left")]
    [InlineData("conversationUpdate", "\"membersAdded\":[{\"id\":\"29:anna\"}]", null)]
    [InlineData("installationUpdate", "\"action\":\"add-upgrade\"", null)]
    [InlineData("message", "\"text\":\"hej då\"", null)]
    public void Who_left_is_known(string type, string more, string? why) => Assert.Equal(why, BotArrivals.Left(Read(type, more)));

    [Theory]
    [InlineData("typing", "")]
    [InlineData("messageReaction", "\"reactionsAdded\":[{\"type\":\"like\"}]")]
    [InlineData("messageUpdate", "\"text\":\"ändrat\"")]
    [InlineData("messageDelete", "")]
    [InlineData("event", "\"name\":\"vendor/telemetry\",\"value\":[1]")]
    [InlineData("command", "\"name\":\"x\"")]
    [InlineData("typeOfTomorrow", "\"text\":\"hej\"")]
    [InlineData("conversationUpdate", "\"topicName\":\"x\",\"membersAdded\":\"anna\"")]
    public void What_the_hub_does_not_know_does_nothing(string type, string more) => Assert.Null(Of(Read(type, more)));

    [Fact]
    public void Where_others_read_along_neither_words_nor_person_are_taken()
    {
        var arrival = Of(Read("message", "\"text\":\"mitt lösenord är x\"", place: """{"id":"19:team","conversationType":"channel","isGroup":true}"""))!;
        Assert.Equal((ChatAct.Other, (string?)null, (string?)null, "1"), (arrival.Act, arrival.Text, arrival.EntraId, arrival.ReplyTo));
        Assert.True(BotReference.Read(arrival.Reference)!.Group);
        Assert.DoesNotContain("anna", arrival.Reference!, StringComparison.Ordinal);
        Assert.Null(Of(Read("conversationUpdate", """ "membersAdded":[{"id":"29:anna"}] """, place: """{"id":"19:team","isGroup":true}""")));
    }

    [Fact]
    public void Whose_object_id_a_client_may_make_up_is_not_believed() =>
        Assert.Null(Of(Read("message", "\"text\":\"hej\"", channel: "webchat"))!.EntraId);

    [Fact]
    public void A_file_alone_is_told_of_and_asks_nothing_of_the_dialogue()
    {
        var file = Of(Read("message", """ "attachments":[{"contentType":"image/png","contentUrl":"https://x/y.png","name":"fel.png"}] """))!;
        Assert.Equal((ChatAct.Other, 1), (file.Act, file.FilesNotTaken));
        var both = Of(Read("message", """ "text":"Så här ser det ut","attachments":[{"contentType":"image/png","contentUrl":"https://x/y.png"}] """))!;
        Assert.Equal((ChatAct.Message, 1), (both.Act, both.FilesNotTaken));
    }

    [Fact]
    public void Without_an_id_a_repeat_is_known_by_what_was_sent()
    {
        var first = BotArrivals.KeyOf(Read("message", "\"id\":null,\"text\":\"hej\",\"timestamp\":\"2026-11-28T09:00:00Z\""));
        Assert.Equal(first, BotArrivals.KeyOf(Read("message", "\"id\":null,\"text\":\"hej\",\"timestamp\":\"2026-11-28T09:00:00Z\"")));
        Assert.NotEqual(first, BotArrivals.KeyOf(Read("message", "\"id\":null,\"text\":\"hej\",\"timestamp\":\"2026-11-28T09:00:01Z\"")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"type\":")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"type":"message","channelId":"web ","conversation":{"id":"1"}}""")]
    [InlineData("""{"type":"message","channelId":"msteams","conversation":"1"}""")]
    [InlineData("""{"type":"message","channelId":"msteams","conversation":{"id":".."}}""")]
    [InlineData("""{"type":7,"channelId":"msteams","conversation":{"id":"1"}}""")]
    public void What_is_no_activity_is_refused_with_a_reason(string body)
    {
        Assert.Null(BotActivityReader.Read(Encoding.UTF8.GetBytes(body), out var fault));
        Assert.NotNull(fault);
    }

    [Fact]
    public void The_webs_own_name_is_no_channels() =>
        Assert.Null(BotActivityReader.Read(Encoding.UTF8.GetBytes("""{"type":"message","channelId":"web","conversation":{"id":"1"}}"""), out _));

    [Fact]
    public void Endless_nesting_is_refused() =>
        Assert.Null(BotActivityReader.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5_000))), out _));

    private static ChatArrival? Of(BotActivity activity) => BotArrivals.Of(activity);

    private static BotActivity Read(string type, string more, string channel = "msteams", string place = """{"id":"a:1","conversationType":"personal"}""")
    {
        var id = more.Contains("\"id\":null", StringComparison.Ordinal) || more.Contains("\"id\":\"2\"", StringComparison.Ordinal) ? "" : "\"id\":\"1\",";
        var body = $$"""
            {{{id}}"type":"{{type}}","channelId":"{{channel}}","serviceUrl":"https://x.botframework.com/","from":{"id":"29:anna","name":"Anna Provare","aadObjectId":"{{Anna}}"},
            "recipient":{"id":"28:bot","name":"SPOC"},"conversation":{{place}}{{(more.Length > 0 ? "," + more : "")}}}
            """;
        return BotActivityReader.Read(Encoding.UTF8.GetBytes(body), out var fault) ?? throw new InvalidOperationException(fault);
    }
}
