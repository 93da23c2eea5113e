using System.Globalization;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Chats;

/// <summary>From a matter in the user's own words to a case: a page that answers it, at most one question, and a card to confirm.</summary>
public sealed partial class ChatDialogue
{
    private const int EnglishWords = 3;

    private ChatPlan Matter(ChatState chat, ChatTurn turn, string text)
    {
        turn = turn with
        {
            Words = Own(chat, text),
            Case = null,
            Phase = null,
            Question = null,
            Own = null,
            Page = null,
            Language = turn.Routing is null && Words.Of(text).Count >= EnglishWords && Router.LanguageOf(text) == "en" ? "en" : turn.Language,
        };
        var routing = router.Route(MatterOf(turn, text));
        if (ChatWords.IsQuestion(text) && knowledge.Find(text, turn.Language) is { } page)
        {
            return new ChatPlan(turn.To(ChatTurnKind.Answer) with { Page = page.Id, Routing = routing });
        }

        return !routing.Known && routing.Service != ServiceCatalogue.NotOurs ? NotKnown(turn, text)
            : Routed(turn, routing);
    }

    /// <summary>Nothing in the words tells: it is said so, and asked for more; what was written is kept.</summary>
    private ChatPlan NotKnown(ChatTurn turn, string text) =>
        ChatWords.IsQuestion(text) && turn.Failures == 0
            ? new ChatPlan(turn.To(ChatTurnKind.Anything, ChatLead.NotKnown) with { Failures = 1 })
            : Again(turn with { Kind = ChatTurnKind.Anything }, ChatLead.NotUnderstood);

    private ChatPlan Routed(ChatTurn turn, RoutingDecision routing) =>
        routing.Ask is not null ? new ChatPlan(turn.To(ChatTurnKind.Clarify) with { Routing = routing })
        : Offered(turn with { Routing = routing }) ?? ReadBack(turn, routing);

    private ChatPlan Candidate(ChatTurn turn, string choice) =>
        turn is { Kind: ChatTurnKind.Clarify, Routing.Ask: { } asked }
            && int.TryParse(choice.AsSpan(ChatChoices.Candidate.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < asked.Candidates.Count
            ? Settled(turn, router.Answer(asked, (n + 1).ToString(CultureInfo.InvariantCulture), MatterOf(turn, turn.Words?.Text ?? "")))
            : new ChatPlan(turn with { Lead = ChatLead.OldCard });

    private ChatPlan Clarified(ChatState chat, ChatTurn turn, string text)
    {
        var asked = turn.Routing!.Ask!;
        var routing = router.Answer(asked, text, MatterOf(turn, turn.Words?.Text ?? ""));
        return ReferenceEquals(routing.Ask, asked)
            ? Again(turn, ChatLead.NotUnderstood)
            : Settled(turn with { Words = Own(chat, $"{turn.Words?.Text} {text}".Trim()) }, routing);
    }

    /// <summary>One question was asked; there is no second: the best guess is read back.</summary>
    private ChatPlan Settled(ChatTurn turn, RoutingDecision routing)
    {
        var best = routing with { Ask = null };
        return Offered(turn with { Routing = best }) ?? ReadBack(turn, best);
    }

    private static ChatPlan ReadBack(ChatTurn turn, RoutingDecision routing) => new(
        turn.To(ChatTurnKind.ReadBack) with { Routing = routing with { Ask = null }, Failures = turn.Failures },
        routing.Service is { } service ? new ChatDeed.FindIncidents(service) : null);

    /// <summary>Yes, no, or a correction in the user's own words: "no, it is the printer".</summary>
    private ChatPlan ReadBackSaid(ChatState chat, ChatTurn turn, string text)
    {
        var agrees = Words.Of(text).Count <= 4 ? Utterance.Agrees(text) : null;
        if (agrees == true)
        {
            return Confirmed(turn);
        }

        var corrected = router.Route(MatterOf(turn, text));
        return corrected is { Known: true } && corrected.Service != turn.Routing!.Service ? Corrected(chat, turn, corrected, text)
            : agrees == false ? Denied(turn)
            : new ChatPlan(turn with { Words = Own(chat, $"{turn.Words?.Text}\n{text}".Trim()), Lead = ChatLead.None }); // More about the same.
    }

    private ChatPlan Corrected(ChatState chat, ChatTurn turn, RoutingDecision routing, string text) =>
        turn.Failures + 1 >= MostFailures ? ToPerson(turn, ChatLead.GivenUp)
        : ReadBack(turn with { Words = Own(chat, $"{turn.Words?.Text}\n{text}".Trim()), Failures = turn.Failures + 1 }, routing);

    private ChatPlan Denied(ChatTurn turn) => turn.Failures + 1 >= MostFailures
        ? ToPerson(turn, ChatLead.GivenUp)
        : new ChatPlan(turn.To(ChatTurnKind.Anything, ChatLead.Denied) with { Failures = turn.Failures + 1, Words = null, Routing = null, SelfService = null });

    private ChatPlan Confirmed(ChatTurn turn)
    {
        var routing = turn.Routing!;
        return new ChatPlan(turn.To(ChatTurnKind.CaseMade), new ChatDeed.MakeCase(
            KindOf(routing),
            routing with
            {
                // What no desk owns is still somebody's: the desk of persons takes it.
                Service = routing.Desk is null ? null : routing.Service,
                Desk = routing.Desk ?? lines.Person,
                Reasons = [.. routing.Reasons, "shown and confirmed by the user"],
            },
            turn.Words!));
    }

    private ChatPlan Made(ChatTurn turn, ChatOutcome.Made made)
    {
        var after = turn with { Case = made.Number, Desk = made.Desk, Phase = CasePhase.Offered, Own = true, Words = null, Routing = null, Files = null, SelfService = null, Page = null, Workaround = made.Workaround };
        return after.WantsPerson == true ? WithPerson(after)
            : after.WantsCall == true ? AskPhone(after)
            : new ChatPlan(after);
    }

    private static CaseKind KindOf(RoutingDecision routing) => routing.Service == PasswordSelfService.Service ? CaseKind.Access : CaseKind.Fault;

    /// <summary>A file belongs to the case that is spoken of, or waits for the next one.</summary>
    private static ChatPlan Sent(ChatState chat, ChatHeard heard)
    {
        var files = heard.Files ?? [];
        var turn = chat.Turn with { Quiet = null };
        return files.Count == 0 ? new ChatPlan(Silent(turn))
            : turn.Case is { } number && turn.Own == true
                ? new ChatPlan(turn with { Lead = ChatLead.FileKept }, new ChatDeed.KeepFiles(number, files))
                : new ChatPlan(turn with { Lead = ChatLead.FileWaits, Files = [.. turn.Files ?? [], .. files] });
    }

    /// <summary>Self-service for a forgotten password, where there is one and it was not offered before; null for none.</summary>
    private ChatPlan? Offered(ChatTurn turn)
    {
        var area = turn.Area ?? turn.Who?.Area;
        return turn.Routing?.Service != PasswordSelfService.Service || turn.SelfService is not null ? null
            : SelfService.Of(area) is { } address ? new ChatPlan(turn.To(ChatTurnKind.SelfService) with { SelfService = address })
            : area is null && SelfService.DependsOnArea ? new ChatPlan(turn.To(ChatTurnKind.AskArea))
            : null;
    }

    private ChatPlan AreaChosen(ChatTurn turn) =>
        turn is { Kind: ChatTurnKind.AskArea, Routing: { } routing } ? Offered(turn) ?? ReadBack(turn, routing) : new ChatPlan(turn with { Lead = ChatLead.OldCard });
}
