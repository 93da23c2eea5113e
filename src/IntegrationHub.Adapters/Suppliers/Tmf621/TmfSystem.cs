using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.Tmf621;

/// <summary>A supplier that keeps its tickets behind TMF621.</summary>
/// <remarks>
/// TMF621 knows neither idempotency key nor ETag, and a patch replaces the whole list of notes. So the ticket is found by the case's
/// number before it is made, the hub's notes bear the message's id, and every change is read back before it counts.
/// </remarks>
public sealed partial class TmfSystem : ISupplierSystem, IPolledSystem
{
    private const int Tries = 4;
    private readonly TmfWire _wire;
    private readonly TmfSupplier _supplier;
    private bool _mergesOnly; // Learnt from the server; of no harm when two learn it at once.

    /// <summary>Speaks to a supplier.</summary>
    /// <param name="http">Follows no redirect.</param>
    /// <param name="settings">Of the supplier.</param>
    /// <param name="clock">Times a try out.</param>
    public TmfSystem(HttpClient http, SupplierSettings settings, TimeProvider clock) =>
        (_wire, _supplier) = (new TmfWire(http, settings, clock), TmfSupplier.Of(settings));

    /// <inheritdoc/>
    public async Task<Delivery> TellAsync(SupplierTelling telling, CancellationToken ct)
    {
        var (ticket, trouble) = await FindAsync(telling, ct);
        if (trouble is not null)
        {
            return trouble;
        }

        return ticket is not null ? await ChangeAsync(ticket, telling, ct)
            : TmfWords.Gives(telling.News) ? await MakeAsync(telling, ct)
            : new Refused(404, "The supplier has no ticket of the case.");
    }

    /// <summary>The ticket by its own id; else by the case's number, as its id may have been lost with an answer.</summary>
    private async Task<(TmfTicket? Ticket, Delivery? Trouble)> FindAsync(SupplierTelling telling, CancellationToken ct)
    {
        if (telling.Ticket is { } id)
        {
            var said = await _wire.AskAsync(HttpMethod.Get, PathOf(id), null, ct);
            if (said.Trouble is not null || said.Body is JsonObject)
            {
                return (said.Body is JsonObject known ? new TmfTicket(known) : null, said.Trouble);
            }
        }

        var by = _supplier.Version == 5 ? "externalIdentifier.id" : "externalId";
        var list = await _wire.AskAsync(HttpMethod.Get, $"troubleTicket?{by}={Uri.EscapeDataString(telling.News.Case)}", null, ct);
        var found = (list.Body as JsonArray)?.OfType<JsonObject>().Select(json => new TmfTicket(json)) ?? [];
        return (found.FirstOrDefault(ticket => ticket.CaseOf(_supplier.Owner) == telling.News.Case), list.Trouble); // A server may pass over a filter.
    }

    private async Task<Delivery> MakeAsync(SupplierTelling telling, CancellationToken ct)
    {
        var said = await _wire.AskAsync(HttpMethod.Post, "troubleTicket", TmfWords.NewTicket(telling, _supplier), ct);
        return said.Trouble ?? (said.Body is JsonObject made && new TmfTicket(made) is { Id.Length: > 0 } ticket
            ? new Delivered(null) { Ticket = ticket.Id, Status = ticket.Status }
            : new TryLater(null, $"The answer ({said.Status}) names no ticket; it is looked for before the next try."));
    }

    private async Task<Delivery> ChangeAsync(TmfTicket ticket, SupplierTelling telling, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var change = TmfWords.Change(telling.News, _supplier.States.MeaningOf(ticket.Status));
            var noted = ticket.Notes.Any(note => note.Author == _supplier.Author(telling.Id));
            if (change.Note is not null && noted)
            {
                return Done(ticket); // Told before, whatever happened since.
            }

            var wanted = change.Move is { } move ? StatusFor(move, ticket) : null;
            wanted = wanted is null || string.Equals(wanted, ticket.Status, StringComparison.OrdinalIgnoreCase) ? null : wanted;
            if (wanted is null && change.Note is null && change.Priority is null)
            {
                return Done(ticket);
            }

            var before = ticket.Notes;
            var patched = await PatchAsync(ticket, change, wanted, telling, ct);
            var read = patched.Trouble is null ? await _wire.AskAsync(HttpMethod.Get, PathOf(ticket.Id), null, ct) : patched;
            if (read.Trouble is not null || read.Body is not JsonObject now)
            {
                return read.Trouble ?? new TryLater(null, "The ticket cannot be read back.");
            }

            ticket = new TmfTicket(now);
            if (wanted is not null && !string.Equals(ticket.Status, wanted, StringComparison.OrdinalIgnoreCase))
            {
                return new Refused(patched.Status, $"The supplier left the ticket {ticket.Status}, and did not make it {wanted}.");
            }

            if (change.File is { Content: not null } && !ticket.Holds(_supplier.Author(telling.Id)))
            {
                return new Refused(patched.Status, $"The supplier took the words and not the file {change.File.Sha256[..8]}; it may not take attachments by value.");
            }

            // Another's patch may have gone between: then the list of notes is its list, and ours is written once more.
            if (change.Note is null || ticket.Notes.Any(note => note.Author == _supplier.Author(telling.Id)))
            {
                return await RestoreAsync(ticket, before, ct);
            }
        }

        return new TryLater(null, "The note was lost each time it was written: others change the ticket at the same moment.");
    }

    /// <summary>Where the server adds to a list (version 5, RFC 6902) nothing of others' is touched; else, and in version 4, the whole list is sent.</summary>
    private async Task<TmfSaid> PatchAsync(TmfTicket ticket, TmfChange change, string? wanted, SupplierTelling telling, CancellationToken ct)
    {
        var merge = Patch(ticket, change, wanted, telling);
        if (_supplier.Version == 5 && merge["note"] is JsonArray notes && !_mergesOnly)
        {
            var steps = merge.Where(field => field.Key is not ("note" or "@type"))
                .Select(field => Step("add", "/" + field.Key, field.Value!)).Append(Step("add", "/note/-", notes[^1]!));
            var said = await _wire.AskAsync(HttpMethod.Patch, PathOf(ticket.Id), new JsonArray([.. steps]), ct);
            if (said.Trouble is null || said.Status is not (400 or 405 or 415 or 422 or 501))
            {
                return said;
            }

            var merged = await _wire.AskAsync(HttpMethod.Patch, PathOf(ticket.Id), merge, ct);
            _mergesOnly = _mergesOnly || merged.Trouble is null;
            return merged;
        }

        return await _wire.AskAsync(HttpMethod.Patch, PathOf(ticket.Id), merge, ct);
    }

    private static JsonObject Step(string op, string path, JsonNode value) => new() { ["op"] = op, ["path"] = path, ["value"] = value.DeepClone() };

    /// <summary>Puts back what others had written before and the hub's own patch, crossing another's, made vanish.</summary>
    private async Task<Delivery> RestoreAsync(TmfTicket ticket, IReadOnlyList<TmfNote> before, CancellationToken ct)
    {
        var lost = before.Where(note => !ticket.Notes.Any(there => there.Author == note.Author && there.Text == note.Text)).ToList();
        if (lost.Count == 0)
        {
            return Done(ticket);
        }

        var notes = ticket.NotesAsTheyAre();
        lost.ForEach(note => notes.Add((JsonNode)Json(note.Author, note.Text, note.Kind ?? "Note")));
        var said = await _wire.AskAsync(HttpMethod.Patch, PathOf(ticket.Id), Typed(new JsonObject { ["note"] = notes }), ct);
        return said.Trouble ?? Done(ticket);
    }

    /// <summary>The status for a move, where TMF621's diagram lets it: what is solved is closed and not cancelled, what is not solved is cancelled.</summary>
    private string? StatusFor(TicketMove move, TmfTicket ticket)
    {
        var resolved = _supplier.States.MeaningOf(ticket.Status) == TicketMeaning.Resolved;
        return _supplier.States.Moves.GetValueOrDefault(move switch
        {
            TicketMove.Closed when !resolved => TicketMove.Withdrawn,
            TicketMove.Withdrawn or TicketMove.HandedOver when resolved => TicketMove.Closed,
            _ => move,
        });
    }

    private JsonObject Patch(TmfTicket ticket, TmfChange change, string? status, SupplierTelling telling)
    {
        var patch = new JsonObject();
        if (change.Note is { } text)
        {
            var notes = ticket.NotesAsTheyAre();
            notes.Add((JsonNode)Json(_supplier.Author(telling.Id), text, change.Public ? "Note" : _supplier.InternalNote));
            patch["note"] = notes;
        }

        if (change.File is { Content: not null } file)
        {
            var files = ticket.AttachmentsAsTheyAre();
            files.Add((JsonNode)TmfWords.Attachment(file, _supplier.Author(telling.Id)));
            patch["attachment"] = files;
        }

        if (status is not null)
        {
            patch["status"] = status;
            patch["statusChangeReason"] = _supplier.Reason(change.Public ? change.Note : null, telling.Id);
        }

        if (change.Priority is { } priority)
        {
            patch["priority"] = priority;
            patch["severity"] = TmfWords.Severity(priority);
        }

        return Typed(patch);
    }

    private JsonObject Typed(JsonObject patch)
    {
        if (_supplier.Version == 5)
        {
            patch["@type"] = "TroubleTicket";
        }

        return patch;
    }

    private static JsonObject Json(string author, string text, string kind) => new() { ["author"] = author, ["text"] = text, ["@type"] = kind };

    private static Delivered Done(TmfTicket ticket) => new((string?)null) { Ticket = ticket.Id, Status = ticket.Status, ReadBack = true };

    private static string PathOf(string ticket) => "troubleTicket/" + Uri.EscapeDataString(ticket);
}
