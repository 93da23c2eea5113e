namespace IntegrationHub.Core.Chats;

/// <summary>What the hub says about a channel itself, not about the matter.</summary>
public static class ChannelWords
{
    /// <summary>Files were sent where the hub takes none.</summary>
    /// <param name="language"><c>sv</c> or <c>en</c>.</param>
    public static ChatMessage NoFiles(string language) => Say(
        language, "Jag kan inte ta emot filer här. Beskriv gärna med ord vad filen visar.", "I cannot take files here. Please describe in words what the file shows.");

    /// <summary>Somebody wrote where others read along.</summary>
    /// <param name="language"><c>sv</c> or <c>en</c>.</param>
    public static ChatMessage NotInGroups(string language) => Say(
        language, "Här kan andra läsa vad du skriver. Skriv till mig i en egen chatt, så hjälper jag dig.",
        "Others can read what you write here. Write to me in a chat of your own, and I will help you.");

    private static ChatMessage Say(string language, string swedish, string english) => new(language == "en" ? english : swedish) { Language = language };
}
