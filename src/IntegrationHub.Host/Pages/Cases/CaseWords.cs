using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Host.Pages.Cases;

/// <summary>A case's values in plain words, in the page's language.</summary>
public sealed class CaseWords(PageLanguage say, ServiceCatalogue catalogue)
{
    /// <summary>Where the case stands, as its user would say it.</summary>
    public string Status(CasePhase phase) => phase switch
    {
        CasePhase.Unrouted => say["Vi tar reda på vem som ska hjälpa dig", "We are finding out who is to help you"],
        CasePhase.Offered => say["Skickat till en servicedesk, som snart svarar", "Sent to a desk, which answers soon"],
        CasePhase.InProgress => say["Någon arbetar med det", "Somebody is working on it"],
        CasePhase.AwaitingUser => say["Väntar på ditt svar", "Waiting for your answer"],
        CasePhase.Resolved => say["Löst, säger servicedesken. Fungerar det?", "Solved, says the desk. Does it work?"],
        CasePhase.Closed => say["Avslutat", "Closed"],
        CasePhase.ClosedUnconfirmed => say["Avslutat utan bekräftelse", "Closed without confirmation"],
        _ => say["Okänt", "Unknown"],
    };

    /// <summary>A desk's name.</summary>
    public string Desk(string id) => catalogue.FindDesk(id) is { } desk ? say[desk.Sv, desk.En] : id;

    /// <summary>The local system that a service is; null where it is none.</summary>
    public LocalSystemNamed? LocalSystem(string? service) => catalogue.Parties.FindSystem(service);

    /// <summary>When a party is on duty, as it was written; empty for always.</summary>
    public string Duty(string party) => catalogue.Parties.FindParty(party)?.Hours is { } hours ? say[", tjänstetid ", ", on duty "] + hours : "";

    /// <summary>Where a visit stands.</summary>
    public string Visit(VisitStanding standing) => standing switch
    {
        VisitStanding.Kept => say["genomfört", "done"],
        VisitStanding.Missed => say["blev inte av", "did not take place"],
        _ => say["bokat", "booked"],
    };

    /// <summary>Who has the ball.</summary>
    public string Party(string party) => party switch
    {
        "user" => say["Du som anmälde", "You who reported it"],
        "integrator" => say["Stadens samordnare", "The city's coordinator"],
        "nobody" => say["Ingen: ärendet är avslutat", "Nobody: the case is closed"],
        _ => new Party(party).DeskId is { } desk ? say["Servicedesken ", "The desk "] + Desk(desk) : party,
    };

    /// <summary>Who did something.</summary>
    public string By(string by) => by switch
    {
        "user" => say["användaren", "the user"],
        "hub" => say["it-stödet", "the hub"],
        _ when by.StartsWith("desk:", StringComparison.Ordinal) => Desk(by[5..]),
        _ when by.StartsWith("supplier:", StringComparison.Ordinal) => say["leverantören ", "the supplier "] + by[9..],
        _ => by,
    };

    /// <summary>The way by which something came.</summary>
    public string Channel(string channel) => channel switch
    {
        "phone" => say["telefon", "phone"],
        "sms" => "sms",
        "web" => say["webb", "web"],
        "chat" => say["chatt", "chat"],
        "mail" => say["e-post", "mail"],
        "supplier" => say["leverantörens system", "the supplier's system"],
        "import" => say["import", "import"],
        "timer" => say["tidur", "timer"],
        _ => channel,
    };

    /// <summary>A value of a search field.</summary>
    public string Value(string field, string value) => field switch
    {
        "status" => Enum.GetValues<CasePhase>().FirstOrDefault(phase => CaseDocument.StatusOf(phase) == value) is var phase and not CasePhase.None ? Short(phase) : Order(value),
        "desk" => Desk(value),
        "service" => Service(value),
        "kind" => value == "order" ? say["Beställning", "Order"] : say["Ärende", "Case"],
        "area" => value == "education" ? say["Utbildning", "Education"] : value == "office" ? say["Kontor", "Office"] : value,
        _ => value,
    };

    /// <summary>A service's name.</summary>
    public string Service(string id) => catalogue.FindService(id) is { } service ? say[service.Sv, service.En] : id;

    /// <summary>An order's number in groups of three.</summary>
    public string OrderNumber(string number) => new OrderNumber(number).Spaced;

    /// <summary>A number in groups of four.</summary>
    public string Spaced(string number) => new CaseNumber(number).Spaced;

    private string Order(string status) => OrderWords.Briefly(status) is var (sv, en) ? say[sv, en] : status;

    private string Short(CasePhase phase) => phase switch
    {
        CasePhase.Unrouted => say["Söker rätt hjälp", "Finding the right help"],
        CasePhase.Offered => say["Skickat till servicedesk", "Sent to a desk"],
        CasePhase.InProgress => say["Pågår", "In progress"],
        CasePhase.AwaitingUser => say["Väntar på användaren", "Waiting for the user"],
        CasePhase.Resolved => say["Löst, väntar på bekräftelse", "Solved, waiting for confirmation"],
        _ => Status(phase),
    };
}
