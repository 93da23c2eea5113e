using System.Text.Json.Nodes;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.ServiceNow;

/// <summary>The hub's messages in an incident's columns. Pure.</summary>
internal static class IncidentWords
{
    private const int LongestDescription = 4000; // Of the column, as the product comes.

    /// <summary>The journal that a note is written into.</summary>
    public static string JournalOf(TicketNote note) => note.IsPublic ? "comments" : "work_notes";

    /// <summary>The columns that a note sets in an incident that stands so.</summary>
    public static IReadOnlyDictionary<string, string> ColumnsFor(TicketNote note, Incident incident, ServiceNowSupplier supplier)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        var meaning = supplier.MeaningOf(incident.State, incident.Hold);
        if (note.Move is { } move && supplier.States.Moves.GetValueOrDefault(move) is { } state
            && (note.From!(meaning) || (move is TicketMove.Closed && meaning is TicketMeaning.Resolved))) // What is resolved is still to be closed here.
        {
            columns["state"] = state;
            if (meaning is not TicketMeaning.Resolved && supplier.CloseCodes.GetValueOrDefault(move) is { } code) // What the agent said of the solution stays.
            {
                (columns["close_code"], columns["close_notes"]) = (code, note.Words);
            }
        }

        if (note.Priority is { } priority && supplier.Weights.TryGetValue(priority, out var weight))
        {
            (columns["impact"], columns["urgency"]) = weight;
        }

        return columns;
    }

    /// <summary>A new incident.</summary>
    public static JsonObject Incident(HubMessage news, ServiceNowSupplier supplier)
    {
        var (subject, words) = TicketWords.Ticket(news);
        var incident = new JsonObject
        {
            ["correlation_id"] = news.Case,
            ["correlation_display"] = supplier.Owner,
            ["short_description"] = subject,
            ["description"] = words.Length <= LongestDescription ? words : words[..(LongestDescription - 1)] + "…",
        };
        if (words.Length > LongestDescription)
        {
            incident["work_notes"] = Plain("…" + words[(LongestDescription - 1)..]);
        }

        foreach (var (column, value) in supplier.Fixed)
        {
            incident[column] = value;
        }

        foreach (var (field, column) in supplier.Columns.Where(pair => TicketWords.Value(news, pair.Key) is not null))
        {
            incident[column] = TicketWords.Value(news, field);
        }

        if (news is CaseAssigned { Priority: { } priority } && supplier.Weights.TryGetValue(priority, out var weight))
        {
            (incident["impact"], incident["urgency"]) = (weight.Impact, weight.Urgency);
        }

        return incident;
    }

    /// <summary>A text as a journal shows it: what stands between <c>[code]</c> and <c>[/code]</c> it would show as HTML, with what that can do to an agent's browser.</summary>
    public static string Plain(string text) =>
        text.Replace("[code]", "(code)", StringComparison.OrdinalIgnoreCase).Replace("[/code]", "(/code)", StringComparison.OrdinalIgnoreCase);
}
