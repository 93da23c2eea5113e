using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.HostTests.TroubleTickets;

/// <summary>A system that speaks TMF621 to a hub.</summary>
internal sealed class TicketCaller(Func<HttpClient> hub)
{
    public const string V4 = "/tmf-api/troubleTicket/v4";
    public const string V5 = "/tmf-api/troubleTicket/v5";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<JsonElement> OpenAsync(string version, object ticket)
    {
        using var answer = await SendAsync(HttpMethod.Post, version + "/troubleTicket", JsonSerializer.Serialize(ticket));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await JsonAsync(answer);
    }

    public Task<HttpResponseMessage> PatchAsync(string id, string patch, string? token = null) => SendAsync(HttpMethod.Patch, $"{V5}/troubleTicket/{id}", patch, token, "application/merge-patch+json");

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await JsonAsync(answer);
    }

    public async Task<(JsonElement Body, HttpResponseHeaders Headers)> ListAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await JsonAsync(answer), answer.Headers);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, string? token = null, string kind = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(kind);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await hub().SendAsync(request, Ct);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;

    public static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
