using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Orders;

/// <summary>A unit as it is shown.</summary>
/// <param name="Person">Who gets it; null for what belongs to a place.</param>
/// <param name="Name">As given, for somebody who was not in the directory.</param>
/// <param name="Holding">Id of the equipment or subscription that it became; null before it is delivered.</param>
public sealed record UnitView(int Unit, string? Person, string? Name, string? Role, string? Serial, DateTimeOffset? DeliveredAt, bool Returned, string? Holding);

/// <summary>A line as it is shown.</summary>
public sealed record LineView(
    int Line, string Status, string Article, string Name, string? NameEn, string Type, string Supplier, string? SupplierOrder, int Quantity, Money Once, Money Monthly, int? TermMonths,
    string Reference, string? Project, string? Grouping, string Way, string? Site, DeliveryTime? Wanted, DeliveryTime? Swap, DateOnly? Expected, string? Package, string? Specification,
    bool Adapted, IReadOnlyList<UnitView> Units, IReadOnlyList<BilledLine> Billed)
{
    /// <inheritdoc cref="OrderLine.Value"/>
    internal Money Value => OrderLine.ValueOf(Once, Monthly, TermMonths, Quantity);
}

/// <summary>A dispute as it is shown.</summary>
public sealed record DisputeView(string Dispute, string Invoice, int? Line, string Code, Money Amount, string? Outcome);

/// <summary>An order as it is shown to those who may see it.</summary>
/// <param name="WishedAt">From here the clock runs.</param>
/// <param name="Revision">For <c>If-Match</c>.</param>
public sealed record OrderView(
    OrderNumber Number, string Status, PersonId Orderer, string? Organisation, string? Site, string? Wish, int? Catalogue, Money Value, string? Attest, DateTimeOffset WishedAt,
    DateTimeOffset? PlacedAt, DateOnly? Expected, bool Together, string? Case, IReadOnlyList<string> Invoices, IReadOnlyList<LineView> Lines, IReadOnlyList<DisputeView> Disputes, long Revision)
{
    /// <summary>The order; null when there is none.</summary>
    public static OrderView? Of(LoadedOrder loaded)
    {
        if (loaded.State.Wish is not { } wish)
        {
            return null;
        }

        var (state, standing) = (loaded.State, OrderStanding.Of(loaded.History.Select(known => known.Fact)));
        return new(
            wish.Number, standing.Status, wish.Orderer, state.Organisation, wish.Site, wish.Wish?.Shown, state.Lines.Count == 0 ? null : state.Catalogue, standing.Value, state.Attest, wish.At,
            state.PlacedAt, standing.Expected, state.Together, wish.Case, [.. state.Invoices.Keys.Select(key => key.Invoice).Order(StringComparer.Ordinal)],
            [.. state.Lines.Values.Select(line => Line(state, line, OrderStatus.Of(standing, standing.Lines.Find(one => one.Line == line.Line.Line)!)))], AllDisputes(loaded), loaded.Revision);
    }

    private static LineView Line(OrderState state, LineState line, string status)
    {
        var asked = line.Line;
        return new(
            asked.Line, status, asked.Article, asked.Name, asked.NameEn, asked.Type, asked.Supplier, state.SupplierOrders.GetValueOrDefault(asked.Supplier), asked.Quantity, asked.Once, asked.Monthly,
            asked.TermMonths, asked.Reference, asked.Project, asked.Grouping, asked.Way.ToString().ToLowerInvariant(), asked.Site ?? state.Wish?.Site, asked.Wanted, line.Swap, line.Expected,
            asked.Package, asked.Specification?.Shown, asked.Adaptation is not null, [.. Enumerable.Range(1, asked.Quantity).Select(unit => Unit(state, line, unit))], line.Billed);
    }

    private static UnitView Unit(OrderState state, LineState line, int unit)
    {
        var (who, there) = (line.Line.RecipientOf(unit), line.Delivered.GetValueOrDefault(unit));
        return new(
            unit, who?.Person.Value, who?.Name?.Shown, who?.Role?.Shown, there?.Serial, there?.At, line.Returned.Contains(unit),
            there is null ? null : Holdings.Holding.IdOf(state.Wish!.Number, line.Line.Line, unit));
    }

    private static IReadOnlyList<DisputeView> AllDisputes(LoadedOrder loaded)
    {
        var settled = loaded.History.Select(known => known.Fact).OfType<OrderDisputeSettled>().ToDictionary(e => e.Dispute, e => e.Outcome, StringComparer.Ordinal);
        return [.. loaded.History.Select(known => known.Fact).OfType<OrderInvoiceDisputed>()
            .Select(e => new DisputeView(e.Dispute, e.Invoice, e.Line, e.Code, e.Amount, settled.GetValueOrDefault(e.Dispute)))];
    }
}
