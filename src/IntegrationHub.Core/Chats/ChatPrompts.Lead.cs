namespace IntegrationHub.Core.Chats;

/// <summary>What is said first: what was done, or why the same is asked again.</summary>
public sealed partial class ChatPrompts
{
    private static void Lead(ChatTurn turn, Wording say)
    {
        var number = turn.Case?.Spaced;
        var (sv, en) = turn.Lead switch
        {
            ChatLead.NotUnderstood => ("Jag förstod inte riktigt. Skriv gärna vad som har hänt och med vad, till exempel: skrivaren på plan 3 skriver inte ut.", "I did not quite understand. Please write what has happened and with what, for example: the printer on floor 3 does not print."),
            ChatLead.Denied => ("Då missförstod jag.", "Then I misunderstood."),
            ChatLead.CaseUnknown => ("Det numret hittar jag inte. Ett ärendenummer har minst åtta siffror.", "I do not find that number. A case number has at least eight figures."),
            ChatLead.Confirmed => ($"Tack! Ärende {number} är avslutat.", $"Thank you! Case {number} is closed."),
            ChatLead.Reopened => ($"Ärende {number} är öppnat igen.", $"Case {number} is open again."),
            ChatLead.PassedOn => ($"Tack. De som arbetar med ärende {number} får veta det.", $"Thank you. Those who work on case {number} will know."),
            ChatLead.ComplaintMade => ("Tack för att du berättar. Ditt klagomål är ett eget ärende, och leverantören måste svara.", "Thank you for telling us. Your complaint is a case of its own, and the supplier must answer."),
            ChatLead.Changed => ("Ärendet har ändrats under tiden. Så här står det till nu:", "The case has changed meanwhile. This is how it stands now:"),
            ChatLead.IncidentJoined => ("Tack, vi har noterat att det gäller dig också. Du får veta här hur det går.", "Thank you, we have noted that it concerns you too. You will be told here how it goes."),
            ChatLead.IncidentOver => ("Den driftstörningen är över nu. Skriv om det ändå inte fungerar.", "That incident is over now. Write if it still does not work."),
            ChatLead.Helped => ("Vad bra!", "Good!"),
            ChatLead.NotAnAddress => ("Det ser inte ut som en e-postadress eller ett telefonnummer.", "That does not look like a mail address or a telephone number."),
            ChatLead.CodeWrong => ("Koden stämmer inte.", "That is not the code."),
            ChatLead.CodeOver => ("Koden gäller inte längre.", "The code is not valid any more."),
            ChatLead.Identified => (turn.Who?.FirstName?.Text is { } name ? $"Tack, {name}." : "Tack.", turn.Who?.FirstName?.Text is { } first ? $"Thank you, {first}." : "Thank you."),
            ChatLead.NotANumber => ("Det är inget telefonnummer.", "That is no telephone number."),
            ChatLead.TimeBooked => ($"Vi ringer dig {Time(turn.CallFrom, "sv")}.", $"We will call you {Time(turn.CallFrom, "en")}."),
            ChatLead.TimeTaken => ("Någon annan hann före med den tiden.", "Somebody else was quicker with that time."),
            ChatLead.CallCancelled => ("Samtalet är avbokat. Ärendet är kvar.", "The call is cancelled. The case is as it was."),
            ChatLead.NoCall => ("Vi kan inte lova ett samtal just nu. Ärendet är kvar hos dem som ska lösa det.", "We cannot promise a call just now. The case is with those who are to solve it."),
            ChatLead.OldCard => ("Den knappen hörde till en tidigare fråga och gjorde inget.", "That button belonged to an earlier question and did nothing."),
            ChatLead.FileKept => ($"Filen är sparad i ärende {number}.", $"The file is kept in case {number}."),
            ChatLead.FileWaits => ("Jag har tagit emot filen. Den följer med när vi gör ett ärende. Skriv vad det gäller.", "I have received the file. It goes along when we make a case. Write what it is about."),
            ChatLead.DeskClosed => ("Det är stängt hos dem som kan svara i chatten just nu.", "Those who can answer in the chat are closed just now."),
            ChatLead.GivenUp => ("Jag förstår inte, så en person får hjälpa dig.", "I do not understand, so a person will help you."),
            ChatLead.NotKnown => ("Det vet jag inte.", "I do not know that."),
            _ => ("", ""),
        };
        if (sv.Length > 0)
        {
            say.Text(sv, en);
        }
    }
}
