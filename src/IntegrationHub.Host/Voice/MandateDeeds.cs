using IntegrationHub.Core;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.People;

namespace IntegrationHub.Host.Voice;

/// <summary>What a call's step does by a local IT manager's mandate. The directory is asked each time, so a role that ended in between counts no more.</summary>
internal sealed class MandateDeeds(MandateHolders mandates, PersonPins pins, CaseStore cases, TimeProvider clock)
{
    /// <summary>Whether the caller may have a mandate for the case, once confirmed by PIN.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<bool> MayAsync(CaseState state, CallState call, CancellationToken ct) =>
        await OfAsync(call, ct) is { } mandate && mandate.HoldsFor(state.Organisation) && await pins.HasAsync(mandate.Manager, ct);

    /// <summary>Tries the PIN, or acts by the mandate.</summary>
    /// <param name="call">Who calls.</param>
    /// <param name="turn">Which language is spoken.</param>
    /// <param name="deed">One of the mandate's.</param>
    /// <param name="id">Of the step and deed, so that the same again has one effect.</param>
    /// <param name="contact">The call's stream.</param>
    /// <param name="ct">Ends the wait; it may be done again.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<Outcome> DoAsync(CallState call, Turn turn, Deed deed, Guid id, string contact, CancellationToken ct)
    {
        if (await OfAsync(call, ct) is not { } mandate)
        {
            return new NotDone("no-mandate");
        }

        var (now, context) = (clock.GetUtcNow(), new EventContext("user", "phone", contact));
        return deed switch
        {
            CheckPin check => await pins.TryAsync(mandate.Manager, check.Pin.Text ?? "", id, context, now, ct) switch
            {
                PinAnswer.Right => new Done(),
                PinAnswer.Locked => new NotDone(NotDone.PinLocked),
                _ => new NotDone("pin-wrong"),
            },
            Escalate c => await ActAsync(c.Number, new EscalateCase(mandate, c.Words?.Text ?? Prompts.ReasonOf(c.Key ?? 1, turn.Language), now), id, context, ct),
            SuspectFault c => await ActAsync(c.Number, new SuspectCommonFault(mandate, c.Words.Text ?? "", now), id, context, ct),
            _ => throw new InvalidOperationException($"{deed.GetType().Name} is no deed of a mandate."),
        };
    }

    private async Task<Mandate?> OfAsync(CallState call, CancellationToken ct) => call.Phone is null ? null : await mandates.WithNumberAsync(call.Person, ct);

    private async Task<Outcome> ActAsync(CaseNumber number, CaseCommand command, Guid id, EventContext context, CancellationToken ct) =>
        await cases.DecideAsync(number, command, id, context, ifRevision: null, ct) is Refused<CaseEvent> no ? new NotDone(no.Code) : new Done();
}
