using global::Amqp;
using global::Amqp.Framing;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>A supplier behind a queue or topic: one message for each telling, delivered when the broker has taken it for good.</summary>
/// <remarks>
/// Sent at least once: a try whose answer was lost is sent again under the same message id, by which
/// every reader knows it, and a broker that detects repeats.
/// </remarks>
public sealed class AmqpSystem(AmqpBroker broker, AmqpSupplier supplier, TimeProvider clock) : ISupplierSystem, IOrderSystem, IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly string[] s_final = ["amqp:link:message-size-exceeded", "amqp:decode-error"];
    private readonly string _address = supplier.Queue is { } queue ? broker.Dialect.Queue(queue) : broker.Dialect.Topic(supplier.Topic!);
    private readonly SemaphoreSlim _opening = new(1, 1);
    private (AmqpWire Wire, SenderLink Link)? _open;

    /// <inheritdoc/>
    public Task<CloudEvents.Delivery> TellAsync(SupplierTelling telling, CancellationToken ct) => SendAsync(() => AmqpMessages.Of(telling, supplier), ct);

    /// <inheritdoc/>
    public Task<CloudEvents.Delivery> TellAsync(OrderTelling telling, CancellationToken ct) => SendAsync(() => AmqpMessages.Of(telling, supplier), ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ForgetAsync();
        _opening.Dispose();
    }

    private async Task<CloudEvents.Delivery> SendAsync(Func<Message> make, CancellationToken ct)
    {
        try
        {
            var (wire, link) = await OpenAsync(ct);
            var outcome = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            link.Send(make(), null, (_, _, said, _) => outcome.TrySetResult(said), null);
            var first = await Task.WhenAny(outcome.Task, wire.Ended).WaitAsync(s_patience, clock, ct);
            return first == wire.Ended && !outcome.Task.IsCompleted
                ? new TryLater(null, $"The connection to {broker} ended; the message may have arrived all the same.")
                : Read(await outcome.Task, wire.Ended.IsCompleted);
        }
        catch (AmqpException refused)
        {
            await ForgetAsync();
            return Trouble(refused.Error, refused.Message);
        }
        catch (Exception wire) when (AmqpWire.IsWireFault(wire))
        {
            await ForgetAsync();
            return new TryLater(null, $"{broker} could not be reached: {wire.Message}");
        }
    }

    private CloudEvents.Delivery Read(Outcome outcome, bool ended) => outcome switch
    {
        Accepted => new Delivered(null),
        Rejected { Error: { } error } when !ended && s_final.Contains(error.Condition.ToString(), StringComparer.Ordinal) =>
            new CloudEvents.Refused(400, $"{error.Condition}: {error.Description}"),
        Rejected { Error: { } error } => Trouble(error, error.Description),
        _ => new TryLater(null, "The broker did not take the message now."),
    };

    private TryLater Trouble(Error? error, string? said) => new(broker.Dialect.AsksToWait(error), error?.Condition?.ToString() switch
    {
        "amqp:not-found" when supplier.Queue is { } queue => $"The queue {queue} of Suppliers:{supplier.Id}:Queue does not exist; declare it at the broker.",
        "amqp:not-found" => $"The topic {supplier.Topic} of Suppliers:{supplier.Id}:Topic does not exist; declare it at the broker.",
        "amqp:unauthorized-access" => $"The broker does not let the hub send to {_address}; compare the key in Messaging:ConnectionString with the broker's. {said}",
        var condition => $"The broker says {condition}: {said}",
    });

    private async Task<(AmqpWire Wire, SenderLink Link)> OpenAsync(CancellationToken ct)
    {
        if (_open is { } open && !open.Wire.Ended.IsCompleted && !open.Link.IsClosed)
        {
            return open;
        }

        await _opening.WaitAsync(ct);
        try
        {
            if (_open is { } other)
            {
                if (!other.Wire.Ended.IsCompleted && !other.Link.IsClosed)
                {
                    return other;
                }

                _open = null;
                await other.Wire.DisposeAsync();
            }

            var wire = await AmqpWire.OpenAsync(broker, $"hub-to-{supplier.Id}", clock, ct);
            try
            {
                await broker.Dialect.ReadyToSendAsync(wire, _address, ct);
                var link = await wire.SenderAsync(_address, ct);
                wire.EndWith(link);
                _open = (wire, link);
                return (wire, link);
            }
            catch
            {
                await wire.DisposeAsync();
                throw;
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task ForgetAsync()
    {
        await _opening.WaitAsync();
        try
        {
            if (_open is { } open)
            {
                _open = null;
                await open.Wire.DisposeAsync();
            }
        }
        finally
        {
            _opening.Release();
        }
    }
}
