using System.Text.Json.Nodes;
using IntegrationHub.Core.TroubleTickets;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>What a PATCH wants changed, after what is the same already, or may not be changed, is sorted out.</summary>
/// <param name="Status">The status that is wanted; null for no change.</param>
/// <param name="Reason">Why, in the sender's words.</param>
/// <param name="Notes">Those that the case does not have.</param>
/// <param name="External">Ids that the case does not have.</param>
/// <param name="Effect">How many are hit; with <paramref name="Urgency"/> it decides the priority.</param>
internal sealed record TicketChange(
    string? Status, string? Reason, IReadOnlyList<SentNote> Notes, IReadOnlyList<ExternalTicket> External, string? Severity, string? TicketType,
    string? Name, string? Effect, string? Urgency)
{
    private static readonly string[] s_fixed = ["id", "href", "creationDate", "lastUpdate", "statusChangeDate", "statusChange", "statusChangeHistory"];

    private static readonly string[] s_known =
    [
        "status", "statusChangeReason", "note", "externalId", "externalIdentifier", "severity", "ticketType", "name", "troubleTicketCharacteristic",
        "priority", "description", "@type", "@baseType", "@schemaLocation",
    ];

    /// <summary>Whether the sender's own words of the ticket change.</summary>
    public bool Describes => Severity is not null || TicketType is not null || Name is not null || External.Count > 0;

    /// <summary>Reads a merge patch.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="ticket">The ticket as it is.</param>
    /// <param name="actor">Who sends it.</param>
    /// <exception cref="TicketFault">400: a field is wrong or cannot be patched; 409: the hub does not let it be changed so.</exception>
    /// <remarks>
    /// By RFC 7386 a list replaces the one that was there, so that two systems that add a note at once lose one. Here notes are only ever
    /// added: those that the case has are passed over, and the others come to it.
    /// </remarks>
    public static TicketChange Read(JsonObject patch, TroubleTicket ticket, string actor)
    {
        if (patch.Select(pair => pair.Key).FirstOrDefault(name => s_fixed.Contains(name, StringComparer.Ordinal)) is { } stays)
        {
            throw new TicketFault(StatusCodes.Status400BadRequest, "not-patchable", $"{stays} cannot be patched; leave it out.");
        }

        if (patch.Select(pair => pair.Key).FirstOrDefault(name => !s_known.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new TicketFault(StatusCodes.Status400BadRequest, "not-patchable", $"{unknown} cannot be changed here; add a note that says what is meant.");
        }

        if (patch.FirstOrDefault(pair => pair.Value is null) is { Key: { } gone })
        {
            throw new TicketFault(StatusCodes.Status400BadRequest, "not-patchable", $"{gone} cannot be removed; a case keeps what was said.");
        }

        var sent = new TicketBody(patch);
        var said = sent.Characteristics();
        var change = new TicketChange(
            Other(sent.Word("status"), TroubleTicket.Word(ticket.Status)), sent.Text("statusChangeReason"), Fresh(sent.Notes() ?? [], ticket),
            [.. sent.External(actor).Where(id => !ticket.External.Any(known => known.Owner == id.Owner && known.Id == id.Id))],
            Other(sent.Word("severity"), ticket.Severity), Other(sent.Word("ticketType"), ticket.TicketType), Other(sent.Word("name"), ticket.Name),
            said.GetValueOrDefault("effect"), said.GetValueOrDefault("urgency"));
        if (sent.Text("description") is { } description && description != ticket.Description)
        {
            throw new TicketFault(StatusCodes.Status409Conflict, "description-stands", "The description stays as it was first said. Add a note.");
        }

        if (Other(sent.Word("priority"), ticket.Priority.ToString(System.Globalization.CultureInfo.InvariantCulture)) is not null)
        {
            throw new TicketFault(StatusCodes.Status409Conflict, "priority-by-rule",
                "The priority follows from effect and urgency by the city's one rule. Send troubleTicketCharacteristic with effect (one, group, site, city) and urgency (working, hindered, stopped), and statusChangeReason.");
        }

        return sent.Faults.Count == 0 ? change : throw new TicketFault(StatusCodes.Status400BadRequest, "invalid-ticket", string.Join(' ', sent.Faults));
    }

    private static string? Other(string? wanted, string? now) => wanted == now ? null : wanted;

    private static List<SentNote> Fresh(IReadOnlyList<SentNote> sent, TroubleTicket ticket)
    {
        var left = ticket.Notes.ToList();
        var fresh = new List<SentNote>();
        foreach (var note in sent)
        {
            // One that was read here and is sent back: by its id, else by its text.
            var known = left.FindIndex(has => note.Id is null ? has.Text == note.Text : has.Id == note.Id);
            if (known < 0)
            {
                fresh.Add(note);
                continue;
            }

            if (left[known].Text != note.Text)
            {
                throw new TicketFault(StatusCodes.Status409Conflict, "note-stands", $"The note {note.Id} is there with another text. Notes are not changed; add a new one.");
            }

            left.RemoveAt(known);
        }

        return fresh;
    }
}
