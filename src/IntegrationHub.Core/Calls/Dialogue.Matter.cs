using System.Globalization;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>From the first question to the read-back: what is it about?</summary>
public sealed partial class Dialogue
{
    private const string ExistingCaseKey = "5";

    private Plan FirstKey(Turn turn, string key) =>
        key == ExistingCaseKey ? new Plan(turn.To(TurnKind.AskCase))
        : At(FirstChoices(turn), key) is not { } choice ? Again(turn, Lead.WrongKey)
        : new Plan(turn.To(choice.Choices.Count > 0 ? TurnKind.Narrow : TurnKind.Describe) with { Menu = choice.Id });

    private Plan NarrowKey(Turn turn, string key) =>
        At(menu.Find(turn.Menu)?.Choices ?? [], key) is { } choice
            ? new Plan(turn.To(TurnKind.Describe) with { Menu = choice.Id })
            : Again(turn, Lead.WrongKey);

    private Plan MatterSaid(CallState call, Turn turn, string said) =>
        Routed(turn with { Words = Own(call, turn.Words?.Text is { } before ? $"{before}. {said}" : said) });

    /// <summary>At most one question, then the best guess is read back; where nothing is known the same is asked again.</summary>
    private Plan Routed(Turn turn)
    {
        var routing = router.Route(MatterOf(turn));
        return !routing.Known && routing.Service != ServiceCatalogue.NotOurs ? Again(turn, Lead.NotUnderstood)
            : routing.Ask is null ? ReadBack(turn, routing)
            : new Plan(turn.To(TurnKind.Clarify) with { Routing = routing });
    }

    private Plan ClarifyKey(Turn turn, string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= turn.Routing!.Ask!.Candidates.Count
            ? ReadBack(turn, router.Answer(turn.Routing.Ask, key, MatterOf(turn)))
            : Again(turn, Lead.WrongKey);

    private Plan ClarifySaid(CallState call, Turn turn, string said)
    {
        var asked = turn.Routing!.Ask!;
        var routing = router.Answer(asked, said, MatterOf(turn));
        return ReferenceEquals(routing.Ask, asked)
            ? Again(turn, Lead.NotUnderstood)
            : ReadBack(turn with { Words = turn.Words ?? Own(call, said) }, routing);
    }

    /// <summary>Yes, no, or a correction in the caller's own words: "no, it is the printer".</summary>
    private Plan ReadBackSaid(CallState call, Turn turn, string said)
    {
        var agrees = Utterance.Agrees(said);
        var corrected = agrees == true ? null : router.Route(MatterOf(turn) with { Text = said, Menu = null });
        return agrees == true ? ReadBackIsRight(call, turn)
            : corrected is { Known: true } && corrected.Service != turn.Routing!.Service
                ? Corrected(turn with { Words = Own(call, $"{turn.Words?.Text}. {said}".TrimStart('.', ' ')), Menu = null }, corrected)
            : agrees == false ? Denied(turn)
            : Again(turn, Lead.NotUnderstood);
    }

    private Plan Corrected(Turn turn, RoutingDecision routing) => turn.Denials + 1 >= MostFailures
        ? ToPerson(turn, Lead.GivenUp)
        : ReadBack(turn with { Denials = turn.Denials + 1 }, routing);

    private Plan Denied(Turn turn) => turn.Denials + 1 >= MostFailures
        ? ToPerson(turn, Lead.GivenUp)
        : new Plan(turn.To(TurnKind.Welcome, Lead.Denied) with { Denials = turn.Denials + 1, Menu = null, Words = null, Routing = null });

    private static Plan ReadBack(Turn turn, RoutingDecision routing) =>
        new(turn.To(TurnKind.ReadBack) with { Routing = routing with { Ask = null } }, routing.Service is { } service ? new FindIncidents(service) : null);

    private Plan Confirmed(Turn turn) => OfferSelfService(turn) ?? ToItsDesk(turn);

    private Plan ToItsDesk(Turn turn)
    {
        var routing = turn.Routing!;
        return new Plan(
            turn.To(TurnKind.Connect),
            new MakeCase(KindOf(routing), routing with
            {
                // What no desk owns is still somebody's: the desk of persons takes it.
                Service = routing.Desk is null ? null : routing.Service,
                Desk = routing.Desk ?? PersonDesk(turn),
                Reasons = [.. routing.Reasons, "read back and confirmed by the caller"],
            }));
    }

    private static Matter MatterOf(Turn turn) => new(turn.Words?.Text ?? "", turn.Language, AreaOf(turn), turn.Menu)
    {
        Organisation = turn.Who?.Role?.Organisation,
        Site = turn.Who?.Role?.Site,
    };

    private static MenuChoice? At(IReadOnlyList<MenuChoice> choices, string key) =>
        choices.FirstOrDefault(choice => choice.Key.ToString(CultureInfo.InvariantCulture) == key);
}
