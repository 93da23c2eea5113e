using Amqp;
using IntegrationHub.Adapters.Suppliers.Amqp;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Suppliers;

/// <summary>Takes what one supplier puts into its queue at the broker, as if it had been posted: durable first, then the broker forgets it.</summary>
internal sealed partial class AmqpReception(
    AmqpBroker broker, AmqpSupplier supplier, SupplierInbox inbox, TimeProvider clock, ILogger<AmqpReception> logger, IHostApplicationLifetime life)
    : BackgroundService
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStarted, stoppingToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var receiver = new AmqpReceiver(broker, supplier, clock);
        var (failures, end) = (0, RoundEnd.Idle);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                end = await receiver.RunAsync(TakeAsync, stoppingToken);
                failures = end == RoundEnd.Idle ? 0 : failures + 1;
                Ended(logger, supplier.Id, end);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (AmqpReceiver.IsWireFault(fault))
            {
                (failures, end) = (failures + 1, RoundEnd.Broken);
                NotReached(logger, supplier.Id, supplier.ReplyQueue!, failures, fault.Message);
            }

            var wait = TimeSpan.FromTicks(Math.Min(s_first.Ticks << Math.Min(failures, 6), s_longest.Ticks));
            await Task.Delay(end == RoundEnd.Busy && wait < AmqpReceiver.BusyWait ? AmqpReceiver.BusyWait : wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Taking> TakeAsync(Message message, CancellationToken ct)
    {
        try
        {
            var now = clock.GetUtcNow();
            var fault = AmqpReading.Read(message, supplier, now) switch
            {
                EventsRead read => (await inbox.TakeAsync(supplier.Id, read.Events, now, ct)).Fault,
                Unreadable unreadable => unreadable,
                var other => throw new InvalidOperationException($"{other} is no reading."),
            };
            if (fault is null)
            {
                return new Taking.Taken();
            }

            NotTaken(logger, supplier.Id, fault.Code, string.Join(", ", fault.Faults.Select(one => one.Field)));
            return new Taking.Invalid(fault.Code, string.Join(' ', fault.Faults));
        }
        catch (EventLogException)
        {
            return new Taking.NotNow(HubAway: true);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Failed(logger, fault, supplier.Id);
            return new Taking.NotNow(HubAway: false);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Supplier}: the queue {Queue} could not be read, failure {Failures}; it is tried again: {Why}")]
    private static partial void NotReached(ILogger logger, string supplier, string queue, int failures, string why);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Supplier}: a message was dead-lettered: {Code} in {Fields}")]
    private static partial void NotTaken(ILogger logger, string supplier, string code, string fields);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "{Supplier}: a message could not be taken; it is tried again")]
    private static partial void Failed(ILogger logger, Exception fault, string supplier);

    [LoggerMessage(EventId = 4, Level = LogLevel.Debug, Message = "{Supplier}: receiving ended: {End}; it begins again")]
    private static partial void Ended(ILogger logger, string supplier, RoundEnd end);
}
