namespace IntegrationHub.Core.Chats;

/// <summary>Who the user is: nobody until proven by a code that is sent to what the directory has.</summary>
public sealed partial class ChatDialogue
{
    /// <summary>Wrong codes after which a code is void.</summary>
    public const int MostWrongCodes = 5;

    /// <summary>How long a code holds.</summary>
    public static readonly TimeSpan CodeHolds = TimeSpan.FromMinutes(10);

    private static ChatPlan AskIdentity(ChatTurn turn, ChatTurnKind then) =>
        turn.Who is null ? new ChatPlan(turn.To(ChatTurnKind.AskIdentity) with { Then = then }) : new ChatPlan(turn.To(then));

    private static ChatPlan OwnCases(ChatTurn turn) => turn.Who is { } who
        ? new ChatPlan(turn.To(ChatTurnKind.OwnCases), new ChatDeed.FindOwnCases(who))
        : AskIdentity(turn, ChatTurnKind.OwnCases);

    /// <summary>The answer is the same whether the directory has the address or not: it must not tell who is in it.</summary>
    private ChatPlan IdentitySaid(ChatTurn turn, string text) =>
        text.Contains('@', StringComparison.Ordinal) || text.Count(char.IsAsciiDigit) >= 7
            ? new ChatPlan(turn.To(ChatTurnKind.AskCode) with { WrongCodes = 0 }, new ChatDeed.PromiseCode(text.Trim()))
            : Again(turn, ChatLead.NotAnAddress);

    private static ChatPlan CodeSaid(ChatTurn turn, string text) => new(turn, new ChatDeed.TryCode(string.Concat(text.Where(char.IsAsciiDigit))));

    private static ChatPlan CodeFailed(ChatTurn turn, string code) =>
        code == "code-over" || turn.WrongCodes + 1 >= MostWrongCodes
            ? new ChatPlan(turn.To(ChatTurnKind.AskIdentity, ChatLead.CodeOver) with { WrongCodes = 0 })
            : new ChatPlan(turn with { Lead = ChatLead.CodeWrong, WrongCodes = turn.WrongCodes + 1 });

    private static ChatPlan Proven(ChatTurn turn, ChatWho who)
    {
        var known = turn with { Who = who, Then = null, WrongCodes = 0 };
        return turn.Then switch
        {
            ChatTurnKind.OwnCases => new ChatPlan(known.To(ChatTurnKind.OwnCases, ChatLead.Identified), new ChatDeed.FindOwnCases(who)),
            ChatTurnKind.TellCase when turn.Case is { } number => new ChatPlan(known.To(ChatTurnKind.TellCase, ChatLead.Identified), new ChatDeed.FindCase(number)),
            _ => new ChatPlan(known.To(ChatTurnKind.Anything, ChatLead.Identified)),
        };
    }
}
