using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Incidents;

/// <summary>Whoever declares incidents by the API and tells of them.</summary>
internal sealed class IncidentDesk(ServedHub hub)
{
    public static readonly object News = new { sv = "En server byts.", en = "A server is being replaced." };

    public static readonly string[] EmailOnly = ["email"];

    public static readonly string[] OneSchool = ["Ekskolan"];

    public static readonly string[] Telephony = ["telephony"];

    public static readonly string[] NoService = ["teleport"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static object Email(params string[] sites) => new
    {
        what = new { sv = "E-posten fungerar inte", en = "Email does not work" },
        services = EmailOnly,
        sites,
    };

    /// <summary>Declares one and waits until the front door knows it.</summary>
    public async Task<string> DeclareAsync(object body)
    {
        var answer = await PostAsync("/api/incidents", body);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        var number = OpeningACase.Text(await OpeningACase.JsonAsync(answer), "number");
        await WorkingWithTheSimulator.UntilAsync(async () => (await CurrentAsync()).Contains(number));
        return number;
    }

    public async Task ResolveAsync(string number)
    {
        await ActAsync(number, "resolve", new { sv = "Servern är bytt.", en = "The server was replaced." });
        await WorkingWithTheSimulator.UntilAsync(async () => !(await CurrentAsync()).Contains(number));
    }

    public async Task<JsonElement> ActAsync(string number, string action, object body)
    {
        var answer = await PostAsync($"/api/incidents/{number}/{action}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        return await OpeningACase.JsonAsync(answer);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, object body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await hub.Http.SendAsync(request, Ct);
    }

    public Task<JsonElement> ShowAsync(string number) => hub.Http.GetFromJsonAsync<JsonElement>($"/api/incidents/{number}", Ct);

    public async Task<HashSet<string>> CurrentAsync() =>
        [.. (await hub.Http.GetFromJsonAsync<JsonElement>("/api/incidents", Ct)).GetProperty("incidents").EnumerateArray().Select(row => OpeningACase.Text(row, "number"))];

    public async Task<int> AffectedAsync(string number) =>
        (await hub.Http.GetFromJsonAsync<JsonElement>("/api/incidents?status=all", Ct)).GetProperty("incidents").EnumerateArray()
            .First(row => OpeningACase.Text(row, "number") == number).GetProperty("affected").GetInt32();

    /// <summary>What the pretended carrier was given for a number, newest first.</summary>
    public async Task<List<string>> MessagesToAsync(string phone)
    {
        var page = WebUtility.HtmlDecode(await hub.Http.GetStringAsync("/phone?handler=Outbox&seen=-", Ct));
        return [.. page.Split("<li>").Skip(1).Where(message => message.Contains(phone, StringComparison.Ordinal))];
    }
}
