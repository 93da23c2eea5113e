using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Chats;

/// <summary>A conversation as its rules see it: what is written or pressed, and what the hub does and says. The world behind it is told, not played.</summary>
internal sealed class ChatScene
{
    public static readonly DateTimeOffset Now = new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);
    public static readonly CaseNumber Number = CaseNumber.FromSequence(1_000_001);
    private static readonly PersonId s_person = new("p-1");
    private static readonly Router s_router = new(ServiceCatalogue.Default);
    private readonly ChatDialogue _dialogue;
    private readonly ChatPrompts _prompts;

    public ChatScene(string language = "sv", PasswordSelfService? selfService = null, bool open = true)
    {
        Pages = new Knowledge(
        [
            new("wifi.sv", "sv", "Hur ansluter jag till det trådlösa nätet?", "Välj nätet och logga in.", ["wifi"], "Kunskapsbanken, Nät"),
            new("franvaro.sv", "sv", "Hur ställer jag in ett frånvaromeddelande?", "Välj Automatiska svar.", ["autosvar", "semester"], "Kunskapsbanken, E-post"),
            new("wifi.en", "en", "How do I connect to the wireless network?", "Choose the network.", ["wifi"], "Knowledge base"),
        ]);
        _dialogue = new ChatDialogue(s_router, Pages, new DeskLines(desk => desk == "workplace", "workplace", _ => open))
        {
            SelfService = selfService ?? PasswordSelfService.None,
        };
        _prompts = new ChatPrompts(KeypadMenu.Default, ServiceCatalogue.Default, Pages);
        State = ChatState.Empty.After(new ChatStarted(ChatChannel.Web, new Personal(s_person, "c"), s_person, language, Now));
    }

    public Knowledge Pages { get; }

    public ChatState State { get; private set; }

    public ChatTurn Turn => State.Turn;

    public IReadOnlyList<ChatMessage> Said { get; private set; } = [];

    public string Text => string.Join('\n', Said.Select(message => message.Text));

    public List<ChatDeed> Done { get; } = [];

    /// <summary>What the world answers to a deed; null for the usual answer.</summary>
    public Func<ChatDeed, ChatOutcome?> World { get; set; } = _ => null;

    public ChatScene Join() => Take(new ChatHeard(ChatAct.Joined));

    public ChatScene Write(string text) => Take(new ChatHeard(ChatAct.Message, new Personal(s_person, text)));

    /// <summary>Presses a choice as it was offered last, on a card or below the message.</summary>
    public ChatScene Press(string id)
    {
        Assert.Contains(State.Offered, choice => choice.Id == id);
        return Take(new ChatHeard(ChatAct.Message, Choice: id, Step: State.Step));
    }

    public ChatScene Take(ChatHeard heard)
    {
        var plan = _dialogue.Decide(State, heard);
        Done.Clear();
        while (plan.First is { } deed)
        {
            Assert.True(Done.Count < 5, "The plan wants deed after deed.");
            Done.Add(deed);
            plan = _dialogue.After(State, plan, World(deed) ?? Usual(deed));
        }

        Said = _prompts.Of(plan.Turn, State.Step + 1, first: !State.Greeted);
        var text = ChatMessages.Write(Said);
        State = State.After(new ChatStepTaken(State.Step + 1, heard, plan.Turn, text is null ? null : new Personal(s_person, text), Now));
        if (plan.Turn.Kind == ChatTurnKind.WithDesk && State.Desk is null)
        {
            State = State.After(new ChatHandedOver(plan.Turn.Desk!, plan.Turn.Case, Now));
        }

        return this;
    }

    public static ChatOutcome Standing(CasePhase phase, bool own = true, string? question = null) =>
        new ChatOutcome.Found(Number, phase, "workplace", own, question is null ? null : new Personal(s_person, question), Call: false);

    public static SpokenIncident Incident() => new(IncidentNumber.FromSequence(1), "E-posten fungerar inte.", "Email does not work.");

    public static ChatWho Asa() => new(new PersonId("p-2"), new PersonId("p-3"), new Personal(s_person, "Åsa"));

    private static ChatOutcome Usual(ChatDeed deed) => deed switch
    {
        ChatDeed.FindIncidents => new ChatOutcome.IncidentsFound([]),
        ChatDeed.MakeCase make => new ChatOutcome.Made(Number, make.Routing.Desk),
        ChatDeed.FindCase => Standing(CasePhase.InProgress),
        ChatDeed.PromiseCode => new ChatOutcome.CodePromised(null),
        ChatDeed.TryCode { Said: "123456" } => new ChatOutcome.Proven(Asa()),
        ChatDeed.TryCode => new ChatOutcome.NotDone("code-wrong"),
        ChatDeed.FindOwnCases => new ChatOutcome.OwnCases([Number]),
        ChatDeed.PromiseCall { Phone: var phone } when !phone.Any(char.IsDigit) => new ChatOutcome.NotDone(NotDone.NotANumber),
        ChatDeed.PromiseCall => new ChatOutcome.CallPromised(null, [Now.AddHours(3)]),
        _ => new ChatOutcome.Done(),
    };
}
