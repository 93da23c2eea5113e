using System.Net.Http.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.Simulator;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Tests.Suppliers;

/// <summary>A simulator and a stub hub that know each other, over real HTTP.</summary>
internal sealed class SimulatorScene : IAsyncDisposable
{
    public const string Case = "10000017";
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyList<SupplierSettings> s_settings =
        [.. SimulatedSupplier.Desks.Select(id => new SupplierSettings(id, "cloudevents", null, $"token-of-{id}"))];

    private readonly HttpClient _http = new(CloudEventSender.NewHandler());

    private SimulatorScene(StubHub hub, SupplierSimulator simulator) => (Hub, Simulator) = (hub, simulator);

    public StubHub Hub { get; }

    public SupplierSimulator Simulator { get; }

    public static async Task<SimulatorScene> StartAsync(Func<SimulatorOptions, SimulatorOptions>? change = null)
    {
        var hub = await StubHub.StartAsync(s_settings);
        var options = new SimulatorOptions([.. s_settings.Select(SimulatedSupplier.Of)]) { QuestionPercent = 0, Delays = SimulatorDelays.None, Hub = hub.Address };
        return new SimulatorScene(hub, await SupplierSimulator.StartAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken));
    }

    public static CaseAssigned Assigned(string number = Case) =>
        new(number, "telephony", "Växeln tappar samtal.", new Reporter("Kim Exempel"), "switchboard");

    public Task<Delivery> TellAsync(HubMessage message, string id = "m-1", string supplier = "telephony", string? token = null) =>
        new CloudEventSender(_http, "hub.example", TimeProvider.System).SendAsync(
            HubMessages.ToEvent(message, id, "//hub.example/cases", Now),
            new SupplierSettings(supplier, "cloudevents", Simulator.UrlOf(supplier), token ?? $"token-of-{supplier}"), TestContext.Current.CancellationToken);

    public Task<Delivery> TellAsync(HubOrderMessage message, string id = "o-1", string supplier = "telephony") =>
        new CloudEventSender(_http, "hub.example", TimeProvider.System).SendAsync(
            HubOrderMessages.ToEvent(new OrderTelling(message, id, "//hub.example/orders", Now)),
            new SupplierSettings(supplier, "cloudevents", Simulator.UrlOf(supplier), $"token-of-{supplier}"), TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<T>> ControlAsync<T>(string what) =>
        (await _http.GetFromJsonAsync<IReadOnlyList<T>>(new Uri(Simulator.Address, $"/control/{what}"), SimulatorJson.Options, TestContext.Current.CancellationToken))!;

    public async Task<int> ControlAsync(string what, object body)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(Simulator.Address, $"/control/{what}"), body, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    public async Task<SimulatedTicket> TicketAsync() => Assert.Single(await ControlAsync<SimulatedTicket>("tickets"));

    /// <summary>Waits, ten seconds at most, until the simulator knows that so many reports were delivered, or have another outcome, and a jump of its clock interrupts none.</summary>
    public async Task DeliveredAsync(int count, string outcome = "delivered")
    {
        var began = TimeProvider.System.GetTimestamp();
        while ((await ControlAsync<ReportProgress>("reports")).Count(report => report.Outcome == outcome) < count)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(120), $"{count} reports were not {outcome} within two minutes.");
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        await Hub.DisposeAsync();
        _http.Dispose();
    }
}
