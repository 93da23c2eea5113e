namespace IntegrationHub.Core.Correlation;

/// <summary>The reports of the last hours, a bounded number of them.</summary>
internal sealed class SeenReports(ReportWords words)
{
    private const int Most = 8192;
    private readonly SeenReport[] _ring = new SeenReport[Most];

    /// <summary>How many ever came.</summary>
    public long Count { get; private set; }

    /// <summary>Takes in one more.</summary>
    public SeenReport Add(Report report, double time)
    {
        var order = ++Count;
        var seen = _ring[order % Most] ??= new SeenReport();
        seen.Take(report, order, time, words);
        return seen;
    }

    /// <summary>The report by its id; null when it is gone. Looks at all that are kept, so not for every report.</summary>
    public SeenReport? Find(string id) => Array.Find(_ring, seen => seen is not null && seen.Order != 0 && seen.Report.Id == id);

    /// <summary>The report; null when it is gone.</summary>
    public SeenReport? Find(long order) => _ring[order % Most] is { } seen && seen.Order == order ? seen : null;
}
