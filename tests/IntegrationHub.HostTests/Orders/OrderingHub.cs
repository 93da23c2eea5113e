using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Orders;

/// <summary>A hub whose directory knows two organisations, each with who orders and who approves, and a pupil; its suppliers do nothing by themselves.</summary>
public sealed partial class OrderingHub : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;

    /// <summary>Its data directory.</summary>
    public string Folder => _folder.Path;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(_folder.Path, "people.csv");
        await File.WriteAllLinesAsync(
            file,
            [
                "externalId,givenName,familyName,mails,organisation,site,area,role",
                "ada,Ada,Ek,ada@example.se,utbildning,Ekskolan,office,beställare",
                "eva,Eva,Ås,eva@example.se,utbildning,Ekskolan,office,enhetschef",
                "bo,Bo,Ö,bo@example.se,kultur,Biblioteket,office,beställare",
                "kim,Kim,Kå,kim@example.se,kultur,Biblioteket,office,enhetschef",
                "ylva,Ylva,Al,ylva@example.se,utbildning,Ekskolan,education,elev",
            ], Ct);
        var (exit, output, error) = await HubProcess.RunAsync("directory", "import", file, "--data", _folder.Path);
        Assert.True(exit == 0, output + error);
        _hub = await HubHere.ServeAsync(_folder.Path);
    }

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    public static object Mouse(string person, string? organisation = null, string article = "WP-MOUSE") =>
        new { organisation, reference = "110-12345", lines = new[] { new { article, recipients = new[] { new { person } } } } };

    /// <summary>Ordered by one, approved by another where it must be.</summary>
    public async Task<string> PlacedAsync(object body, string orderer = "ada", string chief = "eva")
    {
        var order = await OkAsync(HttpStatusCode.Created, await SendAsync(orderer, "/api/orders", body));
        var number = OpeningACase.Text(order, "number");
        if (OpeningACase.Text(order, "status") == "awaiting-approval")
        {
            await OkAsync(HttpStatusCode.OK, await SendAsync(chief, $"/api/orders/{number}/approval", new { decision = "approve" }));
        }

        return number;
    }

    public async Task<IReadOnlyList<JsonElement>> ListAsync(string person, string query) =>
        [.. (await OkAsync(HttpStatusCode.OK, await GetAsync(person, "/api/orders?" + query))).GetProperty("orders").EnumerateArray()];

    public Task<HttpResponseMessage> GetAsync(string? person, string path, string role = "employee") => AskAsync(HttpMethod.Get, person, path, null, role, null);

    public Task<HttpResponseMessage> SendAsync(string person, string path, object body, string? key = null) => AskAsync(HttpMethod.Post, person, path, body, "employee", key);

    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string? person, string path, object? body, string role, string? key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Hub-Role", role);
        if (person is not null)
        {
            request.Headers.Add("X-Hub-Person", person);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await _hub.Http.SendAsync(request, Ct);
    }

    public static async Task<JsonElement> OkAsync(HttpStatusCode status, HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Ct)}");
        return await OpeningACase.JsonAsync(answer);
    }

    public static async Task<string> RefusedAsync(HttpStatusCode status, HttpResponseMessage answer) => OpeningACase.Text(await OkAsync(status, answer), "type");

    /// <summary>Presses a button of a page that was shown before.</summary>
    public async Task<HttpStatusCode> PressAsync(string person, string page, string number, string handler) =>
        (await PostAsync(person, page, $"/orders/{number}?handler={handler}", new("revision", Value(page, "revision")))).Status;

    /// <summary>Seeks what somebody holds, on a page that was shown before.</summary>
    /// <returns>How it was answered, and the address that then stands in the browser.</returns>
    public Task<(HttpStatusCode Status, Uri Shown)> SeekAsync(string person, string page, string whose) => PostAsync(person, page, "/orders/holdings", new("whose", whose));

    private async Task<(HttpStatusCode Status, Uri Shown)> PostAsync(string person, string page, string path, KeyValuePair<string, string> field)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", Value(page, "__RequestVerificationToken")), field]),
        };
        request.Headers.Add("X-Hub-Role", "employee");
        request.Headers.Add("X-Hub-Person", person);
        using var answer = await _hub.Http.SendAsync(request, Ct);
        return (answer.StatusCode, answer.RequestMessage!.RequestUri!);
    }

    private static string Value(string page, string name) => Hidden().Matches(page).First(match => match.Groups["name"].Value == name).Groups["value"].Value;

    [GeneratedRegex("(type=\"hidden\" )?name=\"(?<name>__RequestVerificationToken|revision)\" (type=\"hidden\" )?value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hidden();
}
