using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Callbacks;

/// <summary>
/// Settles attempts: by what the carrier says and by what stands in the call's own stream. Status callbacks that come twice, in another
/// order or never change nothing: the first word stands, and what is never heard is asked for.
/// </summary>
internal sealed class CallbackSettling(CaseStore cases, CallbackStore attempts, CallStore calls, TimeProvider clock)
{
    private const int Tries = 20;

    /// <summary>The carrier has the call.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public Task PlacedAsync(CallbackId id, int attempt, string call, CancellationToken ct) => AddAsync(
        id, attempt, state => state.Call is null, loaded => attempts.PlacedAsync(loaded, new CallbackPlaced(id, attempt, call, clock.GetUtcNow()), ct), ct);

    /// <summary>The call is over.</summary>
    /// <param name="id">The promise.</param>
    /// <param name="attempt">Which attempt; one that is over already stays as it ended.</param>
    /// <param name="call">Its <c>CallSid</c>.</param>
    /// <param name="status">A final one.</param>
    /// <param name="ct">Ends the wait; it may be done again.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task SettleAsync(CallbackId id, int attempt, string call, string status, CancellationToken ct)
    {
        await PlacedAsync(id, attempt, call, ct);
        var outcome = OutcomeOf(await calls.LoadAsync(CallStore.StreamOf(call), ct), status);
        await AddAsync(
            id, attempt, state => state.Call == call,
            loaded => attempts.EndedAsync(loaded, new CallbackAttemptEnded(id, attempt, outcome, clock.GetUtcNow()), ct), ct);
        if ((await attempts.LoadAsync(id, ct)).State is { Outcome: CallbackOutcome.Reached }
            && (await cases.LoadAsync(id.Case, ct)).State.CallBack is { } open && open.Callback == id)
        {
            await TellMadeAsync(id, open.Desk, ct);
        }
    }

    /// <summary>Tells the case that the person was spoken to.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public Task<WorkResult?> TellMadeAsync(CallbackId id, string desk, CancellationToken ct) =>
        TellAsync(id, "made", now => new TellCallBack(desk, "reached", now) { Callback = id }, ct);

    /// <summary>Tells the case that the person is not called any more.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public Task<WorkResult?> GiveUpAsync(CallbackId id, int made, CancellationToken ct) => TellAsync(id, "given up", now => new GiveUpCallBack(id, made, now), ct);

    private async Task<WorkResult?> TellAsync(CallbackId id, string what, Func<DateTimeOffset, CaseCommand> command, CancellationToken ct)
    {
        await cases.DecideAsync(
            id.Case, command(clock.GetUtcNow()), EventId.From("callback", id.Value, what), new EventContext("hub", "phone", id.Stream), ifRevision: null, ct);
        return WorkResult.Done;
    }

    private async Task AddAsync(CallbackId id, int attempt, Func<CallbackState, bool> wanted, Func<LoadedCallback, Task<bool>> add, CancellationToken ct)
    {
        for (var n = 0; n < Tries; n++)
        {
            var loaded = await attempts.LoadAsync(id, ct);
            if (loaded.State.Attempt != attempt || !loaded.State.UnderWay || !wanted(loaded.State) || await add(loaded))
            {
                return;
            }
        }

        throw new EventLogException("busy", "The call-back is being changed by many at once.");
    }

    private static CallbackOutcome OutcomeOf(LoadedCall call, string status)
    {
        var facts = call.History.Select(known => known.Fact).ToList();
        return facts.OfType<CallAnswered>().FirstOrDefault() switch
        {
            null => status switch
            {
                "busy" => CallbackOutcome.Busy,
                "no-answer" => CallbackOutcome.NoAnswer,
                "completed" => CallbackOutcome.NotConfirmed,
                _ => CallbackOutcome.Failed,
            },
            { } answered when CallbackAnswers.IsMachine(answered.AnsweredBy) => CallbackOutcome.Voicemail,
            _ when facts.Exists(fact => fact is CallTaken) || call.State.Turn.Lead == Lead.Spoken => CallbackOutcome.Reached,
            _ when call.State.Turn.Kind == TurnKind.PlaceKept => CallbackOutcome.DeskNotReached,
            _ when facts.Exists(fact => fact is CallStepTaken { Turn.Kind: TurnKind.Connect } or CallStepTaken { Turn.Lead: Lead.CallCancelled }) => CallbackOutcome.HungUp,
            _ => CallbackOutcome.NotConfirmed,
        };
    }
}
