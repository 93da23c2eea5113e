using System.Collections.Concurrent;
using System.Threading.Channels;
using System.Xml.Linq;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Tests.Suppliers;

/// <summary>What the hub does with a supplier's events, and nothing more: recognises, reads, notes down.</summary>
internal sealed class StubHub : IAsyncDisposable
{
    private readonly Channel<(ReceivedEvent Event, SupplierReport Report)> _taken = Channel.CreateUnbounded<(ReceivedEvent, SupplierReport)>();
    private readonly Channel<(ReceivedEvent Event, SupplierOrderReport Report)> _orders = Channel.CreateUnbounded<(ReceivedEvent, SupplierOrderReport)>();
    private readonly Channel<string> _invoices = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, int> _tries = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<SupplierSettings> _suppliers;
    private readonly WebApplication _app;

    private StubHub(IReadOnlyList<SupplierSettings> suppliers)
    {
        _suppliers = suppliers;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.MapPost("/suppliers/{id}/events", TakeAsync);
        _app.MapPost("/suppliers/{id}/invoices", InvoiceAsync);
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>The status to answer, by event and number of the try; 202 takes it.</summary>
    public Func<ReceivedEvent, int, int> Answer { get; set; } = (_, _) => 202;

    /// <summary>Statuses of refusals before an event could be read.</summary>
    public ConcurrentQueue<int> Refusals { get; } = [];

    public static async Task<StubHub> StartAsync(params IReadOnlyList<SupplierSettings> suppliers)
    {
        var hub = new StubHub(suppliers);
        await hub._app.StartAsync(TestContext.Current.CancellationToken);
        return hub;
    }

    /// <summary>The next event that was taken, within ten seconds.</summary>
    public async Task<(ReceivedEvent Event, SupplierReport Report)> NextAsync() =>
        await _taken.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

    /// <summary>The next event about an order that was taken, within ten seconds.</summary>
    public async Task<(ReceivedEvent Event, SupplierOrderReport Report)> NextOrderAsync() =>
        await _orders.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

    /// <summary>The next event about an order, of this kind; others are passed over, a hundred at most.</summary>
    public async Task<T> NextOrderAsync<T>()
        where T : SupplierOrderReport
    {
        for (var passed = 0; passed < 100; passed++)
        {
            if ((await NextOrderAsync()).Report is T wanted)
            {
                return wanted;
            }
        }

        throw new TimeoutException($"A hundred events came, and no {typeof(T).Name}.");
    }

    /// <summary>The next invoice that was taken, within ten seconds.</summary>
    public async Task<XDocument> NextInvoiceAsync() => XDocument.Parse(
        await _invoices.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));

    public async Task<IReadOnlyList<string>> NextTypesAsync(int count)
    {
        List<string> types = [];
        while (types.Count < count)
        {
            types.Add((await NextAsync()).Event.Type);
        }

        return types;
    }

    public bool IsQuiet => _taken.Reader.Count == 0;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> InvoiceAsync(string id, HttpContext context, CancellationToken ct)
    {
        if (SupplierAuthentication.CheckToken(id, context.Request.Headers.Authorization, _suppliers) is not Recognised || context.Request.ContentType != "application/xml")
        {
            return TypedResults.StatusCode(401);
        }

        using var reader = new StreamReader(context.Request.Body);
        await _invoices.Writer.WriteAsync(await reader.ReadToEndAsync(ct), ct);
        return TypedResults.StatusCode(202);
    }

    private async Task<IResult> TakeAsync(string id, HttpContext context, CancellationToken ct)
    {
        var headers = context.Request.Headers;
        var body = (await CloudEventReader.BodyAsync(context.Request, EventLimits.Default, ct))!.Value;
        var now = TimeProvider.System.GetUtcNow();
        var refused = SupplierAuthentication.CheckToken(id, headers.Authorization, _suppliers) switch
        {
            Unrecognised stranger => stranger,
            var known => SupplierAuthentication.CheckSignature(((Recognised)known).Supplier, headers, body.Span, now),
        };
        if (refused is not null)
        {
            Refusals.Enqueue(refused.Status);
            return TypedResults.StatusCode(refused.Status);
        }

        var received = ((EventsRead)CloudEventReader.Read(headers, body, EventLimits.Default, DateTimeOffset.MaxValue.AddDays(-2))).Events[0];
        var status = Answer(received, _tries.AddOrUpdate(received.Id, 1, (_, tries) => tries + 1));
        if (status == 307)
        {
            return TypedResults.Redirect("/elsewhere", permanent: false, preserveMethod: true);
        }

        if (status == 202 && SupplierOrderMessages.Knows(received))
        {
            if (SupplierOrderMessages.Parse(received) is not UnderstoodOrder { Report: var told })
            {
                return TypedResults.Problem("The data does not fit.", statusCode: 400);
            }

            await _orders.Writer.WriteAsync((received, told), ct);
            return TypedResults.StatusCode(status);
        }

        if (status == 202 && SupplierMessages.Parse(received) is Misfit misfit)
        {
            return TypedResults.Problem(string.Join(' ', misfit.Faults), statusCode: 400);
        }

        if (status == 202)
        {
            await _taken.Writer.WriteAsync((received, ((Understood)SupplierMessages.Parse(received)).Report), ct);
        }

        return TypedResults.StatusCode(status);
    }
}
