using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Chat.DirectLine;
using IntegrationHub.Core.Chats;

namespace IntegrationHub.Tests.Chats;

public sealed class ReadingWhatAClientSends
{
    [Fact]
    public void A_message_is_of_whom_the_token_is_of_whatever_it_says()
    {
        var sent = Read("""{"type":"message","text":"Hej","from":{"id":"dl_other","name":"Åsa","role":"bot"},"id":"forged","timestamp":"x","recipient":{"id":"spoc"}}""");
        var shown = JsonNode.Parse(sent.Shown!)!.AsObject();
        Assert.Equal((ChatAct.Message, "Hej"), (sent.Act, sent.Text));
        Assert.Equal(("dl_one", "Åsa", "user"), ((string?)shown["from"]!["id"], (string?)shown["from"]!["name"], (string?)shown["from"]!["role"]));
        Assert.Equal(["type", "text", "textFormat", "from"], shown.Select(property => property.Key));
    }

    [Fact]
    public void A_password_is_hidden_wherever_it_stands()
    {
        var sent = Read("""{"type":"message","text":"mitt lösenord är Sommar2026","value":{"text":["password: hunter2"]},"channelData":{"clientActivityID":"x1"}}""");
        Assert.DoesNotContain("Sommar2026", sent.Text! + sent.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", sent.Shown, StringComparison.Ordinal);
        Assert.Equal("x1", sent.ClientId);
    }

    [Fact]
    public void Markup_is_text() => Assert.Equal(
        "plain", (string?)JsonNode.Parse(Read("""{"type":"message","text":"<b>**x**</b>","textFormat":"markdown"}""").Shown!)!["textFormat"]);

    [Theory]
    [InlineData("""{"type":"message","value":{"choice":"yes","step":3,"text":"mer"}}""", "yes", 3, "mer")]
    [InlineData("""{"type":"message","value":{"choice":"yes","step":"3"}}""", "yes", 3, null)]
    [InlineData("""{"type":"message","value":"Mitt ärende"}""", null, null, "Mitt ärende")]
    [InlineData("""{"type":"invoke","name":"adaptiveCard/action","value":{"action":{"type":"Action.Execute","data":{"choice":"yes","step":2}}}}""", "yes", 2, null)]
    [InlineData("""{"type":"message","text":"ja","value":{"choice":{"a":1},"step":"x"}}""", null, null, "ja")]
    public void A_button_says_which_choice_of_which_step(string json, string? choice, int? step, string? text)
    {
        var sent = Read(json);
        Assert.Equal((ChatAct.Message, choice, step, text), (sent.Act, sent.Choice, sent.Step, sent.Text));
    }

    [Fact]
    public void Coming_in_asks_for_a_greeting_in_its_language()
    {
        var sent = Read("""{"type":"event","name":"webchat/join","locale":"sv-SE","value":{"language":"en-GB"}}""");
        Assert.Equal((ChatAct.Joined, "en-GB"), (sent.Act, sent.Locale));
    }

    [Theory]
    [InlineData("""{"type":"event","name":"something","value":{"a":1}}""")]
    [InlineData("""{"type":"conversationUpdate","membersAdded":[{"id":"dl_one"}]}""")]
    [InlineData("""{"type":"never-heard-of"}""")]
    public void What_it_does_not_know_is_tolerated(string json) => Assert.Equal(ChatAct.Other, Read(json).Act);

    [Theory]
    [InlineData("", "BadSyntax")]
    [InlineData("[]", "BadSyntax")]
    [InlineData("{", "BadSyntax")]
    [InlineData("""{"type":"message","type":"event","text":"x"}""", "BadSyntax")]
    [InlineData("""{"type":"message","text":"\ud800"}""", "BadSyntax")]
    [InlineData("""{"text":"x"}""", "MissingProperty")]
    [InlineData("""{"type":7,"text":"x"}""", "MissingProperty")]
    [InlineData("""{"type":"message","text":{"a":1}}""", "BadArgument")]
    [InlineData("""{"type":"message","text":"  "}""", "BadArgument")]
    public void What_it_cannot_be_is_refused_by_name(string json, string code)
    {
        Assert.Null(SentActivity.Read(Encoding.UTF8.GetBytes(json), "dl_one", withFiles: false, out var fault));
        Assert.Equal(code, fault!.Code);
    }

    [Fact]
    public void The_largest_text_is_read()
    {
        var text = string.Concat(Enumerable.Repeat("kod är lösen ", 19_000));
        Assert.NotNull(Read($$"""{"type":"message","text":"{{text}}"}""").Shown);
    }

    private static SentActivity Read(string json)
    {
        var sent = SentActivity.Read(Encoding.UTF8.GetBytes(json), "dl_one", withFiles: false, out var fault);
        Assert.Null(fault);
        return sent!;
    }
}
