using System.Globalization;
using IntegrationHub.Core;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Callbacks;
using IntegrationHub.Host.Cases;
using PhoneNumber = IntegrationHub.Adapters.People.PhoneNumber;

namespace IntegrationHub.Host.Voice;

/// <summary>Does what a call's step does to cases. Done again for the same call and step, nothing more happens.</summary>
internal sealed class CallDeeds(
    CaseIntake intake, CaseStore cases, UserAnswers answers, CallerLookup callers, KeypadMenu menu, CallIncidents incidents, MandateDeeds mandates, SelfServiceLinks links,
    CallbackDeeds callbacks, DeskQueue queue, OrderStore orders, TimeProvider clock)
{
    /// <summary>Does it.</summary>
    /// <param name="sid">The call.</param>
    /// <param name="step">The step that it belongs to.</param>
    /// <param name="call">Who calls.</param>
    /// <param name="turn">What is known of the matter.</param>
    /// <param name="deed">What to do.</param>
    /// <param name="ct">Ends the wait; it may be done again.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<Outcome> DoAsync(string sid, int step, CallState call, Turn turn, Deed deed, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = EventId.From("call", sid, step.ToString(CultureInfo.InvariantCulture), deed.GetType().Name);
        Task<Outcome> Command(CaseNumber number, CaseCommand command) => CommandAsync(number, command, id, CallStore.StreamOf(sid), ct);
        return deed switch
        {
            MakeCase make => await MakeAsync(sid, call, turn, make, now, ct),
            FindRoles => await callers.RolesAsync(call, ct),
            FindCaller => await callers.FindAsync(call, ct),
            FindCase find => await FindAsync(find.Number, call, turn.Language, ct),
            FindOrder find => SpokenOrder.Of(await orders.LoadAsync(find.Number, ct)) is { } order ? new OrderFound(order) : new NotDone("order-unknown"),
            ConfirmCase confirm => await Command(confirm.Number, new ConfirmResolution(now)),
            OpenAgain open => await Command(open.Number, new ReopenCase(
                turn.Language == "en" ? "The user says by phone that it does not work." : "Användaren säger i telefon att det inte fungerar.", now)),
            PassOn pass => await Command(pass.Number, await MeaningAsync(pass, now, ct)),
            CheckPin or Escalate or SuspectFault => await mandates.DoAsync(call, turn, deed, id, CallStore.StreamOf(sid), ct),
            SendSelfServiceLink send => await PromisedAsync(links.PromiseAsync(call, send.Address, turn.Language, id, CallStore.StreamOf(sid), ct)),
            NoteIdentity note => await Command(note.Number, new AddNote(NoteVisibility.Public, note.Text, now)),
            BookCall book when PhoneNumber.ToE164(book.Phone.Text) is { } phone => await callbacks.BookAsync(book, phone, call, turn.Rule, id, CallStore.StreamOf(sid), ct),
            BookCall => new NotDone(NotDone.NotANumber),
            FindTimes or MoveCall or CancelCall => await callbacks.DoAsync(deed, call, id, CallStore.StreamOf(sid), ct),
            FindPlace find => queue.PlaceOf(CallStore.StreamOf(sid), find, now),
            DeclineTransfer decline => await Command(decline.Number, new DeclineHandover(
                decline.Desk, decline.Why == "desk-closed" ? "Servicedesken var stängd när samtalet skulle kopplas." : "Samtalet togs inte.", now)),
            LeaveMessage leave => await CommandAsync(
                leave.Number, SpokenMessage.Command(leave.Recording, turn.Language, now), SpokenMessage.IdOf(leave.Recording.Sid), CallStore.StreamOf(sid), ct),
            FindIncidents find => await incidents.FindAsync(find, call, now, ct),
            JoinIncident join => await incidents.JoinAsync(join.Number, call, turn.Language, CallStore.StreamOf(sid), now, ct),
            FollowIncident follow => await incidents.FollowAsync(follow.Number, call, turn.Language, CallStore.StreamOf(sid), now, ct),
            _ => throw new InvalidOperationException($"{deed.GetType().Name} is no deed."),
        };
    }

    private static async Task<Outcome> PromisedAsync(Task promise)
    {
        await promise;
        return new Done();
    }

    private async Task<Outcome> MakeAsync(string sid, CallState call, Turn turn, MakeCase make, DateTimeOffset now, CancellationToken ct)
    {
        // One call, one case: whatever a repeat has heard, it is the same contact, so the hash is of the call.
        var contact = new Contact(
            "phone", sid, CallStore.StreamOf(sid), DescriptionOf(turn), await callers.ReporterAsync(sid, call, turn.Who, ct), turn.Language,
            Menu: turn.Menu, Area: turn.Who?.Role?.Area, Site: turn.Who?.Role?.Site, Organisation: turn.Who?.Role?.Organisation, Kind: make.Kind, Routing: make.Routing);
        var (number, _) = await intake.TakeAsync(contact, now, ct);
        return new Made(number, (await cases.LoadAsync(number, ct)).State.Desk);
    }

    private string DescriptionOf(Turn turn) =>
        turn.Words?.Text is { Length: > 0 } words ? words
        : menu.Find(turn.Menu) is { } choice ? (turn.Language == "en" ? $"Chosen by key: {choice.En}." : $"Valt med knapp: {choice.Sv}.")
        : turn.Language == "en" ? "The caller wants to talk to a person." : "Den som ringer vill tala med en person.";

    private async Task<Outcome> FindAsync(CaseNumber number, CallState call, string language, CancellationToken ct)
    {
        var state = (await cases.LoadAsync(number, ct)) is { History.Count: > 0 } loaded ? loaded : null;
        return state is null ? new NotDone("case-unknown")
            : new Found(
                number, state.State.Phase, state.State.Desk, callers.IsOf(state.State, call) ? QuestionOf(state, language) : null,
                await mandates.MayAsync(state.State, call, ct))
            {
                Promised = callers.IsOf(state.State, call) ? CallbackDeeds.PromisedTo(state.State) : null,
            };
    }

    private static Personal? QuestionOf(LoadedCase loaded, string language) => loaded.State switch
    {
        { Asked: { } asked } state => state.Text(language == "en" ? asked.En : asked.Sv),
        { Phase: CasePhase.AwaitingUser } => loaded.History.Select(known => known.Fact).OfType<UserAsked>().LastOrDefault()?.Question,
        _ => null,
    };

    private async Task<CaseCommand> MeaningAsync(PassOn pass, DateTimeOffset now, CancellationToken ct)
    {
        var state = (await cases.LoadAsync(pass.Number, ct)).State;
        var text = pass.Words.Text ?? "";
        return pass.Answers && (state.Asked is not null || state.Phase == CasePhase.AwaitingUser)
            ? answers.Command(state, text, now)
            : new AddNote(NoteVisibility.Public, text, now);
    }

    private async Task<Outcome> CommandAsync(CaseNumber number, CaseCommand command, Guid id, string cause, CancellationToken ct) =>
        await cases.DecideAsync(number, command, id, new EventContext("user", "phone", cause), ifRevision: null, ct) switch
        {
            Refused<CaseEvent> no => new NotDone(no.Code),
            _ => new Done(),
        };
}
