using IntegrationHub.Core.Cases;

namespace IntegrationHub.Host.Pages.Cases;

/// <summary>What became of a message to the user, in plain words.</summary>
internal static class NoticeWords
{
    /// <summary>A message that was sent, or not.</summary>
    public static (string? Says, string? Quote) Sent(UserNotified e, PageLanguage say, CaseWords words) => (
        say["Besked till användaren med ", "The user was told by "] + words.Channel(e.Channel),
        e.Outcome switch
        {
            "refused" when e.Channel == "mail" => say["Det gick inte: adressen tar inte emot e-post.", "It could not be sent: the address takes no mail."],
            "refused" when e.Channel == "chat" => say["Det gick inte: chatten är avslutad.", "It could not be told: the chat is over."],
            "unread" => say["Ingen läste chatten just då.", "Nobody read the chat just then."],
            "refused" => say["Det gick inte: numret tar inte emot sms.", "It could not be sent: the number takes no text messages."],
            "stopped" => say["Det skickades inte: användaren vill inte ha sms.", "It was not sent: the user wants no text messages."],
            "kept" => say["Det ligger sparat här, eftersom ingen e-postserver är inställd.", "It is kept here, as no mail server is set."],
            _ => null,
        });

    /// <summary>What the carrier told afterwards.</summary>
    public static (string? Says, string? Quote) Followed(UserNoticeFollowed e, PageLanguage say, CaseWords words) =>
        e.Outcome == UserNoticeFollowed.Delivered
            ? (say["Beskedet kom fram med ", "The message arrived by "] + words.Channel(e.Channel), null)
            : (say["Beskedet kom inte fram med ", "The message did not arrive by "] + words.Channel(e.Channel), Why(e.Code, say));

    /// <remarks>Sources: twilio.md, section 6; RFC 3463, section 3.</remarks>
    private static string? Why(string? code, PageLanguage say) => code switch
    {
        null => null,
        "30003" => say["Telefonen nås inte: avstängd, utan täckning eller full inkorg (30003).", "The phone is not reached: off, without coverage, or its inbox is full (30003)."],
        "30005" => say["Numret finns inte (30005).", "There is no such number (30005)."],
        "30006" => say["Numret är en fast telefon (30006).", "The number is a landline (30006)."],
        "30007" => say["Operatören stoppade meddelandet (30007).", "The operator filtered the message (30007)."],
        "4.2.2" or "5.2.2" => say[$"Inkorgen är full ({code}).", $"The mailbox is full ({code})."],
        "5.1.1" or "5.1.2" or "5.1.10" => say[$"Adressen finns inte ({code}).", $"There is no such address ({code})."],
        _ => say[$"Felkod {code}.", $"Error code {code}."],
    };
}
