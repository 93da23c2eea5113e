using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Core.Correlation;

/// <summary>A cause as the present rules find it in the last weeks.</summary>
/// <param name="Cluster">See <see cref="Finding"/>.</param>
/// <param name="GoesOn">False when its reports have ended.</param>
/// <param name="Cases">Its cases, and why each is linked.</param>
public sealed record FoundCause(int Cluster, Cause Cause, DateTimeOffset DeclaredAt, bool GoesOn, IReadOnlyDictionary<CaseNumber, string> Cases);

/// <summary>An incident that goes on, as it stands.</summary>
/// <param name="Cases">Its cases; true for those that the hub linked by itself.</param>
public sealed record StandingIncident(IncidentNumber Number, IReadOnlyDictionary<CaseNumber, bool> Cases);

/// <summary>A case that joins an incident or leaves it, and why.</summary>
/// <param name="Reason">One plain sentence.</param>
public sealed record RegroupedCase(CaseNumber Case, string Reason);

/// <summary>What the present rules change about one incident.</summary>
/// <param name="Incident">Null for one that is to be declared.</param>
/// <param name="Cause">The cause that the rules find; null when they find none for it.</param>
/// <param name="Joins">Cases that join it.</param>
/// <param name="Leaves">Cases that leave it.</param>
public sealed record Regrouped(IncidentNumber? Incident, Cause? Cause, IReadOnlyList<RegroupedCase> Joins, IReadOnlyList<RegroupedCase> Leaves)
{
    /// <summary>Which of the causes it is; 0 for none.</summary>
    public int Cluster { get; init; }
}

/// <summary>
/// What becomes of incidents when the rules of the correlation change: what the hub linked by itself goes where the present rules find it.
/// What a person joined, took apart or said is over stays as it is.
/// </summary>
public static class Regrouping
{
    private const string Other = "By the present rules it has another cause.";
    private const string None = "By the present rules it does not share the cause.";

    /// <summary>Finds what changes. Nothing does when the rules find what stands; done as it says, nothing is left to change.</summary>
    /// <param name="causes">What the rules find.</param>
    /// <param name="standing">The incidents that go on.</param>
    /// <param name="held">Cases that a person took out of an incident, or whose incident is over: they are moved nowhere.</param>
    /// <param name="seen">Whether the rules were run over the case; one that is older stays where it is.</param>
    /// <param name="fewest">How many cases a new incident takes at least.</param>
    /// <returns>The changed incidents by number, then the new ones.</returns>
    public static IReadOnlyList<Regrouped> Of(
        IReadOnlyList<FoundCause> causes, IReadOnlyList<StandingIncident> standing, IReadOnlySet<CaseNumber> held, Func<CaseNumber, bool> seen, int fewest)
    {
        var byHand = standing.SelectMany(one => one.Cases.Where(pair => !pair.Value).Select(pair => pair.Key)).ToHashSet();
        var free = causes.ToDictionary(
            cause => cause.Cluster, cause => cause.Cases.Keys.Where(number => !byHand.Contains(number) && !held.Contains(number)).ToHashSet());
        var pairs = Pairs(causes, standing, free);
        var target = new Dictionary<CaseNumber, int>();
        foreach (var cause in causes.OrderByDescending(cause => pairs.ContainsValue(cause.Cluster)).ThenBy(cause => cause.Cluster))
        {
            if (pairs.ContainsValue(cause.Cluster) || (cause.GoesOn && free[cause.Cluster].Count(number => !target.ContainsKey(number)) >= fewest))
            {
                foreach (var number in free[cause.Cluster])
                {
                    target.TryAdd(number, cause.Cluster);
                }
            }
        }

        var found = causes.ToDictionary(cause => cause.Cluster);
        return
        [
            .. standing.OrderBy(one => one.Number.Value, StringComparer.Ordinal)
                .Select(one => Changed(one, pairs.TryGetValue(one.Number, out var cluster) ? found[cluster] : null, target, seen))
                .Where(change => change.Joins.Count + change.Leaves.Count > 0),
            .. causes.Where(cause => !pairs.ContainsValue(cause.Cluster) && target.ContainsValue(cause.Cluster)).OrderBy(cause => cause.Cluster)
                .Select(cause => new Regrouped(null, cause.Cause, Joins(cause, target, _ => false), []) { Cluster = cause.Cluster }),
        ];
    }

    /// <summary>Which cause each incident has: the one with most of its cases, each cause once. What a person holds elsewhere tells nothing.</summary>
    private static Dictionary<IncidentNumber, int> Pairs(
        IReadOnlyList<FoundCause> causes, IReadOnlyList<StandingIncident> standing, Dictionary<int, HashSet<CaseNumber>> free)
    {
        Dictionary<IncidentNumber, int> pairs = [];
        HashSet<int> given = [];
        foreach (var (one, cause, _) in standing
            .SelectMany(one => causes.Select(cause => (
                one.Number, cause.Cluster,
                Shared: cause.Cases.Keys.Count(number => one.Cases.TryGetValue(number, out var isHubs) && (!isHubs || free[cause.Cluster].Contains(number))))))
            .Where(pair => pair.Shared > 0)
            .OrderByDescending(pair => pair.Shared).ThenBy(pair => pair.Number.Value, StringComparer.Ordinal).ThenBy(pair => pair.Cluster))
        {
            if (!pairs.ContainsKey(one) && given.Add(cause))
            {
                pairs.Add(one, cause);
            }
        }

        return pairs;
    }

    private static Regrouped Changed(StandingIncident one, FoundCause? cause, Dictionary<CaseNumber, int> target, Func<CaseNumber, bool> seen) => new(
        one.Number, cause?.Cause,
        cause is null ? [] : Joins(cause, target, one.Cases.ContainsKey),
        [
            .. one.Cases.Where(pair => pair.Value && seen(pair.Key) && !(cause is not null && target.TryGetValue(pair.Key, out var cluster) && cluster == cause.Cluster))
                .Select(pair => new RegroupedCase(pair.Key, target.ContainsKey(pair.Key) ? Other : None)).OrderBy(left => left.Case.Value, StringComparer.Ordinal),
        ])
    {
        Cluster = cause?.Cluster ?? 0,
    };

    private static IReadOnlyList<RegroupedCase> Joins(FoundCause cause, Dictionary<CaseNumber, int> target, Func<CaseNumber, bool> has) =>
    [
        .. cause.Cases.Where(pair => target.TryGetValue(pair.Key, out var cluster) && cluster == cause.Cluster && !has(pair.Key))
            .Select(pair => new RegroupedCase(pair.Key, pair.Value)).OrderBy(joined => joined.Case.Value, StringComparer.Ordinal),
    ];
}
