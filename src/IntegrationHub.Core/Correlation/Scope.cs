using System.Runtime.InteropServices;

namespace IntegrationHub.Core.Correlation;

/// <summary>Where a cause may lie: the part of all reports that it would show in.</summary>
/// <param name="Kind">Which of the others say what it is.</param>
/// <param name="One">The service, site, organisation, ticket or dependency, as a number.</param>
/// <param name="Other">The service, where <paramref name="One"/> is a place.</param>
/// <param name="Word">The word, when the cause is told by one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Scope(CauseKind Kind, ulong One, ulong Other = 0, uint Word = 0)
{
    /// <summary>What it is remembered under.</summary>
    public ulong Key => Name.Join(Kind, One, Other);

    /// <summary>Whether all its reports are about one service.</summary>
    public bool IsOfOneService => Kind is CauseKind.Service or CauseKind.ServiceAtSite or CauseKind.ServiceInOrganisation;

    /// <summary>Whether all its reports come from one place.</summary>
    public bool IsAtPlace => Kind is CauseKind.Site or CauseKind.Organisation or CauseKind.ServiceAtSite or CauseKind.ServiceInOrganisation;

    /// <summary>Whether it is no place and no service, but what lies behind several.</summary>
    public bool IsBehindServices => Kind is CauseKind.Dependency or CauseKind.Words;

    /// <summary>Whether a report lies in it.</summary>
    public bool Holds(SeenReport report, Landscape landscape) => Kind switch
    {
        CauseKind.Service => report.Service == One,
        CauseKind.Site => report.Site == One,
        CauseKind.Organisation => report.Organisation == One,
        CauseKind.ServiceInOrganisation => report.Organisation == One && report.Service == Other,
        CauseKind.ServiceAtSite => report.Site == One && report.Service == Other,
        CauseKind.Dependency => landscape.Needs(report.Service, One),
        CauseKind.Ticket => report.Ticket == One,
        _ => report.Has(Word),
    };

    /// <summary>The scopes that a report lies in.</summary>
    /// <param name="report">The report.</param>
    /// <param name="landscape">What needs what.</param>
    /// <param name="scopes">Emptied, then filled.</param>
    public static void Of(SeenReport report, Landscape landscape, List<Scope> scopes)
    {
        scopes.Clear();
        var (service, site, organisation) = (report.Service, report.Site, report.Organisation);
        Add(scopes, service != 0, new Scope(CauseKind.Service, service));
        Add(scopes, site != 0, new Scope(CauseKind.Site, site));
        Add(scopes, organisation != 0, new Scope(CauseKind.Organisation, organisation));
        Add(scopes, service != 0 && organisation != 0, new Scope(CauseKind.ServiceInOrganisation, organisation, service));
        Add(scopes, service != 0 && site != 0, new Scope(CauseKind.ServiceAtSite, site, service));
        Add(scopes, report.Ticket != 0, new Scope(CauseKind.Ticket, report.Ticket));
        foreach (var dependency in landscape.NeedsOf(service))
        {
            scopes.Add(new Scope(CauseKind.Dependency, dependency));
        }

        foreach (var word in report.Words)
        {
            scopes.Add(new Scope(CauseKind.Words, word, 0, word));
        }
    }

    private static void Add(List<Scope> scopes, bool known, Scope scope)
    {
        if (known)
        {
            scopes.Add(scope);
        }
    }
}

/// <summary>What needs what, by configuration, as numbers.</summary>
internal sealed class Landscape
{
    private readonly Dictionary<ulong, ulong[]> _needs;
    private readonly Dictionary<ulong, Dependency> _named;

    public Landscape(IReadOnlyList<Dependency> dependencies)
    {
        _named = dependencies.ToDictionary(one => Name.Of(one.Id));
        _needs = dependencies.SelectMany(one => one.Services.Select(service => (Service: Name.Of(service), Id: Name.Of(one.Id))))
            .GroupBy(pair => pair.Service).ToDictionary(group => group.Key, group => group.Select(pair => pair.Id).Distinct().ToArray());
    }

    /// <summary>What the service needs.</summary>
    public ulong[] NeedsOf(ulong service) => _needs.TryGetValue(service, out var found) ? found : [];

    /// <summary>Whether it needs it.</summary>
    public bool Needs(ulong service, ulong dependency) => NeedsOf(service).AsSpan().Contains(dependency);

    /// <summary>The dependency.</summary>
    public Dependency this[ulong id] => _named[id];
}
