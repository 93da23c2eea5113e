using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.ServiceNow;

/// <summary>Puts the hub's messages into incidents, each once: what is there is looked at first, and what was answered is read back.</summary>
/// <remarks>
/// The Table API knows neither idempotency key nor ETag, and drops without a word what the hub's user may not set. An incident is known by the case's number in
/// <c>correlation_id</c>, an entry by the mark with which it begins. An entry and what it changes are one request, so that they stand or fall together.
/// </remarks>
internal sealed class IncidentWriting(IncidentTable incidents, ServiceNowSupplier supplier)
{
    private const int DroppedSilently = 200;

    // The same request's rows in the journal and in the audit may be dated a moment apart.
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(2);

    // Texts come back in the instance's own shape, and entries of a journal not at all.
    private static readonly HashSet<string> s_notCompared = new(StringComparer.Ordinal) { "short_description", "description", "close_notes", "work_notes" };

    public async Task<Delivery> TellAsync(SupplierTelling telling, CancellationToken ct)
    {
        if (!TableQuery.IsSafe(telling.News.Case) || !TableQuery.IsSafe(telling.Id) || telling.News.Case.Length == 0)
        {
            return new Refused(400, "The case's number or the message's id holds what could change a query at the instance; nothing was sent.");
        }

        var found = await incidents.OfCaseAsync(telling.News.Case, ct);
        var incident = found.FirstOrDefault(one => one.Number == telling.Ticket) ?? (found is [var oldest, ..] ? oldest : null);
        return (telling.News, incident) switch
        {
            (CaseAssigned or CaseHandoverRequested or CaseJointResolution, null) => await CreateAsync(telling.News, ct),
            (CaseAssigned or CaseHandoverRequested or CaseJointResolution, { } made) when telling.Ticket is null => Taken(made),
            (_, null) => new Refused(404, $"There is no incident with correlation_id {telling.News.Case} and correlation_display {supplier.Owner}; what the case was given with is still to be delivered."),
            (var news, { } known) => await WriteAsync(known, telling.Id, TicketWords.Of(news), ct),
        };
    }

    private async Task<Delivery> CreateAsync(HubMessage news, CancellationToken ct)
    {
        var sent = IncidentWords.Incident(news, supplier);
        var wanted = sent.Where(pair => !s_notCompared.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>(), StringComparer.Ordinal);
        var row = await incidents.RowAsync(await incidents.AddAsync(sent, ct), wanted.Keys, ct);
        var made = Incident.Of(row);
        var dropped = Differing(row, wanted).ToList();
        return dropped.Count == 0 ? Taken(made) : new Refused(
            DroppedSilently, $"Incident {made.Number} was made without {string.Join(", ", dropped)}: the instance dropped what the hub's user may not set, or what does not exist there. "
                + (made.Case == news.Case && made.Owner == supplier.Owner ? "Mend the right or the setting, and complete the incident there." : $"Mend the right, and cancel {made.Number} before this is told again: the hub cannot find it."));
    }

    private async Task<Delivery> WriteAsync(Incident incident, string message, TicketNote note, CancellationToken ct)
    {
        var columns = IncidentWords.ColumnsFor(note, incident, supplier);
        if (await incidents.FindAsync(incident.Id, message, ct) is not { } told)
        {
            if (note.File is { Content: not null } file)
            {
                await incidents.AttachAsync(incident.Id, file, ct);
            }

            await incidents.ChangeAsync(incident.Id, Columns(columns, (IncidentWords.JournalOf(note), $"{IncidentNote.MarkOf(message)} {IncidentWords.Plain(note.Words)}")), ct);
            if (await incidents.FindAsync(incident.Id, message, ct) is not { } written)
            {
                return new Refused(DroppedSilently, $"Incident {incident.Number}: the instance answered yes and wrote nothing into {IncidentWords.JournalOf(note)}, or the hub's user may not read it in sys_journal_field.");
            }

            told = written;
        }
        else if (await LeftAsync(incident, told, columns, ct) is { Left.Count: > 0 } then)
        {
            await incidents.ChangeAsync(incident.Id, Columns(then.Left), ct);
        }

        var (row, left) = await LeftAsync(incident, told, columns, ct);
        return left.Count == 0 ? Taken(Incident.Of(row)) : new Refused(
            DroppedSilently, $"Incident {incident.Number}: {string.Join(", ", left.Select(column => $"{column.Key} is '{TableRow.Text(row, column.Key)}' and not '{column.Value}'"))}, "
                + "whatever was answered: the hub's user may not set it, or a rule of the instance did not let it be.");
    }

    /// <summary>The incident now, and what should have changed with an entry and did not: neither by the hub with it, nor by anybody since.</summary>
    private async Task<(JsonElement Row, IReadOnlyDictionary<string, string> Left)> LeftAsync(
        Incident incident, IncidentNote told, IReadOnlyDictionary<string, string> columns, CancellationToken ct)
    {
        var row = await incidents.RowAsync(incident.Id, columns.Keys, ct);
        var open = Differing(row, columns).ToHashSet(StringComparer.Ordinal);
        var changes = open.Count == 0 ? [] : await incidents.ChangesAsync([incident.Id], open, ct);
        return (row, columns.Where(column => open.Contains(column.Key) && !changes.Any(change => change.Column == column.Key
                && (change.User == supplier.User ? change.At >= told.At - s_apart && change.New == column.Value : change.At > told.At)))
            .ToDictionary(StringComparer.Ordinal));
    }

    private static JsonObject Columns(IReadOnlyDictionary<string, string> columns, params IEnumerable<(string Column, string Value)> more) =>
        new(columns.Select(pair => (Column: pair.Key, pair.Value)).Concat(more).Select(pair => KeyValuePair.Create(pair.Column, (JsonNode?)pair.Value)));

    private static IEnumerable<string> Differing(JsonElement row, IReadOnlyDictionary<string, string> wanted) =>
        wanted.Where(column => !s_notCompared.Contains(column.Key) && TableRow.Text(row, column.Key) != column.Value).Select(column => column.Key);

    private Delivered Taken(Incident incident) => new((string?)null) { Ticket = incident.Number, Status = supplier.NameOf(incident.State, incident.Hold), ReadBack = true };
}
