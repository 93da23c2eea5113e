using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Holdings;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Orders;

/// <summary>What runs now, by person, site, reference and the month in which it ends.</summary>
internal sealed class HoldingsModel(LiveView<HoldingRow> rows, OrderAccess access, CityDirectory directory, DirectoryStore people) : PageModel
{
    private const int Most = 200;

    /// <summary>Whose: the pseudonym. An address shows no more of a person than that.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    /// <summary>Where.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Site { get; set; }

    /// <summary>What it is booked on.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    /// <summary>The month in which it ends, <c>2026-12</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Ends { get; set; }

    /// <summary>The name of whose it is; null when nobody is asked for, or the directory knows none.</summary>
    public string? Name { get; private set; }

    /// <summary>What was found, the last changed first.</summary>
    public IReadOnlyList<HoldingRow> Rows { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var reader = await access.ReaderAsync(User, ct);
        if (Person is not null && !CityDirectory.IsPseudonym(Person))
        {
            Person = null; // Whoever wrote a name into the address is shown no more than without.
        }

        var sought = new (string Name, string? Value)[] { ("person", Person), ("site", Site), ("reference", Reference), ("ends", Ends), ("standing", "held") }
            .Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).ToDictionary(pair => pair.Name, pair => pair.Value!.Trim(), StringComparer.Ordinal);
        Rows = [.. rows.Seek(HoldingEndpoints.Narrowed(sought, reader), before: null, Most).Select(found => found.Row).Where(reader.MaySee)];

        // A name is told to those alone who may see something of the person's.
        Name = Person is { } person && (reader.All || Rows.Count > 0) ? (await people.LoadAsync(new PersonId(person), ct)).State.Facts?.FullName : null;
    }

    /// <summary>Finds the person that is meant, and shows what the person has.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] string? whose, CancellationToken ct)
    {
        var said = whose?.Trim() is { Length: > 0 and <= 254 } text ? text : null;
        var person = said is null ? Person is { } before && CityDirectory.IsPseudonym(before) ? before : null : (await directory.MeantAsync(said, ct))?.Person.Value ?? directory.Find(said).Value;
        return RedirectToPage("/Orders/Holdings", new { person, site = Site, reference = Reference, ends = Ends });
    }
}
