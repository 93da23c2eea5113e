namespace IntegrationHub.Core.Chats;

/// <summary>What is said when a person at a desk leaves.</summary>
public sealed partial class ChatPrompts
{
    /// <summary>The desk is done; the hub answers again.</summary>
    /// <param name="language"><c>sv</c> or <c>en</c>.</param>
    public static ChatMessage GivenBack(string language) => new(language == "en"
        ? "The service desk has ended the chat. Write if you need more help."
        : "Servicedesken har avslutat chatten. Skriv om du behöver mer hjälp.")
    {
        Language = language,
    };
}
