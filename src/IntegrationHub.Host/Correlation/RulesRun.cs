using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Host.Correlation;

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
