using System.Globalization;
using System.Text.Json;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Invoices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Invoices;

/// <summary>One invoice: what came of each line, what is disputed, and what whoever handles it may do.</summary>
internal sealed class InvoiceModel(InvoiceStore invoices, InvoiceMatcher matcher, LiveView<InvoiceRow> rows, TimeProvider clock, PageLanguage say) : PageModel
{
    /// <summary>The invoice; null when there is none that the reader may see.</summary>
    public InvoiceView? Shown { get; private set; }

    /// <summary>What is known of an invoice that was not taken; null for one that was.</summary>
    public InvoiceRow? NotTaken { get; private set; }

    /// <summary>What a press has led to; null before one.</summary>
    public string? Said { get; private set; }

    /// <summary>Whether the press was refused.</summary>
    public bool Refused { get; private set; }

    /// <summary>Whether the reader may act on it.</summary>
    public bool MayHandle => InvoiceAccess.MayHandle(User);

    /// <summary>Shows the invoice.</summary>
    public Task<IActionResult> OnGetAsync(string invoice, CancellationToken ct) => ShowAsync(invoice, ct);

    /// <summary>Ends a dispute: it is paid as it is billed, or there is nothing in question any more.</summary>
    public Task<IActionResult> OnPostSettleAsync(string invoice, string? dispute, string? outcome, CancellationToken ct) => ActAsync(
        invoice, (context, id) => invoices.DecideAsync(invoice, new SettleInvoiceDispute(dispute ?? "", outcome ?? "", clock.GetUtcNow()), id, context, ct), $"settle {dispute} {outcome}",
        say["Tvisten är avslutad.", "The dispute has ended."], ct);

    /// <summary>Notes that it was paid.</summary>
    public Task<IActionResult> OnPostPayAsync(string invoice, CancellationToken ct) => ActAsync(
        invoice, (context, id) => invoices.DecideAsync(invoice, new PayInvoice(clock.GetUtcNow()), id, context, ct), "pay", say["Fakturan är betald.", "The invoice is paid."], ct);

    /// <summary>Matches it anew.</summary>
    public Task<IActionResult> OnPostMatchAsync(string invoice, CancellationToken ct) => ActAsync(
        invoice, (context, _) => matcher.MatchAsync(invoice, context, ct), "match", say["Fakturan är jämförd med beställningarna på nytt.", "The invoice was compared with the orders anew."], ct);

    /// <summary>A status in words.</summary>
    public static string StatusName(string status, PageLanguage say) => status switch
    {
        "received" => say["Mottagen, inte jämförd", "Received, not compared"],
        "matched" => say["Stämmer, kan betalas", "Agrees, may be paid"],
        "disputed" => say["Bestridd", "Disputed"],
        "credited" => say["Krediterad", "Credited"],
        "paid" => say["Betald", "Paid"],
        "refused" => say["Inte mottagen", "Not taken"],
        _ => status,
    };

    /// <summary>How a dispute stands.</summary>
    public string Standing(DisputeRow dispute) => (dispute.Outcome, dispute.Answer) switch
    {
        ("credited", _) => say["Krediterad", "Credited"],
        ("withdrawn", _) => say["Tillbakadragen", "Withdrawn"],
        ("accepted", _) => say["Godtagen som den är", "Accepted as it is"],
        (_, "will-credit") => say["Leverantören lovar kredit", "The supplier promises a credit"],
        (_, "rejected") => say["Leverantören säger att fakturan är rätt", "The supplier says that the invoice is right"],
        _ => say["Leverantören är tillfrågad", "The supplier is asked"],
    };

    /// <summary>What differs on a line, with what was agreed and what is billed.</summary>
    public IEnumerable<string> Differing(InvoiceLineMatched line) => line.Differences.Select(difference => Differences.Text(difference.Code, say.IsEnglish)
        + (difference is { Expected: { } expected, Billed: { } billed } ? say[$" (avtalat {expected}, fakturerat {billed})", $" (agreed {expected}, billed {billed})"] : ""));

    /// <summary>Who sent it: the supplier, or the seller's own name where the hub knows no supplier of that number.</summary>
    public string Sender => Shown?.Received is not { } received ? "" : received.Supplier ?? (received.Seller.Text is { } seller ? JsonSerializer.Deserialize<SellerNamed>(seller, JsonSerializerOptions.Web)?.Name : null) ?? received.Seller.Shown;

    /// <summary>A day as pages show it.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record SellerNamed(string? Name);

    private async Task<IActionResult> ActAsync(string invoice, Func<EventContext, Guid, Task<Decision<InvoiceEvent>>> act, string action, string done, CancellationToken ct)
    {
        if (!MayHandle)
        {
            (Said, Refused) = (say["Bara den som hanterar fakturor kan göra det.", "Only those who handle invoices may do that."], true);
            Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (InvoiceEvent.IsId(invoice))
        {
            var decision = await act(new EventContext(IncidentAccess.Actor(HttpContext), "web"), EventId.From("page-invoice", invoice, action));
            (Said, Refused) = decision is Refused<InvoiceEvent> no ? (Why(no), true) : (done, false);
            Response.StatusCode = Refused ? StatusCodes.Status409Conflict : StatusCodes.Status200OK;
        }

        return await ShowAsync(invoice, ct);
    }

    private string Why(Refused<InvoiceEvent> no) => no.Code switch
    {
        "invoice-disputed" => say["Fakturan är bestridd. Vänta på krediten, eller godta den som den är.", no.Why],
        "invoice-not-matched" => say["Fakturan är inte jämförd med beställningarna än. Vänta en stund.", no.Why],
        "invoice-erased" => say["Fakturan sparas inte längre och kan inte jämföras på nytt.", no.Why],
        _ => say["Det går inte som fakturan är nu.", no.Why],
    };

    private async Task<IActionResult> ShowAsync(string invoice, CancellationToken ct)
    {
        var loaded = InvoiceAccess.MaySeeAll(User) && InvoiceEvent.IsId(invoice) ? await invoices.LoadAsync(invoice, ct) : null;
        Shown = loaded is { Revision: >= 0, State.Received: not null } ? InvoiceView.Of(loaded) : null;
        NotTaken = loaded is { Revision: >= 0, State.Received: null } ? rows.Find(invoice) : null;
        if (Shown is null && NotTaken is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Page();
    }
}
