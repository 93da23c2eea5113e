using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Callbacks;

/// <summary>The attempts for a promised call, as they were read.</summary>
/// <param name="Revision">Of the last event; -1 before the first.</param>
public sealed record LoadedCallback(CallbackId Id, CallbackState State, long Revision);

/// <summary>Keeps the attempts to reach people, a stream for each promised call. Each step is added once, to the stream as it was read.</summary>
public sealed class CallbackStore(IEventLog log, EventCodec codec)
{
    private static readonly EventContext s_context = new("hub", "phone");

    /// <summary>Reads what was tried; nothing for a call that was not tried.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<LoadedCallback> LoadAsync(CallbackId id, CancellationToken ct)
    {
        var (state, revision) = (CallbackState.Empty, -1L);
        await foreach (var recorded in log.ReadStreamAsync(id.Stream, 0, ct))
        {
            state = state.After(codec.Decode(recorded).Fact);
            revision = recorded.Revision;
        }

        return new LoadedCallback(id, state, revision);
    }

    /// <summary>Claims the next order: of several who want to send it, one may.</summary>
    /// <returns>False when somebody else was quicker; read again.</returns>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public Task<bool> ClaimAsync(LoadedCallback seen, CallbackTried tried, CancellationToken ct) => AddAsync(seen, $"tried {tried.Attempt} {tried.Try}", tried, ct);

    /// <summary>The carrier has the call.</summary>
    /// <exception cref="EventLogException">The log cannot be written; it may be done again.</exception>
    public Task<bool> PlacedAsync(LoadedCallback seen, CallbackPlaced placed, CancellationToken ct) => AddAsync(seen, $"placed {placed.Attempt}", placed, ct);

    /// <summary>The attempt is over; what was said first stands.</summary>
    /// <exception cref="EventLogException">The log cannot be written; it may be done again.</exception>
    public Task<bool> EndedAsync(LoadedCallback seen, CallbackAttemptEnded ended, CancellationToken ct) => AddAsync(seen, $"ended {ended.Attempt}", ended, ct);

    private async Task<bool> AddAsync(LoadedCallback seen, string key, CallbackEvent fact, CancellationToken ct) =>
        await log.AppendAsync(
            seen.Id.Stream, ExpectedRevision.Exactly(seen.Revision), [codec.Encode(EventId.From(seen.Id.Stream, key), fact, s_context)], ct)
            is Appended { Repeated: false };
}
