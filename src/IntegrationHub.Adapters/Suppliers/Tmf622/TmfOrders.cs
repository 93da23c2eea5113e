using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.Tmf621;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.Tmf622;

/// <summary>A supplier that takes orders by TMF622.</summary>
/// <remarks>
/// TMF622 knows no idempotency key: the order is found by the hub's number before it is made, a cancellation by the mark in its reason, a note
/// by its author. A cancellation is of the whole order; for single lines, swaps, returns and disputes it has no word, and a note asks for them.
/// </remarks>
public sealed partial class TmfOrders : IOrderSystem, IPolledOrders
{
    private const int AtOnce = 50;
    private const int MostPages = 200;
    private const int Tries = 4;
    private static readonly string[] s_over = ["completed", "cancelled", "rejected", "failed", "partial"];
    private static readonly string[] s_cancelling = ["assessingcancellation", "pendingcancellation", "cancelled"];
    private readonly TmfWire _wire;
    private readonly TmfOrderSupplier _supplier;
    private readonly TimeProvider _clock;

    /// <summary>Speaks to a supplier.</summary>
    /// <param name="http">Follows no redirect.</param>
    /// <param name="settings">Of the supplier, with the address of its TMF622 as <c>Url</c>.</param>
    /// <param name="clock">Times a try out.</param>
    public TmfOrders(HttpClient http, SupplierSettings settings, TimeProvider clock) =>
        (_wire, _supplier, _clock) = (new TmfWire(http, settings, clock), TmfOrderSupplier.Of(settings), clock);

    /// <inheritdoc/>
    public async Task<Delivery> TellAsync(OrderTelling telling, CancellationToken ct)
    {
        var (order, trouble) = await FindAsync(telling, ct);
        return (trouble, order, telling.News) switch
        {
            ({ } away, _, _) => away,
            (_, null, OrderPlacedMessage placed) => await MakeAsync(placed, ct),
            (_, { } there, OrderPlacedMessage) => Done(there),
            (_, null, _) => new Refused(404, "The supplier has no such order."),
            (_, { } there, OrderCancellationMessage cancellation) when IsWhole(there, cancellation) => await CancelAsync(there, cancellation, telling.Id, ct),
            (_, { } there, var news) => await NoteAsync(there, TmfOrderWords.Note(news)!, telling.Id, ct),
        };
    }

    /// <summary>The order by the hub's number: its own id may have been lost with an answer. A server may pass over the filter; then all are gone through.</summary>
    private async Task<(TmfOrder? Order, Delivery? Trouble)> FindAsync(OrderTelling telling, CancellationToken ct)
    {
        var number = telling.News.Order;
        if (telling.SupplierOrder is { } id)
        {
            var said = await _wire.AskAsync(HttpMethod.Get, PathOf(id), null, ct);
            if (said.Trouble is not (null or Refused) || (said.Body is JsonObject known && Read(known).Order == number))
            {
                return (said.Trouble is null ? Read((JsonObject)said.Body!) : null, said.Trouble);
            }
        }

        var by = _supplier.Version == 5 ? "externalId.id" : "externalId";
        string? first = null;
        for (var page = 0; page < MostPages; page++)
        {
            var said = await _wire.AskAsync(HttpMethod.Get, $"productOrder?{by}={Uri.EscapeDataString(number)}&limit={AtOnce}&offset={page * AtOnce}", null, ct);
            var orders = (said.Body as JsonArray)?.OfType<JsonObject>().Select(Read).ToList() ?? [];
            var found = orders.Find(order => order.Order == number);
            if (said.Trouble is not null || found is not null)
            {
                return (found, said.Trouble);
            }

            if (orders.Count < AtOnce || orders[0].Id == first)
            {
                break;
            }

            first = orders[0].Id;
        }

        return (null, null);
    }

    private async Task<Delivery> MakeAsync(OrderPlacedMessage placed, CancellationToken ct)
    {
        var said = await _wire.AskAsync(HttpMethod.Post, "productOrder", TmfOrderWords.NewOrder(placed, _supplier), ct);
        return said.Trouble ?? (said.Body is JsonObject made && Read(made) is { Id.Length: > 0 } order
            ? Done(order) : new TryLater(null, $"The answer ({said.Status}) names no order; it is looked for before the next try."));
    }

    /// <summary>Whether nothing of the order would be left to deliver.</summary>
    private static bool IsWhole(TmfOrder order, OrderCancellationMessage cancellation) =>
        order.Items.Where(item => !s_over.Contains(item.State, StringComparer.Ordinal)).All(item => cancellation.Lines.Contains(item.Line));

    private async Task<Delivery> CancelAsync(TmfOrder order, OrderCancellationMessage cancellation, string message, CancellationToken ct)
    {
        var mark = _supplier.Mark(cancellation.Order, cancellation.Lines, message);
        var asked = await _wire.AskAsync(HttpMethod.Get, $"cancelProductOrder?productOrder.id={Uri.EscapeDataString(order.Id)}", null, ct);
        if (asked.Trouble is TryLater later)
        {
            return later;
        }

        var known = (asked.Body as JsonArray)?.OfType<JsonObject>().Any(task => TmfOrder.Text(task, "cancellationReason")?.EndsWith(mark, StringComparison.Ordinal) == true) == true;
        if (known || s_cancelling.Contains(order.State, StringComparer.Ordinal))
        {
            return Done(order);
        }

        var said = await _wire.AskAsync(
            HttpMethod.Post, "cancelProductOrder", TmfOrderWords.Cancellation(order.Id, $"{cancellation.Reason ?? "Avbeställd."} {mark}", _supplier.Version), ct);
        return said.Trouble ?? (said.Status == 404 ? new Refused(404, "The supplier takes no cancelProductOrder; ask it by hand.") : Done(order));
    }

    private async Task<Delivery> NoteAsync(TmfOrder order, string text, string message, CancellationToken ct)
    {
        var author = _supplier.Author(message);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (order.Holds(author))
            {
                return Done(order);
            }

            var notes = order.NotesAsTheyAre(); // A patch replaces the whole list.
            notes.Add((JsonNode)TmfOrderWords.Typed(new JsonObject { ["author"] = author, ["text"] = text }, "Note", _supplier.Version));
            var patch = TmfOrderWords.Typed(new JsonObject { ["note"] = notes }, "ProductOrder", _supplier.Version);
            var said = await _wire.AskAsync(HttpMethod.Patch, PathOf(order.Id), patch, ct);
            var read = said.Trouble is null ? await _wire.AskAsync(HttpMethod.Get, PathOf(order.Id), null, ct) : said;
            if (read.Trouble is not null || read.Body is not JsonObject now)
            {
                return read.Trouble ?? new TryLater(null, "The order cannot be read back.");
            }

            order = Read(now);
        }

        return order.Holds(author) ? Done(order) : new TryLater(null, "The note was lost each time it was written: others change the order at the same moment.");
    }

    private TmfOrder Read(JsonObject json) => new(json, _supplier);

    private static Delivered Done(TmfOrder order) => new((string?)null) { Ticket = order.Id, Status = order.State, ReadBack = true };

    private static string PathOf(string order) => "productOrder/" + Uri.EscapeDataString(order);
}
