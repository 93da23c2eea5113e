namespace IntegrationHub.Core.Chats;

/// <summary>The words of a turn: short, plain, Swedish or English.</summary>
public static partial class ChatPrompts
{
    /// <summary>What the hub says on a turn; nothing for a silent one.</summary>
    /// <param name="step">The step that a card belongs to.</param>
    public static IReadOnlyList<ChatMessage> Of(ChatTurn turn, int step) => turn.Kind switch
    {
        ChatTurnKind.Silent => [],
        ChatTurnKind.Welcome => [new ChatMessage("Hej! Skriv vad du behöver hjälp med.") { Language = turn.Language, Choices = [new("own-case", "Mitt ärende"), new("person", "Prata med en person")] }],
        _ => [new ChatMessage("Vad gäller det?") { Language = turn.Language, Card = new ChatCard("Prov", [new("Steg", $"{step}")], [new("yes", "Ja, stämmer")], step) }],
    };
}
