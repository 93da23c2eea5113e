using System.Collections.Frozen;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Texts;

/// <summary>Somebody who has written STOPP and gets no message, until they write START or JA, or ask for news by phone.</summary>
/// <param name="Person">The pseudonym of whoever has the number.</param>
public sealed record StoppedNumber(PersonId Person, DateTimeOffset Since)
{
    /// <summary>All of them, by pseudonym.</summary>
    public static readonly View<StoppedNumber> View = new(
        "stopped-numbers", 1,
        known => known.Fact switch { TextReceived e => e.Person.Value, IncidentNewsAskedFor e => e.Person.Value, _ => null }, Apply,
        FrozenDictionary<string, Func<StoppedNumber, string?>>.Empty)
    {
        Types = FrozenSet.Create(StringComparer.Ordinal, StoredTypes.NameOf(typeof(TextReceived)), StoredTypes.NameOf(typeof(IncidentNewsAskedFor))),
    };

    private static StoppedNumber? Apply(StoppedNumber? row, Known known) => known.Fact switch
    {
        TextReceived { Act: TextAct.Stopped } e => new StoppedNumber(e.Person, e.At),
        TextReceived { Act: TextAct.Started or TextAct.Confirmed } or IncidentNewsAskedFor => null,
        _ => row,
    };
}
