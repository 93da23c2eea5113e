using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Chats;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.People;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Chats;

/// <summary>Conversations by hand: what is said is put into the log as the channels and the dialogue would.</summary>
internal sealed class ConversationScene
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    public static readonly CaseNumber Printer = CaseNumber.FromSequence(1000001);
    public const string Desk = "workplace";

    private static readonly PersonId s_person = new("p-1");
    private int _steps;

    public ConversationScene(string conversation = "one", FakeTimeProvider? clock = null, MemoryEventLog? log = null)
    {
        Clock = clock ?? new FakeTimeProvider(Start);
        Log = log ?? new MemoryEventLog(Clock);
        Chats = new ChatStore(Log, new EventCodec(new TestKeys()), new TestKeys());
        Side = new ChatDeskSide(Chats);
        Stream = ChatStore.StreamOf(ChatChannel.Web, conversation);
    }

    public FakeTimeProvider Clock { get; }

    public MemoryEventLog Log { get; }

    public ChatStore Chats { get; }

    public ChatDeskSide Side { get; }

    public string Stream { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Task<LoadedChat> LoadAsync() => Chats.LoadAsync(Stream, Ct);

    public async Task<IReadOnlyList<object?>> FactsAsync() => [.. (await LoadAsync()).History.Select(known => known.Fact)];

    public Task BeginAsync(string language = "sv") =>
        AddAsync("start", new ChatStarted(ChatChannel.Web, Own("one"), s_person, language, Now));

    public Task WriteAsync(string text, string language = "sv", CaseNumber? about = null, params ChatEvent[] also) => AddAsync(
        $"in {++_steps}",
        [new ChatStepTaken(_steps, new ChatHeard(ChatAct.Message, Own(text)), new ChatTurn(ChatTurnKind.WithDesk, language) { Case = about }, null, Now), .. also]);

    /// <summary>Begins, and hands over.</summary>
    public async Task HandOverAsync(string language = "sv", string desk = Desk, CaseNumber? about = null)
    {
        await BeginAsync(language);
        await WriteAsync("Jag vill prata med en person", language, about, new ChatHandedOver(desk, about, Now));
    }

    public Task<Decision<ChatEvent>> DoAsync(string key, ChatDeskCommand command) => Side.DoAsync(Stream, key, command, "desk:" + command.Desk, Ct);

    public async Task AddAsync(string key, params ChatEvent[] facts) => Assert.NotNull(await Chats.AddAsync(await LoadAsync(), key, facts, null, Ct));

    private Personal Own(string text) => new Personal(s_person, text).Within(Stream);
}
