using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.Suppliers;

/// <summary>What works for the suppliers: telling each, asking those that push nothing, listening at queues. A supplier that is added is worked for at once.</summary>
internal sealed partial class SupplierFleet(SupplierRegister register, IServiceProvider with, TimeProvider clock, ILogger<SupplierFleet> logger) : BackgroundService
{
    /// <summary>So many waiting messages to one supplier are worth a warning.</summary>
    public const int MuchWaiting = 100;

    /// <summary>So old a waiting message to one supplier is worth a warning.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(15);
    private TaskCompletionSource _grown = New();
    private readonly Dictionary<string, IReadOnlyList<IHostedService>> _working = new(StringComparer.Ordinal);
    private readonly List<object> _systems = [];
    private readonly HashSet<string> _behind = new(StringComparer.Ordinal);

    /// <summary>The group that tells a supplier.</summary>
    public static string GroupOf(string supplier) => "deliver-" + supplier;

    /// <summary>The groups that tell a supplier: of cases, of orders, and of who has what was delivered.</summary>
    public static IReadOnlyList<string> GroupsOf(string supplier) => [GroupOf(supplier), OrderDeliveries.GroupOf(supplier), HoldingDeliveries.GroupOf(supplier)];

    /// <summary>Whether what waits for a supplier is too much or too old.</summary>
    public static bool IsBehind(Backlog backlog, DateTimeOffset now) => backlog.Waiting > MuchWaiting || backlog.Age(now) > LongWait;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        register.Grown += Wake;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        register.Grown -= Wake;
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_working.Values.SelectMany(workers => workers).Select(worker => worker.StopAsync(cancellationToken)));
        foreach (var working in _working.Values.SelectMany(workers => workers).Concat<object>(_systems))
        {
            await ((working as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask);
            (working as IDisposable)?.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var grown = Volatile.Read(ref _grown).Task;
            await BeginAsync(stoppingToken);
            await register.ReadIfThereAsync(stoppingToken); // The log may have been away when the hub began.
            Warn();
            try
            {
                await grown.WaitAsync(s_look, clock, stoppingToken);
            }
            catch (TimeoutException)
            {
                // It is time to look again.
            }
        }
    }

    private void Wake(object? sender, EventArgs e) => Interlocked.Exchange(ref _grown, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task BeginAsync(CancellationToken ct)
    {
        foreach (var supplier in register.Where(supplier => (SupplierSystems.IsReached(supplier) || OrderSystems.IsReached(supplier)) && !_working.ContainsKey(supplier.Id)))
        {
            _working[supplier.Id] = [];
            try
            {
                await BeginAsync(supplier, ct);
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                NotBegun(logger, fault, supplier.Id); // The others are worked for all the same.
            }
        }
    }

    private async Task BeginAsync(SupplierSettings supplier, CancellationToken ct)
    {
        var system = SupplierSystems.IsReached(supplier) ? SupplierSystems.Of(supplier, with) : null;
        List<IHostedService> workers = [.. system is null ? [] : OfCases(supplier, system), .. OrderSystems.Workers(supplier, system, register, with)];
        _working[supplier.Id] = workers;
        foreach (var worker in workers)
        {
            await worker.StartAsync(ct);
        }
    }

    private IEnumerable<IHostedService> OfCases(SupplierSettings supplier, ISupplierSystem system)
    {
        _systems.Add(system);
        var deliveries = ActivatorUtilities.CreateInstance<SupplierDeliveries>(with, supplier, system, register.GateOf(supplier));
        return
        [
            WorkRegistration.Worker(
                with, deliveries, WorkPace.Patient with { AtOnce = SupplierPace.Of(supplier).AtOnce }, shared: true, since: register.AddedAt(supplier.Id)),
            .. SupplierSystems.Listeners(supplier, system, with),
        ];
    }

    private void Warn()
    {
        var (meter, now) = (with.GetRequiredService<WorkMeter>(), clock.GetUtcNow());
        foreach (var group in _working.Keys.SelectMany(GroupsOf))
        {
            var backlog = meter.Of(group);
            if (!IsBehind(backlog, now))
            {
                _behind.Remove(group);
            }
            else if (_behind.Add(group))
            {
                Behind(logger, group, backlog.Waiting, backlog.Age(now).TotalSeconds);
            }
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Supplier} is not worked for: its settings or its system are at fault. Correct them and start the hub again")]
    private static partial void NotBegun(ILogger logger, Exception fault, string supplier);

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Group} is behind: {Waiting} messages wait, the oldest for {Seconds:0} s")]
    private static partial void Behind(ILogger logger, string group, int waiting, double seconds);
}
