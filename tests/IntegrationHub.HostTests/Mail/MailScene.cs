using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Mail;

/// <summary>What the tests of mail ask a hub.</summary>
internal static class MailScene
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens a case by the API.</summary>
    public static async Task<string> OpenAsync(ServedHub hub, string key, string channel, string? phone, string? email)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases")
        {
            Content = JsonContent.Create(new { description = "Skrivaren på plan 3 är trasig", channel, reporter = new { name = "Åsa Öst", phone, email } }),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await hub.Http.SendAsync(request, Ct);
        return OpeningACase.Text(await answer.Content.ReadFromJsonAsync<JsonElement>(Ct), "number");
    }

    /// <summary>The supplier says something of a case.</summary>
    public static async Task SayAsync(ServedHub hub, string number, string type, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/suppliers/workplace/events")
        {
            Content = JsonContent.Create(new
            {
                specversion = "1.0",
                id = $"{number}-{type}",
                source = "//workplace",
                type = $"supplier.ticket.{type}.v1",
                datacontenttype = "application/json",
                data = new { @case = number, ticket = "WP-" + number, text },
            }),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/cloudevents+json; charset=utf-8");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "workplace-token");
        using var answer = await hub.Http.SendAsync(request, Ct);
        Assert.Contains("applied", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    /// <summary>The case's events of one stored type.</summary>
    public static async Task<IReadOnlyList<JsonElement>> EventsAsync(ServedHub hub, string number, string type) =>
    [
        .. (await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray()
            .Where(entry => OpeningACase.Text(entry, "type") == type).Select(entry => entry.GetProperty("data")),
    ];

    /// <summary>Erases the case's person by the command line.</summary>
    public static async Task<JsonElement> EraseAsync(ServedHub hub, string number, string data)
    {
        var shown = await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct);
        var person = shown.GetProperty("reporter").GetProperty("person").GetString()!;
        var (exit, output, error) = await HubProcess.RunAsync("erase", person, "--reason", "Begäran 2026-114", "--data", data, "--json");
        Assert.True(exit == 0, error);
        return JsonSerializer.Deserialize<JsonElement>(output);
    }

    /// <summary>How a place stands, as the receipt of an erasure has it; null when it does not name the place.</summary>
    public static string? Outcome(JsonElement receipt, string place) => receipt.GetProperty("places").EnumerateArray()
        .Where(one => OpeningACase.Text(one, "place") == place).Select(one => OpeningACase.Text(one, "outcome")).FirstOrDefault();

    /// <summary>Asks again until there is an answer, for at most half a minute.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T?>> find)
        where T : class
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await pace.WaitForNextTickAsync(patience.Token))
        {
            if (await find() is { } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException("The timer ended.");
    }

    /// <summary>The case's first event of a type that fits, once it is there.</summary>
    public static Task<object> EventAsync(ServedHub hub, string number, string type, string field, string value) =>
        UntilAsync<object>(async () => (await EventsAsync(hub, number, type)).FirstOrDefault(data => OpeningACase.Text(data, field) == value) is { ValueKind: JsonValueKind.Object } found ? found : null);
}
