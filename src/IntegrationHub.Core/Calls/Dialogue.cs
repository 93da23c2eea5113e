using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>
/// The rules of a call: what was heard leads to the hub's next turn. Pure: nothing is done here, only wanted (<see cref="Plan.First"/>).
/// Here is what holds at every turn; matters, existing cases and getting through have pages of their own.
/// </summary>
/// <param name="router">Tells which service a matter is about.</param>
/// <param name="menu">The matters by key.</param>
/// <param name="lines">Which desks can be called.</param>
public sealed partial class Dialogue(Router router, KeypadMenu menu, DeskLines lines)
{
    /// <summary>Failures in a row after which a person takes over.</summary>
    public const int MostFailures = 3;

    /// <summary>Steps after which a person takes over, whatever the caller does.</summary>
    public const int MostSteps = 30;

    /// <summary>Below this, what Twilio says it heard is asked for again. A confidence that it does not tell is not low.</summary>
    public const double LowConfidence = 0.4;

    /// <summary>The first turn of a call.</summary>
    /// <param name="fault">Set when this is Twilio's second try, the first having failed.</param>
    public Plan Begin(CallFault? fault) =>
        fault is null ? Begin(new Turn(TurnKind.Welcome, "sv")) : ToPerson(new Turn(TurnKind.Welcome, "sv"), Lead.Apology);

    /// <summary>The next turn. A turn that is the very one before means that what was heard changes nothing.</summary>
    public Plan Decide(CallState call, Heard heard) => (call.Turn, heard) switch
    {
        ({ Ends: true } turn, _) => new Plan(turn),
        ({ Kind: TurnKind.CallbackHello } turn, { Fault: not null }) => new Plan(turn.To(TurnKind.Goodbye)),
        ({ Kind: TurnKind.Connect } turn, _) when call.Transfer is { } asked => Transferred(turn, asked),
        ({ Kind: TurnKind.Connect } turn, { Dialled: { } how }) => Called(call, turn, how),
        ({ Kind: TurnKind.Connect } turn, { Fault.AfterDial: true }) => NotReached(call, turn), // Not dialled again.
        ({ Kind: TurnKind.AskPhone } turn, { Fault: not null }) => new Plan(turn.To(TurnKind.NoPromise)),
        (var turn, { Fault: not null }) => ToPerson(turn, Lead.Apology),
        ({ Kind: TurnKind.Connect } turn, _) => new Plan(turn),
        (var turn, { Dialled: not null }) => new Plan(turn),
        (var turn, _) => Listen(call, turn, heard),
    };

    /// <summary>The turn after its deed was done, or the next deed.</summary>
    /// <param name="call">The call as it was when <paramref name="plan"/> was decided.</param>
    /// <param name="plan">As it was decided, with its deed.</param>
    /// <param name="outcome">How the deed went.</param>
    public Plan After(CallState call, Plan plan, Outcome outcome) => (plan.First, outcome) switch
    {
        (MakeCase, Made made) => Opened(plan.Turn with { Case = made.Number, Desk = made.Desk }),
        (NoteIdentity, _) => ToDesk(plan.Turn),
        (FindRoles, RolesFound found) => Placed(plan.Turn, found),
        (FindPlace asked, PlaceFound found) => Placed(call, plan.Turn, asked, found),
        (DeclineTransfer, _) => ToDesk(plan.Turn),
        (LeaveMessage, NotDone) => new Plan(plan.Turn.To(TurnKind.NoPromise)),
        (FindCaller, _) => Looked(plan.Turn, outcome),
        (FindCase, Found found) => new Plan(Told(plan.Turn, found)),
        (FindOrder, _) => OrderFound(plan.Turn, outcome),
        (FindIncidents, IncidentsFound found) => Told(plan.Turn, found),
        (JoinIncident or FollowIncident, NotDone) => IncidentOver(plan.Turn),
        (CheckPin, _) => PinTried(plan.Turn, outcome),
        (Escalate, NotDone { Code: "priority-highest" }) => new Plan(plan.Turn.To(TurnKind.Goodbye, Lead.HighestAlready)),
        (FindCase, NotDone) => Again(plan.Turn, Lead.CaseUnknown),
        (BookCall, NotDone { Code: NotDone.NotANumber }) => Again(plan.Turn with { Kind = TurnKind.AskPhone, Phone = null }, Lead.NotANumber),
        (BookCall, NotDone) => new Plan(plan.Turn.To(TurnKind.NoPromise)),
        (ConfirmCase or OpenAgain or PassOn or Escalate or SuspectFault, NotDone) => new Plan(plan.Turn.To(TurnKind.AskCase), new FindCase(plan.Turn.Case!.Value)),
        (BookCall, Booked booked) => Promised(plan.Turn, booked),
        (FindTimes or MoveCall or CancelCall, _) => Timed(plan, outcome),
        _ => new Plan(plan.Turn),
    };

    private Plan Listen(CallState call, Turn turn, Heard heard)
    {
        var keys = heard.Keys?.Text ?? "";
        var said = heard.Speech?.Text?.Trim() ?? "";
        return turn.Kind is TurnKind.Wait or TurnKind.OfferCallBack or TurnKind.Message ? LineHeard(call, turn, heard, keys, said)
            : call.Step >= MostSteps && turn.Kind != TurnKind.AskPhone ? ToPerson(turn, Lead.GivenUp)
            : turn.Kind is TurnKind.OfferTimes or TurnKind.ChangeTime or TurnKind.CallbackHello ? CallbackHeard(turn, keys, said, heard.Confidence < LowConfidence)
            : turn.Kind is TurnKind.AskWho or TurnKind.AskRole ? WhoHeard(turn, keys, said, heard.Confidence < LowConfidence)
            : keys.Length > 0 ? Pressed(call, turn, keys)
            : said.Length == 0 ? Nothing(turn)
            : heard.Confidence < LowConfidence ? Again(turn, Lead.Unsure)
            : Said(call, turn, said);
    }

    private Plan Pressed(CallState call, Turn turn, string keys) => (turn.Kind, keys) switch
    {
        (TurnKind.AskPhone, _) => CallBackOn(call, turn, keys),
        (_, "0") => ToPerson(turn, Lead.None),
        (_, "8") when turn.IsMenu => new Plan(turn with { Language = turn.Language == "sv" ? "en" : "sv", Lead = Lead.None }),
        (TurnKind.Welcome, _) => FirstKey(turn, keys),
        (TurnKind.Narrow, _) => NarrowKey(turn, keys),
        (TurnKind.Clarify, _) => ClarifyKey(turn, keys),
        (TurnKind.ReadBack, "1") => ReadBackIsRight(call, turn),
        (TurnKind.ReadBack, "2") => Denied(turn),
        (TurnKind.AskCase, _) => CaseKeyed(turn, keys),
        (TurnKind.TellCase, _) => CaseKey(turn, keys),
        (TurnKind.TellIncident, _) => IncidentKey(call, turn, keys),
        (TurnKind.AskArea, _) => AreaKey(turn, keys),
        (TurnKind.OfferSelfService, _) => SelfServiceKey(call, turn, keys),
        (TurnKind.AskHelped, _) => HelpedKey(turn, keys),
        (TurnKind.AskPin, _) => PinKeyed(call, turn, keys),
        (TurnKind.AskMandate, _) => MandateChosen(turn, keys),
        (TurnKind.OfferNews, _) => NewsKey(turn, keys),
        _ => Again(turn, Lead.WrongKey),
    };

    private Plan Said(CallState call, Turn turn, string said) => turn.Kind switch
    {
        TurnKind.AskPhone => CallBackOn(call, turn, Utterance.Figures(said)),
        TurnKind.AskWords => PassOnWords(call, turn, said),
        TurnKind.AskPin => Again(turn, Lead.Silence), // A PIN is keyed, never said.
        TurnKind.AskSuspicion => SuspicionSaid(call, turn, said),
        _ when Utterance.AsksForPerson(said) => ToPerson(turn, Lead.None),
        _ when turn.IsMenu && Utterance.AsksForLanguage(said) is { } language => new Plan(turn with { Language = language, Lead = Lead.None }),
        TurnKind.AskCase => CaseSaid(turn, said),
        TurnKind.TellCase => CaseWish(turn, said),
        TurnKind.AskArea => AreaSaid(turn, said),
        TurnKind.OfferSelfService => SelfServiceSaid(call, turn, said),
        TurnKind.AskHelped => HelpedSaid(turn, said),
        TurnKind.AskMandate => MandateSaid(call, turn, said),
        TurnKind.TellIncident => IncidentSaid(call, turn, said),
        TurnKind.OfferNews => NewsSaid(turn, said),
        TurnKind.ReadBack => ReadBackSaid(call, turn, said),
        TurnKind.Clarify => ClarifySaid(call, turn, said),
        TurnKind.Welcome when Utterance.Order(said) is { } order => OrderAsked(turn, order),
        TurnKind.Welcome when Utterance.Number(said) is { } number => new Plan(turn.To(TurnKind.AskCase), new FindCase(number)),
        TurnKind.Welcome when Utterance.AsksForCase(said) => new Plan(turn.To(TurnKind.AskCase)),
        _ => MatterSaid(call, turn, said),
    };

    private Plan Nothing(Turn turn) => turn.Kind == TurnKind.Describe ? Routed(turn) : Again(turn, Lead.Silence);

    /// <summary>Asks the same again, with more help; after the third failure in a row a person takes over.</summary>
    private Plan Again(Turn turn, Lead why) =>
        turn.Failures + 1 + (turn.Kind == TurnKind.AskPhone ? 0 : turn.Denials) < MostFailures ? new Plan(turn with { Failures = turn.Failures + 1, Lead = why })
        : turn.Kind == TurnKind.AskPhone ? new Plan(turn.To(TurnKind.NoPromise))
        : turn.Kind is TurnKind.OfferNews or TurnKind.AskHelped ? new Plan(turn.To(TurnKind.Goodbye))
        : ToPerson(turn, Lead.GivenUp);

    private static Personal Own(CallState call, string text) => new(call.Person, text);
}
