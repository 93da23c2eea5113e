using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>Plays the suppliers' desks. Talks to the hub over HTTP with tokens only, in the hub's process or in one of its own.</summary>
/// <remarks>
/// The hub posts to <c>{Address}/{supplier}/events</c>; reports go to <c>{hub}/suppliers/{supplier}/events</c>. A message that is
/// repeated has one effect. Invoices go to <c>{hub}/suppliers/{supplier}/invoices</c>. Levers for tests and pages: <c>/control/tickets</c>,
/// <c>/orders</c>, <c>/invoices</c>, <c>/effects</c>, <c>/reports</c>, <c>/faults</c>, <c>/auto</c>, and <c>/control/tickets/{ticket}/resolve</c>,
/// <c>/control/orders/{order}/deliver</c> and their like.
/// </remarks>
public sealed class SupplierSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly SimulatorMemory _memory;
    private readonly ReportQueue _queue;
    private readonly ReportRunner _runner;
    private readonly SimulatedDesks _desks;
    private readonly SimulatedOrders _orders;
    private readonly CancellationTokenSource _stop = new();

    private SupplierSimulator(SimulatorOptions options, SimulatorFaults faults)
    {
        _memory = SimulatorMemory.Open(options.MemoryFile);
        _http = new HttpClient(CloudEventSender.NewHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        _queue = new ReportQueue(options, new CloudEventSender(_http, "simulator.invalid", options.Clock), new InvoicePost(_http, options.Clock), () => _desks!.Faults);
        _runner = new ReportRunner(options, _memory, _queue, _stop.Token);
        _desks = new SimulatedDesks(options, faults, _memory, _runner);
        _orders = new SimulatedOrders(options, _desks, _memory, _runner);
        _app = Build(options, _desks, _orders, _runner);
    }

    /// <summary>Where it listens, with the real port.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Where the hub sends a supplier's messages: that supplier's <see cref="SupplierSettings.Url"/>.</summary>
    public Uri UrlOf(string supplier) => new(Address, $"/{supplier}/events");

    /// <summary>Starts listening, and takes up what an earlier run remembered.</summary>
    /// <param name="options">Checked first.</param>
    /// <param name="ct">Ends the start.</param>
    /// <exception cref="ArgumentException">A fault that there is not, or no supplier.</exception>
    /// <exception cref="IOException">The address or the memory file is in use.</exception>
    public static async Task<SupplierSimulator> StartAsync(SimulatorOptions options, CancellationToken ct)
    {
        if (options.Suppliers.Count == 0)
        {
            throw new ArgumentException("The simulator needs at least one supplier to play.", nameof(options));
        }

        var faults = SimulatorFaults.Parse(options.Faults, options.Seed, out var wrong) ?? throw new ArgumentException(wrong, nameof(options));
        var simulator = new SupplierSimulator(options, faults);
        simulator._desks.Resume();
        simulator._orders.Resume();
        simulator._runner.Resume(report => SimulatedOrders.IsOrder(report) ? simulator._orders.Issue(report) : simulator._desks.Issue(report));
        try
        {
            await simulator._app.StartAsync(ct);
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }

        return simulator;
    }

    /// <summary>Says where the hub is, now or from now on; reports that waited for it go out.</summary>
    public void ConnectTo(Uri hub) => _queue.ConnectTo(hub);

    /// <summary>Stops at once: what was planned stays planned in the memory file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.DisposeAsync();
        try
        {
            await _runner.StoppedAsync();
        }
        finally
        {
            _http.Dispose();
            _memory.Dispose();
            _stop.Dispose();
        }
    }

    /// <remarks>The empty builder, so that neither the hub's settings nor its logs reach the simulator.</remarks>
    private static WebApplication Build(SimulatorOptions options, SimulatedDesks desks, SimulatedOrders orders, ReportRunner runner)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Url);
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        new DeskEndpoints(options, desks, orders).Map(app);
        new ControlEndpoints(options, desks, runner).Map(app);
        new OrderControl(options, orders).Map(app);
        return app;
    }
}

/// <summary>The JSON of the control answers: camel case, words for enumerations.</summary>
public static class SimulatorJson
{
    /// <summary>What tests read the answers with.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };
}
