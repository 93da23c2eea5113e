using System.Collections.Frozen;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Texts;

/// <summary>What someone wants who writes a text message.</summary>
/// <param name="Works">True for JA, false for NEJ; null when the message begins with neither.</param>
/// <param name="Case">The case number in it, if any.</param>
/// <param name="Stop">Whether no more messages are wanted.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>.</param>
/// <param name="Start">Whether messages are wanted again.</param>
public sealed record TextWish(bool? Works, CaseNumber? Case, bool Stop, string Language, bool Start = false)
{
    private static readonly FrozenSet<string> s_yes = FrozenSet.Create(StringComparer.Ordinal, "ja", "jo", "japp", "jadå", "ok", "yes");
    private static readonly FrozenSet<string> s_no = FrozenSet.Create(StringComparer.Ordinal, "nej", "nä", "no");
    private static readonly FrozenSet<string> s_stop = FrozenSet.Create(StringComparer.Ordinal, "stopp", "stop", "sluta", "avsluta", "unsubscribe");

    private static readonly FrozenSet<string> s_start = FrozenSet.Create(StringComparer.Ordinal, "start", "starta", "unstop");

    /// <summary>Reads a message: JA or NEJ (yes, no) as its first word beside the number, a case number anywhere, STOPP or START alone.</summary>
    public static TextWish Read(string body)
    {
        string[] words = [.. body.ToLowerInvariant().Split([' ', '\n', '\r', '\t', '.', ',', '!', '?', ':', '-'], StringSplitOptions.RemoveEmptyEntries)];
        var first = Array.Find(words, word => !word.All(char.IsAsciiDigit)) ?? "";
        return new TextWish(
            s_yes.Contains(first) ? true : s_no.Contains(first) ? false : null,
            CaseNumber.FindIn(body),
            words is [var only] && s_stop.Contains(only),
            first is "yes" or "no" or "stop" or "unsubscribe" or "unstop" ? "en" : Router.LanguageOf(body),
            words is [var alone] && s_start.Contains(alone));
    }

    /// <summary>The act that a message's wish is, given the case that it is about.</summary>
    /// <param name="found">The case; null when the sender named none and has none that was solved.</param>
    /// <param name="own">Whether the sender is the one whose case it is.</param>
    /// <returns>The act, and the command that does it; null when nothing is to be done.</returns>
    public (TextAct Act, CaseCommand? Command) On(CaseState? found, bool own, string body, DateTimeOffset now) => (found, Works) switch
    {
        _ when Stop => (TextAct.Stopped, null),
        _ when Start => (TextAct.Started, null),
        (null, _) => (Case is null ? TextAct.NotUnderstood : TextAct.CaseUnknown, null),
        ({ Phase: CasePhase.None }, _) => (TextAct.CaseUnknown, null),
        ({ Phase: CasePhase.AwaitingUser }, _) when own => (TextAct.PassedOn, new AnswerDesk(body, now)),
        ({ Phase: CasePhase.Resolved or CasePhase.Closed or CasePhase.ClosedUnconfirmed }, true) => (TextAct.Confirmed, new ConfirmResolution(now)),
        ({ Phase: CasePhase.Resolved or CasePhase.Closed or CasePhase.ClosedUnconfirmed }, false) => (TextAct.Reopened, new ReopenCase(body, now)),
        (_, true) => (TextAct.NotSolvedYet, null),
        _ when Case is null => (TextAct.NotUnderstood, null),
        _ => (TextAct.PassedOn, new AddNote(NoteVisibility.Public, body, now)),
    };

    /// <summary>What the sender is answered; null for no reply. One part of at most 160 characters of GSM-7.</summary>
    public static string? Reply(TextReceived received)
    {
        var number = received.Case?.Spaced;
        return (received.Act, received.Language) switch
        {
            (TextAct.Stopped, _) => null,
            (TextAct.Started, "en") => "You will get our text messages again. Write STOP for no more of them.",
            (TextAct.Started, _) => "Nu får du våra sms igen. Skriv STOPP för att slippa dem.",
            (TextAct.Confirmed, "en") => $"Thank you. Case {number} is closed.",
            (TextAct.Confirmed, _) => $"Tack. Ärende {number} är avslutat.",
            (TextAct.Reopened, "en") => $"Case {number} is open again. Those who work on it will know.",
            (TextAct.Reopened, _) => $"Ärende {number} är öppnat igen. De som arbetar med det får veta.",
            (TextAct.PassedOn, "en") => $"Thank you. It is noted in case {number}.",
            (TextAct.PassedOn, _) => $"Tack. Det är antecknat i ärende {number}.",
            (TextAct.CaseUnknown, "en") => "There is no case with that number. Check the number, or call us.",
            (TextAct.CaseUnknown, _) => "Det ärendenumret finns inte. Kontrollera numret, eller ring oss.",
            (TextAct.NotSolvedYet, "en") => $"Case {number} is not solved yet. We will write when it is.",
            (TextAct.NotSolvedYet, _) => $"Ärende {number} är inte löst än. Vi skriver när det är det.",
            (_, "en") => "Write YES or NO and your case number to say whether it works, or the number and what you want to add. For a new case, call us.",
            _ => "Skriv JA eller NEJ och ärendenumret för att säga om det fungerar, eller numret och det du vill lägga till. Ring oss för ett nytt ärende.",
        };
    }
}
