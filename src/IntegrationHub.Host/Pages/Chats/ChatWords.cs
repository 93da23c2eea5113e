using System.Globalization;
using IntegrationHub.Host.Chats;

namespace IntegrationHub.Host.Pages.Chats;

/// <summary>What the chat's script says, in the page's language.</summary>
internal static class ChatWords
{
    /// <summary>The words by the names that <c>wwwroot/chat.js</c> knows.</summary>
    public static Dictionary<string, string> Of(PageLanguage say) => new(StringComparer.Ordinal)
    {
        ["you"] = say["Du", "You"],
        ["hub"] = say["It-stödet", "IT support"],
        ["desk"] = say["Servicedesken {0}", "The desk {0}"],
        ["sending"] = say["Skickas …", "Sending …"],
        ["notSent"] = say["Kunde inte skickas.", "Could not be sent."],
        ["again"] = say["Försök igen", "Try again"],
        ["notSentNews"] = say["Meddelandet kunde inte skickas. Tryck på Försök igen.", "The message could not be sent. Press Try again."],
        ["connecting"] = say["Ansluter …", "Connecting …"],
        ["away"] = say["Ingen kontakt just nu. Vi försöker igen av oss själva.", "No connection just now. We try again by ourselves."],
        ["back"] = say["Kontakten är tillbaka.", "The connection is back."],
        ["over"] = say["Den här konversationen är avslutad. Börja en ny.", "This conversation has ended. Start a new one."],
        ["choices"] = say["Svarsförslag: ", "Suggested answers: "],
        ["file"] = say["Fil: ", "File: "],
        ["pressed"] = say["Svarade på kortet", "Answered the card"],
        ["taken"] = say["En person på servicedesken {0} har tagit chatten.", "A person at the desk {0} has taken the chat."],
        ["tooLong"] = string.Format(CultureInfo.InvariantCulture, say["Skriv högst {0} tecken åt gången.", "Write {0} signs at most at a time."], ChatDesk.LongestText),
        ["tooBig"] = say["Filen är större än 4 MB.", "The file is larger than 4 MB."],
        ["wrongType"] = say["Filer av den sorten tas inte emot. Skicka en bild, en PDF, ett Officedokument eller en textfil.", "Files of that kind are not taken. Send an image, a PDF, an Office document or a text file."],
        ["tooMany"] = say["Det gick för fort. Vänta en stund och försök igen.", "That was too fast. Wait a moment and try again."],
        ["confirmNew"] = say["Börja en ny konversation? Den gamla visas då inte längre här. Dina ärenden finns kvar.", "Start a new conversation? The old one is then no longer shown here. Your cases remain."],
        ["started"] = say["En ny konversation har börjat.", "A new conversation has started."],
    };
}
