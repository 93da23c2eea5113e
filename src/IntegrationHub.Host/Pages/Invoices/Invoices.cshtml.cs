using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Host.Invoices;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;

namespace IntegrationHub.Host.Pages.Invoices;

/// <summary>What is billed, as the reader wants it: the parameters of <c>/api/invoices/lines</c>, as a form and as links.</summary>
internal sealed class InvoicesModel(InvoiceReading reading, InvoiceAccess access, LiveView<InvoiceRow> rows, PageLanguage say, TimeProvider clock) : PageModel
{
    private const int MostWaiting = 20;
    private static readonly string[] s_waiting = ["disputed", "received", "refused"];
    private Dictionary<string, string> _names = [];

    /// <summary>What is asked for.</summary>
    public InvoiceQuery Query { get; private set; } = null!;

    /// <summary>What was found; null when there is a fault.</summary>
    public InvoiceLines? Lines { get; private set; }

    /// <summary>For who sees all invoices: those that need somebody, the latest of each kind.</summary>
    public IReadOnlyList<InvoiceRow> Waiting { get; private set; } = [];

    /// <summary>Whether the reader may open an invoice.</summary>
    public bool MayOpen => InvoiceAccess.MaySeeAll(User);

    /// <summary>What is wrong with the parameters, in words.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Waiting = MayOpen ? [.. s_waiting.SelectMany(Latest)] : [];
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Query = InvoiceQuery.Read(Request.Query, CityDay.Of(clock.GetUtcNow()), faults);
        if (faults.Count > 0)
        {
            Faults = [say["Kontrollera: ", "Check: "] + string.Join(", ", faults.Keys)];
            return;
        }

        Lines = await reading.ReadAsync(Query, await access.SeesAsync(User, ct), ct);
        if (Lines is null)
        {
            Faults = [say["För många rader. Välj färre dagar, eller en referens.", "Too many lines. Choose fewer days, or a reference."]];
            return;
        }

        _names = await access.NamesAsync(InvoiceSheets.Persons(Lines), ct);
    }

    /// <summary>The value of a parameter.</summary>
    public string Said(string name) => Request.Query[name].ToString();

    /// <summary>The name of a person; anything else as it stands.</summary>
    public string Named(string key) => key.Length == 0 ? say["(okänt)", "(not known)"] : _names.GetValueOrDefault(key) ?? key;

    /// <summary>This page with a parameter set; null takes it away.</summary>
    public string With(string name, string? value) => Address("/orders/invoices", Request.Query.Where(given => given.Key != name && given.Key != "lang")
        .Concat(value is null ? [] : [KeyValuePair.Create(name, new StringValues(value))]));

    /// <summary>The same as a file.</summary>
    public string File(string format) => Address("/api/invoices/lines", Request.Query.Where(given => given.Key is not ("format" or "lang"))
        .Append(KeyValuePair.Create("format", new StringValues(format))).Append(KeyValuePair.Create("lang", new StringValues(say.Code))));

    /// <summary>What lines are grouped by, in words.</summary>
    public string GroupName(string by) => by switch
    {
        "user" => say["användare", "user"],
        "project" => say["projekt", "project"],
        "orderer" => say["beställare", "orderer"],
        "article" => say["artikel", "article"],
        "organisation" => say["förvaltning eller bolag", "organisation"],
        "supplier" => say["leverantör", "supplier"],
        "order" => say["beställning", "order"],
        _ => say["fakturareferens (IKB)", "invoice reference"],
    };

    /// <summary>A review, in words.</summary>
    public string ReviewName(string review) => review switch
    {
        "new" => say["Nytt", "New"],
        "ended" => say["Upphört", "Ended"],
        "changed-price" => say["Ändrat pris", "Changed price"],
        "doubled" => say["Dubbelt", "Doubled"],
        "unused" => say["Används inte", "Unused"],
        _ => say["Personer som slutat", "People who left"],
    };

    private IEnumerable<InvoiceRow> Latest(string status) =>
        rows.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = status }, null, MostWaiting).Select(found => found.Row);

    private static string Address(string page, IEnumerable<KeyValuePair<string, StringValues>> parameters) => page + new QueryBuilder(parameters).ToQueryString();
}
