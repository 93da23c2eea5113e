using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Orders;

/// <summary>A run of order numbers belongs to one node, or to one import.</summary>
/// <param name="First">The first sequence number of the run.</param>
/// <param name="Count">How many.</param>
/// <param name="For">Who reserved it: <c>node</c>, or what an import is recognised by.</param>
[StoredAs("order-numbers-reserved", 1)]
public sealed record OrderNumbersReserved(long First, int Count, string For) : INumberRun
{
    string INumberRun.Owner => For;
}

/// <summary>A request for an order was given a number. Durable before the order begins, so that a repeat gets the same order.</summary>
/// <param name="ContentHash">Of what was asked for, so that another content under the same key is noticed: see <see cref="ContentMark"/>.</param>
/// <param name="Of">Under whose key the mark is made.</param>
[StoredAs("order-request-taken", 1)]
public sealed record OrderRequestTaken(OrderNumber Number, string ContentHash, PersonId Of, DateTimeOffset At);

/// <summary>A request for an order.</summary>
/// <param name="Key">What a repeat is recognised by, with who asks and who orders.</param>
/// <param name="ContentHash">Of what was asked for.</param>
/// <param name="Wish">How it begins; its number is given by the intake, its texts are kept as part of the order.</param>
/// <param name="Specified">What exactly is wanted, checked; null for a wish alone.</param>
public sealed record OrderRequest(string Key, string ContentHash, OrderWished Wish, SpecifyOrder? Specified);

/// <summary>Makes one order of one request: numbers it, begins it, and specifies it where it says all.</summary>
public sealed class OrderIntake(IEventLog log, EventCodec codec, IPersonKeys keys, OrderStore orders, TimeProvider clock) : IDisposable
{
    private readonly NumberRuns _numbers = new(log, codec, clock, "order-numbers", (first, count, owner) => new OrderNumbersReserved(first, count, owner));

    /// <summary>The order of the request; the same request again gives the same order.</summary>
    /// <param name="request">Checked.</param>
    /// <param name="context">Who and through which channel.</param>
    /// <param name="ct">Ends the wait; the request may be sent again.</param>
    /// <returns>The number; or a refusal <c>key-reused</c> when the key came before with another content.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written. The request may be sent again.</exception>
    public async Task<(OrderNumber Number, Refused<OrderEvent>? Refused)> TakeAsync(OrderRequest request, EventContext context, CancellationToken ct)
    {
        var id = IdOf(request, context);
        var stream = $"order-request-{id:N}";
        var taken = await FindAsync(stream, ct);
        if (taken is null)
        {
            var fresh = await NumberAsync(request, ct);
            var result = await log.AppendAsync(stream, ExpectedRevision.None, [codec.Encode(EventId.Of(id, 0), fresh, context)], ct);
            taken = result is Appended { Repeated: false } ? fresh : await FindAsync(stream, ct);
        }

        var number = taken!.Number;
        if (!ContentMark.IsSame(taken.ContentHash, ContentMark.Of(keys, taken.Of, number.Value, request.ContentHash), request.ContentHash))
        {
            return (default, new("key-reused", "This Idempotency-Key was used before for another order. Send a new key for a new order."));
        }

        var wish = request.Wish with { Number = number, Wish = request.Wish.Wish?.Within(number.Value), Mail = request.Wish.Mail?.Within(number.Value), At = taken.At };
        await orders.DecideAsync(number, new WishForOrder(wish, taken.At), id, context, ifRevision: null, ct);
        if (request.Specified is { } specified)
        {
            await orders.DecideAsync(number, await ReadyAsync(specified, number, ct), EventId.From("order-specified", id.ToString("N"), number.Value), context, ifRevision: null, ct);
        }

        return (number, null);
    }

    /// <summary>The specification as part of an order. The keys of all whose texts it holds are made together: a class has thirty.</summary>
    public async Task<SpecifyOrder> ReadyAsync(SpecifyOrder specified, OrderNumber number, CancellationToken ct)
    {
        await Task.WhenAll(specified.Persons.Select(person => keys.MakeAsync(person, number.Value, ct)));
        return specified.Within(number);
    }

    /// <summary>What a repeat is recognised by. A key is its caller's own: two who take the same one, or one who orders for two, never get each other's order.</summary>
    private static Guid IdOf(OrderRequest request, EventContext context) => EventId.From("order-request", context.By, request.Wish.Orderer.Value, request.Key);

    /// <inheritdoc/>
    public void Dispose() => _numbers.Dispose();

    private async Task<OrderRequestTaken> NumberAsync(OrderRequest request, CancellationToken ct)
    {
        var number = OrderNumber.FromSequence(await _numbers.NextAsync(ct));
        var person = request.Wish.Orderer;
        await keys.MakeAsync(person, number.Value, ct);
        return ContentMark.Of(keys, person, number.Value, request.ContentHash) is { } mark
            ? new OrderRequestTaken(number, mark, person, request.Wish.At)
            : throw new InvalidOperationException("A person who orders has a key.");
    }

    private async Task<OrderRequestTaken?> FindAsync(string stream, CancellationToken ct)
    {
        await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
        {
            if (codec.Decode(recorded).Fact is OrderRequestTaken taken)
            {
                return taken;
            }
        }

        return null;
    }
}
