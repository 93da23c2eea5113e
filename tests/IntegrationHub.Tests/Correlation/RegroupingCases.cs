using CsCheck;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Tests.Correlation;

/// <summary>New rules move what the hub linked by itself, and nothing that a person decided; what is undone is as it was.</summary>
public sealed class RegroupingCases
{
    private const int Fewest = 2;
    private static readonly CaseNumber[] s_cases = [.. Enumerable.Range(1, 14).Select(n => CaseNumber.FromSequence(n))];
    private static readonly Cause s_cause = new(CauseKind.Site, null, "Ekskolan", null, null, null, null, 5, 0.3, 20, 12);

    [Fact]
    public void One_incident_of_two_causes_is_taken_apart_and_the_greater_part_keeps_it()
    {
        var standing = Incident(1, (0, true), (1, true), (2, true), (3, true), (4, true));
        var plan = Plan([Cause(1, true, 0, 1, 2), Cause(2, true, 3, 4)], [standing]);
        Assert.Equal((standing.Number, "", "4 5"), (plan[0].Incident!.Value, Names(plan[0].Joins), Names(plan[0].Leaves)));
        Assert.Equal((null, "4 5", ""), (plan[1].Incident, Names(plan[1].Joins), Names(plan[1].Leaves)));
    }

    [Fact]
    public void Two_incidents_of_one_cause_become_one_but_for_what_a_person_joined()
    {
        var (first, second) = (Incident(1, (0, true), (1, true), (2, true)), Incident(2, (3, true), (4, false)));
        var plan = Plan([Cause(1, true, 0, 1, 2, 3, 4)], [first, second]);
        Assert.Equal((first.Number, "4", ""), (plan[0].Incident!.Value, Names(plan[0].Joins), Names(plan[0].Leaves)));
        Assert.Equal((second.Number, "", "4"), (plan[1].Incident!.Value, Names(plan[1].Joins), Names(plan[1].Leaves)));
    }

    [Fact]
    public void A_cause_whose_reports_have_ended_makes_no_new_incident() => Assert.Empty(Plan([Cause(1, false, 0, 1, 2, 3)], []));

    [Fact]
    public void A_case_that_the_rules_were_not_run_over_stays() => Assert.Empty(Regrouping.Of([], [Incident(1, (0, true))], new HashSet<CaseNumber>(), _ => false, Fewest));

    [Fact]
    public void A_case_that_a_person_took_out_goes_nowhere() =>
        Assert.Equal("2 3", Names(Regrouping.Of([Cause(1, true, 0, 1, 2)], [], new HashSet<CaseNumber> { s_cases[0] }, _ => true, Fewest).Single().Joins));

    [Fact]
    public void Done_nothing_is_left_to_do_nothing_of_a_persons_is_changed_and_undone_it_is_as_it_was() => Some().Sample(drawn =>
    {
        var (causes, standing, held) = drawn;
        var plan = Regrouping.Of(causes, standing, held, _ => true, Fewest);
        var after = Moved(standing, plan);
        Assert.Empty(Regrouping.Of(causes, after, held, _ => true, Fewest));

        Assert.All(standing.SelectMany(one => one.Cases.Where(pair => !pair.Value), (one, pair) => (one.Number, pair.Key)),
            byHand => Assert.False(after.Single(one => one.Number == byHand.Number).Cases[byHand.Key]));
        Assert.All(plan.SelectMany(change => change.Joins), joined => Assert.DoesNotContain(joined.Case, held));
        var linked = after.SelectMany(one => one.Cases.Where(pair => pair.Value).Select(pair => pair.Key)).ToList();
        Assert.Equal(linked.Count, linked.Distinct().Count());

        Assert.Equal(Shown(standing), Shown([.. Moved(after, [.. plan.Select((change, nth) => new Regrouped(
            change.Incident ?? New(nth), null, change.Leaves, change.Joins))]).Where(one => standing.Any(other => other.Number == one.Number))]));
    }, iter: 3_000);

    /// <summary>Causes that share no case; incidents in which each case is once by the hub, and may be by hand.</summary>
    private static Gen<(List<FoundCause>, List<StandingIncident>, HashSet<CaseNumber>)> Some() =>
        from cause in Gen.Int[0, 4].Array[s_cases.Length]
        from goesOn in Gen.Bool.Array[5]
        from incident in Gen.Int[0, 4].Array[s_cases.Length]
        from byHand in Gen.Int[0, 20].Array[s_cases.Length]
        from isHeld in Gen.Int[0, 6].Array[s_cases.Length]
        select (
            Enumerable.Range(1, 4).Select(n => Cause(n, goesOn[n], [.. At(cause, n)])).Where(one => one.Cases.Count > 0).ToList(),
            Enumerable.Range(1, 4).Select(n => Incident(n, [.. At(incident, n).Select(at => (at, true)), .. At(byHand, n).Where(at => incident[at] != n).Select(at => (at, false))])).ToList(),
            At(isHeld, 1).Where(at => incident[at] == 0).Select(at => s_cases[at]).ToHashSet());

    private static IEnumerable<int> At(int[] drawn, int value) => Enumerable.Range(0, drawn.Length).Where(at => drawn[at] == value);

    private static List<StandingIncident> Moved(IReadOnlyList<StandingIncident> standing, IReadOnlyList<Regrouped> plan)
    {
        var all = standing.ToDictionary(one => one.Number, one => one.Cases.ToDictionary());
        foreach (var (change, nth) in plan.Select((change, nth) => (change, nth)))
        {
            var number = change.Incident ?? New(nth);
            var cases = all.TryGetValue(number, out var known) ? known : all[number] = [];
            change.Leaves.ToList().ForEach(left => cases.Remove(left.Case));
            change.Joins.ToList().ForEach(joined => cases.Add(joined.Case, true));
        }

        return [.. all.Select(pair => new StandingIncident(pair.Key, pair.Value))];
    }

    private static IEnumerable<string> Shown(IEnumerable<StandingIncident> standing) =>
        standing.OrderBy(one => one.Number.Value, StringComparer.Ordinal)
            .Select(one => $"{one.Number}: {string.Join(' ', one.Cases.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal).Select(pair => $"{pair.Key}{pair.Value}"))}");

    private static IncidentNumber New(int nth) => IncidentNumber.FromSequence(100 + nth);

    private static IReadOnlyList<Regrouped> Plan(IReadOnlyList<FoundCause> causes, IReadOnlyList<StandingIncident> standing) =>
        Regrouping.Of(causes, standing, new HashSet<CaseNumber>(), _ => true, Fewest);

    private static FoundCause Cause(int cluster, bool goesOn, params int[] cases) =>
        new(cluster, s_cause, DateTimeOffset.UnixEpoch, goesOn, cases.ToDictionary(at => s_cases[at], _ => "Why."));

    private static StandingIncident Incident(int n, params (int Case, bool Hub)[] cases) =>
        new(IncidentNumber.FromSequence(n), cases.ToDictionary(one => s_cases[one.Case], one => one.Hub));

    private static string Names(IReadOnlyList<RegroupedCase> cases) => string.Join(' ', cases.Select(one => Array.IndexOf(s_cases, one.Case) + 1));
}
