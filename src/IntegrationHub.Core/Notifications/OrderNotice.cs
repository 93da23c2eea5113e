using System.Globalization;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Notifications;

/// <summary>A mail to whoever ordered. Pure: the same history gives the same mail.</summary>
/// <param name="Template"><c>wish</c>, <c>confirmation</c>, <c>turned-down</c>, <c>expected</c>, <c>declined</c>, <c>delivered</c> or <c>cancelled</c>.</param>
/// <param name="To">The address.</param>
/// <param name="Subject">With the order's number.</param>
public sealed record OrderNotice(string Template, string To, string Subject, MailBody Body, string Language)
{
    private const int LinesShown = 60;

    /// <summary>The stored types that may lead to a mail.</summary>
    public static readonly IReadOnlyList<Type> Kinds =
    [
        typeof(OrderWished), typeof(OrderSpecified), typeof(OrderApproved), typeof(OrderTurnedDown), typeof(OrderConfirmed), typeof(OrderDeliveryExpected), typeof(OrderLinesDeclined), typeof(OrderDelivered),
        typeof(OrderLinesCancelled),
    ];

    /// <summary>The mail that the last event of a history leads to; null when there is none.</summary>
    /// <param name="history">The order up to and with the event.</param>
    /// <param name="nameOf">The name of a recipient that the directory knows; null when it does not.</param>
    public static OrderNotice? For(IReadOnlyList<Known> history, Func<Recipient, string?> nameOf)
    {
        if (history[0].Fact is not OrderWished { Mail.Text: { } to } wish)
        {
            return null;
        }

        var state = history.Aggregate(OrderState.Empty, (before, known) => before.After(known.Fact));
        var (english, number) = (wish.Language == "en", wish.Number.Spaced);
        OrderNotice Mail(string template, string sv, string en, params IEnumerable<string> paragraphs) =>
            new(template, to, english ? $"{en} – order {number}" : $"{sv} – beställning {number}", new MailBody([.. paragraphs.Where(text => text.Length > 0)], english), wish.Language);
        string Say(string sv, string en) => english ? en : sv;
        return history[^1].Fact switch
        {
            OrderWished when wish.Wish?.Text is { } words => Mail("wish", "Vi har tagit emot ditt önskemål", "We have your wish", Say($"Ordernummer: {number}", $"Order number: {number}"), words),
            OrderSpecified e => Mail(
                "confirmation", e.Attest is null ? "Orderbekräftelse" : "Beställning väntar på godkännande", e.Attest is null ? "Order confirmation" : "Order waits for approval",
                [Say($"Ordernummer: {number}", $"Order number: {number}"), .. Lines(state, nameOf, english), Total(e, english),
                    e.Attest is { } role ? Say($"Beställningen ska godkännas av någon med rollen {role}.", $"The order must be approved by someone with the role {role}.") : ""]),
            OrderApproved => Mail("confirmation", "Orderbekräftelse", "Order confirmation", [Say($"Beställningen är godkänd. Ordernummer: {number}", $"The order is approved. Order number: {number}"), .. Lines(state, nameOf, english)]),
            OrderTurnedDown e => Mail("turned-down", "Beställningen godkändes inte", "The order was not approved", e.Reason.Shown),
            OrderConfirmed { Lines: [_, ..] } e when e.Lines.Any(line => line.Expected is not null) => Mail(
                "expected", "Leveransdag", "Day of delivery", Say($"{e.Supplier} har bekräftat, med nummer {e.SupplierOrder}.", $"{e.Supplier} has confirmed, with number {e.SupplierOrder}."),
                string.Join('\n', e.Lines.Where(line => line.Expected is not null).Select(line => Named(state, line.Line, english) + ": " + Day(line.Expected!.Value)))),
            OrderDeliveryExpected e => Mail(
                "expected", "Ny leveransdag", "New day of delivery", string.Join('\n', e.Lines.Select(line => Named(state, line, english) + ": " + Day(e.Expected))), e.Reason?.Shown ?? ""),
            OrderLinesDeclined e => Mail("declined", "Leverantören kan inte leverera", "The supplier cannot deliver", string.Join('\n', e.Lines.Select(line => Named(state, line, english))), e.Reason.Shown),
            OrderDelivered e => Mail("delivered", "Levererat", "Delivered", string.Join('\n', e.Units.GroupBy(unit => unit.Line).Select(same => $"{Named(state, same.Key, english)}: {same.Count()} {Say("av", "of")} {state.Lines[same.Key].Line.Quantity}"))),
            OrderLinesCancelled e => Mail("cancelled", "Avbeställt", "Cancelled", string.Join('\n', e.Lines.Select(line => Named(state, line, english)))),
            _ => null,
        };
    }

    /// <summary>What was ordered, for whom, to what price, on which reference.</summary>
    private static IEnumerable<string> Lines(OrderState state, Func<Recipient, string?> nameOf, bool english)
    {
        foreach (var line in state.Lines.Values.Select(line => line.Line).Take(LinesShown))
        {
            var whom = line.Recipients.DistinctBy(who => who.Person).Select(who => who.Name?.Text ?? nameOf(who) ?? (english ? "somebody in the directory" : "någon i katalogen")).ToList();
            List<string> price =
            [
                .. line.Once.Minor > 0 ? [line.Once.Shown(english) + (english ? " each" : " styck")] : Array.Empty<string>(),
                .. line.Monthly.Minor > 0 ? [line.Monthly.Shown(english) + (english ? $" each a month{(line.TermMonths is { } months ? $", {months} months" : "")}" : $" styck per månad{(line.TermMonths is { } term ? $", {term} månader" : "")}")] : Array.Empty<string>(),
            ];
            yield return string.Join('\n', new[]
            {
                $"{line.Line}. {line.Quantity} × {(english ? line.NameEn ?? line.Name : line.Name)} ({line.Article})",
                whom.Count == 0 ? "" : (english ? "For: " : "Till: ") + string.Join(", ", whom),
                (english ? "Price: " : "Pris: ") + (price.Count == 0 ? "0" : string.Join(" + ", price)),
                (english ? "Reference: " : "Fakturareferens: ") + line.Reference + (line.Project is { } project ? (english ? ", project " : ", projekt ") + project : ""),
            }.Where(text => text.Length > 0));
        }

        if (state.Lines.Count > LinesShown)
        {
            yield return english ? $"… and {state.Lines.Count - LinesShown} more lines, in the portal." : $"… och {state.Lines.Count - LinesShown} rader till, i portalen.";
        }
    }

    private static string Total(OrderSpecified specified, bool english) =>
        (english ? "Value of the whole order: " : "Beställningens hela värde: ") + specified.Value.Shown(english) + (english ? ", without VAT." : ", utan moms.");

    private static string Named(OrderState state, int line, bool english) =>
        state.Lines.GetValueOrDefault(line)?.Line is { } asked ? $"{line}. {(english ? asked.NameEn ?? asked.Name : asked.Name)}" : line.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
