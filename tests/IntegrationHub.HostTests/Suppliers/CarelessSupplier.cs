using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>
/// A supplier's system as it is written in an afternoon: it lets everybody in, takes whatever comes, makes a ticket of each message that
/// assigns a case, tells of it once and never again, signs nothing, and goes on with what was withdrawn.
/// </summary>
internal sealed class CarelessSupplier : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly WebApplication _app;
    private readonly string _token;
    private Uri? _hub;
    private int _last;

    private CarelessSupplier(WebApplication app, string token) => (_app, _token) = (app, token);

    public Uri Address => new(_app.Urls.First());

    public static async Task<CarelessSupplier> StartAsync(string token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var supplier = new CarelessSupplier(builder.Build(), token);
        supplier._app.Run(supplier.TakeAsync);
        await supplier._app.StartAsync();
        return supplier;
    }

    public void ConnectTo(Uri hub) => _hub = hub;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var said = await reader.ReadToEndAsync(CancellationToken.None);
        if (Of(said) is { } message && (string?)message["type"] is "hub.case.assigned.v1" or "hub.case.withdrawn.v1")
        {
            var ticket = string.Create(CultureInfo.InvariantCulture, $"T-{Interlocked.Increment(ref _last)}");
            await TellAsync("accepted", (string)message["data"]!["case"]!, ticket);
        }
    }

    private async Task TellAsync(string type, string number, string ticket)
    {
        var told = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = $"{type}-{ticket}",
            ["source"] = "//careless.example",
            ["type"] = $"supplier.ticket.{type}.v1",
            ["time"] = TimeProvider.System.GetUtcNow().AddHours(1),
            ["data"] = new JsonObject { ["case"] = number, ["ticket"] = ticket },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_hub!, "/suppliers/telephony/events")) { Content = new StringContent(told.ToJsonString(), Encoding.UTF8) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/cloudevents+json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        try
        {
            using var answer = await _http.SendAsync(request);
        }
        catch (HttpRequestException)
        {
            // Careless: what the hub did not hear, it does not hear.
        }
    }

    private static JsonObject? Of(string said)
    {
        try
        {
            return JsonNode.Parse(said) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
