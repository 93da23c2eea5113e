using System.Globalization;
using IntegrationHub.Core;
using IntegrationHub.Core.Orders;
using IntegrationHub.Host.Orders;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IntegrationHub.Host.Pages.Orders;

/// <summary>A new order by a plain form: many things for one, or one thing for many, checked and priced before it is sent.</summary>
internal sealed class NewOrderModel(
    ArticleRegister register, OrderRules rules, OrderAccess access, Ordering ordering, TimeProvider clock, PageLanguage say) : PageModel
{
    /// <summary>Packages that can be ordered today.</summary>
    public IReadOnlyList<ArticleEndpoints.PricedPackage> Packages { get; private set; } = [];

    /// <summary>Articles that can be ordered today, by type.</summary>
    public IReadOnlyList<IGrouping<string, Article>> Articles { get; private set; } = [];

    /// <summary>What is wrong with what was filled in.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>What it would be; null before it was checked.</summary>
    public PricedDraft? Checked { get; private set; }

    /// <summary>The whole value.</summary>
    public string Total => Money.Sum(Checked!.Lines.Select(line => line.Value)).Shown(say.IsEnglish);

    /// <summary>What was filled in.</summary>
    public NewOrderForm Filled { get; private set; } = new();

    /// <summary>What the form's press is known by, so that a double click orders once.</summary>
    public string Press { get; private set; } = "";

    /// <summary>Shows the form.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Press = NewPress();
        await FillAsync(ct);
    }

    /// <summary>Checks it, or orders.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] NewOrderForm form, string? press, string? act, CancellationToken ct)
    {
        (Filled, Press) = (form, press is { Length: > 0 and <= 100 } ? press : NewPress());
        await FillAsync(ct);
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var said in (form.For ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(OrderChecks.MostUnits).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (await access.MeantAsync(said, ct) is not null)
            {
                known.Add(said);
            }
        }

        var body = form.ToOrder(say.Code, known.Contains);
        var key = "page " + Press;
        var (number, asked) = act == "check" ? (null, await ordering.CheckAsync(body, HttpContext, key, ct)) : await ordering.PlaceAsync(body, HttpContext, key, ct);
        if (number is { } placed)
        {
            return Redirect($"/orders/{placed.Value}");
        }

        if (!asked.IsSound)
        {
            return Again(asked.Refused is { } refused ? [Why(refused)]
                : asked.Checked is { } drafted ? [.. drafted.Priced.Faults.Select(fault => fault.What)]
                : [.. asked.Faults.Select(fault => $"{fault.Key}: {fault.Value[0]}")]);
        }

        Checked = asked.Checked?.Priced;
        return Page();
    }

    /// <summary>A price in a few words.</summary>
    public string Price(Money once, Money monthly) => string.Join(" + ", new[]
    {
        once.Minor > 0 ? once.Shown(say.IsEnglish) : "", monthly.Minor > 0 ? monthly.Shown(say.IsEnglish) + say["/mån", "/month"] : "",
    }.Where(text => text.Length > 0)) is { Length: > 0 } price ? price : say["enligt överenskommelse", "as agreed"];

    private string Why(Refused<OrderEvent> refused) => refused.Code switch
    {
        "not-orderer" => say["Du beställer inte för den här organisationen, eller katalogen vet inte vem du är.", refused.Why],
        _ => say["Formuläret är redan skickat med annat innehåll. Läs sidan på nytt.", "The form was sent already with other content. Load the page again."],
    };

    private async Task FillAsync(CancellationToken ct)
    {
        var (catalogue, today) = (await register.CurrentAsync(ct), CityTime.Day(clock.GetUtcNow()));
        Packages = [.. catalogue.Packages.Values.Where(package => package.IsSoldOn(today)).Select(package => ArticleEndpoints.Priced(package, catalogue))];
        Articles =
        [
            .. catalogue.Articles.Values.Where(article => article.IsSoldOn(today) && rules.Type(article.Type) is { Specified: false })
                .GroupBy(article => rules.Type(article.Type) is { } type ? say[type.Sv, type.En] : article.Type, StringComparer.Ordinal),
        ];
    }

    private PageResult Again(IReadOnlyList<string> faults)
    {
        (Faults, Press) = (faults, NewPress());
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private string NewPress() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture);
}
