namespace IntegrationHub.Core.Reports;

/// <summary>One line of an incident log, whichever layout it came in.</summary>
/// <param name="Case">The incident's id.</param>
/// <param name="At">When; null where the log does not say, and then its place in the file is its order.</param>
/// <param name="Team">Who had it; null where the log does not say.</param>
/// <param name="Taken">Whether somebody there works on it; false while it only waits in the team's queue.</param>
/// <param name="Solved">Whether the line says that it is solved.</param>
/// <param name="Signs">What was known of the incident; counted from its first line.</param>
/// <param name="Reassigned">How often it had been passed on by the log's own count; null where the log does not count.</param>
/// <param name="Reopened">How often it had been opened again; null where the log does not count.</param>
public readonly record struct FlowLine(
    string Case, DateTimeOffset? At, string? Team, bool Taken, bool Solved, FlowSigns Signs, int? Reassigned = null, int? Reopened = null);

/// <summary>What is known of an incident when it begins, besides its first team.</summary>
/// <param name="Product">What it is about; empty where that is not known.</param>
/// <param name="Place">The country or the site.</param>
/// <param name="Impact">How much it hinders.</param>
public readonly record struct FlowSigns(string Product, string Place, string Impact);

/// <summary>A time without a break at one team.</summary>
/// <param name="Taken">Whether the team took the incident up.</param>
/// <param name="EventsBefore">How many of the incident's lines came before.</param>
public sealed record FlowStay(string Team, DateTimeOffset From, DateTimeOffset Until, bool Taken, int EventsBefore);

/// <summary>An incident's way through the teams.</summary>
/// <param name="Stays">In order; two that follow each other are at different teams. Empty where the log names no team.</param>
/// <param name="Solver">The team of the last line that says solved; the last team where none does.</param>
/// <param name="SolvedAt">When that line was written; null where none says solved.</param>
/// <param name="Begun">Its first line.</param>
/// <param name="Ended">Its last line.</param>
public sealed record FlowCase(
    string Key, FlowSigns Signs, IReadOnlyList<FlowStay> Stays, string? Solver, DateTimeOffset? SolvedAt, DateTimeOffset Begun, DateTimeOffset Ended, int Events, int? Reassigned, int? Reopened)
{
    /// <summary>Whether the stay is at a team that had the incident before.</summary>
    public bool IsReturn(int stay) => Stays.Take(stay).Any(before => before.Team == Stays[stay].Team);
}

/// <summary>Collects an incident log line by line. What is kept of a line is its time, its team and two marks.</summary>
public sealed class FlowHistory
{
    private readonly Dictionary<string, Lines> _cases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _teams = new(StringComparer.Ordinal);

    /// <summary>Lines taken.</summary>
    public int Events { get; private set; }

    /// <summary>Different teams.</summary>
    public int Teams => _teams.Count;

    /// <summary>Whether any line had a time.</summary>
    public bool IsTimed { get; private set; }

    /// <summary>Takes a line. Lines of one incident may come in any order of time; those of one instant stand as they came.</summary>
    public void Add(FlowLine line)
    {
        if (!_cases.TryGetValue(line.Case, out var lines))
        {
            _cases.Add(line.Case, lines = new Lines(_cases.Count, line.Signs));
        }

        var team = line.Team is null ? null : _teams.GetValueOrDefault(line.Team);
        if (team is null && line.Team is not null)
        {
            _teams.Add(line.Team, team = line.Team);
        }

        var at = line.At ?? (lines.All.Count > 0 ? lines.All[^1].At : DateTimeOffset.UnixEpoch);
        lines.All.Add(new Line(at, team, line.Taken, line.Solved));
        lines.Reassigned = Most(lines.Reassigned, line.Reassigned);
        lines.Reopened = Most(lines.Reopened, line.Reopened);
        IsTimed |= line.At is not null;
        Events++;
    }

    /// <summary>The incidents in the order in which they began; those of one instant as the file has them.</summary>
    public IReadOnlyList<FlowCase> Cases() =>
        [.. _cases.Select(pair => (pair.Value.Place, Case: Of(pair.Key, pair.Value))).OrderBy(pair => pair.Case.Begun).ThenBy(pair => pair.Place).Select(pair => pair.Case)];

    private static FlowCase Of(string key, Lines lines)
    {
        var stays = new List<FlowStay>();
        Line? solved = null;
        var ordered = lines.All.OrderBy(line => line.At).ToList();
        foreach (var (line, index) in ordered.Select((line, index) => (line, index)))
        {
            if (line.Team is not null && (stays.Count == 0 || stays[^1].Team != line.Team))
            {
                CloseAt(line.At);
                stays.Add(new FlowStay(line.Team, line.At, line.At, line.Taken, index));
            }
            else if (line.Taken && line.Team is not null)
            {
                stays[^1] = stays[^1] with { Taken = true };
            }

            solved = line.Solved && line.Team is not null ? line : solved;
        }

        CloseAt(ordered[^1].At);
        return new FlowCase(
            key, lines.Signs, stays, solved?.Team ?? stays.LastOrDefault()?.Team, solved?.At, ordered[0].At, ordered[^1].At, ordered.Count, lines.Reassigned, lines.Reopened);

        void CloseAt(DateTimeOffset at)
        {
            if (stays.Count > 0)
            {
                stays[^1] = stays[^1] with { Until = at };
            }
        }
    }

    private static int? Most(int? a, int? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    private readonly record struct Line(DateTimeOffset At, string? Team, bool Taken, bool Solved);

    private sealed class Lines(int place, FlowSigns signs)
    {
        public int Place { get; } = place;

        public FlowSigns Signs { get; } = signs;

        public List<Line> All { get; } = new(8);

        public int? Reassigned { get; set; }

        public int? Reopened { get; set; }
    }
}
