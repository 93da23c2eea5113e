namespace IntegrationHub.Core.Routing;

/// <summary>What the city office may decide about parties and local systems. The same decision again changes nothing.</summary>
public static class PartyRules
{
    /// <summary>Decides.</summary>
    /// <param name="catalogue">With the decisions so far.</param>
    /// <param name="wanted">What is to hold.</param>
    public static Decision<CatalogueEvent> Decide(ServiceCatalogue catalogue, CatalogueEvent wanted) => wanted switch
    {
        PartyAdded e when catalogue.Parties.FindParty(e.Party) is { } known && known with { At = e.At } == e => Nothing(),
        PartyAdded e when catalogue.FindDesk(e.Party) is not null => No("party-exists", $"There is a desk or party {e.Party} already. Choose another id."),
        LocalSystemNamed e when catalogue.Parties.FindSystem(e.System) is { } known && known.Host != e.Host =>
            No("system-host", $"Who runs {e.System} changes from a date on: POST /api/services/{e.System}/owners. Leave the host as it is here."),
        LocalSystemNamed e when catalogue.Parties.FindSystem(e.System) is { } known && known with { At = e.At, Words = e.Words } == e && known.Words.SequenceEqual(e.Words, StringComparer.Ordinal) => Nothing(),
        AccountManagerNamed e when catalogue.Parties.ManagerOf(e.Of) == e.Manager => Nothing(),
        _ => new Accepted<CatalogueEvent>([wanted]),
    };

    private static Accepted<CatalogueEvent> Nothing() => new([]);

    private static Refused<CatalogueEvent> No(string code, string why) => new(code, why);
}
