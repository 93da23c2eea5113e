using System.Collections.Concurrent;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Callbacks;

/// <summary>
/// Keeps promised calls: at the booked time, or when it is the place's turn, by the plan of attempts. Each promise, and each change of
/// one, is a piece of work that sleeps until its next step; a change ends the piece before it.
/// </summary>
internal sealed class CallbackCalls(
    CaseStore cases, CallbackStore attempts, CallbackTurns turns, CallbackOrders orders, CallbackSettling settling, PhoneSettings settings, TimeProvider clock)
    : IWorkGroup
{
    private const int MostStepsAtOnce = 10;
    private static readonly TimeSpan s_turnAgain = TimeSpan.FromSeconds(5);
    private static readonly HashSet<string> s_types = [StoredTypes.NameOf(typeof(CallBackBooked)), StoredTypes.NameOf(typeof(CallBackMoved))];
    private readonly ConcurrentDictionary<(CallbackId, int Attempt, int Try), bool> _answered = new();

    /// <inheritdoc/>
    public string Name => "callbacks";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => Promise(happened) is null ? null : happened.Recorded.Id.ToString("N");

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var (id, sequence) = Promise(happened)!.Value;
        for (var step = 0; step < MostStepsAtOnce; step++)
        {
            var open = (await cases.LoadAsync(id.Case, ct)).State.CallBack;
            if (open?.Callback == id && open.Sequence != sequence)
            {
                return WorkResult.Done; // It was changed: the piece of work of the change goes on.
            }

            if (await StepAsync(id, open?.Callback == id ? open : null, ct) is { } result)
            {
                return result;
            }
        }

        return new WorkNotDue(clock.GetUtcNow() + s_turnAgain);
    }

    private static (CallbackId Id, int Sequence)? Promise(Known happened) => happened.Fact switch
    {
        CallBackBooked { Callback: { } id } => (id, 0),
        CallBackMoved e => (e.Callback, e.Sequence),
        _ => null,
    };

    /// <summary>One step. Null: done, and the next can be looked for at once.</summary>
    private async Task<WorkResult?> StepAsync(CallbackId id, OpenCallBack? open, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var loaded = await attempts.LoadAsync(id, ct);
        var state = loaded.State;
        var next = CallbackPlan.Next(open, state, settings.HoursOf(open?.Desk), now);
        if (state is { UnderWay: true, Call: null } && _answered.TryGetValue((id, state.Attempt, state.Try), out var notTaken))
        {
            // This very process knows how the order ended, and need not wait for it.
            next = notTaken ? new CallbackStep.Place(state.Attempt) : new CallbackStep.Find();
        }

        return next switch
        {
            CallbackStep.Wait wait => new WorkNotDue(wait.Until),
            CallbackStep.Find => await FindAsync(loaded, open, ct),
            CallbackStep.Look => await LookAsync(loaded, now, ct),
            CallbackStep.Place place => await PlaceAsync(loaded, open, place.Attempt, now, ct),
            CallbackStep.Made => await settling.TellMadeAsync(id, open!.Desk, ct),
            CallbackStep.GiveUp give => await settling.GiveUpAsync(id, give.Attempts, ct),
            _ => WorkResult.Done,
        };
    }

    private async Task<WorkResult?> PlaceAsync(LoadedCallback loaded, OpenCallBack? open, int attempt, DateTimeOffset now, CancellationToken ct)
    {
        var again = attempt == loaded.State.Attempt;
        if (open is null || CallbackPlan.IsTooLate(open, now))
        {
            return again ? await EndAsync(loaded, CallbackOutcome.Failed, ct) : WorkResult.Done;
        }

        if (!again && ((open.Kind == CallBackKind.KeptPlace && !turns.IsFirst(open, now)) || turns.IsCalled(open)))
        {
            return new WorkNotDue(now + s_turnAgain);
        }

        var tries = again ? loaded.State.Try + 1 : 1;
        var (claimed, outcome) = await orders.PlaceAsync(loaded, open, attempt, tries, ct);
        if (!claimed)
        {
            return null;
        }

        _answered.TryRemove((loaded.Id, attempt, tries - 1), out _);
        var key = (loaded.Id, attempt, tries);
        switch (outcome)
        {
            case CallbackOrder.Taken taken:
                await settling.PlacedAsync(loaded.Id, attempt, taken.Call, ct);
                return null;
            case CallbackOrder.NeverTaken:
                return await EndAsync(await attempts.LoadAsync(loaded.Id, ct), CallbackOutcome.Refused, ct);
            case CallbackOrder.Hopeless hopeless:
                return new WorkHopeless(hopeless.Cause);
            case CallbackOrder.NotTaken later:
                _answered[key] = true;
                return new WorkNotDue(clock.GetUtcNow() + later.Wait);
            default:
                _answered[key] = false;
                return new WorkNotDue(clock.GetUtcNow() + CallbackOrders.AskAgain);
        }
    }

    /// <summary>An order whose answer nobody has: the carrier's list tells whether it was taken.</summary>
    private async Task<WorkResult?> FindAsync(LoadedCallback loaded, OpenCallBack? open, CancellationToken ct)
    {
        var state = loaded.State;
        if (open is null)
        {
            // Cancelled while the order was on its way. Should it have been taken, the person hears so on answering.
            return await EndAsync(loaded, CallbackOutcome.Unknown, ct);
        }

        switch (await orders.FindAsync(open, state.FirstTriedAt, turns.CallsTo(open.Phone.Of.Value), ct))
        {
            case CallbackOrder.Taken taken:
                await settling.PlacedAsync(loaded.Id, state.Attempt, taken.Call, ct);
                return null;
            case CallbackOrder.NotThere:
                return await PlaceAsync(loaded, open, state.Attempt, clock.GetUtcNow(), ct);
            case CallbackOrder.Hopeless hopeless:
                return new WorkHopeless(hopeless.Cause);
            case CallbackOrder.NotTaken later:
                return new WorkNotDue(clock.GetUtcNow() + later.Wait);
            default:
                return new WorkNotDue(clock.GetUtcNow() + CallbackOrders.AskAgain);
        }
    }

    private async Task<WorkResult?> LookAsync(LoadedCallback loaded, DateTimeOffset now, CancellationToken ct)
    {
        var state = loaded.State;
        var status = await orders.LookAsync(state.Call!, ct);
        if (status is "completed" or "busy" or "failed" or "no-answer" or "canceled")
        {
            await settling.SettleAsync(loaded.Id, state.Attempt, state.Call!, status, ct);
            return null;
        }

        return status == CallbackOrders.Gone || now > state.PlacedAt + CallbackPlan.Longest
            ? await EndAsync(loaded, CallbackOutcome.Unknown, ct)
            : new WorkNotDue(now + CallbackPlan.LookAfter);
    }

    private async Task<WorkResult?> EndAsync(LoadedCallback loaded, CallbackOutcome outcome, CancellationToken ct)
    {
        await attempts.EndedAsync(loaded, new CallbackAttemptEnded(loaded.Id, loaded.State.Attempt, outcome, clock.GetUtcNow()), ct);
        return null;
    }
}
