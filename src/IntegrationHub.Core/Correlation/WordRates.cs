namespace IntegrationHub.Core.Correlation;

/// <summary>How usual words are, on the whole and in reports about a service. Of a fixed size: words that fall together are taken for more usual than they are.</summary>
internal sealed class WordRates
{
    private const int Places = 1 << 16;
    private const int Pairs = 1 << 19;
    private const int Kinds = 1 << 10;
    private const double Drawn = 4;
    private const double NewWord = 0.5;
    private readonly float[] _words = new float[Places];
    private readonly float[] _inService = new float[Pairs];
    private readonly float[] _services = new float[Kinds];
    private double _all;

    /// <summary>Takes in a report, or takes it out again.</summary>
    /// <param name="report">The report.</param>
    /// <param name="weight">1 to take it in, -1 to take it out; less for one that is partly usual.</param>
    public void Count(SeenReport report, double weight)
    {
        _all = Math.Max(0, _all + weight);
        Add(ref _services[report.Service % Kinds], weight);
        foreach (var word in report.Words)
        {
            Add(ref _words[word % Places], weight);
            Add(ref _inService[Pair(word, report.Service)], weight);
        }
    }

    /// <summary>Lets what was learned fade.</summary>
    public void Fade(double to)
    {
        _all *= to;
        foreach (var counts in (float[][])[_words, _inService, _services])
        {
            for (var at = 0; at < counts.Length; at++)
            {
                counts[at] *= (float)to;
            }
        }
    }

    /// <summary>How probable it is that a usual report has the word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="without">So many reports that have it are left out of the reckoning.</param>
    public double Of(uint word, double without) =>
        Math.Min(0.95, (Math.Max(0, _words[word % Places] - without) + NewWord) / (_all + 60));

    /// <summary>How probable it is that a usual report about the service has the word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="service">The service.</param>
    /// <param name="without">So many reports that have it are left out of the reckoning.</param>
    /// <param name="all">So many reports in all are.</param>
    public double Of(uint word, ulong service, double without, double all)
    {
        var seen = Math.Max(0, _inService[Pair(word, service)] - without);
        return Math.Min(0.95, (seen + NewWord + (Drawn * Of(word, without))) / (Math.Max(0, _services[service % Kinds] - all) + Drawn));
    }

    /// <summary>How many reports about the service that is known from.</summary>
    public double Seen(uint word, ulong service, double without) => Math.Max(0, _inService[Pair(word, service)] - without) + NewWord;

    /// <summary>How many reports that is known from.</summary>
    public double Seen(uint word, double without) => Math.Max(0, _words[word % Places] - without) + NewWord;

    private static void Add(ref float count, double weight) => count = (float)Math.Max(0, count + weight);

    private static int Pair(uint word, ulong service) => (int)((word ^ (uint)(service * 0x9E3779B97F4A7C15UL >> 32)) * 2_654_435_761U >> 13);
}
