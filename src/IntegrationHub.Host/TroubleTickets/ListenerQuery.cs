using IntegrationHub.Core.TroubleTickets;
using Microsoft.AspNetCore.WebUtilities;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>What a listener wants to be told of: <c>eventType=TroubleTicketStatusChangeEvent&amp;severity=High</c>.</summary>
internal sealed class ListenerQuery
{
    private static readonly string[] s_prefixes = ["event.troubleTicket.", "event.", "troubleTicket."];
    private readonly List<(string Name, HashSet<string> Values)> _wanted = [];

    /// <summary>Only these fields of the ticket; null for all.</summary>
    public string? Fields { get; private set; }

    /// <summary>Reads a query.</summary>
    /// <param name="text">As it was registered; null or empty wants everything.</param>
    /// <returns>The query, or what is wrong with it.</returns>
    public static (ListenerQuery? Query, string? Fault) Read(string? text)
    {
        var query = new ListenerQuery();
        foreach (var (key, said) in QueryHelpers.ParseQuery(text))
        {
            var name = s_prefixes.Aggregate(key, (left, prefix) => left.StartsWith(prefix, StringComparison.Ordinal) ? left[prefix.Length..] : left);
            var values = said.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            switch (name)
            {
                case "fields":
                    query.Fields = string.Join(',', values);
                    break;
                case "eventType":
                    var kinds = values.Select(Kind).ToList();
                    if (kinds.Contains(null))
                    {
                        return (null, $"eventType is one of {string.Join(", ", Enum.GetValues<TicketNewsKind>().Select(Type))}.");
                    }

                    query._wanted.Add((name, kinds.OfType<TicketNewsKind>().Select(Type).ToHashSet(StringComparer.Ordinal)));
                    break;
                case "id" or "status" or "severity" or "ticketType" or "priority":
                    query._wanted.Add((name, values.ToHashSet(StringComparer.Ordinal)));
                    break;
                default:
                    return (null, $"{key} cannot be asked for; use eventType, id, status, severity, ticketType, priority or fields.");
            }
        }

        return (query, null);
    }

    /// <summary>Whether the listener wants it.</summary>
    public bool Wants(TicketNews news) => _wanted.TrueForAll(wanted => wanted.Values.Contains(wanted.Name switch
    {
        "eventType" => Type(news.Kind),
        "id" => news.Ticket.Number.Value,
        "status" => TroubleTicket.Word(news.Ticket.Status),
        "severity" => news.Ticket.Severity,
        "ticketType" => news.Ticket.TicketType,
        _ => news.Ticket.Priority.ToString(System.Globalization.CultureInfo.InvariantCulture),
    }));

    /// <summary>The event's type in the words of TMF621.</summary>
    public static string Type(TicketNewsKind kind) => $"TroubleTicket{kind}Event";

    private static TicketNewsKind? Kind(string type) =>
        Enum.GetValues<TicketNewsKind>().Where(kind => string.Equals(Type(kind), type, StringComparison.OrdinalIgnoreCase)).Select(kind => (TicketNewsKind?)kind).FirstOrDefault();
}
