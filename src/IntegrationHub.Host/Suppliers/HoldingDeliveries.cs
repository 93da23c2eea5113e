using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Orders;

namespace IntegrationHub.Host.Suppliers;

/// <summary>Tells one supplier's system who has what it delivered, and when it ends: in order per unit, until it has taken each message.</summary>
internal sealed class HoldingDeliveries(
    SupplierSettings supplier, IOrderSystem system, SupplierGate gate, OrderStore orders, DirectoryStore directory, IEventLog log, EventCodec codec, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [.. HoldingNews.Kinds.Select(StoredTypes.NameOf)];
    private readonly LeastData _least = LeastData.Of(supplier);

    /// <summary>The group that tells a supplier of what is held.</summary>
    public static string GroupOf(string supplier) => "holdings-" + supplier;

    /// <inheritdoc/>
    public string Name => GroupOf(supplier.Id);

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var (history, message) = (await HistoryAsync(happened.Recorded.Stream, ct), happened.Recorded.Id.ToString("N"));
        if (history.Exists(known => known.Fact is HoldingSupplierInformed e && e.Supplier == supplier.Id && e.Message == message)
            || history.Select(known => known.Fact).OfType<HoldingStarted>().FirstOrDefault() is not { } unit)
        {
            return WorkResult.Done;
        }

        var order = (await orders.LoadAsync(unit.Order, ct)).State;
        if (HoldingNews.For(supplier.Id, [.. history.Take((int)happened.Recorded.Revision + 1)], order.SupplierOrders.GetValueOrDefault(supplier.Id)) is not { } news)
        {
            return WorkResult.Done;
        }

        var told = _least.Spare(await NamedAsync(news, ct), line => order.Lines.GetValueOrDefault(line)?.Line.Service);
        var at = happened.Fact is HoldingEvent fact ? fact.At : happened.Recorded.RecordedAt;
        var telling = new OrderTelling(told, message, OrderDeliveries.Source, at, happened.Context.Cause, order.SupplierOrders.GetValueOrDefault(supplier.Id));
        return await gate.PassAsync(token => system.TellAsync(telling, token), ct) switch
        {
            Delivered => await NoteAsync(happened.Recorded.Stream, message, HubOrderMessages.TypeOf(news), ct),
            Adapters.Suppliers.CloudEvents.Refused no => new WorkHopeless(no.Why),
            Retired => new WorkHopeless("The address takes no more events (410)."),
            TryLater later => new WorkFailed(later.Why, later.After),
            var other => throw new InvalidOperationException($"{other} is no delivery."),
        };
    }

    private async Task<List<Known>> HistoryAsync(string stream, CancellationToken ct)
    {
        var history = new List<Known>();
        await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
        {
            history.Add(codec.Decode(recorded));
        }

        return history;
    }

    private async Task<HubOrderMessage> NamedAsync(HubOrderMessage news, CancellationToken ct) =>
        news is HoldingMovedMessage { Holder: { } holder } moved ? moved with { Holder = await NamesTold.NamedAsync(holder, directory, ct) } : news;

    private async Task<WorkResult> NoteAsync(string stream, string message, string type, CancellationToken ct)
    {
        var informed = new HoldingSupplierInformed(supplier.Id, message, type, clock.GetUtcNow());
        var id = EventId.From("holding-delivery", supplier.Id, message);
        await log.AppendAsync(stream, ExpectedRevision.Any, [codec.Encode(id, informed, new EventContext("hub", "supplier", message))], ct);
        return WorkResult.Done;
    }
}
