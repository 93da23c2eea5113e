namespace IntegrationHub.Core.Correlation;

/// <summary>Everything that is usual, and the reports of the last hours. What a cause explains is taken out again, so that it never becomes usual.</summary>
internal sealed class Learned
{
    private const double FadesAfter = 7 * 24 * 60;
    private const double Beside = 0.5;
    private static readonly double s_fade = Math.Exp(-7.0 / 60);
    private readonly Remembered _remembered;
    private readonly List<Scope> _scopes = [];
    private readonly List<ScopeMemory> _memories = [];
    private double _fadedAt = double.NaN;

    public Learned(CorrelationSettings settings)
    {
        _remembered = new Remembered(settings.Remembered);
        Landscape = new Landscape(settings.Dependencies);
        Texts = new ReportWords(settings.Concepts);
        Reports = new SeenReports(Texts);
        Volume = new Volume(settings.Zone);
        Usual = new UsualShares(_remembered, Words, Volume);
    }

    public Landscape Landscape { get; }

    public ReportWords Texts { get; }

    public SeenReports Reports { get; }

    public Volume Volume { get; }

    public WordRates Words { get; } = new();

    public UsualShares Usual { get; }

    /// <summary>How much is remembered of scopes.</summary>
    public int Remembered => _remembered.Count;

    /// <summary>What is remembered of a scope.</summary>
    public ScopeMemory Of(Scope scope) => _remembered.Of(scope.Key);

    /// <summary>Lets time go on.</summary>
    public void Advance(double now, bool backwards)
    {
        if (backwards)
        {
            _remembered.Silence();
        }

        Volume.Advance(now);
        if (double.IsNaN(_fadedAt) || now < _fadedAt)
        {
            _fadedAt = now;
        }
        else if (now - _fadedAt > FadesAfter)
        {
            _fadedAt = now;
            _remembered.Fade(s_fade);
            Words.Fade(s_fade);
            Usual.Fade(s_fade);
        }
    }

    /// <summary>Takes in a report that has a cause, as far as the usual goes on beside it. So a cause that is none becomes usual, and ends.</summary>
    public void LearnBeside(SeenReport seen) => Count(seen, _scopes, _memories, Beside);

    /// <summary>Takes in a report as one of the usual.</summary>
    /// <param name="seen">The report.</param>
    /// <param name="scopes">Filled with where it lies.</param>
    /// <param name="memories">Filled with what is remembered of each.</param>
    public void Learn(SeenReport seen, List<Scope> scopes, List<ScopeMemory> memories)
    {
        Count(seen, scopes, memories, 1);
        seen.Spread = Math.Log(Usual.Spread(seen.Service));
        foreach (var memory in memories)
        {
            memory.Hear(new Voice(seen.Time, seen.Order, seen.Voice));
        }
    }

    private void Count(SeenReport seen, List<Scope> scopes, List<ScopeMemory> memories, double weight)
    {
        Scope.Of(seen, Landscape, scopes);
        memories.Clear();
        if (weight > 0)
        {
            Volume.Add(weight);
        }

        Words.Count(seen, weight);
        Usual.CountAll(weight);
        foreach (var scope in scopes)
        {
            var memory = Of(scope);
            memories.Add(memory);
            Usual.Count(scope, memory, weight);
        }
    }

    /// <summary>Takes it out again: it has a cause.</summary>
    public void Unlearn(SeenReport seen)
    {
        Count(seen, _scopes, _memories, -1);
        Volume.Remove(seen.Time);
    }

    /// <summary>The reports of a scope that came in the last minutes and have no cause yet, newest first.</summary>
    public List<SeenReport> Recent(Scope scope, double now, double minutes)
    {
        var memory = Of(scope);
        List<SeenReport> found = [];
        for (var back = 0; back < memory.Count && now - memory[back].Time <= minutes; back++)
        {
            if (Reports.Find(memory[back].Order) is { Cluster: 0 } seen)
            {
                found.Add(seen);
            }
        }

        return found;
    }
}
