using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.Tmf621;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.HostTests.Suppliers.Tmf621;

public sealed class SpeakingTmf621Version5(SpeakingTmf621Version5.OneServer shared) : SupplierContract, IClassFixture<SpeakingTmf621Version5.OneServer>
{
    protected override Task<SupplierPeer> PeerAsync() => Task.FromResult<SupplierPeer>(shared.Peer);

    [Fact]
    public async Task A_note_that_an_agent_writes_at_the_same_moment_is_kept_where_the_server_adds_to_lists()
    {
        await using var supplier = await Tmf621Peer.StartAsync(5);
        supplier.Double.TakesSteps = true;
        var hub = supplier.Adapter(TimeProvider.System);
        var ticket = Assert.IsType<Delivered>(await hub.TellAsync(Telling(Assigned()), Ct)).Ticket!;
        supplier.Double.BeforeNextPatch = id => supplier.Double.Move(id, null, note: "Mitt emellan.");
        Assert.IsType<Delivered>(await hub.TellAsync(Telling(new CaseNoteAdded(Number, "Från användaren.", "user", ticket)), Ct));
        Assert.Equal(["Mitt emellan.", "Från användaren."], (await supplier.TicketAsync(ticket)).Public);
    }

    [Fact]
    public async Task What_is_pushed_bears_the_same_names_as_what_is_asked_for()
    {
        var ticket = await GivenStartedAsync();
        await Peer.ResolveAsync(ticket, "Bytte kortet.");
        var heard = Assert.Single(await HeardAsync());
        var whole = shared.Peer.Double.Tickets().Single(json => (string)json["id"]! == ticket);
        var pushed = TmfSystem.Pushed(new JsonObject { ["eventId"] = "e-1", ["event"] = new JsonObject { ["troubleTicket"] = whole } }, shared.Peer.Settings());
        Assert.Equal(heard, pushed!.Single(report => report.Report is TicketResolved));
        Assert.Null(TmfSystem.Pushed(new JsonObject { ["event"] = "x" }, shared.Peer.Settings()));
    }

    [Fact]
    public async Task The_hub_is_registered_once_as_a_listener()
    {
        var system = (TmfSystem)Peer.Adapter(TimeProvider.System);
        Assert.Null(await system.ListenAsync("https://hub.example/suppliers/telephony/tmf621", Ct));
        Assert.Null(await system.ListenAsync("https://hub.example/suppliers/telephony/tmf621", Ct));
        Assert.Single(shared.Peer.Double.Callbacks);
    }

    public sealed class OneServer : IAsyncLifetime
    {
        internal Tmf621Peer Peer { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Peer = await Tmf621Peer.StartAsync(5);

        public ValueTask DisposeAsync() => Peer.DisposeAsync();
    }
}

public sealed class SpeakingTmf621Version4(SpeakingTmf621Version4.OneServer shared) : SupplierContract, IClassFixture<SpeakingTmf621Version4.OneServer>
{
    protected override Task<SupplierPeer> PeerAsync() => Task.FromResult<SupplierPeer>(shared.Peer);

    [Fact]
    public async Task A_note_that_anothers_patch_sweeps_away_is_written_again()
    {
        var ticket = await GivenStartedAsync();
        await Peer.PublicNoteAsync(ticket, "Av en tekniker.");
        shared.Peer.Double.SweepsNextNote = true;
        await TellAsync(new CaseNoteAdded(Number, "Från användaren.", "user", ticket));
        Assert.False(shared.Peer.Double.SweepsNextNote);
        Assert.Equal(["Av en tekniker.", "Från användaren."], (await Peer.TicketAsync(ticket)).Public);
    }

    public sealed class OneServer : IAsyncLifetime
    {
        internal Tmf621Peer Peer { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Peer = await Tmf621Peer.StartAsync(4);

        public ValueTask DisposeAsync() => Peer.DisposeAsync();
    }
}

/// <summary>The double, as the contract suite works with it.</summary>
internal sealed class Tmf621Peer(Tmf621Double supplier, FaultyWire wire, int version) : SupplierPeer
{
    private readonly HttpClient _http = new(CloudEventSender.NewHandler());

    public Tmf621Double Double => supplier;

    public override FaultyWire Wire => wire;

    public override IReadOnlyDictionary<string, string> AskingMeansWorking => new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["States:pending"] = "working" };

    public static async Task<Tmf621Peer> StartAsync(int version)
    {
        var supplier = await Tmf621Double.StartAsync(version);
        return new Tmf621Peer(supplier, await FaultyWire.StartAsync(supplier.Address), version);
    }

    public SupplierSettings Settings(IReadOnlyDictionary<string, string>? options = null)
    {
        var all = new Dictionary<string, string>(options ?? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase)
        {
            ["Version"] = version.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        return new SupplierSettings("telephony", "tmf621", wire.Address, "tmf-token") { Options = all };
    }

    public override ISupplierSystem Adapter(TimeProvider clock, IReadOnlyDictionary<string, string>? options = null) => new TmfSystem(_http, Settings(options), clock);

    public override Task<IReadOnlyList<string>> TicketsOfAsync(string number) => Task.FromResult<IReadOnlyList<string>>(
    [
        .. supplier.Tickets().Where(ticket => ticket["externalId"]?.ToString() == number || (ticket["externalIdentifier"] as JsonArray)?.Any(id => id!["id"]!.ToString() == number) == true)
            .Select(ticket => (string)ticket["id"]!),
    ]);

    public override Task<PeerTicket> TicketAsync(string ticket)
    {
        var json = supplier.Tickets().Single(one => (string)one["id"]! == ticket);
        var notes = ((JsonArray)json["note"]!).Select(note => (Text: (string)note!["text"]!, Kind: (string?)note["@type"])).ToList();
        var status = (string)json["status"]!;
        return Task.FromResult(new PeerTicket(
            status, TmfSupplier.Usual.MeaningOf(status)!.Value, (string)json["priority"]!, $"{json["name"]} {json["description"]}",
            [.. notes.Where(note => note.Kind != "InternalNote").Select(note => note.Text)], [.. notes.Where(note => note.Kind == "InternalNote").Select(note => note.Text)]));
    }

    public override Task<IReadOnlyList<PeerFile>> FilesAsync(string ticket) => Task.FromResult<IReadOnlyList<PeerFile>>(
    [
        .. (supplier.Tickets().Single(one => (string)one["id"]! == ticket)["attachment"] as JsonArray ?? [])
            .Select(file => new PeerFile((string)file!["name"]!, Encoding.UTF8.GetString(Convert.FromBase64String((string)file["content"]!)))),
    ]);

    public override string PriorityOf(string priority) => priority;

    public override Task StartAsync(string ticket) => Do(() => supplier.Move(ticket, "inProgress"));

    public override Task PublicNoteAsync(string ticket, string text) => Do(() => supplier.Move(ticket, null, note: text));

    public override Task InternalNoteAsync(string ticket, string text) => Do(() => supplier.Move(ticket, null, note: text, kind: "InternalNote"));

    public override Task AskAsync(string ticket, string text) => Do(() => supplier.Move(ticket, "pending", text));

    public override Task ResolveAsync(string ticket, string text) => Do(() => supplier.Move(ticket, "resolved", text));

    public override Task ReopenAsync(string ticket, string text) => Do(() => supplier.Move(ticket, "inProgress", text));

    public override Task DeclineAsync(string ticket, string text) => Do(() => supplier.Move(ticket, "rejected", text));

    public override Task CancelAsync(string ticket, string text) => Do(() => supplier.Move(ticket, "cancelled", text));

    public override Task OwnTicketAsync(string text) => Do(() => supplier.Own(text));

    public override Task RefuseToFinishAsync(string ticket) => Do(() => supplier.Stick(ticket));

    public override Task<IReadOnlyDictionary<string, string>> WantMoreAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["TicketType"] = "unwanted" });

    public override async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await wire.DisposeAsync();
        await supplier.DisposeAsync();
    }

    private static Task Do(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
