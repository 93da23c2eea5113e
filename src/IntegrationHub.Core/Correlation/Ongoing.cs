using System.Runtime.InteropServices;

namespace IntegrationHub.Core.Correlation;

/// <summary>A cause that goes on: it takes in what matches it, until no more reports come.</summary>
internal sealed class Ongoing(int number, Burst burst, Cause cause, SharedWords words, double now)
{
    private const double Quickness = 40;
    private const double FewestQuiet = 60;
    private const double MostQuiet = 240;
    private const int Kept = 48;
    private readonly Queue<SeenSummary> _linked = new();
    private double _rate;
    private double _rateAt = now;

    /// <summary>Its number.</summary>
    public int Number => number;

    /// <summary>Where it lies; the first is where it was found.</summary>
    public List<Scope> Scopes { get; } = [burst.Scope];

    /// <summary>What it is.</summary>
    public Cause Cause { get; set; } = cause;

    /// <summary>What its reports say.</summary>
    public SharedWords Words { get; set; } = words;

    /// <summary>When the last report came, minutes.</summary>
    public double Last { get; private set; } = now;

    private double First { get; set; } = now;

    private int Count { get; set; }

    /// <summary>What is kept of those that were linked last.</summary>
    public IReadOnlyCollection<SeenSummary> Linked => _linked;

    /// <summary>Takes in a report.</summary>
    public void Take(SeenReport report)
    {
        var at = Math.Max(report.Time, _rateAt);
        _rate = (_rate * Math.Exp(-(at - _rateAt) / Quickness)) + (Math.Exp(-(at - report.Time) / Quickness) / Quickness);
        _rateAt = at;
        Last = Math.Max(Last, report.Time);
        First = Math.Min(First, report.Time);
        Count++;
        _linked.Enqueue(new SeenSummary(report.Service, report.Site, report.Organisation, report.Ticket));
        if (_linked.Count > Kept)
        {
            _linked.Dequeue();
        }
    }

    /// <summary>How many reports a minute it makes now.</summary>
    public double RateAt(double time) => _rate * Math.Exp(-Math.Max(0, time - _rateAt) / Quickness);

    /// <summary>Whether it is quiet for longer than it ever was likely to be.</summary>
    public bool IsQuiet(double time)
    {
        var gap = Count < 2 ? FewestQuiet : (Last - First) / (Count - 1);
        return time - Last > Math.Clamp(8 * gap, FewestQuiet, MostQuiet);
    }
}

/// <summary>Where a linked report came from.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SeenSummary(ulong Service, ulong Site, ulong Organisation, ulong Ticket);
