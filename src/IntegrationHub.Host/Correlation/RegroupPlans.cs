using System.Text.Json;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Host.Correlation;

/// <summary>What the present rules would change.</summary>
/// <param name="Plan">Follows from what is to change: whoever says yes to it has seen just that.</param>
/// <param name="Rules">Follows from the rules.</param>
/// <param name="Changes">Empty when the incidents are as the rules find them.</param>
internal sealed record RegroupPlan(string Plan, string Rules, IReadOnlyList<PlannedRegrouping> Changes);

/// <summary>What would change about one incident.</summary>
/// <param name="Incident">Null for one that would be declared.</param>
/// <param name="What">What does not work.</param>
/// <param name="Scope">Whom it touches.</param>
/// <param name="Desk">The responsible desk.</param>
internal sealed record PlannedRegrouping(
    IncidentNumber? Incident, IncidentText What, IncidentScope Scope, string Desk, IReadOnlyList<RegroupedCase> Joins, IReadOnlyList<RegroupedCase> Leaves);

/// <summary>Runs the present rules over the last weeks of the log, without effects, and compares what they find with the incidents that go on.</summary>
/// <param name="rows">The incidents that go on.</param>
internal sealed class RegroupPlans(
    CorrelationSettings settings, CauseWords words, DaysInLog days, IEventLog log, EventCodec codec, IncidentStore incidents, Func<IReadOnlyList<IncidentRow>> rows)
{
    private static readonly string s_reopened = StoredTypes.NameOf(typeof(IncidentReopened));

    /// <summary>Which rules are in force: 32 hex digits that follow from the settings.</summary>
    public string Rules { get; } = EventId.From("correlation-rules", JsonSerializer.Serialize(settings)).ToString("N");

    /// <summary>Makes the plan. The work is that of a restart: it reads the last weeks once.</summary>
    /// <exception cref="EventLogException">The log cannot be read; it may be done again.</exception>
    public async Task<RegroupPlan> MakeAsync(CancellationToken ct)
    {
        var reports = new CaseReports();
        var found = new RulesRun(new EngineFeed(settings, reports));
        await foreach (var recorded in log.ReadAllAsync(days.Since, ct))
        {
            if (EngineFeed.Types.Contains(recorded.Type) || recorded.Type == s_reopened)
            {
                found.Take(codec.DecodeOrCarry(recorded));
            }
        }

        var ongoing = rows().ToDictionary(row => row.Number);
        List<StandingIncident> standing = [];
        foreach (var number in ongoing.Keys)
        {
            standing.Add(Standing(number, (await incidents.LoadAsync(number, ct)).History));
        }

        PlannedRegrouping[] changes = [.. Regrouping.Of(found.Causes, standing, found.Held, found.Seen.Contains, settings.Fewest)
            .Select(change => Told(change, change.Incident is { } number ? ongoing[number] : null, reports))];
        return new RegroupPlan(PlanOf(changes), Rules, changes);
    }

    /// <summary>An incident, and which of its cases the hub linked by itself, or by a regrouping.</summary>
    private static StandingIncident Standing(IncidentNumber number, IReadOnlyList<Known> history)
    {
        var cases = new Dictionary<CaseNumber, bool>();
        foreach (var known in history)
        {
            if (known.Fact is IncidentCaseJoined joined)
            {
                cases[joined.Case] = joined.Source == IncidentSource.Correlation && known.Context.By == FoundCauses.Hub;
            }
            else if (known.Fact is IncidentCaseLeft left)
            {
                cases.Remove(left.Case);
            }
        }

        return new StandingIncident(number, cases);
    }

    private PlannedRegrouping Told(Regrouped change, IncidentRow? row, CaseReports reports) => row is not null
        ? new PlannedRegrouping(row.Number, row.What, row.Scope, row.Desk, change.Joins, change.Leaves)
        : new PlannedRegrouping(
            null, words.What(change.Cause!), words.Scope(change.Cause!),
            words.Desk(change.Cause!, change.Joins.Select(joined => reports.DeskOf(joined.Case.Value)).OfType<string>()), change.Joins, change.Leaves);

    private string PlanOf(IEnumerable<PlannedRegrouping> changes) => EventId.From(
        [
            "regrouping", Rules,
            .. changes.SelectMany(change => new[] { change.Incident?.Value ?? "new" }
                .Concat(change.Joins.Select(one => "+" + one.Case.Value)).Concat(change.Leaves.Select(one => "-" + one.Case.Value))),
        ]).ToString("N");
}

/// <summary>What the rules find in a stretch of the log, and what people decided there.</summary>
internal sealed class RulesRun(EngineFeed feed)
{
    private readonly Dictionary<int, Draft> _causes = [];
    private readonly Dictionary<CaseNumber, IncidentNumber> _joined = [];
    private readonly HashSet<CaseNumber> _apart = [];
    private readonly HashSet<IncidentNumber> _over = [];

    /// <summary>The causes, ended ones too.</summary>
    public IReadOnlyList<FoundCause> Causes =>
        [.. _causes.Select(pair => new FoundCause(pair.Key, pair.Value.Declared.Cause, pair.Value.Declared.At, pair.Value.GoesOn, pair.Value.Cases))];

    /// <summary>Cases that a person took out of an incident, or whose incident is over.</summary>
    public IReadOnlySet<CaseNumber> Held => _joined.Where(pair => _over.Contains(pair.Value)).Select(pair => pair.Key).Concat(_apart).ToHashSet();

    /// <summary>Cases that were opened in the stretch.</summary>
    public HashSet<CaseNumber> Seen { get; } = [];

    /// <summary>Takes in the next event.</summary>
    public void Take(Known known)
    {
        Note(known);
        foreach (var finding in feed.Take(known, ClusterOf))
        {
            switch (finding)
            {
                case CauseDeclared e:
                    _causes.Add(e.Cluster, new Draft(e));
                    Add(e.Cluster, e.Links);
                    break;
                case CauseWidened e:
                    Add(e.Cluster, e.Links);
                    break;
                case ReportLinked e:
                    Add(e.Cluster, [e.Link]);
                    break;
                case CauseEnded e when _causes.TryGetValue(e.Cluster, out var ended):
                    ended.GoesOn = false;
                    break;
            }
        }
    }

    private void Note(Known known)
    {
        switch (known.Fact)
        {
            case CaseOpened e:
                Seen.Add(e.Number);
                break;
            case IncidentCaseJoined e:
                _joined[e.Case] = IncidentNumber.OfStream(known.Recorded.Stream)!.Value;
                _apart.Remove(e.Case);
                break;
            case IncidentCaseLeft e:
                _joined.Remove(e.Case);
                if (e.Source == IncidentSource.Hand)
                {
                    _apart.Add(e.Case);
                }

                break;
            case IncidentResolved:
                _over.Add(IncidentNumber.OfStream(known.Recorded.Stream)!.Value);
                if (ClusterOf(IncidentNumber.OfStream(known.Recorded.Stream)!.Value) is { } cluster)
                {
                    _causes[cluster].GoesOn = false;
                }

                break;
            case IncidentReopened:
                _over.Remove(IncidentNumber.OfStream(known.Recorded.Stream)!.Value);
                break;
        }
    }

    private void Add(int cluster, IReadOnlyList<Link> links)
    {
        foreach (var link in links)
        {
            if (CaseNumber.TryParse(link.Report, out var number))
            {
                _causes[cluster].Cases[number] = link.Reason;
            }
        }
    }

    /// <summary>The cause that most of an incident's cases have.</summary>
    private int? ClusterOf(IncidentNumber incident) => _causes
        .Select(pair => (pair.Key, Shared: pair.Value.Cases.Keys.Count(number => _joined.TryGetValue(number, out var other) && other == incident)))
        .Where(pair => pair.Shared > 0).OrderByDescending(pair => pair.Shared).ThenBy(pair => pair.Key).Select(pair => (int?)pair.Key).FirstOrDefault();

    private sealed class Draft(CauseDeclared declared)
    {
        public CauseDeclared Declared => declared;

        public bool GoesOn { get; set; } = true;

        public Dictionary<CaseNumber, string> Cases { get; } = [];
    }
}
