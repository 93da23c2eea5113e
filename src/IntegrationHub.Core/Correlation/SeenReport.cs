namespace IntegrationHub.Core.Correlation;

/// <summary>A report as it lies in memory for as long as it may still be linked. One is used again for another report.</summary>
internal sealed class SeenReport
{
    private readonly uint[] _words = new uint[ReportWords.Most];
    private int _count;

    /// <summary>The report.</summary>
    public Report Report { get; private set; } = new("", default);

    /// <summary>Which report it is: 1 for the first that came; 0 for none.</summary>
    public long Order { get; private set; }

    /// <summary>Minutes on the engine's clock.</summary>
    public double Time { get; private set; }

    /// <summary>Names as numbers; 0 where there is none.</summary>
    public ulong Service { get; private set; }

    /// <inheritdoc cref="Service"/>
    public ulong Site { get; private set; }

    /// <inheritdoc cref="Service"/>
    public ulong Organisation { get; private set; }

    /// <inheritdoc cref="Service"/>
    public ulong Ticket { get; private set; }

    /// <summary>Who speaks; 0 for somebody new.</summary>
    public ulong Voice { get; private set; }

    /// <summary>See <see cref="UsualShares.Spread"/>, in nats, as it was when the report came.</summary>
    public double Spread { get; set; }

    /// <summary>The cluster that it was linked to; 0 for none.</summary>
    public int Cluster { get; set; }

    /// <summary>A bit for each word; several share one.</summary>
    public ulong Mask { get; private set; }

    /// <summary>The bit of a word.</summary>
    public static ulong MaskOf(uint word) => 1UL << (int)(word & 63);

    /// <summary>Its words.</summary>
    public ReadOnlySpan<uint> Words => _words.AsSpan(0, _count);

    /// <summary>Takes in another report.</summary>
    public void Take(Report report, long order, double time, ReportWords words)
    {
        (Report, Order, Time, Cluster) = (report, order, time, 0);
        Service = Name.Of(report.Service);
        Site = Name.Of(report.Site);
        Organisation = Name.Of(report.Organisation);
        Ticket = Name.Of(report.Ticket);
        Voice = Name.Of(report.Person);
        _count = words.Of(report.Words, _words);
        Mask = 0;
        foreach (var word in Words)
        {
            Mask |= MaskOf(word);
        }
    }

    /// <summary>A supplier's ticket became known after it was reported.</summary>
    /// <returns>False when it is the one that it has.</returns>
    public bool GiveTicket(string ticket)
    {
        if (Ticket == Name.Of(ticket))
        {
            return false;
        }

        (Report, Ticket) = (Report with { Ticket = ticket }, Name.Of(ticket));
        return true;
    }

    /// <summary>Whether it has the word.</summary>
    public bool Has(uint word) => (Mask & MaskOf(word)) != 0 && Words.Contains(word);
}

/// <summary>Names as numbers, the same in every process.</summary>
internal static class Name
{
    /// <summary>The number of a name, whatever its case; 0 for none.</summary>
    public static ulong Of(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return 0;
        }

        var hash = 14_695_981_039_346_656_037UL;
        foreach (var letter in name.AsSpan().Trim())
        {
            hash = (hash ^ char.ToLowerInvariant(letter)) * 1_099_511_628_211UL;
        }

        return hash | 1;
    }

    /// <summary>The number of two together, of a kind.</summary>
    public static ulong Join(CauseKind kind, ulong one, ulong other = 0)
    {
        var mixed = (one ^ ((ulong)kind * 0x9E3779B97F4A7C15UL)) * 0xBF58476D1CE4E5B9UL;
        mixed = ((mixed ^ (mixed >> 29)) + other) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
