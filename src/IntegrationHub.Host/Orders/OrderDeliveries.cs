using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Suppliers;

namespace IntegrationHub.Host.Orders;

/// <summary>Tells one supplier's system what happens to its orders: in order per order, until it has taken each message.</summary>
/// <remarks>A message's id is the id of the event that it tells of, so that the supplier recognises a repeat, whatever becomes of the hub.</remarks>
internal sealed class OrderDeliveries(
    SupplierSettings supplier, IOrderSystem system, SupplierGate gate, OrderStore orders, DirectoryStore directory, IEventLog log, EventCodec codec, TimeProvider clock)
    : IWorkGroup
{
    /// <summary>The hub as a source of events about orders.</summary>
    public const string Source = "/hub/orders";

    private readonly LeastData _least = LeastData.Of(supplier);
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1);
    private static readonly HashSet<string> s_types = [.. OrderNews.Kinds.Select(StoredTypes.NameOf)];

    /// <summary>The group that tells a supplier of orders.</summary>
    public static string GroupOf(string supplier) => "orders-" + supplier;

    /// <inheritdoc/>
    public string Name => GroupOf(supplier.Id);

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        if (!OrderNumber.IsStream(happened.Recorded.Stream, out var number))
        {
            return WorkResult.Done;
        }

        var loaded = await orders.LoadAsync(number, ct);
        var message = happened.Recorded.Id.ToString("N");
        if (OrderNews.IsTold(supplier.Id, happened, loaded) || OrderNews.For(supplier.Id, [.. loaded.History.Take((int)happened.Recorded.Revision + 1)]) is not { } news)
        {
            return WorkResult.Done;
        }

        if (EarlierIsOpen(loaded, happened.Recorded.Revision))
        {
            return new WorkFailed("An earlier message of the order is still to be delivered.", s_soon);
        }

        var type = HubOrderMessages.TypeOf(news);
        if (OrderNews.IsSettled(supplier.Id, happened, loaded))
        {
            return await NoteAsync(number, message, new OrderSupplierInformed(supplier.Id, message, type, Receipt: null, clock.GetUtcNow()), ct);
        }

        var at = happened.Fact is OrderEvent fact ? fact.At : happened.Recorded.RecordedAt;
        var telling = new OrderTelling(
            _least.Spare(await NamedAsync(news, ct), line => loaded.State.Lines.GetValueOrDefault(line)?.Line.Service), message, Source, at, happened.Context.Cause,
            loaded.State.SupplierOrders.GetValueOrDefault(supplier.Id));
        return await gate.PassAsync(token => system.TellAsync(telling, token), ct) switch
        {
            Delivered taken => await NoteAsync(number, message, new OrderSupplierInformed(supplier.Id, message, type, taken.Receipt ?? taken.Ticket, clock.GetUtcNow()), ct),
            Adapters.Suppliers.CloudEvents.Refused no => await RefusedAsync(number, message, type, no.Why, ct),
            Retired => await RefusedAsync(number, message, type, "The address takes no more events (410).", ct),
            TryLater later => new WorkFailed(later.Why, later.After),
            var other => throw new InvalidOperationException($"{other} is no delivery."),
        };
    }

    /// <summary>Where nodes share the work, another may have an earlier message in hand; within one node lines keep the order.</summary>
    private bool EarlierIsOpen(LoadedOrder loaded, long revision)
    {
        if (log is not KurrentEventLog)
        {
            return false;
        }

        var refused = loaded.History.Select(known => known.Fact).OfType<OrderMessageRefused>().Where(e => e.Supplier == supplier.Id).Select(e => e.Message).ToHashSet(StringComparer.Ordinal);
        return loaded.History.Take((int)revision).Index().Any(pair =>
            s_types.Contains(pair.Item.Recorded.Type) && !refused.Contains(pair.Item.Recorded.Id.ToString("N"))
            && OrderNews.SupplierOf([.. loaded.History.Take(pair.Index + 1)]) == supplier.Id && !OrderNews.IsSettled(supplier.Id, pair.Item, loaded));
    }

    private async Task<HubOrderMessage> NamedAsync(HubOrderMessage news, CancellationToken ct)
    {
        if (news is not OrderPlacedMessage placed)
        {
            return news;
        }

        var lines = new List<OrderedLineMessage>();
        foreach (var line in placed.Lines)
        {
            lines.Add(line.Recipients is { } recipients ? line with { Recipients = await NamedAsync(recipients, ct) } : line);
        }

        return placed with { Lines = lines };
    }

    private async Task<IReadOnlyList<OrderedFor>> NamedAsync(IReadOnlyList<OrderedFor> recipients, CancellationToken ct)
    {
        var named = new List<OrderedFor>();
        foreach (var who in recipients)
        {
            named.Add(await NamesTold.NamedAsync(who, directory, ct));
        }

        return named;
    }

    private async Task<WorkResult> RefusedAsync(OrderNumber number, string message, string type, string why, CancellationToken ct)
    {
        await NoteAsync(number, message, new OrderMessageRefused(supplier.Id, message, type, why, clock.GetUtcNow()), ct);
        return new WorkHopeless(why);
    }

    private async Task<WorkResult> NoteAsync(OrderNumber number, string message, OrderEvent outcome, CancellationToken ct)
    {
        var id = EventId.From("order-delivery", supplier.Id, message, StoredTypes.NameOf(outcome.GetType()));
        await log.AppendAsync(number.Stream, ExpectedRevision.Any, [codec.Encode(id, outcome, new EventContext("hub", "supplier", message))], ct);
        return WorkResult.Done;
    }
}
