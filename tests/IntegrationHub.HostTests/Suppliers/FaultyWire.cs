using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>The wire between the hub and a peer that speaks HTTP: it hands requests on and answers back, and fails as a test wants it.</summary>
public sealed class FaultyWire : IFaultyWire
{
    private static readonly HashSet<string> s_ownHeaders = new(StringComparer.OrdinalIgnoreCase) { "Host", "Connection", "Transfer-Encoding", "Content-Length", "Keep-Alive" };
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly WebApplication _app;
    private readonly Uri _peer;
    private volatile int _loseAnswers;
    private volatile int _status;
    private volatile int _retryAfter;
    private volatile TaskCompletionSource? _held;

    private FaultyWire(WebApplication app, Uri peer) => (_app, _peer) = (app, peer);

    /// <summary>What the hub is given as the peer's address; with the peer's path.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:1");

    /// <summary>Starts it.</summary>
    /// <param name="peer">Where the peer is; the path is kept.</param>
    public static async Task<FaultyWire> StartAsync(Uri peer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var wire = new FaultyWire(app, peer);
        app.Run(wire.CarryAsync);
        await app.StartAsync();
        wire.Address = new Uri(new Uri(app.Urls.First()), peer.PathAndQuery);
        return wire;
    }

    /// <summary>The peer takes the next write (any method but GET), and nobody hears its answer.</summary>
    public void LoseNextAnswer() => _loseAnswers = 1;

    /// <summary>Nothing reaches the peer until <see cref="Mend"/>: this is answered instead.</summary>
    /// <param name="status">For example 503.</param>
    /// <param name="retryAfter">In seconds; 0: not said.</param>
    public void AnswerInstead(int status, int retryAfter = 0) => (_retryAfter, _status) = (retryAfter, status);

    /// <summary>The peer takes requests, and its answers do not come before <see cref="Mend"/>.</summary>
    public void HoldAnswers() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public void BeDown() => AnswerInstead(503);

    /// <inheritdoc/>
    public TimeSpan? BeBusy()
    {
        const int Seconds = 120;
        AnswerInstead(429, Seconds);
        return TimeSpan.FromSeconds(Seconds);
    }

    /// <inheritdoc/>
    public string RefuseToken()
    {
        AnswerInstead(401);
        return "Token";
    }

    /// <summary>No more faults.</summary>
    public void Mend()
    {
        (_loseAnswers, _status, _retryAfter) = (0, 0, 0);
        _held?.TrySetResult();
        _held = null;
    }

    public async ValueTask DisposeAsync()
    {
        Mend();
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task CarryAsync(HttpContext context)
    {
        if (_status != 0)
        {
            context.Response.StatusCode = _status;
            if (_retryAfter > 0)
            {
                context.Response.Headers.RetryAfter = _retryAfter.ToString(CultureInfo.InvariantCulture);
            }

            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        using var request = Request(context.Request, body.ToArray());
        HttpResponseMessage? answered = null;
        byte[] said;
        try
        {
            answered = await _http.SendAsync(request, CancellationToken.None); // Once begun, the peer does it, whoever goes away.
            said = await answered.Content.ReadAsByteArrayAsync(CancellationToken.None);
        }
        catch (HttpRequestException)
        {
            answered?.Dispose();
            context.Abort(); // The peer is away.
            return;
        }

        using var answer = answered;
        if (!HttpMethods.IsGet(context.Request.Method) && Interlocked.Exchange(ref _loseAnswers, 0) == 1)
        {
            context.Abort();
            return;
        }

        if (_held is { } held)
        {
            await held.Task.WaitAsync(context.RequestAborted);
        }

        await AnswerAsync(context, answer, said);
    }

    private HttpRequestMessage Request(HttpRequest from, byte[] body)
    {
        var target = from.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget; // As it was written: percent signs are part of the test.
        var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(_peer.GetLeftPart(UriPartial.Authority) + target));
        if (body.Length > 0 || from.ContentType is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach (var (name, values) in from.Headers.Where(header => !s_ownHeaders.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        return request;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer, byte[] said)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !s_ownHeaders.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        if (answer.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.NotModified))
        {
            await context.Response.Body.WriteAsync(said, context.RequestAborted);
        }
    }
}
