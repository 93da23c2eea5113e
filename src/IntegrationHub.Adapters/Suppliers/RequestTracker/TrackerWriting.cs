using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.RequestTracker;

/// <summary>Puts the hub's messages into the tracker, each once: what is there is looked at first, and what was answered is read back.</summary>
/// <remarks>The tracker knows no idempotency key. A ticket is known by the case's number in a custom field, a note by <c>hub:ID</c> in its subject.</remarks>
internal sealed class TrackerWriting(TrackerClient client, RequestTrackerSupplier supplier)
{
    private bool _isFieldThere;

    public async Task<Delivery> TellAsync(SupplierTelling telling, CancellationToken ct)
    {
        var ticket = await FindAsync(telling, ct);
        return (telling.News, ticket) switch
        {
            (CaseAssigned or CaseHandoverRequested or CaseJointResolution, null) => await CreateAsync(telling.News, ct),
            (CaseAssigned or CaseHandoverRequested or CaseJointResolution, { } made) when telling.Ticket is null => Taken(made.Id, made.Status),
            (_, null) => new Refused(404, $"There is no ticket with {supplier.CaseField} = {telling.News.Case} in the tracker; what the case was given with is still to be delivered."),
            (var news, { } known) => await NoteAsync(known, telling, TicketWords.Of(news), ct),
        };
    }

    private async Task<TrackerTicket?> FindAsync(SupplierTelling telling, CancellationToken ct)
    {
        if (telling.Ticket is { Length: > 0 } known && known.All(char.IsAsciiDigit))
        {
            try
            {
                var ticket = await client.TicketAsync(known, ct);
                if (ticket.Fields.GetValueOrDefault(supplier.CaseField) == telling.News.Case)
                {
                    return ticket;
                }
            }
            catch (TrackerFault fault) when (fault.StatusCode == HttpStatusCode.NotFound)
            {
                // Then by the case's number.
            }
        }

        return await client.SearchAsync($"'CF.{{{supplier.CaseField}}}' = '{telling.News.Case}'", ct) is [var found, ..] ? found : null;
    }

    private async Task<Delivery> CreateAsync(HubMessage news, CancellationToken ct)
    {
        if (!_isFieldThere)
        {
            if (!await HasFieldAsync(ct))
            {
                return new Refused(400, $"The queue {supplier.Queue} has no custom field {supplier.CaseField}, by which the hub finds its tickets again; add it there, or name another in Suppliers:{supplier.Id}:CaseField.");
            }

            _isFieldThere = true;
        }

        var made = await client.PostAsync("ticket", TrackerWords.Ticket(news, supplier), ct);
        var ticket = await client.TicketAsync(Json.Text(made, "id"), ct);
        return ticket.Fields.GetValueOrDefault(supplier.CaseField) == news.Case
            ? Taken(ticket.Id, ticket.Status)
            : new Refused(200, $"Ticket {ticket.Id} was made without {supplier.CaseField}: the tracker dropped it; the hub's user needs the right ModifyCustomField.");
    }

    private async Task<bool> HasFieldAsync(CancellationToken ct)
    {
        var queue = await client.GetAsync($"queue/{TrackerClient.Escape(supplier.Queue)}", ct);
        return queue.TryGetProperty("TicketCustomFields", out var fields) && fields.EnumerateArray().Any(field => Json.Text(field, "name") == supplier.CaseField);
    }

    private async Task<Delivery> NoteAsync(TrackerTicket ticket, SupplierTelling telling, TicketNote note, CancellationToken ct)
    {
        var user = await client.UserAsync(ct);
        var mark = "hub:" + telling.Id;
        var history = await client.HistoryAsync(ticket.Id, ct);
        if (Find(history, user, mark) < 0)
        {
            await client.PostAsync($"ticket/{ticket.Id}/{(note.IsPublic ? "correspond" : "comment")}", Written(note, mark), ct);
            history = await client.HistoryAsync(ticket.Id, ct);
        }

        var at = Find(history, user, mark);
        if (at < 0)
        {
            return new Refused(200, $"Ticket {ticket.Id}: the tracker answered yes and wrote nothing.");
        }

        return note.Priority is { } priority && supplier.Priorities.TryGetValue(priority, out var number) && !history.Skip(at + 1).Any(entry => entry.Field == "Priority")
            && await SetAsync(ticket.Id, "Priority", number.ToString(CultureInfo.InvariantCulture), now => now.Priority, ct) is { } refused
            ? refused : await MoveAsync(new TrackerStory(telling.News.Case, ticket, history, user, supplier), at, note, telling.Heard, ct);
    }

    /// <summary>Moves the ticket as the note says, from how it stood before it; and a note that moves nothing leaves it so, though the tracker opens what is written to.</summary>
    /// <remarks>
    /// Where an agent has moved it and the hub had not heard of that when it decided, it goes to where the agent put it: the hub hears of it later,
    /// and the case follows. Moved as the hub decided, the ticket would stand by the hub's earlier word, and the case by the agent's later one.
    /// </remarks>
    private async Task<Delivery> MoveAsync(TrackerStory story, int at, TicketNote note, IReadOnlySet<string>? heard, CancellationToken ct)
    {
        var (ticket, history) = (story.Ticket, story.History);
        var since = history.Index().Skip(at + 1).Where(pair => pair.Item.IsStatus).ToList();
        var stands = history.LastOrDefault(entry => entry.IsStatus)?.New ?? ticket.Status;
        var isTouched = since.Exists(pair => pair.Item.Creator != TrackerTransaction.System || !TrackerStory.IsHubs(history, pair.Index, story.User));
        var before = since.Count > 0 ? since[0].Item.Old : stands;
        var unheard = note.IsFinal || heard is null || story.AgentsMoveBefore(at) is not { } moved || heard.Contains(moved.Id) ? null : moved.Entry.New;
        var wanted = note.Move is { } move && supplier.States.Moves.GetValueOrDefault(move) is { } to && note.From!(supplier.States.MeaningOf(before)) ? unheard ?? to : before;
        if (isTouched || wanted == stands)
        {
            return Taken(ticket.Id, stands);
        }

        return await SetAsync(ticket.Id, "Status", wanted, now => now.Status, ct) ?? Taken(ticket.Id, wanted);
    }

    private static JsonObject Written(TicketNote note, string mark)
    {
        var entry = new JsonObject { ["Subject"] = mark, ["Content"] = note.Words, ["ContentType"] = "text/plain" };
        if (note.File is { Content: { } content } file)
        {
            entry["Attachments"] = new JsonArray(new JsonObject { ["FileName"] = file.Name, ["FileType"] = file.MediaType, ["FileContent"] = content });
        }

        return entry;
    }

    /// <summary>Sets a field and reads it back, since the tracker answers 200 for what it does not do.</summary>
    private async Task<Delivery?> SetAsync(string ticket, string field, string value, Func<TrackerTicket, string> read, CancellationToken ct)
    {
        var said = await client.PutAsync($"ticket/{ticket}", new JsonObject { [field] = value }, ct);
        var now = read(await client.TicketAsync(ticket, ct));
        return now == value ? null : new Refused(200, string.Create(
            CultureInfo.InvariantCulture, $"{field} of ticket {ticket} is {now} and not {value}: {said.ToString()[..Math.Min(300, said.ToString().Length)]}"));
    }

    private static int Find(IReadOnlyList<TrackerTransaction> history, string user, string mark) =>
        history.Index().Where(pair => pair.Item.Creator == user && (pair.Item.Type is "Correspond" or "Comment") && pair.Item.Data.Contains(mark, StringComparison.Ordinal))
            .Select(pair => pair.Index).DefaultIfEmpty(-1).First();

    private static Delivered Taken(string ticket, string status) => new((string?)null) { Ticket = ticket, Status = status, ReadBack = true };
}
