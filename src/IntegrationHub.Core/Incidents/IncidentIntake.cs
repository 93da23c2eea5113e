using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Incidents;

/// <summary>A declaration was given an incident number. Durable before the incident is declared, so that a repeat gets the same incident.</summary>
/// <param name="ContentHash">SHA-256 of what was declared, so that another declaration under the same key is noticed. It holds nothing personal.</param>
[StoredAs("declaration-taken", 1)]
public sealed record DeclarationTaken(IncidentNumber Number, string ContentHash, DateTimeOffset At);

/// <summary>What somebody declares.</summary>
/// <param name="Key">What a repeat is recognised by.</param>
/// <param name="NextNewsDue">Null for what the level asks for.</param>
public sealed record Declaration(
    string Key, string ContentHash, IncidentText What, IncidentText? Known, IncidentScope Scope, IncidentLevel Level, string Desk,
    IReadOnlyList<string> With, DateTimeOffset? NextNewsDue, IncidentSource Source = IncidentSource.Hand, IReadOnlyList<string>? Reasons = null);

/// <summary>Makes one incident of one declaration.</summary>
public sealed class IncidentIntake(IEventLog log, EventCodec codec, IncidentStore incidents, IncidentNumbers numbers)
{
    /// <summary>The incident of the declaration; the same declaration again gives the same incident.</summary>
    /// <returns>The number; or a refusal <c>key-reused</c> when the key came before with another declaration.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written. The declaration may be sent again.</exception>
    public async Task<(IncidentNumber Number, Refused<IncidentEvent>? Refused)> TakeAsync(
        Declaration said, EventContext context, DateTimeOffset now, CancellationToken ct)
    {
        var id = EventId.From("declaration", said.Key);
        var stream = $"declaration-{id:N}";
        var taken = await FindAsync(stream, ct);
        if (taken is null)
        {
            var fresh = new DeclarationTaken(await numbers.NextAsync(ct), said.ContentHash, now);
            var result = await log.AppendAsync(stream, ExpectedRevision.None, [codec.Encode(EventId.Of(id, 0), fresh, context)], ct);
            taken = result is Appended { Repeated: false } ? fresh : await FindAsync(stream, ct);
        }

        if (taken!.ContentHash != said.ContentHash)
        {
            return (default, new Refused<IncidentEvent>(
                "key-reused", "This Idempotency-Key was used before for another incident. Send a new key for a new incident."));
        }

        var declared = new IncidentDeclared(
            taken.Number, said.What, said.Known, said.Scope, said.Level, said.Desk, said.With, said.Source, said.Reasons ?? [],
            said.NextNewsDue ?? taken.At + IncidentPolicy.NewsWithin(said.Level), taken.At);
        await incidents.DecideAsync(taken.Number, new DeclareIncident(declared, taken.At), id, context, ifRevision: null, ct);
        return (taken.Number, null);
    }

    private async Task<DeclarationTaken?> FindAsync(string stream, CancellationToken ct)
    {
        await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
        {
            if (codec.Decode(recorded).Fact is DeclarationTaken taken)
            {
                return taken;
            }
        }

        return null;
    }
}
