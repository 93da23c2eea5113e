using System.Collections.Frozen;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Incidents;

/// <summary>A person who wants news of an incident. The number to send it to stays in the log, sealed.</summary>
/// <param name="Since">News from before are not sent: they were told when the person asked.</param>
public sealed record FollowerRow(IncidentNumber Incident, PersonId Person, DateTimeOffset Since)
{
    /// <summary>All followers, sought by incident.</summary>
    public static readonly View<FollowerRow> View = new(
        "incident-followers", 1, known => known.Fact is IncidentNewsAskedFor e ? $"{e.Incident}-{e.Person}" : null, Apply,
        new Dictionary<string, Func<FollowerRow, string?>>(StringComparer.Ordinal) { ["incident"] = row => row.Incident.Value }
            .ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = FrozenSet.Create(StringComparer.Ordinal, StoredTypes.NameOf(typeof(IncidentNewsAskedFor))),
    };

    private static FollowerRow? Apply(FollowerRow? row, Known known) =>
        row ?? (known.Fact is IncidentNewsAskedFor e ? new FollowerRow(e.Incident, e.Person, e.At) : null);
}
