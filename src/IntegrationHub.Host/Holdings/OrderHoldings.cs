using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Holdings;

/// <summary>What is delivered is held from then on; what goes back, or is swapped, is held no more.</summary>
internal sealed class OrderHoldings(OrderStore orders, HoldingStore holdings, OrderRules rules, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [.. new[] { typeof(OrderDelivered), typeof(OrderUnitsReturned) }.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "order-holdings";

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

        var state = (await orders.LoadAsync(number, ct)).State;
        var (units, at, returned) = happened.Fact switch
        {
            OrderDelivered e => (e.Units, e.DeliveredAt, false),
            OrderUnitsReturned e => (e.Units, e.At, true),
            _ => ([], default, false),
        };
        foreach (var unit in units)
        {
            if (state.Lines.GetValueOrDefault(unit.Line)?.Line is { } line && rules.Type(line.Type) is { Holds: not "none" } type)
            {
                var holding = Holding.IdOf(number, unit.Line, unit.Unit);
                HoldingCommand command = returned
                    ? new StopHolding(CityDay.Of(at), "returned", clock.GetUtcNow())
                    : new StartHolding(Started(state, line, type, unit, holding, at), clock.GetUtcNow());
                await DecideAsync(holding, command, happened, ct);
                await SwapAsync(line, line.Organisation ?? state.Organisation, unit, returned, at, happened, ct);
            }
        }

        return WorkResult.Done;
    }

    private async Task SwapAsync(OrderLine line, string? organisation, OrderUnit unit, bool returned, DateTimeOffset at, Known happened, CancellationToken ct)
    {
        // A mark that is no holding's of the hub is the supplier's to know: it takes it back all the same. What is another's, or has become so since, stays held.
        if (!returned && unit.Unit <= line.Swap.Count && line.Swap[unit.Unit - 1] is var old && Holding.IsId(old)
            && (await holdings.LoadAsync(old, ct)).Holder is { } holder
            && ((holder.Organisation is not null && string.Equals(holder.Organisation, organisation, StringComparison.OrdinalIgnoreCase)) || line.Recipients.Any(who => who.Person == holder.Person)))
        {
            await DecideAsync(old, new StopHolding(CityDay.Of(at), "swapped", clock.GetUtcNow()), happened, ct);
        }
    }

    private async Task DecideAsync(string holding, HoldingCommand command, Known happened, CancellationToken ct)
    {
        var cause = happened.Recorded.Id.ToString("N");
        await holdings.DecideAsync(holding, command, EventId.From("holding", cause, holding), new EventContext("hub", "hub", cause), ct);
    }

    private static HoldingStarted Started(OrderState state, OrderLine line, ArticleType type, OrderUnit unit, string holding, DateTimeOffset at)
    {
        var begins = CityDay.Of(at);
        return new(
            holding, type.Holds, line.Article, line.Name, line.Type, line.Supplier, state.Wish!.Number, unit.Line, unit.Unit, unit.Serial,
            new Holder(line.RecipientOf(unit.Unit)?.Person, line.Organisation ?? state.Wish.Organisation, line.Site ?? state.Wish.Site, line.Reference, line.Project), line.Monthly, begins,
            line.TermMonths is { } months ? begins.AddMonths(months) : null, at);
    }
}
