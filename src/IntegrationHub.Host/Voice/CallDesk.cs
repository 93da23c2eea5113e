using System.Globalization;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Voice;

/// <summary>A turn as it stands in the log.</summary>
/// <param name="Call">The call's stream.</param>
/// <param name="Step">The step that it answered.</param>
internal sealed record RecordedTurn(string Call, int Step, Turn Turn);

/// <summary>
/// Takes calls step by step: what was heard, the deeds that it asks for, then one event with the turn. A step that was taken is
/// answered from the log, so a repeat gets the same answer and does nothing, also after a restart and when two come at once.
/// </summary>
internal sealed partial class CallDesk(
    CallStore calls, CaseStore cases, Dialogue dialogue, CallDeeds deeds, DeskQueue queue, IPersonKeys keys, TimeProvider clock)
{
    private const int Tries = 20;

    /// <summary>A call comes in; or it comes again because the hub's answer was lost or wrong (<c>ErrorCode</c>).</summary>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<RecordedTurn> ReceiveAsync(TwilioRequest request, CancellationToken ct)
    {
        var sid = SidOf(request);
        var fault = request.ErrorCode is { } code
            ? new CallFault(code, request.ErrorUrl?.Contains("/voice/dialled", StringComparison.Ordinal) == true) : null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var call = await calls.LoadAsync(CallStore.StreamOf(sid), ct);
            if (call.TurnAt(0) is { } first)
            {
                return fault is null
                    ? new RecordedTurn(call.Stream, 0, first)
                    : await TakeAsync(sid, "fault " + request.ErrorUrl, null, _ => new Heard(Fault: fault), ct);
            }

            var person = request.Caller is { } number ? keys.Pseudonym("phone", number) : keys.Pseudonym("contact", sid);
            var phone = request.Caller is null ? null : new Personal(person, request.Caller);
            var caller = call with { State = call.State with { Step = 0, Person = person, Phone = phone } };
            var turn = await FinishAsync(sid, caller.State, 0, dialogue.Begin(fault), ct);
            if (await AddAsync(call, "received", new CallReceived(sid, person, phone, turn, clock.GetUtcNow()), ct))
            {
                return new RecordedTurn(call.Stream, 0, turn);
            }
        }

        throw Busy();
    }

    /// <summary>Something was heard on the turn before step <paramref name="step"/>, or the call to the desk is over.</summary>
    /// <param name="request">What Twilio says.</param>
    /// <param name="step">From the address; null when it has none, and then the last turn stands.</param>
    /// <param name="ct">Ends the wait; the step may be sent again.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<RecordedTurn> StepAsync(TwilioRequest request, int? step, CancellationToken ct)
    {
        var sid = SidOf(request);
        var dialled = request.DialCallStatus is { } status
            ? new Dialled(status, request.DialBridged, request.DialCallDuration?.TotalSeconds) : null;
        return await TakeAsync(sid, Key(step), step, person => new Heard(
            Said(person, request.Digits), Said(person, Secrets.WithoutPassword(request.SpeechResult)), request.Confidence, dialled)
        {
            Recording = SpokenMessage.Of(request, person),
        }, ct)
            is { Step: >= 0 } taken ? taken : await ReceiveAsync(request, ct);
    }

    /// <summary>The call is over, by its first final status; later ones change nothing, and a call that never came in is not begun.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task EndAsync(TwilioRequest request, CancellationToken ct)
    {
        if (request.CallStatus is "completed" or "busy" or "failed" or "no-answer" or "canceled"
            && await calls.LoadAsync(CallStore.StreamOf(SidOf(request)), ct) is { History.Count: > 0 } call)
        {
            await AddOnceAsync(call, "ended", new CallEnded(request.CallStatus, request.CallDuration?.TotalSeconds, clock.GetUtcNow()), ct);
        }
    }

    private async Task<RecordedTurn> TakeAsync(string sid, string key, int? step, Func<PersonId, Heard> heard, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var call = await calls.LoadAsync(CallStore.StreamOf(sid), ct);
            if (call.Find(key) is CallStepTaken taken)
            {
                return new RecordedTurn(call.Stream, taken.Step, taken.Turn);
            }

            var state = call.State;
            var next = state.Step + 1;
            if (state.Step < 0 || (step is not null && step != next) || key.Length == 0)
            {
                return new RecordedTurn(call.Stream, state.Step, state.Turn); // Not a step of this call as it stands.
            }

            var said = heard(state.Person);
            var turn = await FinishAsync(sid, state, next, dialogue.Decide(state, said), ct);
            if (ReferenceEquals(turn, state.Turn))
            {
                return new RecordedTurn(call.Stream, state.Step, turn);
            }

            if (await AddAsync(call, key, new CallStepTaken(next, Secrets.Kept(state.Turn, said), turn, clock.GetUtcNow()), ct))
            {
                return new RecordedTurn(call.Stream, next, turn);
            }
        }

        throw Busy();
    }

    private async Task<Turn> FinishAsync(string sid, CallState state, int step, Plan plan, CancellationToken ct)
    {
        while (plan.First is { } deed)
        {
            plan = dialogue.After(state, plan, await deeds.DoAsync(sid, step, state, plan.Turn, deed, ct));
        }

        return plan.Turn;
    }

    private async Task<bool> AddAsync(LoadedCall call, string key, CallEvent fact, CancellationToken ct)
    {
        var added = await calls.AddAsync(call, key, fact, ct);
        if (added)
        {
            queue.Saw(call.Stream, fact); // At once: whoever comes next must not overtake.
        }

        return added;
    }

    /// <summary>Adds an event that is recognised by its key, and gives the one that stands there.</summary>
    private async Task<object?> AddOnceAsync(LoadedCall call, string key, CallEvent fact, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (call.Find(key) is { } before)
            {
                return before;
            }

            if (await AddAsync(call, key, fact, ct))
            {
                return fact;
            }

            call = await calls.LoadAsync(call.Stream, ct);
        }

        throw Busy();
    }

    private static string SidOf(TwilioRequest request) =>
        request.CallSid ?? throw new InvalidOperationException("A voice webhook without CallSid: the call cannot be told from others.");

    private static Personal? Said(PersonId person, string? text) => string.IsNullOrEmpty(text) ? null : new Personal(person, text);

    private static string Key(int? step) => step is { } n ? Key("step", n) : "";

    private static string Key(string what, int step) => string.Create(CultureInfo.InvariantCulture, $"{what} {step}");

    private static EventLogException Busy() => new("busy", "The call is being changed by many at once.");
}
