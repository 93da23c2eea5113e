using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Core.Chats;

/// <summary>Incidents: told before anything else, and again before a matter is read back that may be one. "Me too" makes no case.</summary>
public sealed partial class ChatDialogue
{
    private static ChatPlan Told(ChatTurn turn, ChatDeed.FindIncidents find, ChatOutcome.IncidentsFound found)
    {
        SpokenIncident[] news = [.. found.Incidents.Where(incident => turn.NotAbout?.Contains(incident.Number) != true).Take(IncidentPolicy.MostTold)];
        return news.Length == 0 ? new ChatPlan(turn)
            : new ChatPlan(turn.To(ChatTurnKind.TellIncident) with { Incidents = news, Routing = find.Service is null ? null : turn.Routing });
    }

    private static ChatPlan IncidentChosen(ChatTurn turn, string choice)
    {
        var named = choice[ChatChoices.Incident.Length..];
        return turn.Kind != ChatTurnKind.TellIncident ? new ChatPlan(turn with { Lead = ChatLead.OldCard })
            : turn.Incidents!.FirstOrDefault(incident => incident.Number.Value == named) is { } it
                ? new ChatPlan(
                    turn.To(ChatTurnKind.Anything, ChatLead.IncidentJoined) with
                    {
                        Incidents = null,
                        Words = null,
                        Routing = null,
                        NotAbout = [.. turn.NotAbout ?? [], it.Number],
                    },
                    new ChatDeed.JoinIncident(it.Number))
                : NotTheIncident(turn);
    }

    private static ChatPlan NotTheIncident(ChatTurn turn) => new(
        turn.To(turn.Routing is null ? ChatTurnKind.Anything : ChatTurnKind.ReadBack) with
        {
            Incidents = null,
            NotAbout = [.. turn.NotAbout ?? [], .. (turn.Incidents ?? []).Select(incident => incident.Number)],
        });
}
