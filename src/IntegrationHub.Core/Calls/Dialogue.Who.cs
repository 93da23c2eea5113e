using System.Collections.Frozen;
using System.Globalization;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>
/// Who calls, between the read-back and the case, and only when exactly one person in the directory has the number. The matter is
/// confirmed by then, so nothing here may stop it: after the second failure, and on 0, the call goes on as if nobody were known.
/// </summary>
public sealed partial class Dialogue
{
    private static readonly FrozenSet<string> s_another =
        new[] { "annan", "annans", "någon", "elev", "eleven", "elever", "kollega", "barn", "someone", "somebody", "pupil", "student", "colleague", "behalf" }
            .SelectMany(Words.Of).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The read-back is right. A withheld caller is nobody; one that was asked before is not asked again.</summary>
    private Plan ReadBackIsRight(CallState call, Turn turn) =>
        call.Phone is null || turn.Who is not null ? Confirmed(turn) : new Plan(turn, new FindCaller());

    private Plan Looked(Turn turn, Outcome outcome) =>
        outcome is CallerFound found ? new Plan(turn.To(TurnKind.AskWho) with { Who = found.Who }) : Confirmed(turn);

    private Plan WhoHeard(Turn turn, string keys, string said, bool unsure)
    {
        var key = keys.Length > 0 ? keys
            : said.Length == 0 || unsure ? ""
            : turn.Kind == TurnKind.AskWho ? KeyOfWho(said) : KeyOfRole(turn.Who!, said);
        return key switch
        {
            "0" => Confirmed(turn),
            "8" => new Plan(turn with { Language = turn.Language == "sv" ? "en" : "sv", Lead = Lead.None }),
            _ when turn.Kind == TurnKind.AskWho && SaidBy(key) is { } who => Known(turn with { Who = turn.Who! with { Said = who } }),
            _ when turn.Kind == TurnKind.AskRole && RoleAt(turn.Who!, key) is { } role => InRole(turn, role),
            _ when turn.Failures > 0 => Confirmed(turn),
            _ => new Plan(turn with { Failures = 1, Lead = keys.Length > 0 ? Lead.WrongKey : said.Length == 0 ? Lead.Silence : unsure ? Lead.Unsure : Lead.NotUnderstood }),
        };
    }

    private Plan Known(Turn turn) => turn.Who switch
    {
        { IsKnown: false } => Confirmed(turn with { Rule = null }),
        { InBothAreas: true } => new Plan(turn.To(TurnKind.AskRole)),
        { Roles: [var only, ..] } => InRole(turn, only),
        _ => Confirmed(turn),
    };

    /// <summary>A service that the role's area does not have is not the right one after all: what the area has instead is read back.</summary>
    private Plan InRole(Turn turn, CallerRole role)
    {
        var placed = turn with { Who = turn.Who! with { Role = role }, Rule = Areas.Of(role)?.Id };
        if (turn.Routing!.Desk is null)
        {
            return Confirmed(placed);
        }

        var again = router.Route(MatterOf(placed) with { Service = turn.Routing.Service });
        return again.Service == turn.Routing.Service || !again.Known ? Confirmed(placed) : ReadBack(placed, again);
    }

    private static WhoSaid? SaidBy(string key) => key switch
    {
        "1" => WhoSaid.Self,
        "2" => WhoSaid.ForAnother,
        "3" => WhoSaid.SomebodyElse,
        _ => null,
    };

    private static CallerRole? RoleAt(Who who, string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= who.Roles.Count ? who.Roles[n - 1] : null;

    private static string KeyOfWho(string said) =>
        Utterance.AsksForPerson(said) ? "0"
        : Words.Of(said).Exists(s_another.Contains) ? "2"
        : Utterance.Agrees(said) switch { true => "1", false => "3", _ => "" };

    /// <summary>The role that is named in what was said, or its figure; empty when it is none or several.</summary>
    private static string KeyOfRole(Who who, string said)
    {
        var words = Words.Of(said);
        var named = who.Roles.Index().Where(pair => pair.Item.Name?.Text is { } name && Words.Of(name).Exists(words.Contains)).ToList();
        return named.Count == 1 ? (named[0].Index + 1).ToString(CultureInfo.InvariantCulture) // First: a role may be called handläggare.
            : Utterance.AsksForPerson(said) ? "0"
            : Utterance.Figures(said);
    }
}
