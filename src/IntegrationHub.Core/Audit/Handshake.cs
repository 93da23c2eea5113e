using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Audit;

/// <summary>One question between parties and its answer: an offer of the case, or a handover.</summary>
/// <param name="From">The desk that asked; null where the hub offered the case.</param>
/// <param name="To">The desk that was asked.</param>
/// <param name="Due">Until when an answer was due.</param>
/// <param name="Answer"><c>accepted</c>, <c>declined</c>, <c>silent</c> where the time passed, <c>joint</c> where the rule refused it, <c>open</c>, or <c>over</c> where it fell away.</param>
/// <param name="AnsweredAt">When; null while it is open.</param>
/// <param name="Reason">Why it was proposed, in the desk's words.</param>
public sealed record Handshake(string? From, string To, DateTimeOffset At, DateTimeOffset? Due, string Answer, DateTimeOffset? AnsweredAt, Personal? Reason)
{
    /// <summary>The handshakes of a case, in order.</summary>
    public static IReadOnlyList<Handshake> Of(IEnumerable<Known> history)
    {
        var all = new List<Handshake>();
        foreach (var fact in history.Select(known => known.Fact))
        {
            switch (fact)
            {
                case CaseRouted e:
                    all.Add(new(null, e.Desk, e.At, e.AnswerDue, "open", null, null));
                    break;
                case HandoverProposed e:
                    all.Add(new(e.From, e.To, e.At, e.AnswerDue, "open", null, e.Reason));
                    break;
                case JointResolutionOpened e:
                    all.Add(new(e.Responsible, e.With, e.At, null, "joint", e.At, e.Reason));
                    break;
                case CaseAccepted e:
                    Answered(all, e.Desk, "accepted", e.At);
                    break;
                case HandoverAccepted e:
                    Answered(all, e.To, "accepted", e.At);
                    break;
                case CaseDeclined e:
                    Answered(all, e.Desk, "declined", e.At);
                    break;
                case HandoverDeclined e:
                    Answered(all, e.To, "declined", e.At);
                    break;
                case SupplierAnswerMissed e:
                    Answered(all, e.Desk, "silent", e.At);
                    break;
                case CaseClosed or CaseClosedUnconfirmed:
                    all = [.. all.Select(one => one.Answer == "open" ? one with { Answer = "over", AnsweredAt = ((CaseEvent)fact).At } : one)];
                    break;
            }
        }

        return all;
    }

    /// <summary>A late acceptance or refusal is an answer to an offer that was silent; silence stays where nothing else came, or a proposal fell away by it.</summary>
    private static void Answered(List<Handshake> all, string desk, string answer, DateTimeOffset at)
    {
        var index = all.FindLastIndex(one => one.To == desk && (one.Answer == "open" || (one.Answer == "silent" && one.From is null && answer != "silent")));
        if (index >= 0)
        {
            all[index] = all[index] with { Answer = answer, AnsweredAt = at };
        }
    }
}
