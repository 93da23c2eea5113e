using System.Net;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Chat.BotFramework;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Chats;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.People;

namespace IntegrationHub.Tests.Chats;

/// <summary>What stands in a conversation's stream is sent to its channel: in order, once, and on after what was sent before.</summary>
public sealed class DeliveringToAChannel : IDisposable
{
    private static readonly CaseNumber s_case = CaseNumber.FromSequence(1);
    private static readonly PersonId s_person = new("p-1");
    private static readonly BotReference s_reference = new(BotService.ServiceUrl, "msteams", "a:1", "28:bot", "29:anna");
    private readonly BotService _service = new();
    private readonly MemoryEventLog _log;
    private readonly EventCodec _codec = new(new TestKeys());
    private readonly ChatStore _chats;
    private BotDeliveries _work;
    private int _keys;

    public DeliveringToAChannel()
    {
        _log = new MemoryEventLog(_service.Clock);
        _chats = new ChatStore(_log, _codec, new TestKeys());
        _work = Restarted();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Stream => ChatStore.StreamOf("msteams", "a:1");

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task A_sign_of_typing_comes_first_then_each_message_to_what_it_answers()
    {
        await BeginAsync();
        Assert.IsType<WorkDone>(await DoAsync(await StepAsync("Hej!", "Vad gäller det?")));
        Assert.Equal(["typing", "message", "message"], _service.Sent.Select(sent => (string)sent.Body["type"]!));
        Assert.Equal(["Hej!", "Vad gäller det?"], _service.Texts);
        Assert.All(_service.Sent, sent => Assert.EndsWith("/activities/in-1", sent.Address.AbsolutePath, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_sent_in_part_goes_on_where_it_stopped()
    {
        await BeginAsync();
        var step = await StepAsync("ett", "två", "tre");
        _service.Answers.Enqueue(Sent);
        _service.Answers.Enqueue(Sent);
        _service.Answer(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), Assert.IsType<WorkFailed>(await DoAsync(step)).After);
        Assert.IsType<WorkDone>(await DoAsync(step));
        Assert.Equal(["två", "tre"], _service.Texts);
    }

    [Fact]
    public async Task After_a_restart_nothing_is_sent_again()
    {
        await BeginAsync();
        var step = await StepAsync("ett", "två");
        _service.Answers.Enqueue(Sent);
        _service.Answers.Enqueue(Sent);
        _service.Answer(HttpStatusCode.BadGateway);
        Assert.IsType<WorkFailed>(await DoAsync(step));
        _service.Clock.Advance(TimeSpan.FromMinutes(1)); // Nobody waits for a sign of typing any more.
        _work = Restarted();
        Assert.IsType<WorkDone>(await DoAsync(step));
        _work = Restarted();
        Assert.IsType<WorkDone>(await DoAsync(step));
        Assert.Equal(["två"], _service.Texts);
        Assert.Single(_service.Sent);
    }

    [Fact]
    public async Task What_was_parked_and_released_is_sent_though_later_words_were()
    {
        await BeginAsync();
        var (first, second) = (await StepAsync("ett"), await StepAsync("två"));
        _service.Answers.Enqueue(Sent);
        _service.Answer(HttpStatusCode.BadRequest, """{"error":{"code":"BadSyntax"}}""");
        Assert.IsType<WorkHopeless>(await DoAsync(first));
        await DoAsync(second);
        await DoAsync(first);
        Assert.Equal(["två", "ett"], _service.Texts);
    }

    [Fact]
    public async Task The_sign_of_typing_that_is_refused_holds_nothing_up_and_comes_once()
    {
        await BeginAsync();
        var step = await StepAsync("Hej!");
        _service.Answer(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(1));
        Assert.IsType<WorkFailed>(await DoAsync(step));
        await DoAsync(step);
        Assert.Equal("message", (string)Assert.Single(_service.Sent).Body["type"]!);
    }

    [Fact]
    public async Task A_greeting_shows_no_typing() => await OnlyAsync(
        async () => await AddAsync(new ChatStepTaken(1, new ChatHeard(ChatAct.Joined), Turn(), Said("Hej!"), Now)), "message");

    [Fact]
    public async Task What_went_back_in_the_response_is_not_sent_besides() => await OnlyAsync(
        async () => await AddAsync(new ChatStepTaken(1, new ChatHeard(ChatAct.Message, Own("hej")) { InResponse = true }, Turn(), Said("Hej!"), Now)));

    [Fact]
    public async Task Who_writes_where_others_read_along_is_told_so()
    {
        await BeginAsync(s_reference with { Group = true, User = null });
        await DoAsync(await AddAsync(new ChatStepTaken(1, new ChatHeard(ChatAct.Other) { ReplyTo = Own("in-1") }, Turn(), null, Now)));
        Assert.Contains("egen chatt", Assert.Single(_service.Texts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_sends_a_file_is_told_that_it_is_not_taken_before_the_answer()
    {
        await BeginAsync();
        await DoAsync(await AddAsync(new ChatStepTaken(1, new ChatHeard(ChatAct.Message, Own("så här")) { FilesNotTaken = 2, ReplyTo = Own("in-1") }, Turn("en"), Said("OK"), Now)));
        Assert.Equal(["I cannot take files here. Please describe in words what the file shows.", "OK"], _service.Texts);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "ConversationNotFound", "gone")]
    [InlineData(HttpStatusCode.Forbidden, "MessageWritesBlocked", "blocked")]
    [InlineData(HttpStatusCode.Forbidden, "BotNotInConversationRoster", "left")]
    public async Task Who_cannot_be_reached_is_noted_and_told_another_way(HttpStatusCode status, string code, string why)
    {
        await BeginAsync();
        var told = await AddAsync(new ChatTold("m-7", s_case, "resolved", Said("Ditt ärende är löst.")!, Now));
        _service.Answer(status, $$$"""{"error":{"code":"{{{code}}}"}}""");
        Assert.IsType<WorkDone>(await DoAsync(told));
        Assert.Equal(why, Assert.IsType<ChatDead>((await LoadAsync()).History[^1].Fact).Why);
        Assert.Equal(("m-7", "chat", "resolved", "refused"), await NotifiedAsync());
        Assert.Empty(_service.Sent);
    }

    [Fact]
    public async Task To_a_conversation_that_is_known_to_be_dead_nothing_is_sent_until_the_user_writes_again()
    {
        await BeginAsync();
        await AddAsync(new ChatDead("left", Now));
        await DoAsync(await AddAsync(new ChatTold("m-7", s_case, "resolved", Said("Löst.")!, Now)));
        Assert.Empty(_service.Sent);
        Assert.Equal(("m-7", "chat", "resolved", "refused"), await NotifiedAsync());
        await DoAsync(await StepAsync("Välkommen tillbaka"));
        await DoAsync(await AddAsync(new ChatTold("m-8", s_case, "resolved", Said("Löst igen.")!, Now)));
        Assert.Equal(["Välkommen tillbaka", "Löst igen."], _service.Texts);
    }

    [Fact]
    public async Task A_message_of_the_hubs_own_that_the_channel_refuses_goes_another_way_and_is_shown_to_the_operator()
    {
        await BeginAsync();
        _service.Answer(HttpStatusCode.RequestEntityTooLarge, """{"error":{"code":"MessageSizeTooBig"}}""");
        Assert.IsType<WorkHopeless>(await DoAsync(await AddAsync(new ChatTold("m-7", s_case, "resolved", Said("Löst.")!, Now))));
        Assert.Equal(("m-7", "chat", "resolved", "refused"), await NotifiedAsync());
    }

    [Fact]
    public async Task Handing_over_to_a_person_is_told_to_the_channel_with_what_was_said()
    {
        await BeginAsync();
        await StepAsync("Vad gäller det?");
        Assert.IsType<WorkDone>(await DoAsync(await AddAsync(new ChatHandedOver("workplace", s_case, Now))));
        Assert.IsType<WorkDone>(await DoAsync(await AddAsync(new ChatTaken("workplace", Now))));
        Assert.IsType<WorkDone>(await DoAsync(await AddAsync(new ChatDeskSaid("workplace", Said("Hej, det är Kim.")!, Now))));
        Assert.IsType<WorkDone>(await DoAsync(await AddAsync(new ChatGivenBack("workplace", Said("Tack för i dag.")!, Now))));
        Assert.Equal(
            ["handoff.initiate", "handoff.status accepted", "Hej, det är Kim.", "Tack för i dag.", "handoff.status completed"],
            _service.Sent.Select(sent => (string)(sent.Body["text"] ?? sent.Body["name"])! + (sent.Body["value"]?["state"] is { } state ? $" {state}" : "")));
        var first = _service.Sent[0].Body;
        Assert.Equal("workplace", (string)first["value"]!["desk"]!);
        Assert.Equal(
            ["hej", "Vad gäller det?"], ((JsonArray)first["attachments"]![0]!["content"]!["activities"]!).Select(line => (string)line!["text"]!));
    }

    [Fact]
    public async Task A_channel_that_knows_no_such_event_loses_nothing()
    {
        await BeginAsync();
        _service.Answer(HttpStatusCode.BadRequest, """{"error":{"code":"BadArgument"}}""");
        Assert.IsType<WorkDone>(await DoAsync(await AddAsync(new ChatHandedOver("workplace", null, Now))));
        Assert.DoesNotContain((await LoadAsync()).History, known => known.Fact is ChatDead);
    }

    [Fact]
    public async Task The_webs_conversations_are_not_its_business()
    {
        var web = ChatStore.StreamOf(ChatChannel.Web, "w-1");
        await _chats.AddAsync(await _chats.LoadAsync(web, Ct), "start", [new ChatStarted(ChatChannel.Web, Own("w-1"), s_person, "sv", Now), new ChatStepTaken(1, new ChatHeard(ChatAct.Joined), Turn(), Said("Hej!"), Now)], null, Ct);
        Assert.IsType<WorkDone>(await DoAsync((await _chats.LoadAsync(web, Ct)).History[^1]));
        Assert.Empty(_service.Sent);
    }

    [Fact]
    public async Task An_address_that_is_not_allowed_any_more_gets_no_token()
    {
        await BeginAsync(s_reference with { ServiceUrl = "https://evil.example/" });
        Assert.IsType<WorkHopeless>(await DoAsync(await StepAsync("Hej!")));
        Assert.Equal(0, _service.TokenFetches);
    }

    private DateTimeOffset Now => _service.Clock.GetUtcNow();

    private BotDeliveries Restarted() => new(
        _service.Connector(), _chats, new DeliveredMessages(_log, _codec, _service.Clock), new AwaitedAnswers(_service.Clock), _log, _codec, _service.Clock);

    private static Task<HttpResponseMessage> Sent(CancellationToken ct) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Created));

    private async Task OnlyAsync(Func<Task<Known>> happens, params string[] types)
    {
        await BeginAsync();
        await DoAsync(await happens());
        Assert.Equal(types, _service.Sent.Select(sent => (string)sent.Body["type"]!));
    }

    private async Task BeginAsync(BotReference? reference = null)
    {
        await AddAsync(new ChatStarted("msteams", Own("a:1"), s_person, "sv", Now));
        await AddAsync(new ChatReferenceNoted(Own((reference ?? s_reference).Write()), Now));
    }

    private Task<Known> StepAsync(params string[] said) =>
        AddAsync(new ChatStepTaken(1, new ChatHeard(ChatAct.Message, Own("hej")) { ReplyTo = Own("in-1") }, Turn(), Said(said), Now));

    private async Task<Known> AddAsync(ChatEvent fact)
    {
        Assert.NotNull(await _chats.AddAsync(await LoadAsync(), $"key {++_keys}", [fact], null, Ct));
        return (await LoadAsync()).History[^1];
    }

    private Task<LoadedChat> LoadAsync() => _chats.LoadAsync(Stream, Ct);

    private Task<WorkResult> DoAsync(Known happened) =>
        _work.LineOf(happened) is null ? Task.FromResult(WorkResult.Done) : _work.DoAsync(happened, Ct);

    private async Task<(string, string, string, string)> NotifiedAsync()
    {
        var facts = new List<object?>();
        await foreach (var recorded in _log.ReadStreamAsync(s_case.Stream, 0, Ct))
        {
            facts.Add(_codec.Decode(recorded).Fact);
        }

        var notified = Assert.IsType<UserNotified>(Assert.Single(facts));
        return (notified.Message, notified.Channel, notified.Template, notified.Outcome);
    }

    private static ChatTurn Turn(string language = "sv") => new(ChatTurnKind.Anything, language);

    private static Personal Own(string text) => new Personal(s_person, text).Within(Stream);

    private static Personal? Said(params string[] texts) =>
        ChatMessages.Write([.. texts.Select(text => new ChatMessage(text))]) is { } written ? Own(written) : null;
}
