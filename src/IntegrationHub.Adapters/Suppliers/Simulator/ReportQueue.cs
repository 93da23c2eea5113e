using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>Posts reports to the hub: in order per case, each until the hub has it or will not have it.</summary>
/// <param name="options">Tokens, delays and clock.</param>
/// <param name="sender">Makes one try.</param>
/// <param name="invoices">Makes one try to post an invoice.</param>
/// <param name="faults">Those that are on at the moment.</param>
internal sealed class ReportQueue(SimulatorOptions options, CloudEventSender sender, InvoicePost invoices, Func<SimulatorFaults> faults)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _tails = new(StringComparer.Ordinal);
    private volatile TaskCompletionSource<Uri> _hub = Asked(options.Hub);

    public void ConnectTo(Uri hub)
    {
        if (!_hub.TrySetResult(hub))
        {
            _hub = Asked(hub);
        }
    }

    /// <summary>Sends a report after every earlier one of its case or order.</summary>
    /// <param name="report">What to send.</param>
    /// <param name="progress">Told of each try that failed, and of the end.</param>
    /// <param name="ct">Gives up; the report is then not over.</param>
    public Task SendAsync(PlannedReport report, Action<int, string, string?> progress, CancellationToken ct)
    {
        lock (_gate)
        {
            var line = SimulatedOrders.IsOrder(report) ? $"{report.Supplier}/{report.Case}" : report.Case; // An order may be several suppliers'.
            var before = _tails.GetValueOrDefault(line, Task.CompletedTask);
            return _tails[line] = InTurnAsync(before, report, progress, ct);
        }
    }

    private async Task InTurnAsync(Task before, PlannedReport report, Action<int, string, string?> progress, CancellationToken ct)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        var posts = faults().Hit(SimulatorFaults.Repeat, report.Supplier, report.Id) ? 2 : 1;
        for (var tries = 1; posts > 0; tries++)
        {
            var (delivery, outcome) = await TryAsync(report, ct);
            switch (delivery)
            {
                case TryLater later:
                    progress(tries, "sending", later.Why);
                    await Task.Delay(Wait(tries, later.After), options.Clock, ct);
                    break;
                case Delivered when --posts > 0:
                    progress(tries, "sending", null);
                    break;
                default:
                    progress(tries, outcome, (delivery as Refused)?.Why);
                    return;
            }
        }
    }

    private async Task<(Delivery Delivery, string Outcome)> TryAsync(PlannedReport report, CancellationToken ct)
    {
        var hub = await _hub.Task.WaitAsync(ct);
        var supplier = options.Suppliers.First(candidate => candidate.Id == report.Supplier);
        var token = faults().Hit(SimulatorFaults.ExpiredToken, report.Supplier, report.Id) ? "expired-" + supplier.OwnToken : supplier.OwnToken;
        var root = $"{hub.AbsoluteUri.TrimEnd('/')}/suppliers/{report.Supplier}";
        if (report.Document is { } xml)
        {
            var posted = await invoices.SendAsync(new Uri(root + "/invoices"), token, report.Id, xml, ct);
            return (posted, OutcomeOf(posted));
        }

        var address = new Uri(root + "/events");
        var told = faults().Hit(SimulatorFaults.SchemaDrift, report.Supplier, report.Id) ? report.Drifted() : report;
        var delivery = await sender.SendAsync(
            told.ToEvent(), new SupplierSettings(report.Supplier, "cloudevents", address, token, supplier.SigningKey), ct);
        return (delivery, OutcomeOf(delivery));
    }

    private static string OutcomeOf(Delivery delivery) => delivery switch { Delivered => "delivered", Refused => "refused", Retired => "retired", _ => "sending" };

    private TimeSpan Wait(int tries, TimeSpan? asked)
    {
        var doubled = options.Delays.FirstRetry * Math.Pow(2, Math.Min(tries - 1, 16));
        var own = doubled < options.Delays.LongestRetry ? doubled : options.Delays.LongestRetry;
        return asked > own ? asked.Value : own;
    }

    private static TaskCompletionSource<Uri> Asked(Uri? hub)
    {
        var source = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (hub is not null)
        {
            source.SetResult(hub);
        }

        return source;
    }
}
