using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using IntegrationHub.HostTests.Incidents;
using IntegrationHub.HostTests.Invoices;
using IntegrationHub.HostTests.Suppliers;
using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Pages;

/// <summary>What every page owes every reader.</summary>
public sealed class ReadingThePages(HubWithSomethingOnEveryPage scene) : IClassFixture<HubWithSomethingOnEveryPage>
{
    /// <summary>What is wider than the window takes a press of the key too: the browser lets it be scrolled by keyboard.</summary>
    private const int Scrolled = 3;

    private const string Focusable = "a[href], button, input:not([type=hidden]), textarea, select, summary";

    public static TheoryData<string> Pages => ["/", "/phone", "/search", "/search?q=skrivare", "/search?colour=red", "/cases/{number}", "/cases/12345678", "/incidents", "/incidents/{incident}", "/incidents/{incident}/follow-up", "/incidents/regrouping", "/incidents/12345", "/report", "/report?made={number}", "/desk/workplace", "/desk/nowhere", "/desk/workplace/nothing", "/ops", "/audit", "/audit?incidentsOnly=true", "/audit/cases/{number}", "/audit/cases/12345678", "/audit/incidents/{incident}", "/ops/workplace/00000000-0000-0000-0000-000000000001", "/my", "/orders", "/orders/{order}", "/orders/500000005", "/orders/new", "/orders/holdings", "/orders/invoices", "/orders/invoices/{invoice}", "/orders/invoices/none"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task No_page_has_an_obstacle_in_either_language_wide_or_narrow_light_or_dark(string path)
    {
        path = scene.Filled(path);
        foreach (var (language, width, colours) in ((string, int, ColorScheme)[])
            [("sv", 320, ColorScheme.Light), ("en", 1024, ColorScheme.Dark)])
        {
            await ReadAsync(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=" + language, language, width, colours);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Everything_that_can_be_used_is_reached_by_keyboard_and_shows_that_it_is(string path)
    {
        var (page, _) = await scene.VisitAsync(scene.Filled(path));
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("#main", await page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await page.EvaluateAsync<string>("document.activeElement.id"));

        await page.ReloadAsync();
        await page.EvaluateAsync("for (const part of document.querySelectorAll('details')) part.open = true");
        var presses = await page.Locator(Focusable).CountAsync() + Scrolled;
        for (var i = 0; i < presses; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            await page.EvaluateAsync("document.activeElement.dataset.reached = getComputedStyle(document.activeElement).outlineStyle");
        }

        Assert.Equal(
            "", await page.EvaluateAsync<string>($"[...document.querySelectorAll('{Focusable}')].filter(part => part.dataset.reached !== 'solid').map(part => part.outerHTML).join('\\n')"));
    }

    [Fact]
    public async Task A_page_is_Swedish_until_English_is_chosen_and_then_stays_English()
    {
        var (page, _) = await scene.VisitAsync("/");
        Assert.Equal("sv", await page.Locator("html").GetAttributeAsync("lang"));
        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Search" }).ClickAsync();
        Assert.Equal("en", await page.Locator("html").GetAttributeAsync("lang"));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Search cases and orders");
        await page.GetByRole(AriaRole.Link, new() { Name = "Svenska" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sök bland ärenden och beställningar");
    }

    [Fact]
    public async Task A_case_is_found_by_the_search_box_and_narrowed_by_a_facet()
    {
        var number = await scene.OpenAsync("Projektorn i sal 12 lyser inte");
        await scene.OpenAsync("Projektorn i aulan, jag kommer inte in i epost");
        var (page, faults) = await scene.VisitAsync("/");
        for (var hits = 0; hits < 2;)
        {
            await page.GotoAsync("/");
            await page.GetByRole(AriaRole.Searchbox).FillAsync("projektor");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sök" }).ClickAsync();
            hits = await page.Locator(".hits li").CountAsync();
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "Dator, skärm och tillbehör" }).Or(page.Locator("aside a").First).First.ClickAsync();
        await Assertions.Expect(page.Locator(".chips a").First).ToContainTextAsync("ta bort");
        await page.Locator(".chips a").First.ClickAsync();
        await page.Locator($".hits a[href='/cases/{number}']").ClickAsync();
        await Assertions.Expect(page.Locator(".lead")).ToHaveTextAsync("Projektorn i sal 12 lyser inte");
        Assert.Empty(faults);
    }

    [Fact]
    public async Task What_people_write_is_shown_and_never_run()
    {
        const string Nasty = "<script>document.title='taken'</script><img src=x onerror=alert(1)> & 'så'";
        var number = await scene.OpenAsync(Nasty);
        foreach (var path in (string[])[$"/cases/{number}", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%20onfocus=%22x"])
        {
            var (page, faults) = await scene.VisitAsync(path);
            Assert.DoesNotContain("taken", await page.TitleAsync(), StringComparison.Ordinal);
            Assert.Equal(0, await page.Locator("main script, main img, [onfocus]").CountAsync());
            Assert.Empty(faults);
        }

        var (shown, _) = await scene.VisitAsync($"/cases/{number}");
        await Assertions.Expect(shown.Locator(".lead")).ToHaveTextAsync(Nasty);
    }

    private async Task ReadAsync(string path, string language, int width, ColorScheme colours)
    {
        var (page, faults) = await scene.VisitAsync(path, width, colours: colours);
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        var seen = await page.RunAxe();
        Assert.True(seen.Violations.Length == 0, $"{path} at {width}: " + string.Join("; ", seen.Violations.Select(v =>
            $"{v.Id}: {string.Join(", ", v.Nodes.Select(node => node.Html))}")));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{path} scrolls sideways at {width} px.");
        // The browser itself says so when an answer is a 404; that is meant here.
        Assert.DoesNotContain(faults, fault => !fault.Contains("404", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }
}

/// <summary>A hub with a solved case that belongs to a major incident with a place and news, and an incident that is over.</summary>
public sealed class HubWithSomethingOnEveryPage : HubInABrowser
{
    private string _number = "", _incident = "", _order = "", _invoice = "";

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var desk = new IncidentDesk(Hub);
        _number = await SolvedAsync();
        _incident = await desk.DeclareAsync(new
        {
            what = new { sv = "E-posten fungerar inte", en = "Email does not work" },
            known = IncidentDesk.News,
            services = IncidentDesk.EmailOnly,
            sites = IncidentDesk.OneSchool,
            with = IncidentDesk.Telephony,
            major = true,
        });
        await desk.ActAsync(_incident, "cases", new { @case = _number, reason = "The same error." });
        await desk.ResolveAsync(await desk.DeclareAsync(IncidentDesk.Email()));
        using var ordered = await Hub.Http.PostAsJsonAsync("/api/orders", new
        {
            organisation = "utbildning",
            site = "Ekskolan",
            reference = "110-12345",
            wish = "Skärmar till lärarrummet",
            lines = new[] { new { article = "WP-SCR-27", recipients = new[] { new { name = "Åsa Öst" }, new { name = "Bo Ek" } } } },
        });
        _order = (await ordered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetString()!;
        using var billed = await Hub.Http.PostAsync("/api/invoices", new StringContent(AnInvoice.Of("F-1", _order), Encoding.UTF8, "application/xml"));
        _invoice = (await billed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("invoice").GetString()!;
        await WorkingWithTheSimulator.UntilAsync(async () => (await Hub.Http.GetFromJsonAsync<JsonElement>($"/api/invoices/{_invoice}")).GetProperty("status").GetString() == "disputed");
    }

    /// <summary>A path with the numbers of the case, the incident and the order, and the invoice.</summary>
    internal string Filled(string path) =>
        path.Replace("{number}", _number, StringComparison.Ordinal).Replace("{incident}", _incident, StringComparison.Ordinal).Replace("{order}", _order, StringComparison.Ordinal)
            .Replace("{invoice}", _invoice, StringComparison.Ordinal);

    private async Task<string> SolvedAsync()
    {
        var number = await OpenAsync();
        await ReportAsync(number, "accepted", new { @case = number, ticket = "WP-" + number });
        await ReportAsync(number, "resolved", new { @case = number, ticket = "WP-" + number, text = "Bytte toner." });
        return number;
    }
}
