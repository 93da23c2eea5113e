using IntegrationHub.Core.Chats;

namespace IntegrationHub.Host.Chats;

/// <summary>Does what a conversation's step does outside it. Done again for the same message, nothing more happens.</summary>
internal sealed class ChatDeeds(ChatDialogue dialogue)
{
    /// <summary>Does what the plan wants first, until there is nothing left to do, and words the turn.</summary>
    public async Task<ChatStep> FinishAsync(LoadedChat chat, ChatArrival arrival, ChatPlan plan, CancellationToken ct)
    {
        while (plan.First is { } deed)
        {
            plan = dialogue.After(chat.State, plan, await DoAsync(chat, arrival, plan.Turn, deed, ct));
        }

        return new ChatStep(plan.Turn, ChatPrompts.Of(plan.Turn, chat.State.Step + 1), plan.Also);
    }

    private static Task<ChatOutcome> DoAsync(LoadedChat chat, ChatArrival arrival, ChatTurn turn, ChatDeed deed, CancellationToken ct) =>
        throw new InvalidOperationException($"{deed.GetType().Name} is no deed.");
}
