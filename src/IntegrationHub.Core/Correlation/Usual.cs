using System.Runtime.InteropServices;

namespace IntegrationHub.Core.Correlation;

/// <summary>What part of all reports usually lies in a scope.</summary>
/// <param name="Share">0 to 1.</param>
/// <param name="Known">How many reports that is known from: with few, it may well be more.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Usual(double Share, double Known);

/// <summary>What is usual, learned from the reports that no cause explained. What is new is drawn towards what is pooled from all.</summary>
internal sealed class UsualShares(Remembered remembered, WordRates words, Volume volume)
{
    private const double NewService = 1;
    private const double NewPlace = 0.4;
    private const double NewPair = 0.8;
    private const double TicketShare = 1e-5;
    private double _all;

    /// <summary>How many reports what is usual is known from.</summary>
    public double All => _all;

    /// <summary>How many services there are, as far as they were seen.</summary>
    public int Services { get; private set; }

    private int Sites { get; set; }

    private int Organisations { get; set; }

    /// <summary>Takes in a report about the scope, or takes it out again.</summary>
    public void Count(Scope scope, ScopeMemory memory, double weight)
    {
        var first = memory.Reports == 0 && weight > 0;
        memory.Reports = Math.Max(0, memory.Reports + weight);
        if (first)
        {
            Services += scope.Kind == CauseKind.Service ? 1 : 0;
            Sites += scope.Kind == CauseKind.Site ? 1 : 0;
            Organisations += scope.Kind == CauseKind.Organisation ? 1 : 0;
        }
    }

    /// <summary>One report more in all, or one less.</summary>
    public void CountAll(double weight) => _all = Math.Max(0, _all + weight);

    /// <summary>Lets what was learned fade.</summary>
    public void Fade(double to) => _all *= to;

    /// <summary>What is usual in the scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="memory">What is remembered of it.</param>
    /// <param name="recent">So many of its reports are what is being judged, and left out.</param>
    public Usual Of(Scope scope, ScopeMemory memory, double recent)
    {
        var seen = Math.Max(0, memory.Reports - recent);
        return scope.Kind switch
        {
            CauseKind.Service => Drawn(seen, NewService, 1.0 / (Services + 4)),
            CauseKind.Site => Drawn(seen, NewPlace, 1.0 / Math.Max(300, Sites * 1.3)),
            CauseKind.Organisation => Drawn(seen, NewPlace, 1.0 / (Organisations + 6)),
            CauseKind.ServiceInOrganisation or CauseKind.ServiceAtSite => Drawn(seen, NewPair, Pair(scope)),
            CauseKind.Dependency => Drawn(seen, NewService, 0.3),
            CauseKind.Ticket => new Usual(TicketShare, 1),
            _ => new Usual(words.Of(scope.Word, recent), words.Seen(scope.Word, recent)),
        };
    }

    /// <summary>What part of all reports is about the service.</summary>
    public double OfService(ulong service) =>
        (remembered.Of(new Scope(CauseKind.Service, service).Key).Reports + NewService) / (_all + (NewService * (Services + 4)));

    /// <summary>How much more often a service is named under a cause that lies behind many services than as usual: a factor, above 1 for small ones, 1 where none is named.</summary>
    public double Spread(ulong service) => service == 0 ? 1 : 0.5 + (0.5 / (Math.Max(1, Services) * OfService(service)));

    private double Pair(Scope scope)
    {
        var kind = scope.Kind == CauseKind.ServiceAtSite ? CauseKind.Site : CauseKind.Organisation;
        var place = new Scope(kind, scope.One);
        return Of(place, remembered.Of(place.Key), 0).Share * OfService(scope.Other);
    }

    private Usual Drawn(double seen, double strength, double towards) =>
        new((seen + strength) / (Math.Max(0, _all - volume.Came) + (strength / towards)), seen + strength);
}
