using System.Text.Json.Nodes;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.RequestTracker;

/// <summary>A case as the tracker makes a ticket of it. Pure.</summary>
internal static class TrackerWords
{
    /// <summary>A new ticket.</summary>
    public static JsonObject Ticket(HubMessage news, RequestTrackerSupplier supplier)
    {
        var (subject, words) = TicketWords.Ticket(news);
        var fields = new JsonObject { [supplier.CaseField] = news.Case };
        foreach (var (name, field) in supplier.Fields)
        {
            if (TicketWords.Value(news, name) is { } value)
            {
                fields[field] = value;
            }
        }

        var ticket = new JsonObject
        {
            ["Queue"] = supplier.Queue,
            ["Subject"] = subject,
            ["Content"] = words,
            ["ContentType"] = "text/plain",
            ["CustomFields"] = fields,
        };
        if (news is CaseAssigned { Priority: { } priority } && supplier.Priorities.TryGetValue(priority, out var number))
        {
            ticket["Priority"] = number;
        }

        return ticket;
    }
}
