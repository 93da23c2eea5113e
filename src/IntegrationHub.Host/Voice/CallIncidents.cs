using IntegrationHub.Core.Calls;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Host.Incidents;

namespace IntegrationHub.Host.Voice;

/// <summary>What a call's step asks of incidents: which there are, "me too", and news by text message.</summary>
internal sealed class CallIncidents(CurrentIncidents current, IncidentStore incidents, AffectedPeople people)
{
    /// <summary>What the caller may hear of; from memory, so that no call waits for it.</summary>
    /// <remarks>Where the caller is, is not known yet: then the city-wide ones are told, and once the matter is known those of its service.</remarks>
    public IncidentsFound Find(FindIncidents find, DateTimeOffset now) => new(
        find.Service is { } service ? current.Of(service, Place.Unknown, now) : current.At(Place.Unknown, now));

    /// <summary>The caller is hit too. Refused when the incident is over.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<Outcome> JoinAsync(
        IncidentNumber number, CallState call, string language, string contact, DateTimeOffset now, CancellationToken ct)
    {
        if (await IsOverAsync(number, ct))
        {
            return new NotDone("incident-over");
        }

        await people.JoinAsync(new PersonAffected(number, call.Person, "phone", contact, language, now), ct);
        return new Done();
    }

    /// <summary>The caller wants news. Refused when the incident is over.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<Outcome> FollowAsync(
        IncidentNumber number, CallState call, string language, string contact, DateTimeOffset now, CancellationToken ct)
    {
        if (call.Phone is not { } phone || await IsOverAsync(number, ct))
        {
            return new NotDone("incident-over");
        }

        await people.WantNewsAsync(new IncidentNewsAskedFor(number, call.Person, phone, language, now), contact, ct);
        return new Done();
    }

    private async Task<bool> IsOverAsync(IncidentNumber number, CancellationToken ct) =>
        (await incidents.LoadAsync(number, ct)).State.Phase != IncidentPhase.Ongoing;
}
