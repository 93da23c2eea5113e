using System.Globalization;
using IntegrationHub.Adapters.Invoices.Peppol;
using IntegrationHub.Adapters.Invoices.Sheets;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Suppliers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Invoices;

/// <summary><c>/api/invoices</c> and <c>/suppliers/{id}/invoices</c>: invoices taken in, matched, disputed and read.</summary>
internal static class InvoiceEndpoints
{
    private const int MostAtOnce = 200;
    private const int AtOnce = 50;
    private const string Xml = "application/xml";
    private static readonly string[] s_otherTypes = ["text/xml", "application/gzip", "application/octet-stream"];
    private static readonly int[] s_refusals = [400, 403, 409, 413, 415, 422];

    /// <summary>Maps the endpoints. A supplier's token is checked here, not by the hub's sign-in.</summary>
    public static void MapInvoices(this IEndpointRouteBuilder routes)
    {
        var large = new RequestSizeLimitAttribute(InvoiceLimits.Default.Bytes + 1);
        var group = routes.MapGroup("/api/invoices").WithTags("Invoices");
        group.MapGet("/lines", LinesAsync).WithSummary("Lines by user, reference, project, orderer, article, organisation, supplier or order, summed per reference; ready-made reviews; format=csv or xlsx.").Answers<InvoiceLines>(200, 400);
        var handled = routes.MapGroup("/api/invoices").WithTags("Invoices").RequireAuthorization(InvoiceAccess.Policy);
        handled.MapPost("/", TakeAsync).WithMetadata(large).Accepts<string>(Xml, s_otherTypes).WithSummary("Takes an invoice in Peppol BIS Billing 3, plain or gzip; the same again gets the same answer.").Answers<InvoiceTaken>(201, s_refusals);
        handled.MapPost("/{invoice}/match", MatchAsync).WithSummary("Matches it anew: an order has come, or was corrected.").Answers<InvoiceView>(200, 404, 409);
        handled.MapPost("/{invoice}/payment", PayAsync).WithSummary("Notes that it was paid.").Answers<InvoiceView>(200, 404, 409);
        handled.MapPost("/{invoice}/disputes/{dispute}", SettleAsync).WithSummary("Ends a dispute by hand: withdrawn, or accepted as it is billed.").Answers<InvoiceView>(200, 400, 404, 409);
        group.MapGet("/", List).WithSummary("Invoices by supplier, status, number, reference, order or month.").Answers<InvoicePage>(200, 400, 403);
        group.MapGet("/{invoice}", ShowAsync).WithSummary("An invoice, its lines, what differs, and its disputes.").Answers<InvoiceView>(200, 404);
        group.MapGet("/{invoice}/original", OriginalAsync).WithSummary("The invoice as it came.").Produces<string>(200, Xml).Produces<ProblemDetails>(404);
        var theirs = routes.MapGroup("/suppliers").WithTags("Suppliers").AllowAnonymous();
        theirs.MapPost("/{id}/invoices", TakeFromSupplierAsync).WithMetadata(large).Accepts<string>(Xml, s_otherTypes).WithSummary("Takes an invoice of the supplier.").Answers<InvoiceTaken>(201, [.. s_refusals, 401]);
        theirs.MapGet("/{id}/invoices/{invoice}", ShowSupplierAsync).WithSummary("What became of an invoice of the supplier: matched, disputed, paid.").Answers<InvoiceRow>(200, 401, 403, 404);
    }

    /// <summary>An invoice was taken.</summary>
    /// <param name="Remarks">What may be odd about it.</param>
    internal sealed record InvoiceTaken(string Invoice, IReadOnlyList<InvoiceFault> Remarks);

    /// <summary>Invoices, the last changed first.</summary>
    /// <param name="After">The parameter that asks for the next page; null when this is the last.</param>
    internal sealed record InvoicePage(IReadOnlyList<InvoiceRow> Invoices, string? After);

    private static async Task<IResult> TakeAsync(HttpContext http, InvoiceIntake intake, CancellationToken ct) =>
        await BodyAsync(http, ct) is { } body ? Answer(http, await intake.TakeAsync(body, null, new EventContext(IncidentAccess.Actor(http), "web"), ct), "/api/invoices/") : TooLarge(http);

    private static async Task<IResult> TakeFromSupplierAsync(string id, HttpContext http, IReadOnlyList<SupplierSettings> suppliers, InvoiceIntake intake, TimeProvider clock, CancellationToken ct)
    {
        var who = SupplierAuthentication.CheckToken(id, http.Request.Headers.Authorization, suppliers);
        if (who is not Recognised sender)
        {
            return SupplierRefusal.Of(http, (Unrecognised)who);
        }

        if (await BodyAsync(http, ct) is not { } body)
        {
            return TooLarge(http);
        }

        return SupplierAuthentication.CheckSignature(sender.Supplier, http.Request.Headers, body.Span, clock.GetUtcNow()) is { } unsigned ? SupplierRefusal.Of(http, unsigned)
            : Answer(http, await intake.TakeAsync(body, sender.Supplier, new EventContext("supplier:" + id, "supplier"), ct), $"/suppliers/{id}/invoices/");
    }

    private static IResult ShowSupplierAsync(string id, string invoice, HttpContext http, IReadOnlyList<SupplierSettings> suppliers, LiveView<InvoiceRow> rows) =>
        SupplierAuthentication.CheckToken(id, http.Request.Headers.Authorization, suppliers) is Unrecognised who ? SupplierRefusal.Of(http, who)
        : InvoiceEvent.IsId(invoice) && rows.Find(invoice) is { } row && row.Supplier == id ? Results.Json(row, CaseEndpoints.Shown) : Unknown();

    private static async Task<IResult> MatchAsync(string invoice, HttpContext http, InvoiceMatcher matcher, InvoiceStore invoices, CancellationToken ct) =>
        await matcher.MatchAsync(invoice, new EventContext(IncidentAccess.Actor(http), "web"), ct) is Refused<InvoiceEvent> no ? Problem(no) : await ShownAsync(invoice, invoices, ct);

    private static Task<IResult> PayAsync(string invoice, HttpContext http, InvoiceStore invoices, TimeProvider clock, CancellationToken ct) =>
        ActAsync(invoice, "pay", new PayInvoice(clock.GetUtcNow()), http, invoices, ct);

    private static Task<IResult> SettleAsync(string invoice, string dispute, OutcomeBody body, HttpContext http, InvoiceStore invoices, TimeProvider clock, CancellationToken ct) =>
        ActAsync(invoice, "settle " + dispute, new SettleInvoiceDispute(dispute, body.Outcome ?? "", clock.GetUtcNow()), http, invoices, ct);

    private static async Task<IResult> ActAsync(string invoice, string action, InvoiceCommand command, HttpContext http, InvoiceStore invoices, CancellationToken ct) =>
        await invoices.DecideAsync(invoice, command, EventId.From("api-invoice", invoice, action), new EventContext(IncidentAccess.Actor(http), "web"), ct) is Refused<InvoiceEvent> no
            ? Problem(no) : await ShownAsync(invoice, invoices, ct);

    private static IResult List(string? supplier, string? status, string? number, string? reference, string? order, string? month, int? size, string? after, HttpContext http, LiveView<InvoiceRow> rows)
    {
        if (!InvoiceAccess.MaySeeAll(http.User))
        {
            return TypedResults.Problem("Invoices are for those who handle them. Ask for lines instead: /api/invoices/lines.", type: "not-allowed", statusCode: StatusCodes.Status403Forbidden);
        }

        long? before = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;
        if (size is < 1 or > MostAtOnce || (after is not null && before is null))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["size"] = [$"1 to {MostAtOnce}; after is what the page before gave."] }, type: "invalid-list");
        }

        var sought = new (string Name, string? Value)[] { ("supplier", supplier), ("status", status), ("number", number), ("reference", reference), ("order_number", order), ("month", month) }
            .Where(pair => pair.Value is not null).ToDictionary(pair => pair.Name, pair => pair.Value!, StringComparer.Ordinal);
        var found = rows.Seek(sought, before, (size ?? AtOnce) + 1);
        var page = found.Take(size ?? AtOnce).ToList();
        return Results.Json(new InvoicePage([.. page.Select(each => each.Row)], found.Count > page.Count ? page[^1].Place.ToString(CultureInfo.InvariantCulture) : null), CaseEndpoints.Shown);
    }

    private static async Task<IResult> ShowAsync(string invoice, HttpContext http, InvoiceStore invoices, CancellationToken ct) =>
        InvoiceAccess.MaySeeAll(http.User) ? await ShownAsync(invoice, invoices, ct) : Unknown();

    private static async Task<IResult> OriginalAsync(string invoice, HttpContext http, InvoiceStore invoices, InvoiceFiles files, CancellationToken ct) =>
        InvoiceAccess.MaySeeAll(http.User) && InvoiceEvent.IsId(invoice) && (await invoices.LoadAsync(invoice, ct)).State.Received is { } received
        && await files.Kept.OpenAsync(received.Texts, InvoiceEvent.StreamOf(invoice), received.Original.Reference, ct) is { } file
            ? Results.Bytes(file.Content, Xml, invoice + ".xml") : Unknown();

    private static async Task<IResult> LinesAsync(HttpContext http, InvoiceReading reading, InvoiceAccess access, TimeProvider clock, CancellationToken ct)
    {
        var (faults, format) = (new Dictionary<string, string[]>(StringComparer.Ordinal), http.Request.Query["format"].ToString());
        var query = InvoiceQuery.Read(http.Request.Query, CityDay.Of(clock.GetUtcNow()), faults);
        if (format is not ("" or "json" or "csv" or "xlsx"))
        {
            faults["format"] = ["json, csv or xlsx."];
        }

        var lines = faults.Count > 0 ? null : await reading.ReadAsync(query, await access.SeesAsync(http.User, ct), ct);
        if (lines is null)
        {
            faults.TryAdd("from", [$"There are more than {InvoiceReading.Most} lines. Ask for fewer days, or for one reference."]);
            return TypedResults.ValidationProblem(faults, type: "invalid-list");
        }

        if (format is "" or "json")
        {
            return Results.Json(lines, CaseEndpoints.Shown);
        }

        var sheet = InvoiceSheets.Of(lines, await access.NamesAsync(InvoiceSheets.Persons(lines), ct), http.Request.Query["lang"] == "en");
        var name = string.Create(CultureInfo.InvariantCulture, $"fakturarader-{query.From:yyyy-MM-dd}-{query.To:yyyy-MM-dd}.{format}");
        return format == "csv" ? Results.Bytes(sheet.ToCsv(), Sheet.CsvType, name) : Results.Bytes(sheet.ToExcel(), Sheet.ExcelType, name);
    }

    private static async Task<IResult> ShownAsync(string invoice, InvoiceStore invoices, CancellationToken ct) =>
        InvoiceEvent.IsId(invoice) && await invoices.LoadAsync(invoice, ct) is { Revision: >= 0 } loaded ? Results.Json(InvoiceView.Of(loaded), CaseEndpoints.Shown) : Unknown();

    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext http, CancellationToken ct)
    {
        using var body = new MemoryStream();
        var piece = new byte[64 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(piece, ct)) > 0)
        {
            if (body.Length + read > InvoiceLimits.Default.Bytes)
            {
                return null;
            }

            body.Write(piece, 0, read);
        }

        return body.ToArray();
    }

    private static IResult Answer(HttpContext http, InvoiceAnswer answer, string place)
    {
        if (answer.Code is { } code)
        {
            return TypedResults.Problem(answer.Why, type: code, statusCode: answer.Status, extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["invoice"] = answer.Invoice, ["faults"] = answer.Faults });
        }

        http.Response.Headers.Location = place + answer.Invoice;
        return Results.Json(new InvoiceTaken(answer.Invoice!, answer.Remarks), CaseEndpoints.Shown, statusCode: answer.Status);
    }

    private static ProblemHttpResult TooLarge(HttpContext http)
    {
        http.Response.Headers.Connection = "close"; // The rest is not read.
        return TypedResults.Problem($"An invoice is at most {InvoiceLimits.Default.Bytes} bytes, attachments and all.", type: "invoice-too-large", statusCode: StatusCodes.Status413PayloadTooLarge);
    }

    private static ProblemHttpResult Unknown() => Problem(new("invoice-unknown", "There is no such invoice."));

    private static ProblemHttpResult Problem(Refused<InvoiceEvent> no) => TypedResults.Problem(no.Why, type: no.Code, statusCode: no.Code switch
    {
        "invoice-unknown" or "dispute-unknown" => StatusCodes.Status404NotFound,
        "outcome-unknown" => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status409Conflict,
    });
}

/// <summary>How a dispute ends by hand.</summary>
/// <param name="Outcome"><c>withdrawn</c> or <c>accepted</c>.</param>
internal sealed record OutcomeBody(string? Outcome);
