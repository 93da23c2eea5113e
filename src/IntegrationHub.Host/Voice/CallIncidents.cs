using IntegrationHub.Core.Calls;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.People;

namespace IntegrationHub.Host.Voice;

/// <summary>What a call's step asks of incidents: which there are, "me too", and news by text message.</summary>
internal sealed class CallIncidents(CurrentIncidents current, IncidentStore incidents, AffectedPeople people, CityDirectory directory)
{
    /// <summary>What the caller may hear of. From memory, and while there is no incident nothing else is asked.</summary>
    /// <remarks>
    /// The places are those of the one person whom the directory has the number for: it tells nobody who that is. Of a caller whose
    /// place is not known, the city-wide ones are told, and once the matter is known those of its service.
    /// </remarks>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<IncidentsFound> FindAsync(FindIncidents find, CallState call, DateTimeOffset now, CancellationToken ct)
    {
        if (current.Now.Count == 0)
        {
            return new IncidentsFound([]);
        }

        var places = await PlacesAsync(call, ct);
        return new IncidentsFound(find.Service is { } service ? current.Of(service, places, now) : current.At(places, now));
    }

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

    private async Task<IReadOnlyList<Place>> PlacesAsync(CallState call, CancellationToken ct) =>
        call.Phone is not null && await directory.WhoHasAsync(call.Person, ct) is { Facts: { Roles.Count: > 0 } facts }
            ? [.. facts.Roles.Select(facts.Of).Select(role => new Place(role.Area, role.Organisation, role.Site)).Distinct()]
            : [Place.Unknown];

    private async Task<bool> IsOverAsync(IncidentNumber number, CancellationToken ct) =>
        (await incidents.LoadAsync(number, ct)).State.Phase != IncidentPhase.Ongoing;
}
