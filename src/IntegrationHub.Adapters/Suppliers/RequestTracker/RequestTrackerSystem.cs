using System.Net;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.RequestTracker;

/// <summary>A supplier whose desk works in Request Tracker 5: told by REST2, and asked, as it pushes nothing.</summary>
/// <remarks>Contract: <c>contracts/suppliers/request-tracker</c>.</remarks>
public sealed class RequestTrackerSystem : ISupplierSystem, IPolledSystem
{
    private readonly RequestTrackerSupplier _supplier;
    private readonly TrackerWriting _writing;
    private readonly TrackerReading _reading;

    /// <summary>Speaks to one tracker.</summary>
    /// <param name="http">Best over <see cref="CloudEventSender.NewHandler"/>: a redirect must not be followed.</param>
    /// <param name="supplier">Sound by <see cref="RequestTrackerSupplier.Faults"/>.</param>
    /// <param name="clock">Times tries out, and measures how far the tracker's clock is off.</param>
    public RequestTrackerSystem(HttpClient http, RequestTrackerSupplier supplier, TimeProvider clock)
    {
        var client = new TrackerClient(http, supplier, clock);
        (_supplier, _writing, _reading) = (supplier, new TrackerWriting(client, supplier), new TrackerReading(client, supplier, clock));
    }

    /// <inheritdoc/>
    public async Task<Delivery> TellAsync(SupplierTelling telling, CancellationToken ct)
    {
        try
        {
            return await _writing.TellAsync(telling, ct);
        }
        catch (TrackerFault fault)
        {
            return Of(fault);
        }
        catch (Exception wire) when (wire is HttpRequestException or IOException)
        {
            return new TryLater(null, $"The wire failed: {wire.Message}");
        }
    }

    /// <inheritdoc/>
    public Task<PolledReports> ReadAsync(string? cursor, CancellationToken ct) => _reading.ReadAsync(cursor, ct);

    private Delivery Of(TrackerFault fault) => fault.StatusCode switch
    {
        HttpStatusCode.Unauthorized => new TryLater(fault.After, $"The token was not accepted; make a new one and set Suppliers:{_supplier.Id}:Token. {fault.Message}"),
        HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.TooManyRequests
            or >= HttpStatusCode.InternalServerError => new TryLater(fault.After, fault.Message),
        HttpStatusCode.Forbidden => new Refused(403, $"The hub's user lacks a right, or there is no queue {_supplier.Queue} (Suppliers:{_supplier.Id}:Queue). {fault.Message}"),
        var status => new Refused((int)(status ?? HttpStatusCode.BadRequest), fault.Message),
    };
}
