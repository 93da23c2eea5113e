using System.Globalization;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Invoices;

/// <summary>
/// What is put on or taken off the invoice as a whole (BG-20, BG-21): an invoicing fee, freight, a discount. No order has a line for it, so it is
/// looked at with the first line. What is taken off makes up for prices that are too high; what is put on was agreed by nobody.
/// </summary>
internal static class HeaderAmounts
{
    /// <summary>The lines with what differs on the whole.</summary>
    public static IReadOnlyList<MatchedLine> Judge(Invoice invoice, IReadOnlyList<MatchedLine> lines) => (invoice.OnTop, lines) switch
    {
        (0, _) or (_, []) => lines,
        _ when invoice.GivesBack => lines,
        ( > 0 and var charged, _) =>
        [
            lines[0] with { Differences = [.. lines[0].Differences, new(Differences.ChargeNotAgreed, Money.Of(charged, invoice.Currency), Billed: invoice.AllowancesAndCharges.FirstOrDefault(each => each.IsCharge)?.ReasonCode)] },
            .. lines.Skip(1),
        ],
        (var taken, _) => MadeUpFor(lines, Money.Of(-taken, invoice.Currency).Minor),
    };

    private static List<MatchedLine> MadeUpFor(IReadOnlyList<MatchedLine> lines, long taken)
    {
        var made = new List<MatchedLine>();
        foreach (var line in lines)
        {
            var differences = new List<Difference>();
            foreach (var difference in line.Differences)
            {
                var less = IsTooDear(difference) ? Math.Min(taken, difference.Amount.Minor) : 0;
                taken -= less;
                if (less == 0 || less < difference.Amount.Minor)
                {
                    differences.Add(difference with { Amount = difference.Amount with { Minor = difference.Amount.Minor - less } });
                }
            }

            made.Add(line with { Differences = differences });
        }

        return made;
    }

    private static bool IsTooDear(Difference difference) => difference.Code == Differences.WrongPrice && Number(difference.Billed) > Number(difference.Expected);

    private static decimal Number(string? text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
