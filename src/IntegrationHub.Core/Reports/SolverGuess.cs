namespace IntegrationHub.Core.Reports;

/// <summary>
/// Tells at an incident's beginning who will solve it: how often each team solved incidents of the same product, place, impact and first
/// team, each combination smoothed by the coarser one before it, and how often any first team solved what it got, so that one never met
/// before is not passed by. The same history gives the same answers.
/// </summary>
public sealed class SolverGuess
{
    /// <summary>How many incidents' weight the coarser combination has beside the finer one's own.</summary>
    private const double Smoothing = 2;

    /// <summary>Below this share of right answers, on history that it had not seen, nothing is sent.</summary>
    private const double LeastRight = 0.8;

    /// <summary>The first combination that holds the first team.</summary>
    private const int WithTeam = 2;

    private readonly Dictionary<(int Level, string Signs), Dictionary<string, int>> _counts = [];

    /// <summary>From which confidence on an incident is sent; above 1 when nothing is.</summary>
    public double Threshold { get; private init; }

    private int _solvedByFirst;

    /// <summary>Incidents that it learnt from.</summary>
    public int Learnt { get; private set; }

    /// <summary>
    /// Learns from history in order of time. The threshold is the least at which four of five were right on the last fifth, by what
    /// the fifths before it had taught.
    /// </summary>
    public static SolverGuess Train(IReadOnlyList<FlowCase> history)
    {
        var cut = history.Count * 4 / 5;
        var guess = new SolverGuess { Threshold = ThresholdOf(From(history.Take(cut)), history.Skip(cut)) };
        guess.LearnAll(history);
        return guess;
    }

    /// <summary>The likeliest team and how sure it is, 0 to 1; null when nothing was learnt.</summary>
    public (string Team, double Confidence)? Of(FlowCase incident)
    {
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (level, signs) in Levels(incident))
        {
            if (level == WithTeam && Learnt > 0)
            {
                KeepForFirst(shares, incident.Stays[0].Team);
            }

            if (_counts.GetValueOrDefault((level, signs)) is not { } counts)
            {
                continue;
            }

            var whole = counts.Values.Sum() + Smoothing;
            foreach (var team in shares.Keys.Union(counts.Keys, StringComparer.Ordinal).ToList())
            {
                shares[team] = (counts.GetValueOrDefault(team) + (Smoothing * shares.GetValueOrDefault(team))) / whole;
            }
        }

        return shares.Count == 0
            ? null
            : shares.OrderByDescending(share => share.Value).ThenBy(share => share.Key, StringComparer.Ordinal).Select(share => (share.Key, share.Value)).First();
    }

    private void KeepForFirst(Dictionary<string, double> shares, string first)
    {
        var kept = (double)_solvedByFirst / Learnt;
        foreach (var team in shares.Keys.ToList())
        {
            shares[team] *= 1 - kept;
        }

        shares[first] = shares.GetValueOrDefault(first) + kept;
    }

    private static SolverGuess From(IEnumerable<FlowCase> history)
    {
        var guess = new SolverGuess();
        guess.LearnAll(history);
        return guess;
    }

    private static double ThresholdOf(SolverGuess guess, IEnumerable<FlowCase> unseen)
    {
        var tried = unseen.Select(incident => (Guess: guess.Of(incident), incident.Solver)).Where(one => one.Guess is not null)
            .Select(one => (one.Guess!.Value.Confidence, Right: one.Guess.Value.Team == one.Solver)).OrderByDescending(one => one.Confidence).ToList();
        var (right, least) = (0, double.PositiveInfinity);
        for (var sent = 1; sent <= tried.Count; sent++)
        {
            right += tried[sent - 1].Right ? 1 : 0;
            var isWholeStep = sent == tried.Count || tried[sent].Confidence < tried[sent - 1].Confidence;
            least = isWholeStep && right >= LeastRight * sent ? tried[sent - 1].Confidence : least;
        }

        return least;
    }

    private void LearnAll(IEnumerable<FlowCase> history)
    {
        foreach (var incident in history.Where(incident => incident.Solver is not null))
        {
            Learnt++;
            _solvedByFirst += incident.Solver == incident.Stays[0].Team ? 1 : 0;
            foreach (var level in Levels(incident))
            {
                var counts = _counts.TryGetValue(level, out var known) ? known : _counts[level] = new Dictionary<string, int>(StringComparer.Ordinal);
                counts[incident.Solver!] = counts.GetValueOrDefault(incident.Solver!) + 1;
            }
        }
    }

    /// <summary>From the coarsest to the finest.</summary>
    private static IEnumerable<(int Level, string Signs)> Levels(FlowCase incident)
    {
        var (product, place, impact, team) = (incident.Signs.Product, incident.Signs.Place, incident.Signs.Impact, incident.Stays[0].Team);
        yield return (0, "");
        yield return (1, product);
        yield return (WithTeam, team);
        yield return (3, $"{product}\n{team}");
        yield return (4, $"{product}\n{team}\n{place}");
        yield return (5, $"{product}\n{team}\n{place}\n{impact}");
    }
}
