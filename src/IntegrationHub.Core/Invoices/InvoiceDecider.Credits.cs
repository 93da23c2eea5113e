using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Invoices;

/// <summary>What credit notes settle. All that was given back so far counts together, and no öre of it for two disputes of the same line.</summary>
public static partial class InvoiceDecider
{
    private static Decision<InvoiceEvent> Credit(InvoiceState state, CreditInvoice command)
    {
        if (state.Credits.ContainsKey(command.By))
        {
            return Yes();
        }

        var currency = state.Received!.Sums.WithoutVat.Currency;
        if (command.Lines.Any(line => line.Amount.Currency != currency))
        {
            return No("credit-currency", $"The invoice is in {currency}. Credit it in the same currency.");
        }

        var credited = new InvoiceCredited(command.By, command.Number, Money.Sum(command.Lines.Select(line => line.Amount)) with { Currency = currency }, command.Now, command.Lines);
        return Yes([credited, .. Covered(state.After(credited), state.Open, command.Number, command.Now)]);
    }

    /// <summary>The disputes of <paramref name="open"/> that are over by what was given back.</summary>
    /// <param name="by">Number of the last credit note; null when none came just now.</param>
    private static List<InvoiceDisputeSettled> Covered(InvoiceState state, IEnumerable<InvoiceDisputed> open, string? by, DateTimeOffset now)
    {
        var over = new List<InvoiceDisputeSettled>();
        var given = state.Credits.Values.SelectMany(credit => credit.Lines ?? [new CreditedLine(null, null, credit.Amount)]).ToList();
        var settled = state.Disputes.Values.Where(dispute => state.Settled.GetValueOrDefault(dispute.Dispute)?.Outcome == "credited").ToList();
        foreach (var dispute in given.Count == 0 ? [] : open)
        {
            var lines = LinesOf(state, dispute);
            var back = given.Where(line => dispute.Order is null || (line.Order == dispute.Order && lines.Contains(line.Line))).Sum(line => line.Amount.Minor);
            var spent = settled.Where(other => other.Order == dispute.Order && (dispute.Order is null || lines.Overlaps(LinesOf(state, other)))).Sum(other => other.Amount.Minor);
            var billed = dispute.Positions.Sum(position => state.Lines.GetValueOrDefault(position)?.Net.Minor ?? 0);
            if (back - spent >= dispute.Amount.Minor || (dispute.Order is not null && billed > 0 && back >= billed))
            {
                settled.Add(dispute);
                over.Add(new InvoiceDisputeSettled(dispute.Dispute, "credited", by ?? state.Credits.Values.MaxBy(credit => credit.At)?.Number, now));
            }
        }

        return over;
    }

    private static HashSet<int?> LinesOf(InvoiceState state, InvoiceDisputed dispute) => [.. dispute.Positions.Select(position => state.Lines.GetValueOrDefault(position)?.Ordered?.Line)];
}

/// <summary>Shares a credit note that takes back several invoices out among them. Pure.</summary>
public static class CreditShares
{
    /// <summary>What each invoice gets: at most what it bills for an order's line, and the last one what is left.</summary>
    /// <param name="given">What is given back, by order and line.</param>
    /// <param name="earlier">The invoices, in the credit note's order.</param>
    public static IReadOnlyList<IReadOnlyList<CreditedLine>> Of(IReadOnlyList<CreditedLine> given, IReadOnlyList<InvoiceState> earlier)
    {
        var (shares, left) = (new List<IReadOnlyList<CreditedLine>>(), given);
        foreach (var (index, invoice) in earlier.Index())
        {
            var (share, rest) = index == earlier.Count - 1 ? (left, []) : Split(left, invoice);
            shares.Add(share);
            left = rest;
        }

        return shares;
    }

    private static (IReadOnlyList<CreditedLine> Share, IReadOnlyList<CreditedLine> Left) Split(IReadOnlyList<CreditedLine> given, InvoiceState invoice)
    {
        var (share, rest) = (new List<CreditedLine>(), new List<CreditedLine>());
        foreach (var line in given)
        {
            var billed = invoice.Lines.Values.Where(each => each.Ordered?.Order == line.Order && each.Ordered?.Line == line.Line).Sum(each => each.Net.Minor);
            var here = Math.Max(0, Math.Min(line.Amount.Minor, billed));
            (here > 0 ? share : rest).Add(line with { Amount = line.Amount with { Minor = here > 0 ? here : line.Amount.Minor } });
            if (here > 0 && here < line.Amount.Minor)
            {
                rest.Add(line with { Amount = line.Amount with { Minor = line.Amount.Minor - here } });
            }
        }

        return (share, rest);
    }
}
