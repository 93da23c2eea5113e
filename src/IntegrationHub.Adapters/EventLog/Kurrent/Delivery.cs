using IntegrationHub.Core.EventLog;
using Nacked = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.ReadReq.Types.Nack.Types.Action;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>An event that a consumer group gave to this consumer, which answers it once.</summary>
/// <remarks>
/// Each answer tells whether it was sent; it was not when the connection has been lost, and then the event comes again.
/// The same event may come more than once in any case: what is done with it must be safe to do twice.
/// </remarks>
public sealed class Delivery
{
    private readonly GroupCall _call;
    private readonly Protos.UUID _id;

    internal Delivery(GroupCall call, Protos.UUID id, RecordedEvent recorded, int retries) =>
        (_call, _id, Recorded, Retries) = (call, id, recorded, retries);

    /// <summary>The event.</summary>
    public RecordedEvent Recorded { get; }

    /// <summary>How often it was given out before; 0 the first time, and again after it was parked.</summary>
    public int Retries { get; }

    /// <summary>It is done.</summary>
    public Task<bool> AckAsync(CancellationToken ct) => _call.AckAsync(_id, ct);

    /// <summary>It could not be done now; it comes again, and is parked after too many times.</summary>
    /// <param name="reason">For the person on duty; no personal data, as it is stored with a parked event.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<bool> RetryAsync(string reason, CancellationToken ct) => _call.NackAsync(_id, Nacked.Retry, reason, ct);

    /// <summary>It will never be done as things are; it waits for a person.</summary>
    /// <inheritdoc cref="RetryAsync"/>
    public Task<bool> ParkAsync(string reason, CancellationToken ct) => _call.NackAsync(_id, Nacked.Park, reason, ct);

    /// <summary>It need not be done.</summary>
    /// <inheritdoc cref="RetryAsync"/>
    public Task<bool> SkipAsync(string reason, CancellationToken ct) => _call.NackAsync(_id, Nacked.Skip, reason, ct);
}
