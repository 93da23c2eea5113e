using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Texts;

namespace IntegrationHub.Core.Mail;

/// <summary>What a mail about a case does to it. Pure.</summary>
public static class MailAnswer
{
    private const int FewWords = 4;

    /// <summary>The act, and the commands that do it.</summary>
    /// <param name="found">The case, whose person wrote the mail.</param>
    /// <param name="said">What is new in it.</param>
    /// <param name="answer">The command that answers the hub's own question or the desk's.</param>
    /// <param name="now">The time.</param>
    public static (MailAct Act, IReadOnlyList<CaseCommand> Commands) To(CaseState found, string said, Func<CaseCommand> answer, DateTimeOffset now)
    {
        var note = new AddNote(NoteVisibility.Public, said, now);
        var solved = found.Phase is CasePhase.Resolved or CasePhase.Closed or CasePhase.ClosedUnconfirmed;
        return (found, TextWish.Read(said).Works) switch
        {
            ({ Asked: not null } or { Phase: CasePhase.AwaitingUser }, _) => (MailAct.Answered, [answer()]),
            // Whoever says more than yes is heard too.
            (_, true) when solved => (MailAct.Confirmed, Words(said) > FewWords ? [note, new ConfirmResolution(now)] : [new ConfirmResolution(now)]),
            (_, false) when solved => (MailAct.Reopened, [new ReopenCase(said, now)]),
            _ => (MailAct.Noted, [note]),
        };
    }

    private static int Words(string said) => said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
