using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Notifications;

/// <summary>A mail to the person who has the matter. Pure: the same history gives the same mail.</summary>
/// <param name="Template">Which one it is, as in <see cref="UserNotice"/>.</param>
/// <param name="To">The address.</param>
/// <param name="Subject">With the case's number, by which an answer is recognised too.</param>
/// <param name="Body">What it says.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>.</param>
public sealed record MailNotice(string Template, string To, string Subject, MailBody Body, string Language)
{
    /// <summary>The stored types that may lead to a mail.</summary>
    public static readonly IReadOnlyList<Type> Kinds =
    [
        typeof(CaseOpened), typeof(RoutingQuestionAsked), typeof(UserAsked), typeof(CaseResolved), typeof(ConfirmationReminded),
        typeof(CaseClosedUnconfirmed), typeof(CaseClosed), typeof(CaseReopened), typeof(CallBackMissed),
    ];

    /// <summary>The mail that the last event of a history leads to; null when there is none, or when the person is told by another way.</summary>
    /// <param name="history">The case up to and with the event.</param>
    public static MailNotice? For(IReadOnlyList<Known> history) =>
        history[0].Fact is CaseOpened { Reporter.Email.Text: { } to } opened && NoticeWay.Of(opened) == NoticeWay.Mail && NoticeWay.ChatOf(history) is null
            ? For(history, opened, to, instead: false) : null;

    /// <summary>The mail that takes the place of a text message that was not delivered.</summary>
    /// <param name="history">The case up to and with the event that the text message told of.</param>
    /// <param name="to">The person's address.</param>
    public static MailNotice? Instead(IReadOnlyList<Known> history, string to) =>
        history[0].Fact is CaseOpened opened && (NoticeWay.Of(opened) == NoticeWay.Sms || NoticeWay.ChatOf(history) is not null) ? For(history, opened, to, instead: true) : null;

    /// <summary>The mail that takes the place of a message in a conversation that the person does not read, where there is no number.</summary>
    /// <param name="history">The case up to and with the event that the message told of.</param>
    /// <param name="followed">What is known of the person in that conversation.</param>
    public static MailNotice? Instead(IReadOnlyList<Known> history, CaseFollowedInChat followed) =>
        history[0].Fact is CaseOpened opened && (opened.Reporter.Phone?.Text ?? followed.Phone?.Text) is null && (opened.Reporter.Email?.Text ?? followed.Email?.Text) is { } to
            ? For(history, opened, to, instead: true) : null;

    private static MailNotice? For(IReadOnlyList<Known> history, CaseOpened opened, string to, bool instead)
    {
        var english = opened.Language == "en";
        return Tell(history[^1], opened, instead) is not { } told ? null : new MailNotice(
            told.Template, to, english ? $"Case {opened.Number.Spaced}: {told.SubjectEn}" : $"Ärende {opened.Number.Spaced}: {told.SubjectSv}",
            new MailBody(english ? told.En : told.Sv, english), opened.Language);
    }

    private static Told? Tell(Known happened, CaseOpened opened, bool instead)
    {
        var number = opened.Number.Spaced;
        var byMail = happened.Context.Channel == NoticeWay.Mail;
        return happened.Fact switch
        {
            CaseOpened e when e.Channel == NoticeWay.Mail || instead => new("case-number", "vi har tagit emot det", "we have received it",
                [$"Tack för att du hörde av dig. Ditt ärendenummer är {number}.", "Svara på det här mejlet om du vill lägga till något."],
                [$"Thank you for contacting us. Your case number is {number}.", "Answer this mail if you want to add something."]),
            RoutingQuestionAsked e when opened.Channel == NoticeWay.Mail => new("routing-question", "en fråga till dig", "a question for you",
                [$"För att rätt personer ska hjälpa dig behöver vi veta en sak: {e.Question.Sv}", "Svara på det här mejlet."],
                [$"For the right people to help you, we need to know one thing: {e.Question.En}", "Answer this mail."]),
            UserAsked e => new("question", "en fråga till dig", "a question for you",
                ["Supporten undrar:", e.Question.Shown, "Svara på det här mejlet."],
                ["The support asks:", e.Question.Shown, "Answer this mail."]),
            CaseResolved e => new("resolved", "löst – fungerar det?", "solved – does it work?",
                [$"Ärende {number} är löst, säger supporten:", e.Solution.Shown, "Fungerar det? Svara JA på det här mejlet, eller NEJ och vad som är fel."],
                [$"Case {number} is solved, says the support:", e.Solution.Shown, "Does it work? Answer this mail with YES, or with NO and what is wrong."]),
            ConfirmationReminded => new("reminder", "fungerar det?", "does it work?",
                [$"Fungerar det nu? Ärende {number} väntar på ditt svar.", "Svara JA på det här mejlet, eller NEJ och vad som är fel."],
                [$"Does it work now? Case {number} waits for your answer.", "Answer this mail with YES, or with NO and what is wrong."]),
            CaseClosedUnconfirmed => new("closed-unconfirmed", "avslutat", "closed",
                [$"Ärende {number} är avslutat, eftersom vi inte fick något svar.", "Svara NEJ på det här mejlet om det inte fungerar."],
                [$"Case {number} is closed, as we had no answer.", "Answer this mail with NO if it does not work."]),
            // Whoever presses a button or a key sees or hears it; whoever writes a mail is answered by one.
            CaseClosed when byMail => new("closed", "avslutat", "closed",
                [$"Tack för svaret. Ärende {number} är avslutat."], [$"Thank you for the answer. Case {number} is closed."]),
            CaseReopened when byMail => new("reopened", "öppnat igen", "open again",
                [$"Ärende {number} är öppnat igen. De som arbetar med det får veta vad du skrev."],
                [$"Case {number} is open again. Those who work on it will know what you wrote."]),
            CallBackMissed => new("call-back-missed", "vi ringde inte i tid", "we did not call in time",
                ["Vi har inte ringt dig i tid. Vi beklagar det, och supporten är påmind."],
                ["We have not called you in time. We are sorry, and the support has been reminded."]),
            _ => null,
        };
    }

    /// <summary>What a log may show: nothing of the person.</summary>
    public override string ToString() => $"MailNotice {{ Template = {Template} }}";

    private sealed record Told(
        string Template, string SubjectSv, string SubjectEn, IReadOnlyList<string> Sv, IReadOnlyList<string> En);
}
