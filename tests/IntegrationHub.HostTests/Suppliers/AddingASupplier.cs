using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers.Simulator;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>A fifth supplier with its desk comes to a hub that runs: no code, no restart.</summary>
public sealed class AddingASupplier
{
    private const string Token = "the-token-of-the-signs-supplier";

    private static readonly string[] s_notation = ["@x + =y"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_cases_are_routed_to_it_at_once_and_still_after_a_restart()
    {
        using var folder = new TestFolder();
        await using var supplier = await SupplierAsync();
        string first;
        using (var hub = await HubHere.ServeAsync(folder.Path))
        {
            supplier.ConnectTo(hub.Address);
            using var unknown = await hub.Http.PostAsync("/suppliers/signs/events", JsonContent.Create(new { }), Ct);
            Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
            using var added = await AddAsync(hub, Signs(supplier.UrlOf("signs")));
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);

            first = await OpenAsync(hub, "Vår infoskärm har slocknat");
            Assert.Equal(("signs", "resolved"), await EndOfAsync(hub, first));
            var listed = (await ListedAsync(hub)).Single(one => OpeningACase.Text(one, "id") == "signs");
            Assert.Equal("signs", listed.GetProperty("desks")[0].GetString());
            Assert.Equal("closed", OpeningACase.Text(listed.GetProperty("gate"), "breaker"));
            Assert.NotEqual(JsonValueKind.Null, listed.GetProperty("gate").GetProperty("lastSuccess").ValueKind);

            using var again = await AddAsync(hub, Signs(supplier.UrlOf("signs")));
            Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        }

        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".sock", StringComparison.Ordinal)), file => Holds(file, Token));
        using var restarted = await HubHere.ServeAsync(folder.Path);
        supplier.ConnectTo(restarted.Address);
        var second = await OpenAsync(restarted, "Den digitala skylten visar fel text");
        Assert.Equal(("signs", "resolved"), await EndOfAsync(restarted, second));
        Assert.Equal(2, (await ListedAsync(restarted)).Count(one => OpeningACase.Text(one, "id") is "signs" or "telephony"));
    }

    [Fact]
    public async Task One_without_a_token_is_given_one_and_every_fault_is_named_at_once()
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path);
        using var made = await AddAsync(hub, new { id = "signs", protocol = "cloudevents", url = "http://127.0.0.1:9/events", desks = new[] { new { id = "signs", sv = "Skyltar" } } });
        var view = await made.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal(64, OpeningACase.Text(view, "token")!.Length);
        Assert.Equal("/suppliers/signs/events", OpeningACase.Text(view, "events"));

        using var wrong = await AddAsync(hub, new
        {
            id = "other",
            protocol = "fax",
            url = "ftp://print.example",
            desks = new[] { new { id = "workplace", sv = "Arbetsplats", phone = "noll", hours = "ibland" } },
            services = new[] { new { id = "printing", sv = "Utskrift", words = s_notation } },
        });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var faults = (await wrong.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors").EnumerateObject().Select(fault => fault.Name).Order(StringComparer.Ordinal);
        Assert.Equal(["desks[0].hours", "desks[0].phone", "services[0].words"], faults);

        using var taken = await AddAsync(hub, new { id = "other", protocol = "fax", url = "ftp://print.example", desks = new[] { new { id = "workplace", sv = "Arbetsplats" } } });
        var problem = (await taken.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors");
        Assert.Contains("Suppliers:other:Protocol", problem.GetProperty("supplier")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("workplace", problem.GetProperty("catalogue")[0].GetString(), StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/suppliers") { Content = JsonContent.Create(Signs(new Uri("http://127.0.0.1:9"))) };
        request.Headers.Add("X-Hub-Role", "operator");
        using var forbidden = await hub.Http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Fact]
    public async Task A_paused_supplier_is_sent_nothing_also_after_a_restart_and_everything_in_order_once_resumed()
    {
        using var folder = new TestFolder();
        await using var supplier = await SupplierAsync();
        string number;
        using (var hub = await HubHere.ServeAsync(folder.Path))
        {
            supplier.ConnectTo(hub.Address);
            (await AddAsync(hub, Signs(supplier.UrlOf("signs")))).Dispose();
            using var paused = await hub.Http.PostAsJsonAsync("/api/suppliers/signs/pause", new { reason = "Byte av system" }, Ct);
            Assert.Equal(HttpStatusCode.OK, paused.StatusCode);
            number = await OpenAsync(hub, "Den digitala skylten visar fel text");
            using var noted = await hub.Http.PostAsJsonAsync($"/api/cases/{number}/notes", new { text = "Den luktar bränt" }, Ct);
            await UntilAsync(async () => (await ListedAsync(hub)).Single(one => OpeningACase.Text(one, "id") == "signs").GetProperty("waiting").GetInt32() >= 2);
        }

        using var again = await HubHere.ServeAsync(folder.Path);
        supplier.ConnectTo(again.Address);
        var listed = (await ListedAsync(again)).Single(one => OpeningACase.Text(one, "id") == "signs");
        Assert.Equal("Byte av system", OpeningACase.Text(listed.GetProperty("gate"), "paused"));
        Assert.DoesNotContain("supplier-informed.v1", await TypesAsync(again, number));
        using var resumed = await again.Http.PostAsync("/api/suppliers/signs/resume", null, Ct);
        Assert.Equal(HttpStatusCode.OK, resumed.StatusCode);
        Assert.Equal(("signs", "resolved"), await EndOfAsync(again, number));
        using var unknown = await again.Http.PostAsync("/api/suppliers/nobody/resume", null, Ct);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static object Signs(Uri url) => new
    {
        id = "signs",
        protocol = "cloudevents",
        url,
        token = Token,
        desks = new[] { new { id = "signs", sv = "Skyltar och skärmar", en = "Signs and screens", phone = "08-465 004 80" } },
        services = new[] { new { id = "digital-signage", sv = "Digitala skyltar", en = "Digital signs", words = new[] { "informationsskärm", "infoskärm", "digital skylt", "digitala skylten" } } },
    };

    private static Task<SupplierSimulator> SupplierAsync() => SupplierSimulator.StartAsync(
        new SimulatorOptions([new SimulatedSupplier("signs", Token, Token)]) { Delays = SimulatorDelays.None, QuestionPercent = 0 }, Ct);

    private static Task<HttpResponseMessage> AddAsync(ServedHub hub, object supplier) => hub.Http.PostAsJsonAsync("/api/suppliers", supplier, Ct);

    private static async Task<List<JsonElement>> ListedAsync(ServedHub hub) => [.. (await hub.Http.GetFromJsonAsync<JsonElement>("/api/suppliers", Ct)).EnumerateArray()];

    private static async Task<string> OpenAsync(ServedHub hub, string description)
    {
        using var opened = await hub.Http.PostAsJsonAsync("/api/cases", new { description, channel = "web", reporter = new { name = "Anna Provare" } }, Ct);
        return OpeningACase.Text(await opened.Content.ReadFromJsonAsync<JsonElement>(Ct), "number")!;
    }

    private static async Task<(string? Desk, string? Status)> EndOfAsync(ServedHub hub, string number)
    {
        JsonElement shown = default;
        await UntilAsync(async () =>
        {
            shown = await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct);
            return OpeningACase.Text(shown, "status") == "resolved";
        });
        return (OpeningACase.Text(shown, "desk"), OpeningACase.Text(shown, "status"));
    }

    private static async Task<List<string?>> TypesAsync(ServedHub hub, string number) =>
        [.. (await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray().Select(e => OpeningACase.Text(e, "type"))];

    private static bool Holds(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
    }

    private static Task UntilAsync(Func<Task<bool>> so) => WorkingWithTheSimulator.UntilAsync(so);
}
