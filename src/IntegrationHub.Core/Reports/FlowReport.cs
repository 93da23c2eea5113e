namespace IntegrationHub.Core.Reports;

/// <summary>How cases moved between teams, in the figures of the published studies of incident logs.</summary>
/// <param name="HandoversMean">Team sequence with consecutive repeats collapsed, length minus one; 3 decimals.</param>
/// <param name="PingPongCases">Cases with at least one bounce: team[i] = team[i + 2].</param>
/// <param name="ReturnedCases">A team stands twice in the collapsed sequence.</param>
/// <param name="WorstPair">The two teams with the most bounces between them, in order of name, and how many.</param>
/// <param name="TopHandover">From, to, and how many.</param>
/// <param name="FirstLineCases">No team of the case has 2nd or 3rd in its name.</param>
/// <param name="WaitUserCases">Cases that waited for the user.</param>
/// <param name="ThroughputMedianDays">First to last event, by 0, 1, 2, and 3 or more handovers; 1 decimal.</param>
public sealed record FlowFigures(
    int Cases, int Events, int Teams, decimal HandoversMean, decimal HandoversMedian, int HandoversMax, int CasesWithoutHandover,
    int PingPongCases, int Bounces, int ReturnedCases, IReadOnlyList<object> WorstPair, IReadOnlyList<object> TopHandover,
    int FirstLineCases, int WaitUserCases, IReadOnlyList<decimal> ThroughputMedianDays);

/// <summary>One team's, or one organisation line's, share of the flow.</summary>
public sealed record FlowGroup(string Name, int Cases, int Events, int HandedOver, int TakenOver, int Bounces);

/// <summary>Collects the flow figures, one supplier event at a time. Memory follows the number of cases, not of events.</summary>
public sealed class FlowReport
{
    private readonly Dictionary<string, CaseFlow> _cases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupFlow> _teams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupFlow> _lines = new(StringComparer.Ordinal);

    /// <summary>Counts one event. Events of one case come in their order.</summary>
    public void Add(string caseKey, string team, string? line, string? substatus, DateTimeOffset at)
    {
        if (!_cases.TryGetValue(caseKey, out var flow))
        {
            _cases.Add(caseKey, flow = new CaseFlow { First = at });
        }

        flow.Last = at;
        flow.Events++;
        flow.WaitedForUser |= substatus == "Wait - User";
        Count(_teams, flow.Teams, team, caseKey);
        Count(_lines, flow.Lines, line ?? "", caseKey);
    }

    /// <summary>The figures of everything counted so far.</summary>
    public FlowFigures Figures()
    {
        var cases = _cases.Values;
        var handovers = cases.Select(c => c.Teams.Count - 1).Order().ToList();
        var moves = cases.SelectMany(c => c.Teams.Zip(c.Teams.Skip(1))).CountBy(pair => pair);
        var bounces = cases.SelectMany(Bounces).ToList();
        var pairs = bounces.CountBy(pair => string.CompareOrdinal(pair.Item1, pair.Item2) < 0 ? pair : (pair.Item2, pair.Item1));
        return new FlowFigures(
            cases.Count, cases.Sum(c => c.Events), _teams.Count,
            cases.Count == 0 ? 0 : Math.Round((decimal)handovers.Sum() / cases.Count, 3, MidpointRounding.AwayFromZero),
            Median([.. handovers.Select(n => (decimal)n)]), handovers.LastOrDefault(), handovers.Count(n => n == 0),
            cases.Count(c => Bounces(c).Any()), bounces.Count,
            cases.Count(c => c.Teams.Distinct(StringComparer.Ordinal).Count() < c.Teams.Count),
            Top(pairs), Top(moves),
            cases.Count(c => !c.Teams.Any(team => team.Contains("2nd", StringComparison.Ordinal) || team.Contains("3rd", StringComparison.Ordinal))),
            cases.Count(c => c.WaitedForUser),
            [.. Enumerable.Range(0, 4).Select(n => Days(cases.Where(c => Math.Min(c.Teams.Count - 1, 3) == n)))]);
    }

    /// <summary>The same, split by team.</summary>
    public IReadOnlyList<FlowGroup> ByTeam() => Groups(_teams, c => c.Teams);

    /// <summary>The same, split by organisation line.</summary>
    public IReadOnlyList<FlowGroup> ByLine() => Groups(_lines, c => c.Lines);

    private static void Count(Dictionary<string, GroupFlow> groups, List<string> sequence, string name, string caseKey)
    {
        if (!groups.TryGetValue(name, out var group))
        {
            groups.Add(name, group = new GroupFlow());
        }

        group.Events++;
        group.Cases.Add(caseKey);
        if (sequence.Count == 0 || sequence[^1] != name)
        {
            sequence.Add(name);
        }
    }

    private List<FlowGroup> Groups(Dictionary<string, GroupFlow> groups, Func<CaseFlow, List<string>> sequence)
    {
        var moves = _cases.Values.SelectMany(c => sequence(c).Zip(sequence(c).Skip(1))).ToList();
        var from = moves.CountBy(pair => pair.First, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var to = moves.CountBy(pair => pair.Second, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var bounced = _cases.Values.SelectMany(c => Bounces(sequence(c))).CountBy(pair => pair.Item2, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        return [.. groups.Select(pair => new FlowGroup(
                pair.Key, pair.Value.Cases.Count, pair.Value.Events,
                from.GetValueOrDefault(pair.Key), to.GetValueOrDefault(pair.Key), bounced.GetValueOrDefault(pair.Key)))
            .OrderByDescending(group => group.Cases).ThenBy(group => group.Name, StringComparer.Ordinal)];
    }

    private static IEnumerable<(string, string)> Bounces(CaseFlow flow) => Bounces(flow.Teams);

    private static IEnumerable<(string, string)> Bounces(List<string> sequence) =>
        Enumerable.Range(0, Math.Max(0, sequence.Count - 2)).Where(i => sequence[i] == sequence[i + 2])
            .Select(i => (sequence[i], sequence[i + 1]));

    private static IReadOnlyList<object> Top(IEnumerable<KeyValuePair<(string, string), int>> counts)
    {
        var top = counts.OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key.Item1, StringComparer.Ordinal).ThenBy(pair => pair.Key.Item2, StringComparer.Ordinal).FirstOrDefault();
        return top.Value == 0 ? [] : [top.Key.Item1, top.Key.Item2, top.Value];
    }

    private static decimal Days(IEnumerable<CaseFlow> cases) =>
        Math.Round(Median([.. cases.Select(c => (decimal)(c.Last - c.First).TotalDays).Order()]), 1, MidpointRounding.AwayFromZero);

    private static decimal Median(List<decimal> sorted) =>
        sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;

    private sealed class CaseFlow
    {
        public List<string> Teams { get; } = [];

        public List<string> Lines { get; } = [];

        public DateTimeOffset First { get; init; }

        public DateTimeOffset Last { get; set; }

        public int Events { get; set; }

        public bool WaitedForUser { get; set; }
    }

    private sealed class GroupFlow
    {
        public HashSet<string> Cases { get; } = new(StringComparer.Ordinal);

        public int Events { get; set; }
    }
}
