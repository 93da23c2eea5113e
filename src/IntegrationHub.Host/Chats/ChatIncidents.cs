using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.People;

namespace IntegrationHub.Host.Chats;

/// <summary>What a conversation's step asks of incidents: which there are, and "me too" with news in the conversation.</summary>
internal sealed class ChatIncidents(CurrentIncidents current, IncidentStore incidents, AffectedPeople people)
{
    /// <summary>What the user may hear of: of the proven person's place, else the city-wide ones; and those of a service once it is known.</summary>
    public Task<ChatOutcome> FindAsync(string? service, ChatWho? who, DateTimeOffset now, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        IReadOnlyList<Place> places = [who is null ? Place.Unknown : new Place(who.Area, who.Organisation, who.Site)];
        return Task.FromResult<ChatOutcome>(new ChatOutcome.IncidentsFound(
            current.Now.Count == 0 ? [] : service is null ? current.At(places, now) : current.Of(service, places, now)));
    }

    /// <summary>It hits the user too, who is told in the conversation how it goes. Refused when the incident is over.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<ChatOutcome> JoinAsync(IncidentNumber number, LoadedChat chat, ChatTurn turn, DateTimeOffset now, CancellationToken ct)
    {
        if ((await incidents.LoadAsync(number, ct)).State.Phase != IncidentPhase.Ongoing)
        {
            return new ChatOutcome.NotDone("incident-over");
        }

        var person = turn.Who?.Way ?? chat.State.Person;
        await people.JoinAsync(new PersonAffected(number, person, "chat", chat.Stream, turn.Language, now), ct);
        await people.WantNewsAsync(
            new IncidentNewsAskedFor(number, person, new Personal(person, turn.Who?.Phone?.Text), turn.Language, now) { Chat = chat.Stream }, chat.Stream, ct);
        return new ChatOutcome.Done();
    }
}
