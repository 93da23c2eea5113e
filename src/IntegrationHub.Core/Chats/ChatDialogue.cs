using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Chats;

/// <summary>What the dialogue wants: a turn, and what must be done before it can be said.</summary>
/// <param name="Turn">What to say once the deed is done; <see cref="ChatDialogue.After"/> completes it.</param>
/// <param name="First">Done before the turn is recorded. Safe to do again: its effects are known by conversation and message. Null: nothing.</param>
public sealed record ChatPlan(ChatTurn Turn, ChatDeed? First = null)
{
    /// <summary>Events that stand with the step.</summary>
    public IReadOnlyList<ChatEvent> Also { get; init; } = [];
}

/// <summary>A step, ready to be recorded.</summary>
/// <param name="Said">What the hub says.</param>
/// <param name="Also">Events that stand with it.</param>
public sealed record ChatStep(ChatTurn Turn, IReadOnlyList<ChatMessage> Said, IReadOnlyList<ChatEvent> Also);

/// <summary>Something that a step does or asks outside the conversation.</summary>
public abstract record ChatDeed;

/// <summary>How a deed went.</summary>
public abstract record ChatOutcome;

/// <summary>The rules of a conversation: what came in leads to the hub's next turn. Pure: nothing is done here, only wanted.</summary>
/// <param name="router">Tells which service a matter is about.</param>
public sealed partial class ChatDialogue(Router router)
{
    private readonly Router _router = router;

    /// <summary>The next turn.</summary>
    public ChatPlan Decide(ChatState chat, ChatHeard heard) => heard.Act switch
    {
        ChatAct.Joined when !chat.Greeted => new ChatPlan(chat.Turn.To(ChatTurnKind.Welcome)),
        ChatAct.Message => new ChatPlan(chat.Turn.To(ChatTurnKind.Anything)),
        _ => new ChatPlan(chat.Turn.To(ChatTurnKind.Silent)),
    };

    /// <summary>The turn after its deed was done, or the next deed.</summary>
    public ChatPlan After(ChatState chat, ChatPlan plan, ChatOutcome outcome) => new(plan.Turn) { Also = plan.Also };
}
