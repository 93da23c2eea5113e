using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.RequestTracker;

namespace IntegrationHub.HostTests.Suppliers.RequestTracker;

/// <summary>A tracker, doubled or real, whose agent works by REST2 under a token of the agent's own.</summary>
internal sealed class TrackerPeer(Uri url, string hubToken, string agentToken, FaultyWire wire, int settle, IAsyncDisposable tracker) : SupplierPeer
{
    private const string Plain = "text/plain";
    private readonly HttpClient _hub = new(CloudEventSender.NewHandler());
    private readonly HttpClient _agent = new() { BaseAddress = new Uri(url + "/"), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("token", agentToken) } };

    public override FaultyWire Wire => wire;

    public override IReadOnlyDictionary<string, string> AskingMeansWorking { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["States:stalled"] = "working" };

    /// <summary>The settings of a hub that goes through the wire.</summary>
    public SupplierSettings Settings(string id, IReadOnlyDictionary<string, string>? options = null)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Queue"] = "Telefoni",
            ["SettleSeconds"] = settle.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in options ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        return new SupplierSettings(id, "request-tracker", wire.Address, hubToken) { Options = all };
    }

    public override ISupplierSystem Adapter(TimeProvider clock, IReadOnlyDictionary<string, string>? options = null) => SystemOf(Settings("telephony", options), clock);

    /// <summary>The adapter of a supplier with these settings.</summary>
    public RequestTrackerSystem SystemOf(SupplierSettings settings, TimeProvider clock)
    {
        Assert.Empty(RequestTrackerSupplier.Faults([settings]));
        return new RequestTrackerSystem(_hub, RequestTrackerSupplier.Of(settings), clock);
    }

    public override async Task<IReadOnlyList<string>> TicketsOfAsync(string number) =>
        [.. Items(await GetAsync($"tickets?query={Uri.EscapeDataString($"'CF.{{HubCaseId}}' = '{number}'")}&per_page=100")).Select(item => item.GetProperty("id").ToString())];

    public override async Task<PeerTicket> TicketAsync(string ticket)
    {
        var stands = await GetAsync($"ticket/{ticket}");
        var types = Items(await GetAsync($"ticket/{ticket}/history?fields=Type&per_page=100"))
            .ToDictionary(entry => Json.Text(entry, "id"), entry => Json.Text(entry, "Type"), StringComparer.Ordinal);
        var written = Items(await GetAsync($"ticket/{ticket}/attachments?fields=TransactionId,Content,Filename,ContentType&per_page=100"))
            .Where(part => Json.Text(part, "Filename").Length == 0 && !Json.Text(part, "ContentType").StartsWith("multipart/", StringComparison.Ordinal))
            .ToLookup(part => types.GetValueOrDefault(Json.Text(part, "TransactionId"), "Newer"), part => Json.Text(part, "Content"), StringComparer.Ordinal);
        var words = stands.GetProperty("Subject").GetString() + "\n" + string.Join('\n', written["Create"]);
        var state = stands.GetProperty("Status").GetString()!;
        return new PeerTicket(
            state, RequestTrackerSupplier.Usual.Meanings[state], stands.GetProperty("Priority").ToString(), words, [.. written["Correspond"]], [.. written["Comment"]]);
    }

    public override async Task<IReadOnlyList<PeerFile>> FilesAsync(string ticket) =>
    [
        .. Items(await GetAsync($"ticket/{ticket}/attachments?fields=Filename,Content&per_page=100"))
            .Where(part => Json.Text(part, "Filename").Length > 0).Select(part => new PeerFile(Json.Text(part, "Filename"), Json.Text(part, "Content"))),
    ];

    public override string PriorityOf(string priority) => priority switch { "1" => "90", "2" => "70", "3" => "50", _ => "20" };

    public override Task StartAsync(string ticket) => PutAsync(ticket, new { Status = "open" });

    public override Task PublicNoteAsync(string ticket, string text) => PostAsync($"ticket/{ticket}/correspond", new { Content = text, ContentType = Plain });

    public override Task InternalNoteAsync(string ticket, string text) => PostAsync($"ticket/{ticket}/comment", new { Content = text, ContentType = Plain });

    public override Task AskAsync(string ticket, string text) => MoveAsync(ticket, text, "stalled");

    public override Task ResolveAsync(string ticket, string text) => MoveAsync(ticket, text, "resolved");

    public override Task ReopenAsync(string ticket, string text) => PublicNoteAsync(ticket, text); // The tracker opens what is written to.

    public override Task DeclineAsync(string ticket, string text) => MoveAsync(ticket, text, "rejected");

    public override Task CancelAsync(string ticket, string text) => MoveAsync(ticket, text, "rejected");

    /// <summary>An agent names the desk that should take over.</summary>
    public Task ProposeAsync(string ticket, string desk, string text) =>
        PostAsync($"ticket/{ticket}/correspond", new { Content = text, ContentType = Plain, CustomFields = new Dictionary<string, string> { ["HubHandover"] = desk } });

    public override async Task OwnTicketAsync(string text) => await PublicNoteAsync(await NewAsync(), text);

    public override async Task RefuseToFinishAsync(string ticket) => await PutAsync(ticket, new { AddDependsOn = new[] { await NewAsync() } });

    public override Task<IReadOnlyDictionary<string, string>> WantMoreAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Queue"] = "Sluten" });

    /// <summary>The number of entries in a ticket's history: what is quiet writes none.</summary>
    public async Task<int> EntriesAsync(string ticket) => Items(await GetAsync($"ticket/{ticket}/history?fields=Type&per_page=100")).Count();

    public override async ValueTask DisposeAsync()
    {
        await wire.DisposeAsync();
        await tracker.DisposeAsync();
        _hub.Dispose();
        _agent.Dispose();
    }

    private Task<JsonElement> MoveAsync(string ticket, string text, string status) =>
        PostAsync($"ticket/{ticket}/correspond", new { Content = text, ContentType = Plain, Status = status });

    private async Task<string> NewAsync() => (await PostAsync("ticket", new { Queue = "Telefoni", Subject = "Vårt eget", Content = "Eget", ContentType = Plain })).GetProperty("id").ToString();

    private async Task<JsonElement> GetAsync(string path) => await _agent.GetFromJsonAsync<JsonElement>(path);

    private async Task<JsonElement> PostAsync(string path, object body) => await SendAsync(HttpMethod.Post, path, body);

    private Task<JsonElement> PutAsync(string ticket, object body) => SendAsync(HttpMethod.Put, $"ticket/{ticket}", body);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body, options: new JsonSerializerOptions()) };
        await request.Content.LoadIntoBufferAsync();
        using var response = await _agent.SendAsync(request);
        var said = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {said}");
        return JsonElement.Parse(said);
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement page) => page.GetProperty("items").EnumerateArray();
}
