using System.Runtime.InteropServices;

namespace IntegrationHub.Core.Correlation;

/// <summary>More voices in a scope than are usual.</summary>
/// <param name="Scope">Where.</param>
/// <param name="Word">A word that they share; 0 when their number alone speaks.</param>
/// <param name="Evidence">In nats, after what was paid for looking.</param>
/// <param name="Voices">How many, with the word where there is one.</param>
/// <param name="Expected">How many were to be expected.</param>
/// <param name="Minutes">In this time.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Burst(Scope Scope, uint Word, double Evidence, int Voices, double Expected, double Minutes);

/// <summary>
/// Looks for the stretch of time, up to now, in which a scope has more voices than chance explains. The number of voices is
/// Poisson with a rate that is itself uncertain (negative binomial); the evidence is the large-deviation exponent of its tail.
/// </summary>
internal sealed class BurstScan(SeenReports reports, Volume volume, UsualShares usual, WordRates words, CorrelationSettings settings)
{
    /// <summary>A stretch is taken for so much longer, as it begins and ends with a report; minutes.</summary>
    private const double Edge = 4;

    /// <summary>A word that is as common as this tells nothing.</summary>
    private const double TooCommon = 0.3;

    /// <summary>The same, where nothing but the word holds the reports together.</summary>
    private const double TooCommonAlone = 0.15;

    /// <summary>More voices with the same word than this are not needed to see a burst.</summary>
    private const int MostHaving = 24;

    /// <summary>A word must be so much likelier under a cause than as usual, in nats, to count where many services are.</summary>
    private const double Unusual = 2;

    private readonly SeenReport[] _voices = new SeenReport[ScopeMemory.Most];
    private readonly ulong[] _masks = new ulong[ScopeMemory.Most];
    private readonly int[] _having = new int[MostHaving];
    private readonly ulong[] _services = new ulong[MostHaving];
    private readonly double[] _usual = new double[MostHaving];
    private int _havingCount;

    /// <summary>The strongest burst of the scope up to now; evidence 0 when there is none.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="memory">What is remembered of it.</param>
    /// <param name="newest">The report that just came.</param>
    public Burst Strongest(Scope scope, ScopeMemory memory, SeenReport newest)
    {
        var bySaying = scope.Kind == CauseKind.Words;
        if (memory.Count < settings.FewestOf(scope.Kind) || (bySaying && words.Of(scope.Word, memory.Count) > TooCommonAlone)
            || Collect(memory, newest.Time) is var count && count < settings.FewestOf(scope.Kind))
        {
            return default;
        }

        if (bySaying)
        {
            Having(scope.Word, count);
            return ByWord(scope, new Usual(1, double.MaxValue), scope.Word, count, newest.Time);
        }

        var share = usual.Of(scope, memory, count);
        var best = ByNumber(scope, share, count, newest.Time);
        foreach (var word in newest.Words)
        {
            if (words.Of(word, count) <= TooCommon && Having(word, count) >= settings.Fewest)
            {
                var told = ByWord(scope, share, word, count, newest.Time);
                best = told.Evidence > best.Evidence ? told : best;
            }
        }

        return best;
    }

    /// <summary>What speaks for a cause when a supplier has one ticket for several reports.</summary>
    /// <param name="scope">The ticket.</param>
    /// <param name="reports">Those that have it, and no cause yet.</param>
    /// <param name="now">Minutes.</param>
    public Burst OfTicket(Scope scope, IReadOnlyList<SeenReport> reports, double now)
    {
        var voices = reports.Select(seen => seen.Voice == 0 ? (ulong)seen.Order : seen.Voice).Distinct().Count();
        if (voices < settings.FewestOf(scope.Kind))
        {
            return default;
        }

        var minutes = Math.Min(Volume.Span, now - reports.Min(seen => seen.Time) + Edge);
        var (all, known) = volume.Within(minutes);
        var share = usual.Of(scope, new ScopeMemory(), 0);
        var expected = share.Share * all;
        return new Burst(scope, 0, Tail(voices, expected, Both(share.Known, known)) - Price.Of(scope.Kind), voices, expected, minutes);
    }

    /// <summary>The exponent of the tail: how unlikely it is that chance gives so many.</summary>
    /// <param name="voices">How many came.</param>
    /// <param name="expected">How many were to be expected.</param>
    /// <param name="known">From how many earlier ones that is known.</param>
    internal static double Tail(double voices, double expected, double known) =>
        voices <= expected ? 0 : (voices * Math.Log(voices / expected)) - ((voices + known) * Math.Log((voices + known) / (expected + known)));

    private int Collect(ScopeMemory memory, double now)
    {
        var count = 0;
        for (var back = 0; back < memory.Count && now - memory[back].Time <= Volume.Span; back++)
        {
            if (reports.Find(memory[back].Order) is { Cluster: 0 } seen)
            {
                _masks[count] = seen.Mask; // Beside each other: nearly all is settled by these.
                _voices[count++] = seen;
            }
        }

        return count;
    }

    /// <summary>Notes which of the voices have the word, the newest first and not more than it takes.</summary>
    private int Having(uint word, int count)
    {
        _havingCount = 0;
        var bit = SeenReport.MaskOf(word);
        for (var at = 0; at < count && _havingCount < MostHaving; at++)
        {
            if ((_masks[at] & bit) != 0 && _voices[at].Words.Contains(word))
            {
                _services[_havingCount] = _voices[at].Service;
                _having[_havingCount++] = at;
            }
        }

        return _havingCount;
    }

    private Burst ByNumber(Scope scope, Usual share, int count, double now)
    {
        var best = default(Burst);
        for (var voices = settings.FewestOf(scope.Kind); voices <= count; voices += voices < 8 ? 1 : voices / 5)
        {
            var minutes = now - _voices[voices - 1].Time + Edge;
            var (all, known) = volume.Within(minutes);
            var expected = share.Share * all;
            var evidence = Tail(voices, expected, Both(share.Known, known)) - Price.Of(scope.Kind);
            if (evidence > best.Evidence)
            {
                best = new Burst(scope, 0, evidence, voices, expected, minutes);
            }
        }

        return best;
    }

    private Burst ByWord(Scope scope, Usual share, uint word, int count, double now)
    {
        var having = _havingCount;
        if (having < settings.Fewest)
        {
            return default;
        }

        var (best, surprise, k) = (default(Burst), 0.0, 0);
        var seen = scope.IsOfOneService ? words.Seen(word, _services[0], having) : words.Seen(word, having);
        for (var at = 0; at < having; at++)
        {
            var voice = _voices[_having[at]];
            _usual[at] = UsualOf(scope, word, at, count);

            // A cause that lies behind services shows in large and small ones more evenly than people's own troubles do.
            var one = scope.IsOfOneService ? -_usual[at] : voice.Spread - _usual[at];
            if (one < Unusual && !scope.IsOfOneService)
            {
                continue; // Where the word is daily bread it is looked for in vain.
            }

            surprise += one;
            if (++k < settings.Fewest)
            {
                continue;
            }

            var minutes = now - voice.Time + Edge;
            var (all, known) = volume.Within(minutes);
            var inScope = share.Share * all;
            var expected = inScope * Math.Exp(-surprise / k);
            var evidence = Tail(k, expected, Both(Math.Min(share.Known, seen), known)) - Price.OfWord(scope.Kind);
            if (evidence > best.Evidence)
            {
                best = new Burst(scope, word, evidence, k, expected, minutes);
            }
        }

        return best;
    }

    /// <summary>How usual the word is in reports about the service of one that has it, as a logarithm; reckoned once for each service.</summary>
    private double UsualOf(Scope scope, uint word, int at, int count)
    {
        var service = _services[at];
        if (_services.AsSpan(0, at).IndexOf(service) is >= 0 and var before)
        {
            return _usual[before];
        }

        var same = _services.AsSpan(0, _havingCount).Count(service);
        return Math.Log(scope.IsOfOneService ? words.Of(word, service, _havingCount, count) : words.Of(word, service, same, same));
    }

    private static double Both(double one, double other) => one * other / (one + other);
}

/// <summary>What is paid for looking in many places, in nats: the more there are of a kind that chance could fill, the more.</summary>
internal static class Price
{
    /// <summary>For the number of voices.</summary>
    public static double Of(CauseKind kind) => kind switch
    {
        CauseKind.Dependency or CauseKind.Organisation => 1,
        CauseKind.Site or CauseKind.ServiceInOrganisation or CauseKind.ServiceAtSite => 0.5,
        _ => 0,
    };

    /// <summary>For having seen so few reports that most things are still new.</summary>
    public static double OfKnowingLittle(double reports) => 8 * Math.Max(0, 1 - (reports / 400));

    /// <summary>What is saved where a supplier works as announced: faults are likelier there.</summary>
    public const double SavedByPlannedWork = 2;

    /// <summary>For a word that they share: one of many that were looked at.</summary>
    public static double OfWord(CauseKind kind) => kind switch
    {
        CauseKind.Service => 3,
        CauseKind.Words => 3.5,
        _ => 4,
    };
}
