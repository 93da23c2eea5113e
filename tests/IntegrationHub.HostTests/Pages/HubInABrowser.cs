using System.Text;
using IntegrationHub.HostTests.Cases;
using Microsoft.Playwright;

namespace IntegrationHub.HostTests.Pages;

/// <summary>One hub and one real browser for a class of tests.</summary>
public class HubInABrowser : IAsyncLifetime
{
    /// <summary>The same browser without windows of its own: a whole one draws its tabs and menus too, and takes twice the processor.</summary>
    private const string Chromium = "/usr/bin/chromium-headless-shell";

    private readonly TestFolder _folder = new();
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    internal ServedHub Hub { get; private protected set; } = null!;

    /// <summary>What the hub is told, as environment.</summary>
    protected virtual IDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["HUB_Suppliers__workplace__Token"] = "workplace-token",
        ["HUB_Simulator__Auto"] = "false",
    };

    public virtual async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Chromium), $"{Chromium} is absent; install it with: apt-get install chromium-headless-shell (ops/test does).");
        Hub = await ServeAsync(_folder.Path, at: null);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        Hub.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a hub on the data of this scene.</summary>
    private protected virtual async Task<ServedHub> ServeAsync(string data, Uri? at) => await HubHere.ServeAsync(data, Settings, at);

    private protected string Data => _folder.Path;

    /// <summary>A fresh page of a fresh visitor, who hears every fault of it.</summary>
    internal async Task<(IPage Page, List<string> Faults)> VisitAsync(string path, int width = 1024, bool script = true, ColorScheme? colours = null)
    {
        var visitor = await _browser.NewContextAsync(new()
        {
            BaseURL = Hub.Address.ToString(),
            JavaScriptEnabled = script,
            ColorScheme = colours,
            ViewportSize = new() { Width = width, Height = 800 },
        });
        var page = await visitor.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        var faults = new List<string>();
        page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning")
            {
                faults.Add(said.Text);
            }
        };
        page.PageError += (_, fault) => faults.Add(fault);
        await page.GotoAsync(path);
        return (page, faults);
    }

    /// <summary>Opens a case by the API.</summary>
    internal async Task<string> OpenAsync(string description = "Skrivaren på plan 3 är trasig")
    {
        var body = OpeningACase.Printer.Replace("Skrivaren på plan 3 är trasig", description, StringComparison.Ordinal);
        var answer = await Hub.Http.PostAsync("/api/cases", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        return OpeningACase.Text(await OpeningACase.JsonAsync(answer), "number");
    }

    /// <summary>The workplace supplier reports something.</summary>
    internal async Task ReportAsync(string number, string what, object data)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/suppliers/workplace/events")
        {
            Content = System.Net.Http.Json.JsonContent.Create(
                new { specversion = "1.0", id = $"{number}-{what}", source = "urn:workplace", type = $"supplier.ticket.{what}.v1", data },
                new System.Net.Http.Headers.MediaTypeHeaderValue("application/cloudevents+json")),
        };
        request.Headers.Authorization = new("Bearer", "workplace-token");
        var answer = await Hub.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
