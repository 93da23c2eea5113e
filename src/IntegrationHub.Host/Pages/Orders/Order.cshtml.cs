using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Invoices;
using IntegrationHub.Host.Orders;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Orders;

/// <summary>An order: what was ordered, for whom, to what price, on which reference, and how it stands.</summary>
internal sealed class OrderModel(OrderStore orders, OrderAccess access, DirectoryStore people, LiveView<InvoiceRow> invoices, TimeProvider clock, PageLanguage say) : PageModel
{
    private const int NamesShown = 5;
    private const int Tries = 5;
    private SeenOrder? _seen;
    private Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The order; null when there is none that the reader may see.</summary>
    public OrderView? Shown { get; private set; }

    /// <summary>What a press has led to; null before one.</summary>
    public string? Said { get; private set; }

    /// <summary>Whether the press was refused.</summary>
    public bool Refused { get; private set; }

    /// <summary>Whether the reader may approve it.</summary>
    public bool MayApprove => _seen is { MayApprove: true };

    /// <summary>Whether something can be cancelled still, and by the reader.</summary>
    public bool MayCancel => _seen is { MayChange: true } seen && seen.Loaded.State.Lines.Values.Any(line => line.IsOpen && line.Delivered.Count == 0 && line.Phase != LinePhase.CancelAsked);

    /// <summary>The id of an invoice, for who may open it; null for others, and where several sellers have such a number.</summary>
    public string? Opened(string invoice) =>
        InvoiceAccess.MaySeeAll(User) && invoices.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["number"] = invoice }, null, 2) is [var only] ? only.Row.Invoice : null;

    /// <summary>What has happened, without the hub's own notes, the newest first.</summary>
    public IEnumerable<OrderTimelineEntry> Entries => _seen!.Timeline.Entries.Where(entry => !entry.IsInner).Reverse();

    /// <summary>Shows the order.</summary>
    public Task<IActionResult> OnGetAsync(string number, CancellationToken ct) => ShowAsync(number, ct);

    /// <summary>Approves it.</summary>
    public Task<IActionResult> OnPostApproveAsync(string number, long? revision, CancellationToken ct) =>
        ActAsync(number, "approve", revision, seen => new ApproveOrder(seen.Approver, seen.Roles, clock.GetUtcNow()), ct);

    /// <summary>Turns it down.</summary>
    public Task<IActionResult> OnPostTurnDownAsync(string number, string? reason, long? revision, CancellationToken ct) =>
        ActAsync(number, "turn-down", revision, seen => new TurnDownOrder(seen.Approver, seen.Roles, Short(reason) ?? say["Ingen orsak angavs.", "No reason was given."], clock.GetUtcNow()), ct);

    /// <summary>Cancels what is not delivered.</summary>
    public Task<IActionResult> OnPostCancelAsync(string number, string? reason, long? revision, CancellationToken ct) =>
        ActAsync(number, "cancel", revision, seen => seen.MayChange ? new CancelLines([], Short(reason), clock.GetUtcNow()) : null, ct);

    /// <summary>Who gets a line, in a few names.</summary>
    public string For(LineView line)
    {
        var names = line.Units.Where(unit => unit.Person is not null).DistinctBy(unit => unit.Person, StringComparer.Ordinal).Select(unit => unit.Name ?? _names.GetValueOrDefault(unit.Person!) ?? unit.Person!).ToList();
        return names.Count == 0 ? line.Site ?? "" : string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? string.Create(CultureInfo.InvariantCulture, $" + {names.Count - NamesShown}") : "");
    }

    /// <summary>A unit's price.</summary>
    public string Price(LineView line) => string.Join(" + ", new[]
    {
        line.Once.Minor > 0 ? line.Once.Shown(say.IsEnglish) : "",
        line.Monthly.Minor > 0 ? line.Monthly.Shown(say.IsEnglish) + say[" per månad", " a month"] + (line.TermMonths is { } months ? string.Create(CultureInfo.InvariantCulture, $" × {months}") : "") : "",
    }.Where(text => text.Length > 0));

    /// <summary>How a line stands, with its day.</summary>
    public string Standing(LineView line)
    {
        var (sv, en) = OrderWords.Briefly(line.Status);
        var there = line.Units.Count(unit => unit.DeliveredAt is not null);
        return say[sv, en] + (there > 0 && there < line.Quantity ? string.Create(CultureInfo.InvariantCulture, $" ({there}/{line.Quantity})") : "")
            + (there < line.Quantity && line.Expected is { } day ? ", " + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "");
    }

    /// <summary>An event in words.</summary>
    public string Happened(OrderTimelineEntry entry) => entry.Fact switch
    {
        OrderWished => say["Önskad", "Wished for"],
        OrderSpecified e => say["Specificerad", "Specified"] + ": " + e.Value.Shown(say.IsEnglish),
        OrderApproved e => say["Godkänd som ", "Approved as "] + e.Role,
        OrderTurnedDown e => say["Inte godkänd: ", "Not approved: "] + e.Reason.Shown,
        OrderPlaced e => say["Skickad till ", "Sent to "] + e.Supplier,
        OrderConfirmed e => say["Bekräftad, nummer ", "Confirmed, number "] + e.SupplierOrder,
        OrderLinesDeclined e => say["Kan inte levereras: ", "Cannot be delivered: "] + e.Reason.Shown,
        OrderDeliveryExpected e => say["Väntas ", "Expected "] + e.Expected.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + (e.Reason is { } why ? ": " + why.Shown : ""),
        OrderSwapBooked e => say["Byte bokat ", "Swap booked "] + CityTime.Shown(e.Time.From),
        OrderShipped e => say["Skickat: ", "Shipped: "] + Units(e.Units),
        OrderDelivered e => say["Levererat: ", "Delivered: "] + Units(e.Units),
        OrderUnitsReturned e => say["Skickat tillbaka: ", "Sent back: "] + Units(e.Units),
        OrderCancellationAsked => say["Avbeställning begärd", "Cancellation asked for"],
        OrderLinesCancelled => say["Avbeställt", "Cancelled"],
        OrderCancellationRefused e => say["Levereras ändå: ", "Delivered all the same: "] + e.Reason.Shown,
        OrderInvoiced e => say["Fakturerat på ", "Invoiced on "] + e.Invoice + ": " + e.Net.Shown(say.IsEnglish),
        OrderInvoiceDisputed e => say["Faktura bestridd: ", "Invoice disputed: "] + e.Invoice + ", " + e.Code,
        OrderDisputeSettled e => say["Tvist avslutad: ", "Dispute ended: "] + e.Outcome,
        OrderInvoicePaid e => say["Betald: ", "Paid: "] + e.Invoice,
        OrderMessageRefused e => say["Leverantörens system tog inte emot meddelandet: ", "The supplier's system refused the message: "] + e.Type,
        _ => entry.Type,
    };

    private string Units(IReadOnlyList<OrderUnit> units) => string.Join(", ", units.GroupBy(unit => unit.Line).Select(same => string.Create(
        CultureInfo.InvariantCulture, $"{same.Count()} × {Shown?.Lines.FirstOrDefault(line => line.Line == same.Key)?.Name ?? same.Key.ToString(CultureInfo.InvariantCulture)}")));

    private async Task<IActionResult> ActAsync(string number, string action, long? revision, Func<SeenOrder, OrderCommand?> command, CancellationToken ct)
    {
        if (await SeenOrder.FindAsync(number, HttpContext, access, orders, ct) is not { } seen)
        {
            return await ShowAsync(number, ct);
        }

        var decision = await DecideAsync(seen, action, revision, command, ct);
        (Said, Refused) = decision is Refused<OrderEvent> no ? (Why(no), true) : (Done(action), false);
        Response.StatusCode = decision is not Refused<OrderEvent> refusal ? StatusCodes.Status200OK
            : refusal.Code is "not-orderer" or "own-order" or "no-mandate" ? StatusCodes.Status403Forbidden : StatusCodes.Status409Conflict;
        return await ShowAsync(number, ct);
    }

    /// <summary>What was decided on the page is refused only when it was specified anew since: that a supplier says something meanwhile changes nothing of what was decided upon.</summary>
    private async Task<Decision<OrderEvent>> DecideAsync(SeenOrder seen, string action, long? revision, Func<SeenOrder, OrderCommand?> command, CancellationToken ct)
    {
        var (wish, actor) = (seen.Wish, OrderAccess.Actor(HttpContext));
        var id = EventId.From("page-order", wish.Number.Value, action, actor, (revision ?? -1).ToString(CultureInfo.InvariantCulture));
        Decision<OrderEvent> decision = new Refused<OrderEvent>("not-orderer", "Only who ordered it, who orders or approves for its organisation, or the city's people may change it.");
        for (var attempt = 0; attempt < Tries && command(seen) is { } wanted; attempt++)
        {
            if (seen.Loaded.History.Any(known => known.Fact is OrderSpecified && known.Recorded.Revision > (revision ?? -1)))
            {
                return new Refused<OrderEvent>("order-changed", "The order was specified anew meanwhile. Look at it again, then decide again.");
            }

            decision = await orders.DecideAsync(wish.Number, wanted, id, new EventContext(actor, "web"), seen.Loaded.Revision, ct);
            if (decision is not Refused<OrderEvent> { Code: "order-changed" } || await SeenOrder.FindAsync(wish.Number.Value, HttpContext, access, orders, ct) is not { } now)
            {
                return decision;
            }

            seen = now;
        }

        return decision;
    }

    private string Done(string action) => action switch
    {
        "approve" => say["Godkänd.", "Approved."],
        "turn-down" => say["Inte godkänd. Beställaren får veta varför.", "Turned down. The orderer is told why."],
        _ => say["Avbeställt, eller leverantören är tillfrågad.", "Cancelled, or the supplier is asked."],
    };

    private string Why(Refused<OrderEvent> no) => no.Code switch
    {
        "own-order" => say["Du kan inte godkänna din egen beställning.", no.Why],
        "no-mandate" => say["Beställningen måste godkännas av någon med rätt roll.", no.Why],
        "order-turned-down" => say["Beställningen är inte godkänd. Den måste specificeras på nytt först.", no.Why],
        "not-orderer" => say["Bara den som beställde, eller beställer eller godkänner för organisationen, kan ändra beställningen.", no.Why],
        "order-changed" => say["Beställningen har ändrats sedan du öppnade sidan. Se efter en gång till.", no.Why],
        "line-delivered" => say["Det som är levererat kan inte avbeställas.", no.Why],
        _ => say["Det går inte som beställningen är nu.", no.Why],
    };

    private async Task<IActionResult> ShowAsync(string number, CancellationToken ct)
    {
        _seen = await SeenOrder.FindAsync(number, HttpContext, access, orders, ct);
        Shown = _seen?.View;
        if (Shown is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }

        foreach (var person in Shown.Lines.SelectMany(line => line.Units.Where(unit => unit is { Person: not null, Name: null }).DistinctBy(unit => unit.Person, StringComparer.Ordinal).Take(NamesShown)).Select(unit => unit.Person!).Distinct(StringComparer.Ordinal))
        {
            if ((await people.LoadAsync(new PersonId(person), ct)).State.Facts?.FullName is { } name)
            {
                _names[person] = name;
            }
        }

        return Page();
    }

    private static string? Short(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim() is var whole && whole.Length > 1_000 ? whole[..1_000] : whole;
}
