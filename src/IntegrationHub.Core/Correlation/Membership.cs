namespace IntegrationHub.Core.Correlation;

/// <summary>What the reports of a cause say: how often each word stands in them. Bounded, and older ones fade.</summary>
internal sealed class SharedWords
{
    private const int Most = 400;
    private const double Fades = 0.985;
    private const double Tempered = 0.8;
    private const double MostFor = 5;
    private const double MostAgainst = -1.5;
    private readonly Dictionary<uint, double> _counts = [];

    /// <summary>How many reports it is known from.</summary>
    public double Weight { get; private set; }

    /// <summary>Takes in a report, as far as it is one of them.</summary>
    public void Add(SeenReport report, double weight)
    {
        foreach (var word in report.Words)
        {
            _counts[word] = _counts.GetValueOrDefault(word) + weight;
        }

        Weight += weight;
    }

    /// <summary>What part of the reports has the word, 0 to 1.</summary>
    public double Part(uint word) => Weight <= 0 ? 0 : _counts.GetValueOrDefault(word) / Weight;

    /// <summary>Lets the older ones fade, once for each report that joins.</summary>
    public void Fade()
    {
        if (_counts.Count < Most)
        {
            return;
        }

        Weight *= Fades;
        foreach (var (word, count) in _counts.ToArray())
        {
            if (count * Fades < 0.5)
            {
                _counts.Remove(word);
            }
            else
            {
                _counts[word] = count * Fades;
            }
        }
    }

    /// <summary>How much the words of a report speak for the cause, in nats.</summary>
    /// <param name="report">The report.</param>
    /// <param name="own">So much of it was taken in, and does not speak for itself.</param>
    /// <param name="usual">How usual words are.</param>
    public double For(SeenReport report, double own, WordRates usual)
    {
        var others = Weight - own;
        if (others < 0.5 || report.Words.Length == 0)
        {
            return 0;
        }

        var sum = 0.0;
        foreach (var word in report.Words)
        {
            var expected = usual.Of(word, report.Service, 0, 0);
            var part = (Math.Max(0, _counts.GetValueOrDefault(word) - own) + expected) / (others + 1);
            sum += Math.Log(((0.4 * expected) + (0.6 * part)) / expected);
        }

        return Math.Clamp(sum * Tempered, MostAgainst, MostFor);
    }
}

/// <summary>Tells which reports of a burst have its cause, and which are what comes every day.</summary>
internal sealed class Membership(WordRates usual)
{
    private const int Rounds = 4;

    /// <summary>Finds out for each.</summary>
    /// <param name="burst">The burst.</param>
    /// <param name="inScope">Its reports.</param>
    /// <param name="expected">How many of them were to be expected without a cause.</param>
    /// <returns>The probability of each, and the words of those that have it.</returns>
    public (double[] Probabilities, SharedWords Words) Of(Burst burst, IReadOnlyList<SeenReport> inScope, double expected)
    {
        var sure = burst.Word == 0 ? 0 : Math.Max(0, burst.Voices - burst.Expected);
        var excess = Math.Max(Math.Max(0.5, inScope.Count - expected), sure);
        var prior = Math.Log(excess / Math.Max(0.02, burst.Scope.Kind == CauseKind.Words ? expected : Math.Min(expected, inScope.Count)));
        double[] spread = [.. inScope.Select(report => burst.Scope.IsOfOneService ? 0 : report.Spread)];
        double[] mine = [.. inScope.Select(report =>
            burst.Word != 0 ? report.Has(burst.Word) ? 0.9 : 0.2 : Math.Clamp(excess / inScope.Count, 0.1, 0.95))];
        SharedWords words = new();
        for (var round = 0; round < Rounds; round++)
        {
            words = new SharedWords();
            for (var at = 0; at < mine.Length; at++)
            {
                words.Add(inScope[at], mine[at]);
            }

            for (var at = 0; at < mine.Length; at++)
            {
                mine[at] = Sigmoid(prior + spread[at] + words.For(inScope[at], mine[at], usual));
            }
        }

        return (mine, words);
    }

    /// <summary>The probability that odds of so many nats stand for.</summary>
    public static double Sigmoid(double nats) => 1 / (1 + Math.Exp(-nats));
}
