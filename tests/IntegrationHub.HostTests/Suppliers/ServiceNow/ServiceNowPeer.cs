using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.ServiceNow;

namespace IntegrationHub.HostTests.Suppliers.ServiceNow;

/// <summary>The double, as the contract suite works with it.</summary>
internal sealed class ServiceNowPeer(ServiceNowDouble instance, FaultyWire wire, string login) : SupplierPeer
{
    private readonly HttpClient _http = new(CloudEventSender.NewHandler());

    public ServiceNowDouble Double => instance;

    public override FaultyWire Wire => wire;

    public override IReadOnlyDictionary<string, string> AskingMeansWorking { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["States:3-1"] = "working" };

    public static async Task<ServiceNowPeer> NewAsync(string login)
    {
        var instance = await ServiceNowDouble.StartAsync();
        return new ServiceNowPeer(instance, await FaultyWire.StartAsync(instance.Url), login);
    }

    public SupplierSettings Settings(IReadOnlyDictionary<string, string>? options = null)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Login"] = login,
            ["User"] = ServiceNowDouble.HubUser,
            ["Password"] = ServiceNowDouble.HubPassword,
            ["ClientId"] = "c1",
            ["ClientSecret"] = ServiceNowDouble.ClientSecret,
            ["Set:assignment_group"] = InstanceTables.Group,
            ["HandoverColumn"] = "u_handover",
        };
        foreach (var (name, value) in options ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        return new SupplierSettings("telephony", "servicenow", wire.Address, "of-no-use-here-0001") { Options = all };
    }

    public override ISupplierSystem Adapter(TimeProvider clock, IReadOnlyDictionary<string, string>? options = null) => Adapter(clock, 40, options);

    /// <param name="pageSize">How many incidents are read at once.</param>
    public ISupplierSystem Adapter(TimeProvider clock, int pageSize, IReadOnlyDictionary<string, string>? options = null)
    {
        var settings = Settings(options);
        Assert.Empty(ServiceNowSupplier.Faults([settings]));
        return new ServiceNowSystem(_http, ServiceNowSupplier.Of(settings), clock, pageSize);
    }

    public override Task<IReadOnlyList<string>> TicketsOfAsync(string number) => Task.FromResult(instance.In<IReadOnlyList<string>>(tables =>
        [.. tables.Rows("incident").Where(row => row["correlation_id"] == number).Select(row => row["number"])]));

    public override Task<PeerTicket> TicketAsync(string ticket) => Task.FromResult(instance.In(tables =>
    {
        var row = tables.Incident(ticket);
        var supplier = ServiceNowSupplier.Of(Settings());
        return new PeerTicket(
            supplier.NameOf(row["state"], row["hold_reason"]), supplier.MeaningOf(row["state"], row["hold_reason"])!.Value, $"{row["impact"]}/{row["urgency"]}",
            $"{row["short_description"]}\n{row["description"]}", Written("comments"), Written("work_notes"));

        IReadOnlyList<string> Written(string column) =>
            [.. tables.Rows("sys_journal_field").Where(entry => entry["element_id"] == row["sys_id"] && entry["element"] == column).Select(entry => entry["value"])];
    }));

    public override Task<IReadOnlyList<PeerFile>> FilesAsync(string ticket) => Task.FromResult(instance.In<IReadOnlyList<PeerFile>>(tables =>
        [.. tables.Rows("sys_attachment").Where(row => row["table_sys_id"] == tables.Incident(ticket)["sys_id"]).Select(row => new PeerFile(row["file_name"], row["content"]))]));

    public override string PriorityOf(string priority) => priority switch { "1" => "1/1", "2" => "1/2", "3" => "2/2", _ => "2/3" };

    public override Task StartAsync(string ticket) => Save(ticket, ("state", "2"));

    public override Task PublicNoteAsync(string ticket, string text) => Save(ticket, ("comments", text));

    public override Task InternalNoteAsync(string ticket, string text) => Save(ticket, ("work_notes", text));

    public override Task AskAsync(string ticket, string text) => Save(ticket, ("state", "3"), ("hold_reason", "1"), ("comments", text));

    public override Task ResolveAsync(string ticket, string text) => Save(ticket, ("state", "6"), ("close_code", "Solved (Permanently)"), ("close_notes", text));

    public override Task ReopenAsync(string ticket, string text) => Save(ticket, ("state", "2"), ("comments", text));

    public override Task DeclineAsync(string ticket, string text) => Save(ticket, ("state", "8"), ("comments", text));

    public override Task CancelAsync(string ticket, string text) => Save(ticket, ("state", "8"), ("close_notes", text));

    public override Task OwnTicketAsync(string text) => Save(instance.Make(("short_description", "Vårt eget"), ("correlation_id", "20000001"), ("correlation_display", "another city")), ("comments", text));

    public override Task RefuseToFinishAsync(string ticket) => Task.FromResult(instance.In(tables => tables.Locked.Add($"{ticket}.state")));

    public override Task<IReadOnlyDictionary<string, string>> WantMoreAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Set:category"] = "sluten" });

    public override async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await wire.DisposeAsync();
        await instance.DisposeAsync();
    }

    private Task Save(string ticket, params (string Column, string Value)[] columns)
    {
        instance.Save(ticket, columns);
        return Task.CompletedTask;
    }
}
