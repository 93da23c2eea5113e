using IntegrationHub.Core;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Voice.Transfers;

/// <summary>A wish to have a call at another desk.</summary>
/// <param name="Call">The call's stream.</param>
/// <param name="Step">The step whose turn called the desk; null for the last.</param>
/// <param name="From">The desk that wishes it; null for whichever has the call.</param>
/// <param name="To">The desk that is to have it.</param>
/// <param name="Words">What the desk says of the matter.</param>
internal sealed record TransferWish(string Call, int? Step, string? From, string To, string Words);

/// <summary>
/// Asks for a call to be handed on: the handover is proposed to the case by its rules, then the call notes it. The caller is moved
/// by <see cref="CallTransfers"/>, or by the end of the desk's own leg.
/// </summary>
internal sealed class CallTransfer(CallStore calls, CaseStore cases, PhoneSettings settings, DeskQueue queue, TimeProvider clock)
{
    private const int Tries = 20;

    /// <summary>Asks for it. The same wish again changes nothing.</summary>
    /// <returns>Accepted, or refused by a rule of the call or of the case: a case is not bounced.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<Decision<CallEvent>> AskAsync(TransferWish wish, EventContext by, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var call = await calls.LoadAsync(wish.Call, ct);
            if (Refusal(call, wish) is { } refused)
            {
                return refused;
            }

            var (state, now) = (call.State, clock.GetUtcNow());
            var desk = state.Turn.Desk!;
            if (state.Transfer is { } asked)
            {
                return asked.To == wish.To ? new Accepted<CallEvent>([]) : No("transfer-open", "The call is on its way to another desk.");
            }

            var number = state.Turn.Case!.Value;
            var decision = await cases.DecideAsync(
                number, new ProposeHandover(desk, wish.To, wish.Words, now), EventId.From("transfer", wish.Call, state.Step.ToString(System.Globalization.CultureInfo.InvariantCulture), wish.To), by, null, ct);
            if (decision is Refused<CaseEvent> no)
            {
                return No(no.Code, no.Why);
            }

            if ((await cases.LoadAsync(number, ct)).State.HandoverTo != wish.To)
            {
                return No("handover-bounced", "The case was there before, or was handed over too often. You stay responsible, and the other desk was asked to help.");
            }

            var fact = new CallTransferAsked(state.Step, desk, wish.To, new(state.Person, wish.Words), now) { Live = state.Offer == Offer.Taken };
            if (await calls.AddAsync(call, FormattableString.Invariant($"transfer {state.Step}"), fact, ct))
            {
                queue.Saw(wish.Call, fact);
                return new Accepted<CallEvent>([fact]);
            }
        }

        throw new EventLogException("busy", "The call is being changed by many at once.");
    }

    private Refused<CallEvent>? Refusal(LoadedCall call, TransferWish wish) => call.State switch
    {
        _ when call.History.Count == 0 => No("call-unknown", "There is no such call."),
        { Ended: true } => No("call-over", "The call is over. Propose a handover of the case instead."),
        { Turn: not { Kind: TurnKind.Connect, Desk: not null, Case: not null } } or { Offer: Offer.None or Offer.Refused } => No("not-with-a-desk", "No desk has the call."),
        var state when (wish.Step ?? state.Step) != state.Step => No("not-with-a-desk", "The call has gone on."),
        var state when wish.From is { } from && from != state.Turn.Desk => No("not-responsible", "Another desk has the call."),
        var state when wish.To == state.Turn.Desk => No("same-desk", "The desk has the call already."),
        _ when settings.PhoneOf(wish.To) is null || !settings.HoursOf(wish.To).IsOpen(clock.GetUtcNow()) => No("desk-closed", "That desk does not answer now. Propose a handover of the case instead."),
        _ => null,
    };

    private static Refused<CallEvent> No(string code, string why) => new(code, why);
}
