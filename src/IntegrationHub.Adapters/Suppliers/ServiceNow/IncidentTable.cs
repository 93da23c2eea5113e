using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.ServiceNow;

/// <summary>An incident as it stands.</summary>
/// <param name="Id">Its <c>sys_id</c>, which the API goes by.</param>
/// <param name="Number">What people call it: <c>INC0010023</c>; the hub's ticket.</param>
/// <param name="Case">The case's number, in <c>correlation_id</c>; none of the hub's when <see cref="Owner"/> is another.</param>
/// <param name="Owner">Who gave it, in <c>correlation_display</c>.</param>
/// <param name="State">A code.</param>
/// <param name="Hold">Why it is on hold, a code; empty when it is not.</param>
/// <param name="Updated">By the instance's clock, whole seconds.</param>
/// <param name="Changes">How often it was changed since it was made.</param>
internal sealed record Incident(string Id, string Number, string Case, string Owner, string State, string Hold, DateTimeOffset Updated, int Changes)
{
    public const string Columns = "sys_id,number,correlation_id,correlation_display,state,hold_reason,sys_updated_on,sys_mod_count";

    public static Incident Of(JsonElement row) => new(
        TableRow.Text(row, "sys_id"), TableRow.Text(row, "number"), TableRow.Text(row, "correlation_id"), TableRow.Text(row, "correlation_display"),
        TableRow.Text(row, "state"), TableRow.Text(row, "hold_reason"), TableRow.Time(row, "sys_updated_on"), TableRow.Number(row, "sys_mod_count") ?? 0);
}

/// <summary>A column of an incident that was changed: a row of <c>sys_audit</c>.</summary>
/// <param name="Id">Its own.</param>
/// <param name="Incident">Whose: a <c>sys_id</c>.</param>
/// <param name="Column">Which; also a journal column, and then <paramref name="New"/> is the entry.</param>
/// <param name="Turn">The how-manieth change of the incident it belongs to: what was saved together has the same.</param>
internal sealed record IncidentChange(string Id, string Incident, string Column, string Old, string New, string User, DateTimeOffset At, int Turn)
{
    public const string Columns = "sys_id,documentkey,fieldname,oldvalue,newvalue,user,sys_created_on,record_checkpoint";

    public static IncidentChange Of(JsonElement row) => new(
        TableRow.Text(row, "sys_id"), TableRow.Text(row, "documentkey"), TableRow.Text(row, "fieldname"), TableRow.Text(row, "oldvalue"), TableRow.Text(row, "newvalue"),
        TableRow.Text(row, "user"), TableRow.Time(row, "sys_created_on"), TableRow.Number(row, "record_checkpoint") ?? 0);
}

/// <summary>What somebody wrote into an incident: a row of <c>sys_journal_field</c>.</summary>
/// <param name="Id">Its own.</param>
/// <param name="Incident">Whose: a <c>sys_id</c>.</param>
internal sealed record IncidentNote(string Id, string Incident, string Text, string User, DateTimeOffset At)
{
    public const string Columns = "sys_id,element_id,value,sys_created_by,sys_created_on";

    private const string MarkBegins = "[hub:";

    /// <summary>Whether the hub wrote it, or somebody's rule copied what the hub wrote: it begins with a mark. What only quotes the hub does not.</summary>
    public bool IsMarked => Text.StartsWith(MarkBegins, StringComparison.Ordinal);

    /// <summary>The mark of a message, with which its entry begins.</summary>
    public static string MarkOf(string message) => $"{MarkBegins}{message}]";

    public static IncidentNote Of(JsonElement row) => new(
        TableRow.Text(row, "sys_id"), TableRow.Text(row, "element_id"), TableRow.Text(row, "value").ReplaceLineEndings("\n").Trim(),
        TableRow.Text(row, "sys_created_by"), TableRow.Time(row, "sys_created_on"));
}

/// <summary>The incidents of the hub at one instance, their changes, and what was written into them.</summary>
internal sealed class IncidentTable(TableClient client, ServiceNowSupplier supplier)
{
    private const string Table = "incident";
    private const string Audit = "sys_audit";
    private const string Journal = "sys_journal_field";
    private const string Comments = "comments";

    /// <summary>The incidents of a case, oldest first. Mostly one; a copy that an agent made may bear the same number.</summary>
    public async Task<IReadOnlyList<Incident>> OfCaseAsync(string number, CancellationToken ct)
    {
        var query = new TableQuery().Where("correlation_id", "=", number).Where("correlation_display", "=", supplier.Owner).By("sys_created_on").By("number");
        var found = await client.AllAsync(Table, query, Incident.Columns, ct);
        return [.. found.Select(Incident.Of).Where(incident => incident.Case == number && incident.Owner == supplier.Owner)]; // An instance passes over what it does not understand.
    }

    public Task<JsonElement> RowAsync(string id, IEnumerable<string> columns, CancellationToken ct) =>
        client.RowAsync(Table, id, string.Join(',', Incident.Columns.Split(',').Union(columns, StringComparer.Ordinal)), ct);

    public Task<string> AddAsync(JsonObject incident, CancellationToken ct) => client.AddAsync(Table, incident, ct);

    public Task ChangeAsync(string id, JsonObject columns, CancellationToken ct) => client.ChangeAsync(Table, id, columns, ct);

    /// <summary>Attaches a file, unless one of its name and content is there.</summary>
    /// <remarks>Attachments have no mark of the message; a lost answer is found by what was sent.</remarks>
    public async Task AttachAsync(string id, CaseFileAdded file, CancellationToken ct)
    {
        var query = new TableQuery().Where("table_name", "=", Table).Where("table_sys_id", "=", id).Where("hash", "=", file.Sha256).By("sys_created_on");
        if (!(await client.AllAsync("sys_attachment", query, "sys_id,file_name", ct)).Any(row => TableRow.Text(row, "file_name") == file.Name))
        {
            await client.AttachAsync(Table, id, file.Name, file.MediaType, Convert.FromBase64String(file.Content!), ct);
        }
    }

    /// <summary>When a message was written into an incident; null when it was not.</summary>
    public async Task<IncidentNote?> FindAsync(string id, string message, CancellationToken ct)
    {
        var query = new TableQuery().Where("name", "=", Table).Where("element_id", "=", id).Where("element", "IN", Comments, "work_notes").Where("value", "LIKE", "hub:" + message).By("sys_created_on");
        var found = await client.AllAsync(Journal, query, IncidentNote.Columns, ct);
        return found.Select(IncidentNote.Of).FirstOrDefault(note => note.Incident == id && note.Text.StartsWith(IncidentNote.MarkOf(message), StringComparison.Ordinal));
    }

    /// <summary>The incidents that changed after a place, in the order of their last change and then of their ids; a page at most.</summary>
    /// <param name="at">The last change of the last that was read.</param>
    /// <param name="id">Its <c>sys_id</c>; empty: also those that changed in that very second.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="skip">So many after the place are hidden from the hub's user.</param>
    public Task<TablePage> ChangedAsync(DateTimeOffset at, string id, int limit, int skip, CancellationToken ct)
    {
        // Not by offset alone: who changes moves to the end, and those behind move up unseen.
        var (ours, time) = (new TableQuery().Where("correlation_display", "=", supplier.Owner), TableQuery.Time(at));
        var query = id.Length == 0
            ? ours.Where("sys_updated_on", ">=", time)
            : ours.Where("sys_updated_on", ">", time).Or().Where("correlation_display", "=", supplier.Owner).Where("sys_updated_on", "=", time).Where("sys_id", ">", id);
        return client.PageAsync(Table, query.By("sys_updated_on").By("sys_id"), Incident.Columns, limit, skip, ct);
    }

    /// <summary>The one that changed last, and the instance's clock.</summary>
    public Task<TablePage> NewestAsync(CancellationToken ct) =>
        client.PageAsync(Table, new TableQuery().Where("correlation_display", "=", supplier.Owner).ByNewest("sys_updated_on"), Incident.Columns, 1, 0, ct);

    /// <summary>What was changed in some columns of some incidents, oldest first.</summary>
    public async Task<IReadOnlyList<IncidentChange>> ChangesAsync(IReadOnlyCollection<string> ids, IEnumerable<string> columns, CancellationToken ct)
    {
        var query = new TableQuery().Where("tablename", "=", Table).Where("documentkey", "IN", ids).Where("fieldname", "IN", columns).By("sys_created_on").By("sys_id");
        return [.. (await client.AllAsync(Audit, query, IncidentChange.Columns, ct)).Select(IncidentChange.Of).Where(change => ids.Contains(change.Incident, StringComparer.Ordinal))];
    }

    /// <summary>What was written for the person, oldest first. What is internal is not even asked for.</summary>
    public async Task<IReadOnlyList<IncidentNote>> CommentsAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var query = new TableQuery().Where("name", "=", Table).Where("element_id", "IN", ids).Where("element", "=", Comments).By("sys_created_on").By("sys_id");
        return [.. (await client.AllAsync(Journal, query, IncidentNote.Columns, ct)).Select(IncidentNote.Of).Where(note => ids.Contains(note.Incident, StringComparer.Ordinal))];
    }
}
