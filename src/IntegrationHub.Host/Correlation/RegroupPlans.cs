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
