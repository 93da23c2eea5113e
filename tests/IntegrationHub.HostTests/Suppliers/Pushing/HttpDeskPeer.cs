using System.Net.Http.Headers;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HostTests.Suppliers.Pushing;

/// <summary>The desk as it is reached by CloudEvents over HTTP: <c>/desk</c> is its own end, <c>/hub</c> the hub's.</summary>
internal sealed class HttpDeskPeer : PushingPeer
{
    private const string SigningKey = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private const string Token = "desk-token";
    private readonly HttpClient _http = new(CloudEventSender.NewHandler());
    private readonly WebApplication _app;
    private readonly TwoWires _wire = new();

    private HttpDeskPeer(WebApplication app) => _app = app;

    public override IFaultyWire Wire => _wire;

    protected override bool IsDown => _wire.IsDown;

    public static async Task<HttpDeskPeer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var peer = new HttpDeskPeer(app);
        app.Run(context => context.Request.Path == "/desk" ? peer.TakeAsync(context) : peer.HearAsync(context));
        await app.StartAsync();
        var address = new Uri(app.Urls.First());
        peer._wire.There = await FaultyWire.StartAsync(new Uri(address, "/desk"));
        peer._wire.Back = await FaultyWire.StartAsync(new Uri(address, "/hub"));
        return peer;
    }

    public override ISupplierSystem Adapter(TimeProvider clock, IReadOnlyDictionary<string, string>? options = null) => new CloudEventSystem(
        new CloudEventSender(_http, "hub.example", clock), new SupplierSettings("telephony", "cloudevents", _wire.There.Address, Token, SigningKey));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _wire.DisposeAsync();
        await _app.DisposeAsync();
        _http.Dispose();
    }

    protected override async Task<bool> SendAsync(OutgoingEvent told)
    {
        using var content = new ReadOnlyMemoryContent(told.Encode());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(OutgoingEvent.MediaType);
        using var answer = await _http.PostAsync(_wire.Back.Address, content);
        return answer.IsSuccessStatusCode;
    }

    protected override Task AllTakenAsync() => Task.CompletedTask; // It is taken before it is answered.

    private async Task TakeAsync(HttpContext context)
    {
        var body = (await CloudEventReader.BodyAsync(context.Request, EventLimits.Default, context.RequestAborted))!.Value;
        var now = TimeProvider.System.GetUtcNow();
        var known = new SupplierSettings("telephony", "cloudevents", null, Token, SigningKey);
        if (SupplierAuthentication.CheckToken("telephony", context.Request.Headers.Authorization, [known]) is Unrecognised who)
        {
            context.Response.StatusCode = who.Status;
        }
        else if (SupplierAuthentication.CheckSignature(known, context.Request.Headers, body.Span, now) is { } unsigned && !IsDatedByAnotherClock(unsigned))
        {
            context.Response.StatusCode = unsigned.Status;
        }
        else if (CloudEventReader.Read(context.Request.Headers, body, EventLimits.Default, now) is EventsRead { Events: [var received] }
            && Desk.Take(received) is var why)
        {
            context.Response.StatusCode = why is null ? StatusCodes.Status202Accepted : StatusCodes.Status422UnprocessableEntity;
            await context.Response.WriteAsync(why ?? "");
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    private async Task HearAsync(HttpContext context)
    {
        var body = await CloudEventReader.BodyAsync(context.Request, EventLimits.Default, context.RequestAborted);
        foreach (var received in Assert.IsType<EventsRead>(CloudEventReader.Read(context.Request.Headers, body!.Value, EventLimits.Default, TimeProvider.System.GetUtcNow())).Events)
        {
            Hear(received);
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    /// <summary>Some tests give the hub another clock than the peer's.</summary>
    private static bool IsDatedByAnotherClock(Unrecognised unsigned) => unsigned.Why.Contains("minutes", StringComparison.Ordinal);

    /// <summary>One wire each way; both fail together.</summary>
    private sealed class TwoWires : IFaultyWire
    {
        public FaultyWire There { get; set; } = null!;

        public FaultyWire Back { get; set; } = null!;

        public bool IsDown { get; private set; }

        public void LoseNextAnswer()
        {
            There.LoseNextAnswer();
            Back.LoseNextAnswer();
        }

        public void HoldAnswers() => There.HoldAnswers();

        public void BeDown()
        {
            There.BeDown();
            Back.BeDown();
            IsDown = true;
        }

        public TimeSpan? BeBusy() => There.BeBusy();

        public string RefuseToken() => There.RefuseToken();

        public void Mend()
        {
            There.Mend();
            Back.Mend();
            IsDown = false;
        }

        public async ValueTask DisposeAsync()
        {
            await There.DisposeAsync();
            await Back.DisposeAsync();
        }
    }
}
