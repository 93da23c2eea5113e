using System.Globalization;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Notifications;

/// <summary>A short message to the person who has the matter. Pure: the same history gives the same message.</summary>
/// <param name="Template">Which one it is: <c>case-number</c>, <c>question</c>, <c>resolved</c>, …</param>
/// <param name="To">E.164.</param>
/// <param name="Text">In the person's language.</param>
public sealed record UserNotice(string Template, string To, string Text)
{
    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The stored types that may lead to a message.</summary>
    public static readonly IReadOnlyList<Type> Kinds =
    [
        typeof(CaseOpened), typeof(UserAsked), typeof(CaseResolved), typeof(ConfirmationReminded), typeof(CaseClosedUnconfirmed),
        typeof(CallBackBooked), typeof(CallBackMissed),
    ];

    /// <summary>The message that the last event of a history leads to; null when there is none, or when the person is not told by text message.</summary>
    /// <param name="history">The case up to and with the event.</param>
    public static UserNotice? For(IReadOnlyList<Known> history)
    {
        if (history[0].Fact is not CaseOpened opened)
        {
            return null;
        }

        var to = history[^1].Fact is CallBackBooked booked ? booked.Phone.Text
            : NoticeWay.Of(opened) == NoticeWay.Sms ? opened.Reporter.Phone?.Text : null;
        var number = opened.Number.Spaced;
        var (template, sv, en) = history[^1].Fact switch
        {
            CaseOpened { Channel: "phone" } => ("case-number",
                $"Tack för ditt samtal. Ditt ärendenummer är {number}. Börja ett svar med numret om du vill lägga till något.",
                $"Thank you for calling. Your case number is {number}. Begin a reply with the number to add something."),
            UserAsked e => ("question",
                $"Supporten undrar om ärende {number}: {e.Question.Shown} Svara här och börja med ärendenumret.",
                $"The support asks about case {number}: {e.Question.Shown} Answer here and begin with the case number."),
            CaseResolved e => ("resolved",
                $"Ärende {number} är löst, säger supporten: {e.Solution.Shown} Fungerar det? Svara JA {number} eller NEJ {number}.",
                $"Case {number} is solved, says the support: {e.Solution.Shown} Does it work? Answer YES {number} or NO {number}."),
            ConfirmationReminded => ("reminder",
                $"Fungerar det nu? Ärende {number} väntar på ditt svar. Svara JA {number} eller NEJ {number}.",
                $"Does it work now? Case {number} waits for your answer. Answer YES {number} or NO {number}."),
            CaseClosedUnconfirmed => ("closed-unconfirmed",
                $"Ärende {number} är avslutat, eftersom vi inte fick något svar. Svara NEJ {number} om det inte fungerar.",
                $"Case {number} is closed, as we had no answer. Answer NO {number} if it does not work."),
            CallBackBooked e when e.From > e.At => ("call-back",
                $"Vi ringer dig den {Date(e.From, "sv-SE")} mellan {Clock(e.From)} och {Clock(e.Until)} om ärende {number}.",
                $"We will call you on {Date(e.From, "en-GB")} between {Clock(e.From)} and {Clock(e.Until)} about case {number}."),
            CallBackBooked e => ("call-back",
                $"Vi ringer dig före kl. {Clock(e.Until)} om ärende {number}.",
                $"We will call you before {Clock(e.Until)} about case {number}."),
            CallBackMissed => ("call-back-missed",
                $"Vi har inte ringt dig i tid om ärende {number}. Vi beklagar det, och supporten är påmind.",
                $"We have not called you in time about case {number}. We are sorry, and the support has been reminded."),
            _ => ("", "", ""),
        };
        return to is null || template.Length == 0 ? null : new UserNotice(template, to, opened.Language == "en" ? en : sv);
    }

    private static string Clock(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, s_city).ToString("HH.mm", CultureInfo.InvariantCulture);

    private static string Date(DateTimeOffset at, string culture) =>
        TimeZoneInfo.ConvertTime(at, s_city).ToString("d MMMM", CultureInfo.GetCultureInfo(culture));

    /// <summary>What a log may show: nothing of the person.</summary>
    public override string ToString() => $"UserNotice {{ Template = {Template} }}";
}
