using System.Globalization;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

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
        typeof(CallBackBooked), typeof(CallBackMissed), typeof(CallBackMoved), typeof(CallBackCancelled), typeof(CallBackGivenUp),
    ];

    /// <summary>The message that the last event of a history leads to; null when there is none, or when the person is not told by text message.</summary>
    /// <param name="history">The case up to and with the event.</param>
    /// <param name="linkTo">The page where a promised call, until when, is moved or cancelled; null when there is none.</param>
    public static UserNotice? For(IReadOnlyList<Known> history, Func<CallbackId, DateTimeOffset, string>? linkTo = null) =>
        history[0].Fact is CaseOpened opened
            ? For(history, opened, NoticeWay.ChatOf(history) is null && NoticeWay.Of(opened) == NoticeWay.Sms ? opened.Reporter.Phone?.Text : null, linkTo)
            : null;

    /// <summary>The message that takes the place of one in a conversation that the person does not read; null when there is no number.</summary>
    /// <param name="history">The case up to and with the event that the message told of.</param>
    /// <param name="followed">What is known of the person in that conversation.</param>
    public static UserNotice? Instead(IReadOnlyList<Known> history, CaseFollowedInChat followed) =>
        history[0].Fact is CaseOpened opened ? For(history, opened, opened.Reporter.Phone?.Text ?? followed.Phone?.Text, linkTo: null) : null;

    private static UserNotice? For(IReadOnlyList<Known> history, CaseOpened opened, string? usual, Func<CallbackId, DateTimeOffset, string>? linkTo)
    {
        var promise = Promise.Of(history[^1].Fact);
        var to = promise?.Phone.Text ?? usual;
        var link = promise is { Callback: { } id, Until: var end } && linkTo is not null ? linkTo(id, end) : null;
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
            CallBackBooked or CallBackMoved when promise!.From > promise.At => ("call-back",
                $"Vi ringer dig den {Date(promise.From, "sv-SE")} mellan {Clock(promise.From)} och {Clock(promise.Until)} om ärende {number}.{Linked(" Ändra: ", link)}",
                $"We will call you on {Date(promise.From, "en-GB")} between {Clock(promise.From)} and {Clock(promise.Until)} about case {number}.{Linked(" Change: ", link)}"),
            CallBackBooked or CallBackMoved => ("call-back",
                $"Vi ringer dig före kl. {Clock(promise!.Until)} om ärende {number}.{Linked(" Ändra: ", link)}",
                $"We will call you before {Clock(promise.Until)} about case {number}.{Linked(" Change: ", link)}"),
            CallBackCancelled { Why: "user" } => ("call-back-cancelled",
                $"Återuppringningen om ärende {number} är avbokad. Ärendet är kvar som förut.",
                $"The call about case {number} is cancelled. The case is as it was."),
            CallBackGivenUp { Attempts: > 0 } => ("call-back-given-up",
                $"Vi har ringt dig om ärende {number} utan att nå dig. Ring oss när det passar, så fortsätter vi där.",
                $"We have called you about case {number} and did not reach you. Call us when it suits you, and we go on from there."),
            CallBackMissed => ("call-back-missed",
                $"Vi har inte ringt dig i tid om ärende {number}. Vi beklagar det, och supporten är påmind.",
                $"We have not called you in time about case {number}. We are sorry, and the support has been reminded."),
            _ => ("", "", ""),
        };
        return to is null || template.Length == 0 ? null : new UserNotice(template, to, opened.Language == "en" ? en : sv);
    }

    private static string Linked(string before, string? link) => link is null ? "" : before + link;

    /// <summary>A call that is promised, at first or anew.</summary>
    private sealed record Promise(CallbackId? Callback, Personal Phone, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset At)
    {
        public static Promise? Of(object? fact) => fact switch
        {
            CallBackBooked e => new(e.Callback, e.Phone, e.From, e.Until, e.At),
            CallBackMoved e => new(e.Callback, e.Phone, e.From, e.Until, e.At),
            _ => null,
        };
    }

    private static string Clock(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, s_city).ToString("HH.mm", CultureInfo.InvariantCulture);

    private static string Date(DateTimeOffset at, string culture) =>
        TimeZoneInfo.ConvertTime(at, s_city).ToString("d MMMM", CultureInfo.GetCultureInfo(culture));

    /// <summary>What a log may show: nothing of the person.</summary>
    public override string ToString() => $"UserNotice {{ Template = {Template} }}";
}
