using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.Adapters.Suppliers.ServiceNow;

/// <summary>Some rows of a table.</summary>
/// <param name="Rows">Fewer than were asked for, even none, when the instance hides some from the hub's user.</param>
/// <param name="HasNext">Whether there are more after them.</param>
/// <param name="Date">By the instance's clock.</param>
internal sealed record TablePage(IReadOnlyList<JsonElement> Rows, bool HasNext, DateTimeOffset? Date);

/// <summary>The Table API: values as the instance keeps them (codes, times in UTC), references without links, no more columns than are named.</summary>
internal sealed class TableClient(TableWire wire, TableLogin login, ServiceNowSupplier supplier)
{
    private const int AllAtOnce = 500;

    public async Task<TablePage> PageAsync(string table, TableQuery query, string columns, int limit, int offset, CancellationToken ct)
    {
        var said = await SendAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture,
            $"{table}?sysparm_query={Uri.EscapeDataString(query.ToString())}&{Shape(columns)}&sysparm_limit={limit}&sysparm_offset={offset}"), null, ct);
        return said.Body.TryGetProperty("result", out var rows) && rows.ValueKind == JsonValueKind.Array
            ? new TablePage([.. rows.EnumerateArray()], said.HasNext || rows.GetArrayLength() == limit, said.Date) // A proxy may take the header away.
            : throw new HttpRequestException("The answer holds no rows.");
    }

    /// <summary>All rows of a table that only grows, in an order to which new rows come last.</summary>
    public async Task<IReadOnlyList<JsonElement>> AllAsync(string table, TableQuery query, string columns, CancellationToken ct)
    {
        List<JsonElement> all = [];
        for (var offset = 0; ; offset += AllAtOnce)
        {
            var page = await PageAsync(table, query, columns, AllAtOnce, offset, ct);
            all.AddRange(page.Rows);
            if (!page.HasNext)
            {
                return all;
            }
        }
    }

    /// <summary>One row.</summary>
    public async Task<JsonElement> RowAsync(string table, string id, string columns, CancellationToken ct) =>
        ResultOf(await SendAsync(HttpMethod.Get, $"{table}/{Uri.EscapeDataString(id)}?{Shape(columns)}", null, ct));

    /// <summary>A new row.</summary>
    /// <returns>Its <c>sys_id</c>.</returns>
    public async Task<string> AddAsync(string table, JsonObject row, CancellationToken ct) =>
        TableRow.Text(ResultOf(await SendAsync(HttpMethod.Post, $"{table}?{Shape("sys_id")}", row, ct)), "sys_id");

    /// <summary>Sets the columns that are named; a journal column gets an entry more.</summary>
    public Task ChangeAsync(string table, string id, JsonObject columns, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, $"{table}/{Uri.EscapeDataString(id)}?{Shape("sys_id")}", columns, ct);

    /// <summary>Attaches a file to a row. Source: the Attachment API's <c>POST /now/attachment/file</c>.</summary>
    public Task AttachAsync(string table, string id, string name, string mediaType, byte[] content, CancellationToken ct) => CallAsync(
        HttpMethod.Post, $"attachment/file?table_name={table}&table_sys_id={Uri.EscapeDataString(id)}&file_name={Uri.EscapeDataString(name)}",
        () => new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } }, ct);

    private static string Shape(string columns) => $"sysparm_fields={columns}&sysparm_display_value=false&sysparm_exclude_reference_link=true";

    private static JsonElement ResultOf(TableSaid said) =>
        said.Body.TryGetProperty("result", out var row) && row.ValueKind == JsonValueKind.Object ? row : throw new HttpRequestException("The answer holds no row.");

    private Task<TableSaid> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken ct) =>
        CallAsync(method, "table/" + path, () => body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), ct); // With a length: not every proxy takes chunks.

    private async Task<TableSaid> CallAsync(HttpMethod method, string path, Func<HttpContent?> body, CancellationToken ct)
    {
        var shown = await login.HeaderAsync(ct);
        try
        {
            return await CallAsync(method, path, body, shown, ct);
        }
        catch (TableFault fault) when (fault.StatusCode == HttpStatusCode.Unauthorized && login.Forget(shown))
        {
            return await CallAsync(method, path, body, await login.HeaderAsync(ct), ct); // Refused before anything was done.
        }
    }

    private async Task<TableSaid> CallAsync(HttpMethod method, string path, Func<HttpContent?> body, AuthenticationHeaderValue shown, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, $"{supplier.Url}/api/now/{path}");
        request.Headers.Authorization = shown;
        request.Content = body();
        return await wire.SendAsync(request, ct);
    }
}

/// <summary>A row's values, which are all texts; a reference may come as an object.</summary>
internal static class TableRow
{
    public static string Text(JsonElement row, string column) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(column, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Object => Text(value, "value"),
            _ => "",
        } : "";

    public static int? Number(JsonElement row, string column) =>
        int.TryParse(Text(row, column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>UTC; the beginning of time when there is none.</summary>
    public static DateTimeOffset Time(JsonElement row, string column) =>
        DateTimeOffset.TryParseExact(Text(row, column), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DateTimeOffset.UnixEpoch;
}
