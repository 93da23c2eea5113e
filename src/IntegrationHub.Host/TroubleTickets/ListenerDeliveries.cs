using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.TroubleTickets;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>
/// Tells one listener what happens, in order per case, once it is durable. An event may come twice after a crash, and has the same
/// <c>eventId</c> then: TMF621 knows nothing else to recognise it by.
/// </summary>
internal sealed class ListenerDeliveries(
    ListenerRow listener, HttpClient http, CaseStore cases, TicketAccess access, TicketJson json, IReadOnlyList<SupplierSettings> suppliers, TimeProvider clock) : IWorkGroup
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private TicketViewer Viewer => listener.Supplier is { } supplier ? access.Of(supplier) : new TicketViewer(listener.Owner, null, []);
    private readonly ListenerQuery _query = ListenerQuery.Read(listener.Query).Query ?? new ListenerQuery();
    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _told = []; // Of events whose further news are still to be told.

    /// <summary>The group that tells a listener.</summary>
    public static string GroupOf(string listener) => "tell-listener-" + listener;

    /// <inheritdoc/>
    public string Name => GroupOf(listener.Listener);

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => TroubleTicketNews.Types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) =>
        happened.Recorded.Position.Value > listener.Since && happened.Recorded.Stream.StartsWith("case-", StringComparison.Ordinal) ? happened.Recorded.Stream : null;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var loaded = await cases.LoadAsync(CaseNumber.OfStream(happened.Recorded.Stream), ct);
        var news = TroubleTicketNews.For(loaded.History, (int)happened.Recorded.Revision, Viewer).Where(_query.Wants).ToList();
        foreach (var one in news.Where(one => !IsTold(one.Id)))
        {
            if (await TellAsync(one, ct) is not WorkDone and var trouble)
            {
                return trouble;
            }

            lock (_gate)
            {
                _told.Add(one.Id);
            }
        }

        lock (_gate)
        {
            _told.ExceptWith(news.Select(one => one.Id));
        }

        return WorkResult.Done;
    }

    private bool IsTold(Guid id)
    {
        lock (_gate)
        {
            return _told.Contains(id);
        }
    }

    private async Task<WorkResult> TellAsync(TicketNews news, CancellationToken ct)
    {
        var body = Encoding.UTF8.GetBytes(Envelope(news).ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(news.Kind)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        if (suppliers.FirstOrDefault(supplier => supplier.Id == listener.Supplier) is { } owner)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", owner.Token); // Its own: it registered the address by it.
            foreach (var (name, value) in owner.SigningKey is { } key ? StandardWebhook.Sign(key, news.Id.ToString("D"), clock.GetUtcNow(), body) : new Dictionary<string, string>(StringComparer.Ordinal))
            {
                request.Headers.Add(name, value);
            }
        }

        using var timeout = new CancellationTokenSource(s_timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Read(answer);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new WorkFailed("The listener did not answer in time.");
        }
        catch (Exception wire) when (wire is HttpRequestException or IOException)
        {
            return new WorkFailed("The listener cannot be reached.");
        }
    }

    private WorkResult Read(HttpResponseMessage answer)
    {
        var why = string.Create(CultureInfo.InvariantCulture, $"The listener answered {(int)answer.StatusCode}.");
        var wait = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return answer.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => WorkResult.Done,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or (HttpStatusCode)425
                or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new WorkFailed(why, wait),
            _ => new WorkHopeless(why),
        };
    }

    private Uri Address(TicketNewsKind kind)
    {
        var callback = listener.Callback.TrimEnd('/');
        return new Uri($"{callback}{(callback.EndsWith("/listener", StringComparison.Ordinal) ? "" : "/listener")}/troubleTicket{kind}Event");
    }

    private JsonObject Envelope(TicketNews news)
    {
        var at = TicketJson.Instant(news.At);
        var envelope = new JsonObject
        {
            ["eventId"] = news.Id.ToString("D"),
            ["eventTime"] = at,
            ["eventType"] = ListenerQuery.Type(news.Kind),
            ["correlationId"] = news.Ticket.Number.Value,
            ["domain"] = "it-support",
            ["title"] = news.Kind.ToString(),
            ["priority"] = news.Ticket.Priority.ToString(CultureInfo.InvariantCulture),
            ["timeOcurred"] = at, // As v4, and the base of events in v5, spell it.
            ["event"] = new JsonObject { ["troubleTicket"] = TicketJson.Only(json.Of(news.Ticket, listener.Version, Viewer), _query.Fields) },
        };
        if (listener.Version == 5)
        {
            envelope["timeOccurred"] = at;
            envelope["@type"] = ListenerQuery.Type(news.Kind);
        }

        return envelope;
    }
}
