using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.Tmf622;

namespace IntegrationHub.Host.Suppliers.Checks;

/// <summary>Whether a supplier's way for orders is there and keeps strangers out. Nothing is ordered: an order has no number that says that it is a test, and somebody would pay for it.</summary>
/// <param name="supplier">Its settings.</param>
/// <param name="http">Over <see cref="CloudEventSender.NewHandler"/>.</param>
/// <param name="clock">The time.</param>
internal sealed class OrderChannelChecks(SupplierSettings supplier, HttpClient http, TimeProvider clock)
{
    private readonly OrderWay? _way = OrderWay.Of(supplier);

    /// <summary>All checks, in the order they are made; none where orders go where cases go, or nowhere. They leave nothing behind.</summary>
    public IReadOnlyList<SupplierCheck> All => _way?.Kind switch
    {
        OrderWay.Tmf622 => [new("orders-reached", ReachedAsync), new("orders-token", TokenAsync)],
        OrderWay.CloudEvents => [new("orders-reached", ReachedAsync), new("orders-token", TokenAsync), new("orders-unknown-types", UnknownTypesAsync)],
        _ => [],
    };

    private async Task<Verdict> ReachedAsync(CancellationToken ct)
    {
        var mend = $"See that a server answers at Suppliers:{supplier.Id}:OrdersUrl, that it can be reached from here, and that OrdersToken is the agreed one.";
        if (_way!.Kind == OrderWay.Tmf622)
        {
            return await AskedAsync(_way.Settings, ct) is { } wrong ? Verdict.Failed($"Its orders cannot be read: {wrong}", mend) : Verdict.Passed("Its orders can be read.");
        }

        var answer = await new SupplierExchange(http, _way.Settings, clock).AskConsentAsync(ct);
        return answer.Status is not null ? Verdict.Passed($"OPTIONS was answered {answer.Status}.") : Verdict.Failed($"OPTIONS was answered {answer}.", mend);
    }

    private async Task<Verdict> TokenAsync(CancellationToken ct)
    {
        const string Mend = "Answer 401 or 403 to every other token than the agreed one, the whole of it.";
        var wrong = "not-" + _way!.Settings.Token;
        if (_way.Kind == OrderWay.Tmf622)
        {
            return await AskedAsync(_way.Settings with { Token = wrong }, ct) is { } refused
                ? Verdict.Passed($"With a wrong token its orders cannot be read: {refused}") : Verdict.Failed("With a wrong token its orders can be read.", Mend);
        }

        var (exchange, request) = Unknown();
        var answer = await exchange.PostAsync(exchange.NewCase(), request with { Token = wrong }, ct);
        return answer.Status is 401 or 403 ? Verdict.Passed($"With a wrong token: {answer.Status}.") : Verdict.Failed($"With a wrong token: {answer}.", Mend);
    }

    private async Task<Verdict> UnknownTypesAsync(CancellationToken ct)
    {
        var (exchange, request) = Unknown();
        var answer = await exchange.PostAsync(exchange.NewCase(), request, ct);
        return answer.IsTaken
            ? Verdict.Passed($"An event of an unknown type was answered {answer.Status}.")
            : Verdict.Failed($"An event of an unknown type was answered {answer}.", "Answer 2xx to types that you do not know, and do nothing about them: the hub may send more types one day.");
    }

    private (SupplierExchange Exchange, CheckRequest Request) Unknown()
    {
        var exchange = new SupplierExchange(http, _way!.Settings, clock);
        var about = exchange.NewCase();
        return (exchange, CheckRequest.Structured(about.Event(about.Note("En typ som inte finns än."), exchange.Now) with { Type = "hub.order.check-unknown.v1" }));
    }

    /// <summary>What keeps the orders from being read; null for nothing.</summary>
    private async Task<string?> AskedAsync(SupplierSettings settings, CancellationToken ct)
    {
        try
        {
            await new TmfOrders(http, settings, clock).ReadAsync(null, ct);
            return null;
        }
        catch (HttpRequestException wrong)
        {
            return wrong.Message;
        }
    }
}
