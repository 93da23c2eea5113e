using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Suppliers.Checks;

/// <summary>One request of the supplier's to the address that the checks listen on, or one event of it.</summary>
/// <param name="At">When it came.</param>
/// <param name="Answered">With what; 0 when the connection was cut on purpose.</param>
/// <param name="Code">Why it was refused: <c>token-unknown</c>, <c>message-misfit</c> and so on, as the hub names it; null when it was not.</param>
/// <param name="Said">What the refusal said.</param>
/// <param name="Event">Null when it could not be read.</param>
/// <param name="Report">Null when it was refused, or of a type that is not known.</param>
/// <param name="IsRepeat">Whether the very event had come before and been answered 202.</param>
internal sealed record Heard(
    DateTimeOffset At, int Answered, string? Code = null, string? Said = null, ReceivedEvent? Event = null, SupplierReport? Report = null, bool IsRepeat = false);

/// <summary>Listens where the supplier's system believes the hub to be, and answers as the hub does.</summary>
internal sealed class EventsBack : IAsyncDisposable
{
    private readonly SupplierSettings _supplier;
    private readonly TimeProvider _clock;
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<Heard> _heard = [];
    private readonly Dictionary<(string Source, string Id), string> _taken = [];
    private readonly Dictionary<string, Queue<int>> _instead = new(StringComparer.Ordinal);
    private TaskCompletionSource _more = New();

    private EventsBack(string url, SupplierSettings supplier, TimeProvider clock)
    {
        (_supplier, _clock) = (supplier, clock);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.MapPost("/suppliers/{id}/events", TakeAsync);
        _app.MapMethods("/suppliers/{id}/events", ["OPTIONS"], Consent);
    }

    /// <summary>Where it listens, with the real port: what the supplier's system is told to be the hub.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Everything so far, in the order it came.</summary>
    public IReadOnlyList<Heard> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _heard];
            }
        }
    }

    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<EventsBack> StartAsync(string url, SupplierSettings supplier, TimeProvider clock, CancellationToken ct)
    {
        var back = new EventsBack(url, supplier, clock);
        try
        {
            await back._app.StartAsync(ct);
            return back;
        }
        catch
        {
            await back.DisposeAsync();
            throw;
        }
    }

    /// <summary>What was taken of a case, each once, in the order it came.</summary>
    public IReadOnlyList<Heard> Of(string number) => [.. All.Where(heard => heard is { Answered: 202, IsRepeat: false } && heard.Report?.Case == number)];

    /// <summary>The next events of a case are answered so, instead of taken: a status, or 0 for a connection that is cut.</summary>
    public void AnswerInstead(string number, params IEnumerable<int> statuses)
    {
        lock (_gate)
        {
            _instead[number] = new Queue<int>(statuses);
        }
    }

    /// <summary>Waits until something has been heard.</summary>
    /// <returns>Null when it was not in time.</returns>
    public async Task<T?> UntilAsync<T>(Func<T?> heard, TimeSpan within, CancellationToken ct)
        where T : class
    {
        using var late = new CancellationTokenSource(within, _clock);
        while (true)
        {
            var more = Volatile.Read(ref _more).Task;
            if (heard() is { } found)
            {
                return found;
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
            await more.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ct.ThrowIfCancellationRequested();
            if (late.IsCancellationRequested)
            {
                return heard();
            }
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Task Consent(HttpContext http)
    {
        var answer = WebhookConsent.Answer(http.Request.Headers[WebhookConsent.OriginHeader], http.Request.Headers[WebhookConsent.RateHeader], perMinute: 6_000);
        http.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            http.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    }

    private async Task<IResult> TakeAsync(string id, HttpContext http, CancellationToken ct)
    {
        var headers = http.Request.Headers;
        if (SupplierAuthentication.CheckToken(id, headers.Authorization, [_supplier]) is Unrecognised who)
        {
            return Refuse(who.Status, who.Code, who.Why);
        }

        if (await CloudEventReader.BodyAsync(http.Request, EventLimits.Default, ct) is not { } body)
        {
            return Refuse(CloudEventReader.TooLarge(EventLimits.Default));
        }

        var now = _clock.GetUtcNow();
        return SupplierAuthentication.CheckSignature(_supplier, headers, body.Span, now) is { } unsigned
            ? Refuse(unsigned.Status, unsigned.Code, unsigned.Why)
            : CloudEventReader.Read(headers, body, EventLimits.Default, now) switch
            {
                EventsRead read => TakeAll(read.Events, http),
                var unreadable => Refuse((Unreadable)unreadable),
            };
    }

    private IResult TakeAll(IReadOnlyList<ReceivedEvent> events, HttpContext http)
    {
        var heard = events.Select(Judge).ToList();
        Note(heard);
        switch (heard.Find(one => one.Answered != 202))
        {
            case { Answered: 0 }:
                http.Abort();
                return TypedResults.Empty;
            case { } refused:
                return TypedResults.Problem(refused.Said, statusCode: refused.Answered, type: refused.Code);
            default:
                return TypedResults.Json(new { Receipts = events.Select(one => new { one.Id, Outcome = "applied" }) }, statusCode: 202);
        }
    }

    private Heard Judge(ReceivedEvent received)
    {
        var now = _clock.GetUtcNow();
        lock (_gate)
        {
            var parsed = SupplierMessages.Parse(received);
            if (parsed is Misfit misfit)
            {
                return new Heard(now, 400, "message-misfit", string.Join(' ', misfit.Faults), received);
            }

            var report = (parsed as Understood)?.Report;
            if (report is not null && _instead.TryGetValue(report.Case, out var instead) && instead.TryDequeue(out var status))
            {
                return new Heard(now, status, "on-purpose", "Try again.", received, report);
            }

            if (_taken.TryGetValue((received.Source, received.Id), out var before))
            {
                return before == received.ContentHash
                    ? new Heard(now, 202, Event: received, Report: report, IsRepeat: true)
                    : new Heard(now, 409, "id-used", $"'{received.Id}' was received before with other content.", received, report);
            }

            _taken[(received.Source, received.Id)] = received.ContentHash;
            return new Heard(now, 202, Event: received, Report: report);
        }
    }

    private ProblemHttpResult Refuse(Unreadable unreadable) => Refuse(unreadable.Status, unreadable.Code, string.Join(' ', unreadable.Faults));

    private ProblemHttpResult Refuse(int status, string code, string said)
    {
        Note([new Heard(_clock.GetUtcNow(), status, code, said)]);
        return TypedResults.Problem(said, statusCode: status, type: code);
    }

    private void Note(IReadOnlyList<Heard> heard)
    {
        lock (_gate)
        {
            _heard.AddRange(heard);
        }

        Interlocked.Exchange(ref _more, New()).SetResult();
    }
}
