namespace IntegrationHub.Core.Correlation;

/// <summary>The causes that go on, and what belongs to them.</summary>
internal sealed class Clusters(Learned learned, CorrelationSettings settings)
{
    private const double Wider = 1.25;
    private const double Before = 5;
    private const double SameCause = 0.6;
    private const double Outside = 1.5;
    private const double NearlyAll = 0.8;
    private const double SameWord = 0.35;
    private const double Alike = 0.5;
    private const int MostScopes = 4;
    private const double ProposedFor = 180;
    private readonly List<Ongoing> _ongoing = [];
    private readonly Membership _membership = new(learned.Words);
    private readonly Dictionary<ulong, double> _proposed = [];
    private readonly HashSet<string> _apart = new(StringComparer.Ordinal);
    private readonly Queue<string> _apartInOrder = new();
    private int _last;

    /// <summary>Ends those whose reports have ended.</summary>
    public IReadOnlyList<Finding> EndQuiet(double now, DateTimeOffset at)
    {
        List<Finding>? ended = null;
        for (var index = _ongoing.Count - 1; index >= 0; index--)
        {
            if (_ongoing[index].IsQuiet(now))
            {
                (ended ??= []).Add(new CauseEnded(_ongoing[index].Number, at));
                _ongoing.RemoveAt(index);
            }
        }

        return ended ?? (IReadOnlyList<Finding>)[];
    }

    /// <summary>Links a new report to the cause that it most probably has; null when it probably has none of them.</summary>
    public ReportLinked? Absorb(SeenReport seen)
    {
        var (best, mostProbable, where) = (default(Ongoing), 0.0, default(Scope));
        foreach (var one in _ongoing)
        {
            foreach (var scope in one.Scopes)
            {
                if ((scope.IsBehindServices || scope.Holds(seen, learned.Landscape)) && !_apart.Contains(seen.Report.Id)
                    && ProbabilityOf(one, scope, seen) is var probability && probability > mostProbable)
                {
                    (best, mostProbable, where) = (one, probability, scope);
                }
            }
        }

        if (best is null || mostProbable < settings.LinkAt)
        {
            return null;
        }

        seen.Cluster = best.Number;
        learned.LearnBeside(seen);
        best.Take(seen);
        best.Words.Add(seen, mostProbable);
        best.Words.Fade();
        return new ReportLinked(best.Number, new Link(seen.Report.Id, mostProbable, Reasons.Later(best.Cause, where, seen, learned)), seen.Report.At);
    }

    /// <summary>Links a report to the cause that has its ticket; null when none has.</summary>
    public ReportLinked? AbsorbByTicket(SeenReport seen, Scope ticket)
    {
        const double sure = 0.99;
        if (_apart.Contains(seen.Report.Id) || _ongoing.Find(one => one.Scopes.Contains(ticket)) is not { } cause)
        {
            return null;
        }

        learned.Unlearn(seen);
        seen.Cluster = cause.Number;
        cause.Take(seen);
        cause.Words.Add(seen, sure);
        return new ReportLinked(cause.Number, new Link(seen.Report.Id, sure, Reasons.Later(cause.Cause, ticket, seen, learned)), seen.Report.At);
    }

    /// <summary>A report of a cause has a ticket: what else has it has the cause.</summary>
    public void Know(int cluster, Scope ticket)
    {
        if (_ongoing.Find(one => one.Number == cluster) is { } cause && !cause.Scopes.Contains(ticket) && cause.Scopes.Count < MostScopes)
        {
            cause.Scopes.Add(ticket);
        }
    }

    /// <summary>Makes a cause of a burst; or finds that it belongs to one that goes on. Null when too few of its reports can be told from the usual.</summary>
    public Finding? Declare(Burst found, SeenReport newest)
    {
        var burst = Narrowed(found, newest);
        var known = _ongoing.Find(one => IsSame(one, burst, newest.Time));
        var number = known?.Number ?? _last + 1;
        var (members, words) = Members(burst, newest.Time);
        if (members.Count < (known is null ? settings.FewestOf(burst.Scope.Kind) : 1))
        {
            return null;
        }

        var cause = Reasons.CauseOf(burst, newest, learned);
        var ongoing = known ?? new Ongoing(number, burst, cause, words, newest.Time);
        if (known is null)
        {
            _last = number;
            _ongoing.Add(ongoing);
        }
        else if (burst.Scope.Kind != CauseKind.Words && !known.Scopes.Contains(burst.Scope) && known.Scopes.Count < MostScopes && !IsInside(known, burst, newest.Time))
        {
            known.Scopes.Add(burst.Scope);
        }

        List<Link> links = [];
        foreach (var (seen, probability) in members)
        {
            learned.Unlearn(seen);
            seen.Cluster = number;
            ongoing.Take(seen);
            if (known is not null)
            {
                known.Words.Add(seen, probability);
            }

            links.Add(new Link(seen.Report.Id, probability, Reasons.First(cause, burst, seen)));
        }

        return known is null
            ? new CauseDeclared(number, cause, links, newest.Report.At)
            : new CauseWidened(number, cause, links, newest.Report.At);
    }

    /// <summary>Proposes a cause to a person, once in some hours.</summary>
    public CauseProposed? Propose(Burst burst, SeenReport newest)
    {
        if (_ongoing.Exists(one => IsSame(one, burst, newest.Time))
            || (_proposed.TryGetValue(burst.Scope.Key, out var before) && Math.Abs(newest.Time - before) < ProposedFor))
        {
            return null;
        }

        var (members, _) = Members(burst, newest.Time);
        if (members.Count < settings.FewestOf(burst.Scope.Kind))
        {
            return null;
        }

        foreach (var (old, _) in _proposed.Where(pair => newest.Time - pair.Value > ProposedFor).ToArray())
        {
            _proposed.Remove(old);
        }

        _proposed[burst.Scope.Key] = newest.Time;
        var cause = Reasons.CauseOf(burst, newest, learned);
        return new CauseProposed(
            ++_last, cause, [.. members.Select(one => new Link(one.Seen.Report.Id, one.Probability, Reasons.First(cause, burst, one.Seen)))], newest.Report.At);
    }

    /// <summary>Keeps a report out of all causes for good.</summary>
    public void TakeApart(string report)
    {
        const int most = 20_000;
        if (_apart.Add(report))
        {
            _apartInOrder.Enqueue(report);
        }

        if (_apartInOrder.Count > most)
        {
            _apart.Remove(_apartInOrder.Dequeue());
        }
    }

    /// <summary>Ends a cause.</summary>
    public void End(int cluster) => _ongoing.RemoveAll(one => one.Number == cluster);

    private double ProbabilityOf(Ongoing one, Scope scope, SeenReport seen)
    {
        var (hour, _) = learned.Volume.Within(60);
        var outside = scope.IsBehindServices && !scope.Holds(seen, learned.Landscape);
        var share = scope.Kind == CauseKind.Words || outside ? 1 : learned.Usual.Of(scope, learned.Of(scope), 0).Share;
        var usual = share * hour / 60 / (scope.IsOfOneService ? 1 : learned.Usual.Spread(seen.Service));
        var rate = one.RateAt(seen.Time);
        var odds = Math.Log(Math.Max(0.1 * rate, rate - usual) / Math.Max(1e-9, usual));
        return Membership.Sigmoid(odds - (outside ? Outside : 0) + one.Words.For(seen, 0, learned.Words));
    }

    private (List<(SeenReport Seen, double Probability)> Members, SharedWords Words) Members(Burst burst, double now)
    {
        var minutes = Math.Min(Volume.Span, (burst.Minutes * Wider) + Before);
        var inScope = learned.Recent(burst.Scope, now, minutes);
        inScope.RemoveAll(seen => _apart.Contains(seen.Report.Id));
        var (all, _) = learned.Volume.Within(minutes);
        var expected = burst.Scope.Kind == CauseKind.Words
            ? all
            : learned.Usual.Of(burst.Scope, learned.Of(burst.Scope), inScope.Count).Share * all;
        var (probabilities, words) = _membership.Of(burst, inScope, expected);
        List<(SeenReport, double)> members = [];
        for (var at = inScope.Count - 1; at >= 0; at--)
        {
            if (probabilities[at] >= settings.LinkAt)
            {
                members.Add((inScope[at], probabilities[at]));
            }
        }

        return (members, words);
    }

    /// <summary>Whether a burst is what goes on already: most of its reports lie where that lies, or the other way round.</summary>
    private bool IsSame(Ongoing one, Burst burst, double now)
    {
        if (one.Scopes[0].IsBehindServices
            ? !burst.Scope.IsAtPlace && SaysTheSame(one, burst, now)
            : IsInside(one, burst, now))
        {
            return true;
        }

        var several = one.Linked.Select(seen => seen.Service).Distinct().Take(2).Count() > 1;
        var covered = one.Linked.Count(seen => burst.Scope.Kind switch
        {
            CauseKind.Service => seen.Service == burst.Scope.One,
            CauseKind.Site => seen.Site == burst.Scope.One,
            CauseKind.Organisation => seen.Organisation == burst.Scope.One,
            CauseKind.Dependency => several && learned.Landscape.Needs(seen.Service, burst.Scope.One),
            CauseKind.Ticket => seen.Ticket == burst.Scope.One,
            _ => false,
        });
        return covered >= SameCause * one.Linked.Count;
    }

    /// <summary>What lies behind services is not thought of where nearly all is one service, or one place.</summary>
    private Burst Narrowed(Burst burst, SeenReport newest)
    {
        if (!burst.Scope.IsBehindServices)
        {
            return burst;
        }

        var told = learned.Recent(burst.Scope, newest.Time, burst.Minutes).Where(seen => burst.Word == 0 || seen.Has(burst.Word)).ToList();
        bool Mostly(Func<SeenReport, ulong> name) => name(newest) != 0 && told.Count(seen => name(seen) == name(newest)) >= NearlyAll * told.Count;
        var (service, place) = (Mostly(seen => seen.Service), Mostly(seen => seen.Organisation));
        return Mostly(seen => seen.Site) ? burst with { Scope = new Scope(CauseKind.Site, newest.Site) }
            : service && place ? burst with { Scope = new Scope(CauseKind.ServiceInOrganisation, newest.Organisation, newest.Service) }
            : service ? burst with { Scope = new Scope(CauseKind.Service, newest.Service) }
            : burst;
    }

    /// <summary>Whether what people say is what those of the cause say; what lies behind services is known by that, and not by a place.</summary>
    private bool SaysTheSame(Ongoing one, Burst burst, double now)
    {
        var reports = learned.Recent(burst.Scope, now, burst.Minutes);
        return (burst.Word != 0 && one.Words.Part(burst.Word) > SameWord)
            || (reports.Count > 0 && reports.Average(seen => one.Words.For(seen, 0, learned.Words)) > Alike);
    }

    private bool IsInside(Ongoing one, Burst burst, double now)
    {
        var reports = learned.Recent(burst.Scope, now, burst.Minutes);
        return reports.Count(seen => one.Scopes.Exists(scope => scope.Holds(seen, learned.Landscape))) >= SameCause * reports.Count;
    }
}
