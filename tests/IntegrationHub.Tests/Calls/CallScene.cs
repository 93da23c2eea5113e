using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Calls;

/// <summary>A call, played against the rules alone: what the caller does, and what the hub then says. Cases are pretended.</summary>
internal sealed class CallScene
{
    private static readonly Router s_router = new(ServiceCatalogue.Default);
    private static readonly DateTimeOffset s_at = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly Dialogue _dialogue;
    private readonly List<Deed> _deeds = [];
    private readonly IReadOnlyList<CallerRole> _roles;

    public CallScene(
        string? phone = "+46701234567", CallFault? fault = null, Dictionary<string, SpokenIncident[]>? incidents = null, AreaRules? areas = null, IReadOnlyList<CallerRole>? roles = null,
        params string[] desksWithoutPhone)
    {
        _roles = roles ?? [];
        Incidents = incidents ?? [];
        var person = new PersonId("p-1");
        _dialogue = new Dialogue(
            s_router, KeypadMenu.Default,
            new DeskLines(desk => ServiceCatalogue.Default.FindDesk(desk) is not null && !desksWithoutPhone.Contains(desk), "workplace"))
        {
            SelfService = SelfService,
            Areas = areas ?? AreaRules.None,
        };
        var caller = phone is null ? null : new Personal(person, phone);
        State = new CallState { Step = 0, Person = person, Phone = caller };
        State = CallState.Empty.After(new CallReceived("CA1", person, caller, Finish(_dialogue.Begin(fault)), s_at));
    }

    /// <summary>Where passwords are changed by oneself, in every scene.</summary>
    public static PasswordSelfService SelfService { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["office"] = "https://losenord.example.se",
        ["education"] = "https://konto.example.se/elev",
    });

    /// <summary>The case that the pretended intake makes.</summary>
    public static CaseNumber New { get; } = CaseNumber.FromSequence(1);

    /// <summary>Cases that can be found.</summary>
    public Dictionary<CaseNumber, Found> Cases { get; } = [];

    /// <summary>Whom the directory has the number for.</summary>
    public Who? Caller { get; init; }

    /// <summary>Incidents that callers hear of, by service; under "" before the matter is known.</summary>
    public Dictionary<string, SpokenIncident[]> Incidents { get; }

    /// <summary>What a promise of a call leads to.</summary>
    public Booked Promise { get; init; } = new(s_at, Later: false);

    /// <summary>Times that somebody else was quicker to take.</summary>
    public List<DateTimeOffset> FullTimes { get; } = [];

    /// <summary>Begins again, as a call that the hub has placed about the case and that is answered.</summary>
    public CallScene Answered(bool machine = false)
    {
        var promise = new Turn(TurnKind.Connect, "sv") { Case = New, Desk = "workplace", Phase = CasePhase.InProgress, Callback = new CallbackId($"{New}-3fa9c2d1") };
        State = CallState.Empty.After(new CallAnswered("CA2", State.Person, State.Phone, Dialogue.Greet(promise, machine), promise.Callback!.Value, 1, null, s_at));
        return this;
    }

    /// <summary>Whether the pretended cases and incidents refuse everything.</summary>
    public bool CasesRefuse { get; init; }

    /// <summary>The local IT manager's PIN.</summary>
    public string Pin { get; init; } = "482913";

    /// <summary>Whether there were too many wrong PINs.</summary>
    public bool PinIsLocked { get; set; }

    /// <summary>The time, and how the desk's line is.</summary>
    public PlaceFound Line { get; set; } = new(s_at, 0, 0, null);

    public CallState State { get; private set; }

    public Turn Turn => State.Turn;

    public IReadOnlyList<Deed> Deeds => _deeds;

    public CallScene With(string service, SpokenIncident incident)
    {
        Incidents[service] = [incident];
        return this;
    }

    public CallScene Press(string keys) => Hear(new Heard(Keys: new Personal(State.Person, keys)));

    public CallScene Say(string words, double? confidence = 0.9) => Hear(new Heard(Speech: new Personal(State.Person, words), Confidence: confidence));

    public CallScene Silence() => Hear(new Heard());

    public CallScene Records(int seconds) => Hear(new Heard { Recording = new Recorded("RE1", null, seconds) });

    /// <summary>So much later, so many go before.</summary>
    public CallScene After(int seconds, int live = 0, int kept = 0, int? minutes = null)
    {
        Line = new PlaceFound(Line.Now.AddSeconds(seconds), live, kept, minutes);
        return this;
    }

    public CallScene DeskIs(string status, bool? bridged = null) => Hear(new Heard(Dialled: new Dialled(status, bridged, null)));

    public CallScene Fault(bool afterDial = false) => Hear(new Heard(Fault: new CallFault("11200", afterDial)));

    public CallScene DeskPicksUp() => Evolve(new CallOffered(State.Step, Turn.Desk, s_at));

    public CallScene DeskTakes() => DeskPicksUp().Evolve(new CallTaken(State.Step, Turn.Desk, s_at));

    public CallScene DeskRefuses() => DeskPicksUp().Evolve(new CallRefused(State.Step, Turn.Desk, s_at));

    /// <summary>The desk wishes another to have the call; where no desk has it, the hub refuses that.</summary>
    public CallScene DeskHandsOnTo(string desk, bool live = true) => State.Offer is not (Offer.Open or Offer.Taken) || desk == Turn.Desk ? this
        : Evolve(new CallTransferAsked(State.Step, Turn.Desk!, desk, new Personal(State.Person, "Datorn är omstartad."), s_at) { Live = live });

    /// <summary>The caller was moved.</summary>
    public CallScene Moved() => Hear(new Heard());

    public CallScene Is(TurnKind kind, Lead lead = Lead.None)
    {
        Assert.Equal((kind, lead), (Turn.Kind, Turn.Lead));
        return this;
    }

    public T Deed<T>()
        where T : Deed => Assert.IsType<T>(_deeds[^1]);

    private CallScene Hear(Heard heard)
    {
        var turn = Finish(_dialogue.Decide(State, heard));
        return ReferenceEquals(turn, State.Turn) ? this : Evolve(new CallStepTaken(State.Step + 1, Secrets.Kept(State.Turn, heard), turn, s_at));
    }

    private CallScene Evolve(CallEvent fact)
    {
        State = State.After(fact);
        return this;
    }

    private Turn Finish(Plan plan)
    {
        for (var deeds = 0; plan.First is { } deed; deeds++)
        {
            Assert.InRange(deeds, 0, 3);
            if (deed is not (FindIncidents or FindCaller or FindRoles or FindPlace)) // They only ask.
            {
                _deeds.Add(deed);
            }

            plan = _dialogue.After(State, plan, Pretend(deed));
        }

        return plan.Turn;
    }

    private Outcome Pretend(Deed deed) => deed switch
    {
        MakeCase make => new Made(New, make.Routing.Desk),
        FindPlace => Line,
        FindCaller => Caller is null ? new NotDone("caller-unknown") : new CallerFound(Caller),
        FindCase find => Cases.TryGetValue(find.Number, out var found) ? found : new NotDone("case-unknown"),
        FindRoles => new RolesFound(_roles),
        BookCall book => book.Phone.Text is { Length: >= 8 } ? (CasesRefuse ? new NotDone("case-closed") : Promise) : new NotDone(NotDone.NotANumber),
        FindTimes => new TimesFound(Promise.Times),
        MoveCall move when FullTimes.Contains(move.Start) => new NotDone("slot-full"),
        FindIncidents find => new IncidentsFound(Incidents.GetValueOrDefault(find.Service ?? "", [])),
        CheckPin check => PinIsLocked ? new NotDone(NotDone.PinLocked) : check.Pin.Text == Pin ? new Done() : new NotDone("pin-wrong"),
        _ => CasesRefuse ? new NotDone("refused") : new Done(),
    };
}
