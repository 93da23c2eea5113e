using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Calls;

/// <summary>A call as it was read.</summary>
/// <param name="Stream">The call's stream; it names the call in addresses too, and tells nothing.</param>
/// <param name="State">What later decisions ask for.</param>
/// <param name="History">Every event of the call.</param>
public sealed record LoadedCall(string Stream, CallState State, IReadOnlyList<Known> History)
{
    /// <summary>The event that was added under a key; null when it was not.</summary>
    public object? Find(string key) =>
        EventId.From(Stream, key) is var id ? History.FirstOrDefault(known => known.Recorded.Id == id)?.Fact : null;

    /// <summary>The turn that answered a step; null when the step was not taken.</summary>
    /// <param name="step">0 is the call's coming in.</param>
    public Turn? TurnAt(int step) => History.Select(known => known.Fact).Select(fact => fact switch
    {
        CallReceived e when step == 0 => e.Turn,
        CallAnswered e when step == 0 => e.Turn,
        CallStepTaken e when e.Step == step => e.Turn,
        _ => null,
    }).FirstOrDefault(turn => turn is not null);
}

/// <summary>Keeps calls in the log, each in a stream of its own.</summary>
public sealed class CallStore(IEventLog log, EventCodec codec)
{
    private static readonly EventContext s_context = new("user", "phone");

    /// <summary>The stream of a call.</summary>
    /// <param name="call">Twilio's <c>CallSid</c>.</param>
    public static string StreamOf(string call) => $"call-{EventId.From("call", call):N}";

    /// <summary>Reads a call; one that never came in has no history.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<LoadedCall> LoadAsync(string stream, CancellationToken ct)
    {
        var history = new List<Known>();
        var state = CallState.Empty;
        await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
        {
            history.Add(codec.Decode(recorded));
            state = state.After(history[^1].Fact);
        }

        return new LoadedCall(stream, state, history);
    }

    /// <summary>Adds one event to a call as it was read.</summary>
    /// <param name="seen">The call as it was when the event was decided.</param>
    /// <param name="key">What the event is recognised by within the call.</param>
    /// <param name="fact">The event.</param>
    /// <param name="ct">Ends the wait; the same event may be added again.</param>
    /// <returns>False when the call has gone on meanwhile, perhaps by this very event: read it again.</returns>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public async Task<bool> AddAsync(LoadedCall seen, string key, CallEvent fact, CancellationToken ct) =>
        await log.AppendAsync(
            seen.Stream, ExpectedRevision.Exactly(seen.History.Count - 1), [codec.Encode(EventId.From(seen.Stream, key), fact, s_context)], ct)
            is Appended { Repeated: false };
}
