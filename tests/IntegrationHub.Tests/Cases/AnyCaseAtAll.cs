using CsCheck;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Cases;

namespace IntegrationHub.Tests.Cases;

/// <summary>
/// Random lives of a case: what desks, users, the city and suppliers' systems may do, in any order, by clocks that differ. The hub's nodes
/// are up to two minutes apart, suppliers a day.
/// </summary>
public sealed class AnyCaseAtAll
{
    private static readonly string[] s_desks = ["workplace", "telephony", "mobile", "central-systems"];

    private static readonly Gen<Act> s_act = Gen.Select(
        Gen.Int[0, 25], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Bool, Gen.Int[-120, 120], Gen.Int[-86_400, 86_400],
        Gen.OneOf(Gen.Int[0, 30], Gen.Int[0, 40_000], Gen.Int[0, 400_000]))
        .Select((kind, desk, other, report, skew, away, step) => new Act(kind, s_desks[desk], s_desks[other], report, TimeSpan.FromSeconds(skew), TimeSpan.FromSeconds(away), TimeSpan.FromSeconds(step)));

    [Fact]
    public void The_ledger_adds_up_second_for_second_whenever_it_is_asked() => s_act.Array[0, 60].Sample(
        acts =>
        {
            var life = Life.Of(acts);
            foreach (var asOf in life.History.Select(known => (DateTimeOffset?)known.Recorded.RecordedAt).Append(null))
            {
                AddsUp(life, asOf);
            }
        },
        iter: 300, threads: 1);

    [Fact]
    public void No_desk_has_the_ball_again_after_another_without_joint_resolution() => s_act.Array[0, 80].Sample(
        acts => Life.Of(acts, (before, after, events) =>
        {
            if (after.Desk is { } desk && desk != before.Desk && before.Had.Contains(desk))
            {
                Assert.True(
                    events.OfType<HandoverAccepted>().Any(e => e.TakeOver is not null) // The city moved the service there: no desk bounced it.
                    || events.OfType<JointResolutionOpened>().Any(joint => joint.Responsible == desk && joint.With == before.Desk)
                    || (before.Desk is { } last && after.Joint.Contains(last)),
                    $"{desk} had it, {before.Desk} had it since, and it came back by {string.Join(", ", events.Select(e => e.GetType().Name))}.");
            }

            Assert.InRange(after.Handovers, 0, CasePolicy.HandoversAllowed);
        }),
        iter: 3_000, threads: 1);

    [Fact]
    public void Exactly_one_party_is_responsible_at_every_moment() => s_act.Array[0, 80].Sample(
        acts => Life.Of(acts, (before, after, events) =>
        {
            var over = after.Phase is CasePhase.Closed or CasePhase.ClosedUnconfirmed;
            Assert.Equal(over, after.Responsible == Party.Nobody);
            Assert.Equal(after.Phase is CasePhase.Offered or CasePhase.InProgress, after.Responsible.DeskId is not null);
            Assert.True(after.Responsible.DeskId is null || after.Responsible.DeskId == after.Desk);
            if (events.Any(e => e is HandoverProposed or HandoverDeclined) && !events.Any(e => e is CaseAccepted or CaseDeclined or CaseResolved or QuestionWithdrawn))
            {
                Assert.Equal(before.Responsible, after.Responsible); // Asking moves nothing, and no answer but yes does.
            }

            if (before.HandoverTo is { } asked && after.HandoverTo is null)
            {
                Assert.Contains(events, e => e is HandoverAccepted yes ? yes.To == asked : e is HandoverDeclined no && no.To == asked); // No question stays without an answer.
            }

            if (events.Any(e => e is JointResolutionOpened) && !events.Any(e => e is CaseRouted or HandoverAccepted))
            {
                Assert.Equal(before.Desk, after.Desk);
            }
        }),
        iter: 3_000, threads: 1);

    private static void AddsUp(Life life, DateTimeOffset? asOf)
    {
        var timeline = CaseTimeline.Of(Scenario.Number, life.History, life.Now, asOf, CaseEndpoints.Shown);
        var (ledger, end) = (timeline.Ledger, asOf ?? life.Now);
        var known = life.History.Where(one => asOf is null || one.Recorded.RecordedAt <= asOf).Aggregate(CaseState.Empty, (state, one) => state.After(one.Fact));
        Assert.Equal(known.Responsible.Value, ledger[^1].Until is null ? ledger[^1].Responsible : Party.Nobody.Value);
        var closed = TimeSpan.Zero;
        foreach (var (span, next) in ledger.Zip(ledger.Skip(1)))
        {
            Assert.NotNull(span.Until);
            Assert.True(next.From >= span.Until, "Two parties had the ball at once.");
            Assert.True(span.Responsible != next.Responsible || next.From > span.Until || life.WasClosed, "One span stands as two.");
            Assert.True(next.From == span.Until || life.WasClosed, "Nobody had the ball, and the case was not closed.");
            closed += next.From - span.Until.Value;
        }

        Assert.All(ledger, span => Assert.True(span.Seconds >= 0 && (span.Until is null || span.Seconds == (span.Until.Value - span.From).TotalSeconds)));
        var last = ledger[^1].Until ?? (end > ledger[^1].From ? end : ledger[^1].From);
        Assert.Equal((last - Scenario.Start - closed).TotalSeconds, ledger.Sum(span => span.Seconds), 0.001);
        Assert.Equal(ledger.Sum(span => span.Seconds), timeline.Totals.Values.Sum(), 0.001);
        Assert.InRange(last, Scenario.Start, end > life.Latest ? end : life.Latest); // No supplier's clock makes the life of a case longer.
    }

    /// <summary>One thing that somebody does.</summary>
    private sealed record Act(int Kind, string Desk, string Other, bool ByReport, TimeSpan Skew, TimeSpan Away, TimeSpan Step)
    {
        public CaseCommand Command(CaseState state, DateTimeOffset now) => Kind switch
        {
            0 => new AcceptCase(Desk, "T-1", now),
            1 => new DeclineCase(Desk, "Inte vårt", now),
            2 or 3 or 4 => new ProposeHandover(state.Desk ?? Desk, Other, "Felet är hos er", now) { Tried = "Startat om" },
            5 => new ProposeHandover(state.Desk ?? Desk, Other, "Ny leverantör", now) { TakeOver = new TakeOver("decision-1", Other) },
            6 or 7 or 8 => new AcceptHandover(state.HandoverTo ?? Other, now),
            9 => new DeclineHandover(state.HandoverTo ?? Other, "Nätet är helt", now),
            10 => new MissAnswer(now),
            11 => new AskUser(state.Desk ?? Desk, "Vilken skrivare?", now),
            12 => new AnswerDesk("Den på plan 3", now),
            13 => new TellProgress(state.Desk ?? Desk, "Vi söker felet", now),
            14 => new ResolveCase(state.Desk ?? Desk, "Klart", now),
            15 => new ConfirmResolution(now),
            16 => new PressForConfirmation(now),
            17 => new ReopenCase("Fungerar inte", now),
            18 => new ReopenCase("Fungerar inte", now) { Successor = new Owner(Other, Other) },
            19 => new TakeUpAgain(state.Desk ?? Desk, "Felet är tillbaka", now),
            20 => new BookCallBack("+46701234567", "Upptaget", now, now.AddMinutes(30), now),
            21 => new TellCallBack(Desk, "reached", now),
            22 => new MissCallBack(now),
            23 or 24 => new RouteCase(new RoutingDecision("printing", Other, 0.9, ["Next."], [], null), Other, now),
            _ => new AddNote(NoteVisibility.Public, "Hej", now),
        };
    }

    /// <summary>What a case went through, as it would stand in the log.</summary>
    private sealed class Life
    {
        public List<Known> History { get; } = [];

        public DateTimeOffset Now { get; private set; } = Scenario.Start;

        /// <summary>The latest instant by any of the hub's own clocks.</summary>
        public DateTimeOffset Latest { get; private set; } = Scenario.Start;

        public bool WasClosed { get; private set; }

        private CaseState State { get; set; } = CaseState.Empty;

        public static Life Of(IReadOnlyList<Act> acts, Action<CaseState, CaseState, IReadOnlyList<CaseEvent>>? check = null)
        {
            var life = new Life();
            life.Do(Scenario.Open(), check);
            foreach (var act in acts)
            {
                life.Now += act.Step;
                var at = life.Now + act.Skew;
                life.Latest = at > life.Latest ? at : life.Latest;
                var command = act.Command(life.State, at);
                life.Do(act.ByReport ? Reported(act, command, life.Now + act.Away, at, life.History.Count) : command, check);
            }

            return life;
        }

        private void Do(CaseCommand command, Action<CaseState, CaseState, IReadOnlyList<CaseEvent>>? check)
        {
            if (CaseDecider.Decide(State, command) is not Accepted<CaseEvent> yes)
            {
                return;
            }

            var before = State;
            foreach (var fact in yes.Events)
            {
                State = State.After(fact);
                WasClosed |= State.Responsible == Party.Nobody;
                History.Add(new Known(
                    new RecordedEvent(
                        Scenario.Number.Stream, History.Count, new LogPosition(History.Count), EventId.Of(Guid.Empty, History.Count),
                        StoredTypes.NameOf(fact.GetType()), default, default, Now),
                    fact, new EventContext("hub", "web")));
            }

            check?.Invoke(before, State, yes.Events);
        }

        /// <summary>As a supplier's system says it, by its own clock, with the team that has the ticket in there.</summary>
        private static ReportFromSupplier Reported(Act act, CaseCommand means, DateTimeOffset said, DateTimeOffset now, int message) => new(
            new SupplierReported(
                act.Desk, $"m{message}", "ticket", "T-1", act.Desk, null, null, null, null,
                new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "team " + act.Other }, null, null, said),
            means, now)
        {
            Team = new SupplierTeam(act.Desk, "team " + act.Other),
        };
    }
}
