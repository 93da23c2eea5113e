using System.Net;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.ServiceNow;

/// <summary>A supplier whose desk works in ServiceNow: told by the Table API, and asked, as it pushes nothing.</summary>
/// <remarks>Contract: <c>contracts/suppliers/servicenow</c>. Not yet tried on the product itself.</remarks>
public sealed class ServiceNowSystem : ISupplierSystem, IPolledSystem, IDisposable
{
    private const int PageSize = 40;
    private readonly ServiceNowSupplier _supplier;
    private readonly TableLogin _login;
    private readonly IncidentWriting _writing;
    private readonly IncidentReading _reading;

    /// <summary>Speaks to one instance.</summary>
    /// <param name="http">Best over <see cref="CloudEventSender.NewHandler"/>: a redirect must not be followed.</param>
    /// <param name="supplier">Sound by <see cref="ServiceNowSupplier.Faults"/>.</param>
    /// <param name="clock">Times tries and tokens out.</param>
    /// <param name="pageSize">How many incidents are read at once, 1 to 100: their ids go into one address.</param>
    public ServiceNowSystem(HttpClient http, ServiceNowSupplier supplier, TimeProvider clock, int pageSize = PageSize)
    {
        var wire = new TableWire(http, clock);
        (_supplier, _login) = (supplier, new TableLogin(wire, supplier, clock));
        var incidents = new IncidentTable(new TableClient(wire, _login, supplier), supplier);
        (_writing, _reading) = (new IncidentWriting(incidents, supplier), new IncidentReading(incidents, supplier, pageSize));
    }

    /// <inheritdoc/>
    public async Task<Delivery> TellAsync(SupplierTelling telling, CancellationToken ct)
    {
        try
        {
            return await _writing.TellAsync(telling, ct);
        }
        catch (TableFault fault)
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

    /// <inheritdoc/>
    public void Dispose() => _login.Dispose();

    private Delivery Of(TableFault fault) => fault.StatusCode switch
    {
        HttpStatusCode.Unauthorized => new TryLater(
            fault.After, $"Token or password was not accepted; compare Suppliers:{_supplier.Id}:User, Password, ClientId and ClientSecret with what the supplier gave. {fault.Message}"),
        HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new TryLater(fault.After, fault.Message),
        HttpStatusCode.Forbidden => new Refused(403, $"The hub's user lacks a right, or a rule of the instance wants something more (Suppliers:{_supplier.Id}:Set, CloseCodes). {fault.Message}"),
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new Refused(
            (int)fault.StatusCode, $"The address redirects; set Suppliers:{_supplier.Id}:Url to the instance itself, for example https://supplier.service-now.com."),
        var status => new Refused((int)(status ?? HttpStatusCode.BadRequest), fault.Message),
    };
}
