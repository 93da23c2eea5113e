using System.Collections.Concurrent;
using System.Collections.Frozen;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Calls;

/// <summary>Places in the desks' lines that are kept by callers who have hung up and will be called back.</summary>
public interface IKeptPlaces
{
    /// <summary>How many kept places at the desk go before whoever waits since then.</summary>
    int AheadOf(string desk, DateTimeOffset since);
}

/// <summary>A place kept by the call-back that a case was promised; gone when the call was made or missed, or the case is closed.</summary>
/// <param name="Case">The case's stream.</param>
/// <param name="Since">When the caller's wait began.</param>
public sealed record KeptPlace(string Case, string Desk, DateTimeOffset Since)
{
    private static readonly FrozenSet<string> s_types = new[]
    {
        typeof(CallBackBooked), typeof(CallBackMade), typeof(CallBackMissed), typeof(CallBackMoved), typeof(CallBackCancelled), typeof(CallBackGivenUp),
        typeof(HandoverAccepted), typeof(CaseClosed), typeof(CaseClosedUnconfirmed),
    }.Select(StoredTypes.NameOf).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every kept place, by the case's stream; sought by desk.</summary>
    public static readonly View<KeptPlace> View = new(
        "kept-places", 1, known => known.Recorded.Stream, (row, known) => known.Fact switch
        {
            CallBackBooked { Since: { } since, Kind: null or CallBackKind.KeptPlace } e => new KeptPlace(known.Recorded.Stream, e.Desk, since),
            HandoverAccepted e => row is null ? null : row with { Desk = e.To },
            _ => null,
        },
        new Dictionary<string, Func<KeptPlace, string?>>(StringComparer.Ordinal) { ["desk"] = row => row.Desk }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = s_types,
    };
}

/// <summary>The kept places in memory.</summary>
public sealed class KeptPlaces : IKeptPlaces
{
    private readonly ConcurrentDictionary<string, KeptPlace> _places = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int AheadOf(string desk, DateTimeOffset since) => _places.Values.Count(place => place.Desk == desk && place.Since < since);

    /// <summary>Notes what became of a case's kept place.</summary>
    /// <param name="stream">The case's.</param>
    /// <param name="place">Null when there is none (any more).</param>
    public void Set(string stream, KeptPlace? place)
    {
        if (place is null)
        {
            _places.TryRemove(stream, out _);
        }
        else
        {
            _places[stream] = place;
        }
    }
}
