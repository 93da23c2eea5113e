using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Suppliers;

/// <summary>The suppliers' secrets, as they are kept.</summary>
internal sealed record SupplierSecrets(string Token, string? SigningKey, Dictionary<string, string>? Options);

/// <summary>
/// Every supplier that the hub works with, now: those of the configuration, then those that were added while it ran. The list itself is
/// always the newest; what the log says is read again whenever it says more, on every node.
/// </summary>
internal sealed partial class SupplierRegister(
    IReadOnlyList<SupplierSettings> configured, IEventLog log, EventCodec codec, ServiceCatalogue catalogue, PhoneSettings phone, TimeProvider clock,
    ILogger<SupplierRegister> logger) : IReadOnlyList<SupplierSettings>, IWorkGroup, IDisposable
{
    private static readonly HashSet<string> s_types =
        [StoredTypes.NameOf(typeof(SupplierAdded)), StoredTypes.NameOf(typeof(SupplierPaused)), StoredTypes.NameOf(typeof(SupplierResumed))];

    private const string OrderGate = "/orders"; // No supplier's id has a slash.
    private readonly SemaphoreSlim _one = new(1);
    private readonly ConcurrentDictionary<string, SupplierGate> _gates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LogPosition> _addedAt = new(StringComparer.Ordinal);
    private volatile SupplierSettings[] _all = [.. configured];
    private long _read;

    /// <summary>Raised after the list has grown.</summary>
    public event EventHandler? Grown;

    /// <summary>The last event of the stream that was taken in; -1 for none.</summary>
    public long Revision => Volatile.Read(ref _read) - 1;

    /// <inheritdoc/>
    public int Count => _all.Length;

    /// <inheritdoc/>
    public SupplierSettings this[int index] => _all[index];

    /// <inheritdoc/>
    public string Name => "supplier-register";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => SupplierEvent.Stream;

    /// <summary>What messages to the supplier pass.</summary>
    public SupplierGate GateOf(SupplierSettings supplier) => _gates.GetOrAdd(
        supplier.Id, static (id, with) => new SupplierGate(id, SupplierPace.Of(with.supplier), with.clock, with.logger), (supplier, clock, logger));

    /// <summary>What messages about orders pass: the same gate where the same system takes them, else one that opens and closes by itself.</summary>
    public SupplierGate OrderGateOf(SupplierSettings supplier) =>
        OrderWay.Of(supplier) is { Kind: not OrderWay.Own } ? GateOf(supplier with { Id = supplier.Id + OrderGate }) : GateOf(supplier);

    /// <summary>Where in the log the supplier was added; null for one of the configuration.</summary>
    public LogPosition? AddedAt(string supplier) => _addedAt.TryGetValue(supplier, out var at) ? at : null;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        await ReadAsync(ct);
        return WorkResult.Done;
    }

    /// <summary>Takes in what the log says; where the log cannot be read now, what was read before holds, and it is tried again.</summary>
    public async Task ReadIfThereAsync(CancellationToken ct)
    {
        try
        {
            await ReadAsync(ct);
        }
        catch (EventLogException away)
        {
            NotRead(logger, away.Code);
        }
    }

    /// <summary>Takes in what the log says that was not read yet.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task ReadAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        var before = _all.Length;
        try
        {
            await foreach (var recorded in log.ReadStreamAsync(SupplierEvent.Stream, _read, ct))
            {
                Take(recorded);
                Volatile.Write(ref _read, recorded.Revision + 1);
            }
        }
        finally
        {
            _one.Release();
        }

        if (_all.Length > before)
        {
            Grown?.Invoke(this, EventArgs.Empty);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<SupplierSettings> GetEnumerator() => ((IEnumerable<SupplierSettings>)_all).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private void Take(RecordedEvent recorded)
    {
        switch (codec.DecodeOrCarry(recorded).Fact)
        {
            case SupplierAdded added when Array.TrueForAll(_all, known => known.Id != added.Supplier):
                var secrets = added.Secrets.Text is { } text ? JsonSerializer.Deserialize<SupplierSecrets>(text) : null;
                catalogue.Add(
                    [.. added.Desks.Select(desk => new Desk(desk.Id, desk.Sv, desk.En, added.Supplier))],
                    [.. added.Services.Select(service => new Service(service.Id, service.Desk, service.Sv, service.En, service.Area, added.Supplier, service.Words))]);
                foreach (var desk in added.Desks)
                {
                    phone.AddDesk(
                        desk.Id, desk.Phone, OpeningHours.TryParse(desk.Hours, out var hours) ? hours : OpeningHours.Always,
                        CallbackSlots.TryParse(desk.CallbackSlots, out var slots) ? slots : CallbackSlots.None);
                }

                _addedAt[added.Supplier] = recorded.Position;
                _all =
                [
                    .. _all,
                    new SupplierSettings(added.Supplier, added.Protocol, added.Url is { } url ? new Uri(url) : null, secrets?.Token ?? "", secrets?.SigningKey)
                    {
                        Options = new Dictionary<string, string>(secrets?.Options ?? [], StringComparer.OrdinalIgnoreCase),
                    },
                ];
                break;
            case SupplierPaused paused when _all.FirstOrDefault(known => known.Id == paused.Supplier) is { } supplier:
                GateOf(supplier).Pause(paused.Reason);
                OrderGateOf(supplier).Pause(paused.Reason);
                break;
            case SupplierResumed resumed when _all.FirstOrDefault(known => known.Id == resumed.Supplier) is { } supplier:
                GateOf(supplier).Resume();
                OrderGateOf(supplier).Resume();
                break;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Which suppliers were added or paused cannot be read now ({Code}); it is tried again")]
    private static partial void NotRead(ILogger logger, string code);
}
