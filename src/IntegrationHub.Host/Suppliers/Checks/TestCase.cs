using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Suppliers;
using Reporter = IntegrationHub.Core.Suppliers.Reporter;

namespace IntegrationHub.Host.Suppliers.Checks;

/// <summary>A case that no person reported: its number and its words say so. See <see cref="CaseNumber.ForTest"/>.</summary>
/// <param name="number">Of the test range.</param>
/// <param name="desk">The supplier's.</param>
internal sealed class TestCase(CaseNumber number, string desk)
{
    /// <summary>How every description begins.</summary>
    public const string Mark = "PROV, inget riktigt ärende: ";

    private readonly SortedSet<string> _tickets = new(StringComparer.Ordinal);
    private int _messages;

    public string Number => number.Value;

    /// <summary>Whether the supplier may have it on its table.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>When it was ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The tickets that the supplier named for it, in answers and events.</summary>
    public IReadOnlyList<string> Tickets
    {
        get
        {
            lock (_tickets)
            {
                return [.. _tickets];
            }
        }
    }

    public string? Ticket => Tickets is [var first, ..] ? first : null;

    public CaseAssigned Assigned(string words = "kontroll av anslutningen.") =>
        new(Number, desk, Mark + words, new Reporter("Prov Provsson", Language: "sv"), Priority: "4");

    public CaseNoteAdded Note(string text) => new(Number, Mark + text, "hub", Ticket);

    public CaseWithdrawn Withdrawn() => new(Number, "Kontrollen är klar. Inget mer väntas.", Ticket);

    /// <summary>The event of a message, under an id of its own.</summary>
    public OutgoingEvent Event(HubMessage message, DateTimeOffset at) =>
        HubMessages.ToEvent(message, EventId.From("check", Number, $"{++_messages}").ToString("N"), SupplierDeliveries.Source, at);

    /// <summary>Notes what the supplier calls it.</summary>
    public void Named(params IEnumerable<string?> tickets)
    {
        lock (_tickets)
        {
            _tickets.UnionWith(tickets.OfType<string>());
        }
    }

    /// <summary>Notes what a message did to it.</summary>
    public void Told(string type, DateTimeOffset at)
    {
        IsOpen = type is not (HubMessages.Closed or HubMessages.Withdrawn);
        EndedAt = IsOpen ? null : at;
    }
}
