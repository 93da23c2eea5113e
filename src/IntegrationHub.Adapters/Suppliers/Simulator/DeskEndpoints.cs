using IntegrationHub.Adapters.Suppliers.CloudEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>Where the hub posts to: <c>/{supplier}/events</c>.</summary>
internal sealed class DeskEndpoints(SimulatorOptions options, SimulatedDesks desks, SimulatedOrders orders)
{
    private readonly IReadOnlyList<SupplierSettings> _hubs =
        [.. options.Suppliers.Select(supplier => new SupplierSettings(supplier.Id, "cloudevents", Url: null, supplier.HubToken, supplier.SigningKey))];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{supplier}/events", TakeAsync);
        routes.MapMethods("/{supplier}/events", ["OPTIONS"], ConsentAsync);
    }

    private static Task ConsentAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var answer = WebhookConsent.Answer(headers[WebhookConsent.OriginHeader], headers[WebhookConsent.RateHeader], perMinute: 600);
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    }

    private async Task<IResult> TakeAsync(string supplier, HttpContext context, CancellationToken ct)
    {
        var request = context.Request;
        var check = SupplierAuthentication.CheckToken(supplier, request.Headers.Authorization, _hubs);
        if (check is not Recognised recognised)
        {
            return Refuse(context, (Unrecognised)check);
        }

        if (await CloudEventReader.BodyAsync(request, EventLimits.Default, ct) is not { } body)
        {
            return Refuse(CloudEventReader.TooLarge(EventLimits.Default));
        }

        if (SupplierAuthentication.CheckSignature(recognised.Supplier, request.Headers, body.Span, options.Clock.GetUtcNow()) is { } unsigned)
        {
            return Refuse(context, unsigned);
        }

        return CloudEventReader.Read(request.Headers, body, EventLimits.Default, options.Clock.GetUtcNow()) switch
        {
            EventsRead { Events: var events } => await TakeAllAsync(supplier, events, context, ct),
            var unreadable => Refuse((Unreadable)unreadable),
        };
    }

    private async Task<IResult> TakeAllAsync(string supplier, IReadOnlyList<ReceivedEvent> events, HttpContext context, CancellationToken ct)
    {
        SimulatedTicket? ticket = null;
        var fresh = false;
        foreach (var received in events)
        {
            var times = desks.Arrived(supplier, received);
            if (desks.Faults.Hit(SimulatorFaults.Error, supplier, $"{received.Id}#{times}"))
            {
                return TypedResults.Problem("The desk's system fell over.", statusCode: 500, type: "simulated-fault");
            }

            if (desks.Faults.Hit(SimulatorFaults.Slow, supplier, received.Id))
            {
                await Task.Delay(options.Delays.Slow, options.Clock, ct);
            }

            if (HubOrderMessages.Read(received, out var wrong) is { } order)
            {
                fresh |= orders.Take(supplier, received, order);
                continue;
            }

            var message = HubMessages.Read(received);
            if (wrong is not null)
            {
                return Refuse(new Unreadable(400, "message-misfit", [wrong]));
            }

            if (message is null && HubMessages.FaultOf(received) is { } misfit)
            {
                return Refuse(new Unreadable(400, "message-misfit", [misfit]));
            }

            if (message is not null)
            {
                (ticket, var first) = desks.Take(supplier, received, message);
                fresh |= first;
            }
        }

        if (fresh && events.Any(received => desks.Faults.Hit(SimulatorFaults.TimeoutAfterCommit, supplier, received.Id)))
        {
            await Task.Delay(options.Delays.Hold, options.Clock, ct);
            context.Abort();
        }
        else if (fresh && events.Any(received => desks.Faults.Hit(SimulatorFaults.LostAnswer, supplier, received.Id)))
        {
            context.Abort();
        }

        return TypedResults.Json(
            new { Receipt = events.Count > 0 ? events[^1].Id : "", ticket?.Ticket, Repeated = !fresh }, statusCode: 202);
    }

    private static ProblemHttpResult Refuse(HttpContext context, Unrecognised who)
    {
        if (who.Challenge is { } challenge)
        {
            context.Response.Headers.WWWAuthenticate = challenge;
        }

        return TypedResults.Problem(who.Why, statusCode: who.Status, type: who.Code);
    }

    private static ProblemHttpResult Refuse(Unreadable request) => TypedResults.Problem(
        string.Join(' ', request.Faults), statusCode: request.Status, type: request.Code);
}
