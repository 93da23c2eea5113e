using System.Collections.Immutable;

namespace IntegrationHub.Core.Routing;

/// <summary>Who answers for a service: three things, a service, its desk and its supplier.</summary>
/// <param name="Desk">Id of the desk.</param>
/// <param name="Supplier">Id of the supplier.</param>
public sealed record Owner(string Desk, string Supplier);

/// <summary>A time during which a decision about a service holds in its place.</summary>
/// <param name="Decided">The decision.</param>
/// <param name="Until">When it ends, by itself or because the next one begins; null for not yet.</param>
public sealed record Tenure(ServiceOwnerDecided Decided, DateTimeOffset? Until)
{
    /// <summary>Who.</summary>
    public Owner Owner { get; } = new(Decided.Desk, Decided.Supplier);

    /// <summary>Whether it holds at that time.</summary>
    public bool HoldsAt(DateTimeOffset at) => Decided.From <= at && (Until is null || at < Until);
}

/// <summary>Every decision about who answers for a service, to be asked at any time for any place. Safe to share between threads.</summary>
public sealed class ServiceOwners
{
    private readonly Lock _adding = new();
    private volatile ImmutableDictionary<(string Service, Place Where), ImmutableArray<Tenure>> _now =
        ImmutableDictionary<(string Service, Place Where), ImmutableArray<Tenure>>.Empty;

    /// <summary>Whether nothing was decided.</summary>
    public bool IsEmpty => _now.IsEmpty;

    /// <summary>Takes a decision in; one that is known already changes nothing.</summary>
    public void Take(ServiceOwnerEvent happened)
    {
        lock (_adding)
        {
            _now = happened switch
            {
                ServiceOwnerDecided e => With((e.Service, e.Where), [.. At(e.Service, e.Where).Select(tenure => tenure.Decided).Where(known => known.Decision != e.Decision), e]),
                ServiceOwnerWithdrawn e when Find(e.Decision) is { Decided: var known } =>
                    With((known.Service, known.Where), [.. At(known.Service, known.Where).Select(tenure => tenure.Decided).Where(other => other != known)]),
                _ => _now,
            };
        }
    }

    /// <summary>The decision that holds: of those that cover the place at that time the narrowest. Null where nothing was decided.</summary>
    /// <remarks>At most eight look-ups, however many decisions there are.</remarks>
    public Tenure? Holding(string service, Place place, DateTimeOffset at)
    {
        var now = _now;
        return now.IsEmpty ? null : place.FromNarrowest()
            .Select(where => now.TryGetValue((service, where), out var tenures) ? tenures.LastOrDefault(tenure => tenure.HoldsAt(at)) : null)
            .FirstOrDefault(tenure => tenure is not null);
    }

    /// <summary>Every decision about a service, widest place first, then by time.</summary>
    public IReadOnlyList<Tenure> Of(string service) =>
    [
        .. _now.Where(pair => pair.Key.Service == service).OrderBy(pair => pair.Key.Where.Site is not null).ThenBy(pair => pair.Key.Where.Organisation is not null)
            .ThenBy(pair => pair.Key.Where.ToString(), StringComparer.Ordinal).SelectMany(pair => pair.Value),
    ];

    /// <summary>The decisions about a service in exactly this place, by time.</summary>
    public IReadOnlyList<Tenure> At(string service, Place where) => _now.TryGetValue((service, where), out var tenures) ? tenures : [];

    /// <summary>The decision with this id; null when there is none.</summary>
    public Tenure? Find(string decision) => _now.Values.SelectMany(tenures => tenures).FirstOrDefault(tenure => tenure.Decided.Decision == decision);

    /// <summary>Whether a decision ever let this supplier work behind this desk.</summary>
    public bool Pairs(string desk, string supplier) => _now.Values.Any(tenures => tenures.Any(tenure => tenure.Decided.Desk == desk && tenure.Decided.Supplier == supplier));

    private ImmutableDictionary<(string Service, Place Where), ImmutableArray<Tenure>> With((string Service, Place Where) key, IEnumerable<ServiceOwnerDecided> decided)
    {
        var inOrder = decided.OrderBy(one => one.From).ToList();
        return _now.SetItem(key, [.. inOrder.Select((one, index) => new Tenure(one, one.Until ?? (index + 1 < inOrder.Count ? inOrder[index + 1].From : null)))]);
    }
}
