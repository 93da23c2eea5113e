using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.HostTests.Suppliers.Pushing;

/// <summary>What was pushed to the hub, each event once by source and id as its inbox takes them; read as the contract suite reads what is asked for.</summary>
/// <param name="all">Comes back when all that the peer has to tell was sent and came in; false when it cannot be now.</param>
internal sealed class PushedReports(Func<PushedReports, CancellationToken, Task<bool>> all) : IPolledSystem
{
    private readonly Lock _gate = new();
    private readonly List<PolledReport> _reports = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _reports.Count;
            }
        }
    }

    /// <summary>Takes what the hub's own reading has found sound.</summary>
    public void Take(ReceivedEvent received)
    {
        var id = $"{received.Source} {received.Id}";
        var report = Assert.IsType<Understood>(SupplierMessages.Parse(received)).Report;
        lock (_gate)
        {
            if (!_reports.Exists(one => one.Id == id))
            {
                _reports.Add(new PolledReport(id, report, received.Time!.Value));
            }
        }
    }

    public async Task<PolledReports> ReadAsync(string? cursor, CancellationToken ct)
    {
        if (!await all(this, ct))
        {
            throw new HttpRequestException("The peer's events do not come through now.");
        }

        lock (_gate)
        {
            var from = cursor is null ? _reports.Count : int.Parse(cursor, CultureInfo.InvariantCulture);
            return new PolledReports(_reports[from..], _reports.Count.ToString(CultureInfo.InvariantCulture), More: false);
        }
    }
}
