using System.Collections.Immutable;

namespace IntegrationHub.Core.Routing;

/// <summary>Parties that are no suppliers, the local systems and whose they are, and who is asked about what. Safe to share between threads.</summary>
public sealed class CityParties
{
    private readonly Lock _adding = new();
    private volatile ImmutableSortedDictionary<string, PartyAdded> _parties = ImmutableSortedDictionary.Create<string, PartyAdded>(StringComparer.Ordinal);
    private volatile ImmutableSortedDictionary<string, LocalSystemNamed> _systems = ImmutableSortedDictionary.Create<string, LocalSystemNamed>(StringComparer.Ordinal);
    private volatile ImmutableSortedDictionary<string, string> _managers = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>By id.</summary>
    public IEnumerable<PartyAdded> Parties => _parties.Values;

    /// <summary>By id.</summary>
    public IEnumerable<LocalSystemNamed> Systems => _systems.Values;

    /// <summary>The party with this id; null when there is none.</summary>
    public PartyAdded? FindParty(string? id) => id is null ? null : _parties.GetValueOrDefault(id);

    /// <summary>The local system with this id; null when there is none.</summary>
    public LocalSystemNamed? FindSystem(string? id) => id is null ? null : _systems.GetValueOrDefault(id);

    /// <summary>The technical account manager of a supplier or a system: the id of a party. Null when none was named.</summary>
    public string? ManagerOf(string? of) => of is null ? null : _managers.GetValueOrDefault(of);

    /// <summary>Takes a decision in.</summary>
    public void Take(CatalogueEvent happened)
    {
        lock (_adding)
        {
            switch (happened)
            {
                case PartyAdded e:
                    _parties = _parties.SetItem(e.Party, e);
                    break;
                case LocalSystemNamed e:
                    _systems = _systems.SetItem(e.System, e);
                    break;
                case AccountManagerNamed e:
                    _managers = _managers.SetItem(e.Of, e.Manager);
                    break;
            }
        }
    }
}
