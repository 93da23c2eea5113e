using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Notifications;

/// <summary>What a conversation is told of a case by itself. Pure: the same history gives the same message.</summary>
/// <param name="Template">Which one it is, as in <see cref="UserNotice"/>.</param>
/// <param name="Message">With answers to press; they hold at any time, as they name the case.</param>
public sealed record ChatNotice(string Template, ChatMessage Message)
{
    /// <summary>The stored types that may lead to a message.</summary>
    public static readonly IReadOnlyList<Type> Kinds =
    [
        typeof(CaseAccepted), typeof(UserAsked), typeof(ProgressTold), typeof(NoteAdded), typeof(CaseResolved), typeof(ConfirmationReminded),
        typeof(CaseClosedUnconfirmed), typeof(CallBackMissed),
    ];

    /// <summary>Those that must reach the person: where the conversation is not read, the next way is taken.</summary>
    public static bool MustArrive(string template) => template is not ("accepted" or "progress" or "note");

    /// <summary>The message that the last event of a history leads to; null when there is none.</summary>
    /// <param name="history">The case up to and with the event.</param>
    public static ChatNotice? For(IReadOnlyList<Known> history)
    {
        if (history[0].Fact is not CaseOpened opened)
        {
            return null;
        }

        var english = opened.Language == "en";
        var (number, spaced) = (opened.Number.Value, opened.Number.Spaced);
        var by = history[^1].Context.By;
        ChatChoice Choice(string id, string sv, string en) => new(id + number, english ? en : sv);
        ChatNotice Tell(string template, string sv, string en, params ChatChoice[] choices) =>
            new(template, new ChatMessage(english ? en : sv) { Language = opened.Language, Choices = choices.Length == 0 ? null : choices });
        ChatChoice[] answers = [Choice(ChatChoices.Confirm, $"Ja, ärende {spaced} fungerar", $"Yes, case {spaced} works"), Choice(ChatChoices.Reopen, $"Nej, ärende {spaced} fungerar inte", $"No, case {spaced} does not work")];
        return history[^1].Fact switch
        {
            CaseAccepted => Tell("accepted", $"Nu arbetar någon med ärende {spaced}.", $"Somebody is working on case {spaced} now."),
            UserAsked e => Tell("question", $"Supporten undrar om ärende {spaced}:\n{e.Question.Shown}", $"The support asks about case {spaced}:\n{e.Question.Shown}", Choice(ChatChoices.Add, $"Svara i ärende {spaced}", $"Answer in case {spaced}")),
            ProgressTold e => Tell("progress", $"Nytt i ärende {spaced}:\n{e.Text.Shown}", $"News of case {spaced}:\n{e.Text.Shown}"),
            NoteAdded { Visibility: NoteVisibility.Public } e when by.StartsWith("supplier:", StringComparison.Ordinal) || by.StartsWith("desk:", StringComparison.Ordinal) =>
                Tell("note", $"Nytt i ärende {spaced}:\n{e.Text.Shown}", $"News of case {spaced}:\n{e.Text.Shown}"),
            CaseResolved e => Tell("resolved", $"Ärende {spaced} är löst, säger supporten:\n{e.Solution.Shown}\nFungerar det?", $"Case {spaced} is solved, says the support:\n{e.Solution.Shown}\nDoes it work?", answers),
            ConfirmationReminded => Tell("reminder", $"Fungerar det nu? Ärende {spaced} väntar på ditt svar.", $"Does it work now? Case {spaced} waits for your answer.", answers),
            CaseClosedUnconfirmed => Tell("closed-unconfirmed", $"Ärende {spaced} är avslutat, eftersom vi inte fick något svar.", $"Case {spaced} is closed, as we had no answer.", answers[1]),
            CallBackMissed => Tell("call-back-missed", $"Vi har inte ringt dig i tid om ärende {spaced}. Vi beklagar det, och supporten är påmind.", $"We have not called you in time about case {spaced}. We are sorry, and the support has been reminded."),
            _ => null,
        };
    }
}
