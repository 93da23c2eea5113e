using System.Globalization;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>
/// Incidents: told before the first question, and again before the read-back when the matter may be one. "Me too" makes no case;
/// "something else" goes on as if nothing had been said. Each incident is told once; without any, the call is as ever.
/// </summary>
public sealed partial class Dialogue
{
    /// <summary>The turn as it was planned, or first the incidents that the caller has not heard of.</summary>
    private static Plan Told(Turn turn, IncidentsFound found)
    {
        SpokenIncident[] news = [.. found.Incidents.Where(incident => turn.NotAbout?.Contains(incident.Number) != true).Take(IncidentPolicy.MostTold)];
        return new Plan(news.Length == 0 ? turn : turn.To(TurnKind.TellIncident) with { Incidents = news });
    }

    private Plan IncidentKey(CallState call, Turn turn, string key)
    {
        var told = turn.Incidents!;
        return !int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? Again(turn, Lead.WrongKey)
            : n >= 1 && n <= told.Count ? MeToo(call, turn, told[n - 1])
            : n == told.Count + 1 ? SomethingElse(turn)
            : key == ExistingCaseKey && turn.Routing is null ? new Plan(turn.To(TurnKind.AskCase) with { Incidents = null })
            : Again(turn, Lead.WrongKey);
    }

    /// <summary>Yes, no, or the matter in the caller's own words, which may turn out to be the incident all the same.</summary>
    private Plan IncidentSaid(CallState call, Turn turn, string said)
    {
        if (Utterance.SaysMeToo(said))
        {
            return turn.Incidents is [var only] ? MeToo(call, turn, only) : Again(turn, Lead.NotUnderstood);
        }

        var matter = router.Route(new Matter(said, turn.Language, null));
        var rest = turn with { Incidents = null };
        return turn.Routing is not { } understood
            ? (Utterance.SaysNo(said) && !matter.Known ? SomethingElse(turn) : Said(call, rest with { Kind = TurnKind.Welcome, Failures = 0 }, said))
            : matter.Known && matter.Service != understood.Service ? Corrected(rest with { Words = Own(call, said), Menu = null }, matter)
            : Utterance.SaysNo(said) ? SomethingElse(turn)
            : Again(turn, Lead.NotUnderstood);
    }

    /// <summary>A caller without a number cannot be sent anything, and is not asked.</summary>
    private static Plan MeToo(CallState call, Turn turn, SpokenIncident incident) => new(
        turn.To(call.Phone is null ? TurnKind.Goodbye : TurnKind.OfferNews, Lead.IncidentJoined) with { Incidents = [incident] },
        new JoinIncident(incident.Number));

    private static Plan SomethingElse(Turn turn, Lead why = Lead.None) => new(
        turn.To(turn.Routing is null ? TurnKind.Welcome : TurnKind.ReadBack, why) with
        {
            Incidents = null,
            NotAbout = [.. turn.NotAbout ?? [], .. turn.Incidents!.Select(incident => incident.Number)],
        });

    /// <summary>It ended while the caller was listening. Whoever asked for news has it thereby; whoever only now says "me too" may still have trouble.</summary>
    private static Plan IncidentOver(Turn turn) =>
        turn.Lead == Lead.NewsPromised ? new Plan(turn with { Lead = Lead.IncidentOver }) : SomethingElse(turn, Lead.IncidentOver);

    private Plan NewsKey(Turn turn, string key) => key switch
    {
        "1" => new Plan(turn.To(TurnKind.Goodbye, Lead.NewsPromised), new FollowIncident(turn.Incidents![0].Number)),
        "2" => new Plan(turn.To(TurnKind.Goodbye)),
        _ => Again(turn, Lead.WrongKey),
    };

    private Plan NewsSaid(Turn turn, string said) => Utterance.Agrees(said) switch
    {
        true => NewsKey(turn, "1"),
        false => NewsKey(turn, "2"),
        null => Again(turn, Lead.NotUnderstood),
    };
}
