using System.Threading.Channels;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.TroubleTickets;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Workers;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>Has one worker for each listener that is registered, also by another hub on the same log, so that one that is away holds up nobody else.</summary>
internal sealed class ListenerWorkers(IServiceProvider services, DataDirectory data) : BackgroundService
{
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, GroupWorker> _workers = new(StringComparer.Ordinal);

    /// <summary>Told by the list of listeners that it changed, or was caught up with the log.</summary>
    public void Refresh(RecordedEvent? recorded)
    {
        if (recorded is null || ListenerRow.Types.Contains(recorded.Type))
        {
            _changed.Writer.TryWrite(true);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var view = services.GetRequiredService<LiveView<ListenerRow>>();
        try
        {
            await foreach (var _ in _changed.Reader.ReadAllAsync(stoppingToken))
            {
                var rows = view.Seek(new Dictionary<string, string>(StringComparer.Ordinal), null, int.MaxValue).ToDictionary(found => found.Row.Listener, found => found.Row, StringComparer.Ordinal);
                foreach (var gone in _workers.Keys.Except(rows.Keys, StringComparer.Ordinal).ToList())
                {
                    await StopAsync(gone, stoppingToken);
                    File.Delete(WorkRegistration.PlaceOf(data, ListenerDeliveries.GroupOf(gone)));
                }

                foreach (var row in rows.Values.Where(row => !_workers.ContainsKey(row.Listener)))
                {
                    var worker = NewWorker(row);
                    _workers[row.Listener] = worker;
                    await worker.StartAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var listener in _workers.Keys.ToList())
        {
            await StopAsync(listener, cancellationToken);
        }
    }

    private async Task StopAsync(string listener, CancellationToken ct)
    {
        if (_workers.Remove(listener, out var worker))
        {
            await worker.StopAsync(ct);
            worker.Dispose();
        }
    }

    private GroupWorker NewWorker(ListenerRow row)
    {
        var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(ListenerDeliveries));
        var work = ActivatorUtilities.CreateInstance<ListenerDeliveries>(services, row, http);
        return WorkRegistration.Worker(services, work, WorkPace.Patient, shared: true, since: new LogPosition(row.Since)); // It hears of what happens from its registration on.
    }
}
