using System.Collections.Frozen;
using System.Globalization;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Invoices;

/// <summary>A dispute in a list.</summary>
/// <param name="Outcome">Null while it is open.</param>
/// <param name="Answer">What the supplier said: <c>will-credit</c> or <c>rejected</c>; null before it did.</param>
public sealed record DisputeRow(string Dispute, string Code, string? Order, IReadOnlyList<int> Positions, Money Amount, string? Outcome, string? Answer = null);

/// <summary>An invoice in a list. No personal text.</summary>
/// <param name="Seller">The seller's mark.</param>
/// <param name="Status">See <see cref="InvoiceState.Status"/>.</param>
/// <param name="Found">Lines that have an order; null before they were matched.</param>
/// <param name="Credited">What credit notes take back, without VAT.</param>
/// <param name="Rules">The rules that it broke, when it was refused.</param>
public sealed record InvoiceRow(
    string Invoice, string? Supplier, string? Seller, string Number, bool GivesBack, DateOnly? Issued, DateOnly? Due, string? Reference, string? Order, Money WithoutVat, Money Payable, string Status,
    int Lines, int? Found, int Differing, IReadOnlyList<DisputeRow> Disputes, Money Credited, IReadOnlyList<string> Rules, bool IsPaid, DateTimeOffset At)
{
    /// <summary>What the tallies are called.</summary>
    public const string Kind = "invoice-supplier";

    /// <summary>All invoices, sought by supplier, status, number, reference, order, or the month of issue.</summary>
    public static readonly View<InvoiceRow> View = new("invoices", 2, KeyOf, Apply, new Dictionary<string, Func<InvoiceRow, string?>>(StringComparer.Ordinal)
    {
        ["supplier"] = row => row.Supplier,
        ["status"] = row => row.Status,
        ["number"] = row => row.Number,
        ["reference"] = row => row.Reference,
        ["order_number"] = row => row.Order,
        ["month"] = row => row.Issued?.ToString("yyyy-MM", CultureInfo.InvariantCulture),
    }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = StoredTypes.Of<InvoiceEvent>().Where(type => type != StoredTypes.NameOf(typeof(InvoiceLineMatched))).ToFrozenSet(StringComparer.Ordinal),
        Tallies = TalliesOf,
    };

    /// <summary>Whether it needs no credit: matched, nothing open, nothing given back. Null for credits, and before it was matched.</summary>
    public bool? IsCorrect => Status == "refused" ? false
        : GivesBack || Found is null ? null
        : Credited.Minor == 0 && Disputes.All(dispute => dispute.Outcome is "withdrawn" or "accepted");

    private static IEnumerable<Tally> TalliesOf(InvoiceRow row)
    {
        var (day, group) = ((row.Issued ?? CityDay.Of(row.At)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.Supplier ?? "");
        if (row.GivesBack)
        {
            yield return new(Kind, day, group, "credits", 1);
        }

        if (row.IsCorrect is { } correct)
        {
            yield return new(Kind, day, group, "invoices", 1);
            yield return new(Kind, day, group, "correct", correct ? 1 : 0);
            yield return new(Kind, day, group, "refused", row.Status == "refused" ? 1 : 0);
            yield return new(Kind, day, group, "disputed", row.Disputes.Count > 0 ? 1 : 0);
            yield return new(Kind, day, group, "credited", row.Credited.Minor > 0 ? 1 : 0);
        }

        foreach (var kind in row.Disputes.Where(dispute => dispute.Outcome != "withdrawn").GroupBy(dispute => dispute.Code, StringComparer.Ordinal))
        {
            yield return new(Kind, day, group, "difference " + kind.Key, 1);
        }
    }

    private static string? KeyOf(Known known) => known.Fact is InvoiceEvent and not InvoiceLineMatched ? InvoiceEvent.IdIn(known.Recorded.Stream) : null;

    private static InvoiceRow? Apply(InvoiceRow? row, Known known) => (row, known.Fact) switch
    {
        (null, InvoiceRefused e) => Refused(InvoiceEvent.IdIn(known.Recorded.Stream)!, e),
        (null or { Status: "refused" }, InvoiceReceived e) => new(
            InvoiceEvent.IdIn(known.Recorded.Stream)!, e.Supplier, e.SellerMark, e.Number, e.GivesBack, e.Issued, e.Due, e.Reference, e.PurchaseOrder, e.Sums.WithoutVat, e.Sums.Payable, "received", e.Lines,
            null, 0, [], Money.Zero, [], false, e.At),
        ({ Status: "refused" }, InvoiceRefused e) => row with { Rules = e.Rules },
        ({ }, InvoiceMatched e) => Standing(row with { Found = e.Found, Differing = e.Differing }),
        ({ }, InvoiceDisputed e) => Standing(row with { Disputes = Disputed(row.Disputes, e) }),
        ({ }, InvoiceDisputeAnswered e) => row with { Disputes = [.. row.Disputes.Select(dispute => dispute.Dispute == e.Dispute ? dispute with { Answer = e.Outcome } : dispute)] },
        ({ }, InvoiceDisputeSettled e) => Standing(row with { Disputes = [.. row.Disputes.Select(dispute => dispute.Dispute == e.Dispute ? dispute with { Outcome = e.Outcome } : dispute)] }),
        ({ }, InvoiceCredited e) when e.Amount.Currency == row.WithoutVat.Currency => Standing(row with { Credited = row.Credited.Plus(e.Amount) }), // Another cannot be added up.
        ({ }, InvoicePaid) => Standing(row with { IsPaid = true }),
        _ => row,
    };

    /// <summary>Matched anew, a dispute that is open may be about more or less; it is the same one all the same.</summary>
    private static IReadOnlyList<DisputeRow> Disputed(IReadOnlyList<DisputeRow> before, InvoiceDisputed fact)
    {
        var now = new DisputeRow(fact.Dispute, fact.Code, fact.Order, fact.Positions, fact.Amount, null);
        return before.Any(dispute => dispute.Dispute == fact.Dispute)
            ? [.. before.Select(dispute => dispute.Dispute == fact.Dispute ? now with { Answer = dispute.Answer } : dispute)] : [.. before, now];
    }

    private static InvoiceRow Refused(string id, InvoiceRefused fact) => new(
        id, fact.Supplier, null, fact.Number, false, fact.Issued, null, null, null, Money.Zero, Money.Zero, "refused", 0, null, 0, [], Money.Zero, fact.Rules, false, fact.At);

    private static InvoiceRow Standing(InvoiceRow row) => row with
    {
        Status = row.IsPaid ? "paid" : row.Disputes.Any(dispute => dispute.Outcome is null) ? "disputed" : row.Credited.Minor > 0 ? "credited" : row.Found is null ? "received" : "matched",
    };
}
