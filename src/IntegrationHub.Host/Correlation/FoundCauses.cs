using System.Globalization;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Host.Correlation;

/// <summary>
/// Takes what the correlation found into the log: proposals, incidents, and the cases that join them. Every id follows from the report
/// that led to it, so that the same finding again, after a restart or on another node, has no second effect.
/// </summary>
internal sealed class FoundCauses(
    IEventLog log, EventCodec codec, IncidentIntake intake, IncidentStore incidents, CauseWords words, CaseReports reports, TimeProvider clock)
{
    /// <summary>Who links by itself, as events name it.</summary>
    public const string Hub = "hub";

    private const int Most = 2_000;
    private static readonly EventContext s_context = new(Hub, "correlation");
    private readonly Dictionary<int, (CauseDeclared Found, IncidentNumber? Number)> _declared = [];
    private readonly Queue<int> _inOrder = new();
    private readonly Dictionary<CaseNumber, IncidentNumber> _joined = [];
    private readonly Queue<CaseNumber> _joinedInOrder = new();

    /// <summary>Remembers what is found, without an effect: it had that when it was found first.</summary>
    public void Remember(Finding finding)
    {
        if (finding is CauseDeclared declared && _declared.TryAdd(finding.Cluster, (declared, null)))
        {
            _inOrder.Enqueue(finding.Cluster);
            if (_inOrder.Count > Most)
            {
                _declared.Remove(_inOrder.Dequeue());
            }
        }
    }

    /// <summary>Takes it into the log.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task TakeAsync(Finding finding, CancellationToken ct)
    {
        Remember(finding);
        switch (finding)
        {
            case CauseProposed e:
                await ProposeAsync(e, ct);
                break;
            case CauseDeclared e:
                await JoinAsync(e.Cluster, e.Links, ct);
                break;
            case CauseWidened e:
                await JoinAsync(e.Cluster, e.Links, ct);
                break;
            case ReportLinked e:
                await JoinAsync(e.Cluster, [e.Link], ct);
                break;
            case CauseEnded e when _declared.TryGetValue(e.Cluster, out var known) && (known.Number ?? TheirsOf(known.Found)) is { } number:
                await incidents.DecideAsync(
                    number, new QuietIncident(clock.GetUtcNow()), EventId.From("quieted", number.Value, e.At.ToString("O", CultureInfo.InvariantCulture)), s_context, ifRevision: null, ct);
                break;
        }
    }

    /// <summary>A case joined an incident, by whomever.</summary>
    public void Joined(CaseNumber number, IncidentNumber incident)
    {
        _joined[number] = incident;
        _joinedInOrder.Enqueue(number);
        if (_joinedInOrder.Count > 10 * Most)
        {
            _joined.Remove(_joinedInOrder.Dequeue());
        }
    }

    /// <summary>The cluster that an incident came from; null when a person declared it.</summary>
    public int? ClusterOf(IncidentNumber incident) =>
        _declared.Where(pair => pair.Value.Number == incident).Select(pair => (int?)pair.Key).FirstOrDefault();

    private async Task JoinAsync(int cluster, IReadOnlyList<Link> links, CancellationToken ct)
    {
        CaseNumber[] cases = [.. links.Select(link => CaseNumber.TryParse(link.Report, out var number) ? number : default).Where(number => number.Value is not null)];
        if (!_declared.TryGetValue(cluster, out var known) || await IncidentAsync(cluster, known.Found, known.Number, ct) is not { } incident)
        {
            return;
        }

        foreach (var (number, link) in cases.Zip(links.Where(link => CaseNumber.TryParse(link.Report, out _))))
        {
            // Refused where a person took it apart, and that stands.
            await incidents.DecideAsync(
                incident, new JoinCase(number, IncidentSource.Correlation, link.Reason, clock.GetUtcNow()), EventId.From("correlated", incident.Value, number.Value),
                s_context, ifRevision: null, ct);
            Joined(number, incident);
        }
    }

    /// <summary>The incident of a cluster: the one that its cases are in already, for a person declared it; or its own, declared once.</summary>
    private async Task<IncidentNumber?> IncidentAsync(int cluster, CauseDeclared found, IncidentNumber? known, CancellationToken ct)
    {
        if (known is { } number)
        {
            return number;
        }

        if (TheirsOf(found) is { } theirs)
        {
            _declared[cluster] = (found, theirs);
            return theirs;
        }

        var key = "correlation " + found.Links[^1].Report + " " + found.Cause.Kind;
        var desks = found.Links.Select(link => reports.DeskOf(link.Report)).OfType<string>().ToList();
        var desk = words.Desk(found.Cause, desks);
        var declaration = new Declaration(
            key, EventId.From(key).ToString("N"), words.What(found.Cause), null, words.Scope(found.Cause), IncidentLevel.Ordinary, desk,
            [.. desks.Distinct(StringComparer.Ordinal).Where(other => other != desk).Order(StringComparer.Ordinal)], null, IncidentSource.Correlation,
            [found.Links[^1].Reason, string.Create(CultureInfo.InvariantCulture, $"The evidence is {found.Cause.Evidence:0.0} nats.")]);
        var (declared, _) = await intake.TakeAsync(declaration, s_context, clock.GetUtcNow(), ct);
        _declared[cluster] = (found, declared);
        return declared;
    }

    /// <summary>The incident that most of its cases are in; null for none.</summary>
    private IncidentNumber? TheirsOf(CauseDeclared found)
    {
        var theirs = found.Links.Select(link => CaseNumber.TryParse(link.Report, out var one) && _joined.TryGetValue(one, out var other) ? other : (IncidentNumber?)null)
            .OfType<IncidentNumber>().GroupBy(other => other).MaxBy(same => same.Count());
        return theirs is not null && theirs.Count() * 2 > found.Links.Count ? theirs.Key : null;
    }

    private async Task ProposeAsync(CauseProposed found, CancellationToken ct)
    {
        ProposedCase[] cases = [.. found.Links.Where(link => CaseNumber.TryParse(link.Report, out _)).Select(link => new ProposedCase(new CaseNumber(link.Report), link.Reason))];
        if (cases.Length == 0 || cases.All(one => _joined.ContainsKey(one.Case)))
        {
            return;
        }

        var id = EventId.From("proposal", found.Links[^1].Report, found.Cause.Kind.ToString()).ToString("N");
        var made = new ProposalMade(
            id, words.What(found.Cause), words.Scope(found.Cause), words.Desk(found.Cause, found.Links.Select(link => reports.DeskOf(link.Report)).OfType<string>()),
            cases, Math.Round(found.Cause.Evidence, 2), found.At);
        await log.AppendAsync(ProposalEvent.StreamOf(id), ExpectedRevision.None, [codec.Encode(EventId.From("proposal-made", id), made, s_context)], ct);
    }
}
