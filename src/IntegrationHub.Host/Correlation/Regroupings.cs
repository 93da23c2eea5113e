using System.Globalization;
using IntegrationHub.Core;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Host.Correlation;

/// <summary>Moves cases between incidents as a plan says, after a person said yes, and back again when one takes it back.</summary>
/// <remarks>First the event, then the moves, each under an id that follows from it: the same wish again finishes what was begun, once.</remarks>
internal sealed class Regroupings(RegroupPlans plans, RulesInForce rules, IncidentStore incidents, IncidentIntake intake, IEventLog log, EventCodec codec, TimeProvider clock)
{
    private static readonly IncidentText s_none = new("Det visade sig inte vara ett gemensamt fel.", "It turned out not to be a common fault.");

    /// <summary>What the present rules would change. When nothing, the rules are taken as seen.</summary>
    /// <exception cref="EventLogException">The log cannot be read; it may be done again.</exception>
    public async Task<RegroupPlan> PreviewAsync(CancellationToken ct)
    {
        var plan = await plans.MakeAsync(ct);
        if (plan.Changes.Count == 0)
        {
            rules.Accept();
        }

        return plan;
    }

    /// <summary>Does what a plan says.</summary>
    /// <param name="plan">The plan that was seen.</param>
    /// <param name="actor">Who says yes.</param>
    /// <param name="ct">Ends the wait; the same may be wished for again.</param>
    /// <returns>What was changed; null when the plan is not that of now.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task<CasesRegrouped?> ApplyAsync(string plan, string actor, CancellationToken ct)
    {
        var (applied, last, round) = await LoadAsync(plan, ct);
        if (last is not CasesRegrouped)
        {
            var now = await plans.MakeAsync(ct);
            if (now.Plan != plan || now.Changes.Count == 0)
            {
                return null;
            }

            applied = await BegunAsync(now, ++round, ct);
            if (!await AddAsync(applied, round, actor, ct))
            {
                return await ApplyAsync(plan, actor, ct); // Somebody else was quicker: what became of it is read again.
            }
        }

        foreach (var change in applied!.Changes)
        {
            await LeaveAsync(plan, round, change.Incident, change.Left, ct);
        }

        foreach (var change in applied.Changes)
        {
            await JoinAsync(plan, round, change.Incident, change.Joined, ct);
        }

        rules.Accept();
        return applied;
    }

    /// <summary>Takes back what was done.</summary>
    /// <returns>What was changed before; null when that plan was never carried out.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task<CasesRegrouped?> UndoAsync(string plan, string actor, CancellationToken ct)
    {
        var (applied, last, round) = await LoadAsync(plan, ct);
        if (applied is null)
        {
            return null;
        }

        if (last is CasesRegrouped)
        {
            if (!await AddAsync(new RegroupingUndone(plan, clock.GetUtcNow()), ++round, actor, ct))
            {
                return await UndoAsync(plan, actor, ct);
            }
        }

        foreach (var change in applied.Changes)
        {
            await LeaveAsync(plan, round, change.Incident, [.. change.Joined.Select(Undone)], ct);
        }

        foreach (var change in applied.Changes)
        {
            await JoinAsync(plan, round, change.Incident, [.. change.Left.Select(Undone)], ct);
            if (change.Declared && (await incidents.LoadAsync(change.Incident, ct)).State is { Cases.IsEmpty: true })
            {
                await incidents.DecideAsync(
                    change.Incident, new ResolveIncident(s_none, clock.GetUtcNow()), EventId.From("regrouping-ended", plan, Round(round), change.Incident.Value), Context(plan), ifRevision: null, ct);
            }
        }

        return applied;
    }

    /// <summary>What is to be done, with the incidents that it takes.</summary>
    private async Task<CasesRegrouped> BegunAsync(RegroupPlan plan, long round, CancellationToken ct)
    {
        List<RegroupedIncident> changes = [];
        foreach (var (change, nth) in plan.Changes.Select((change, nth) => (change, nth)))
        {
            var number = change.Incident ?? await DeclareAsync(change, string.Create(CultureInfo.InvariantCulture, $"regrouping {plan.Plan} {round} {nth}"), ct);
            changes.Add(new RegroupedIncident(number, change.Incident is null, change.Joins, change.Leaves));
        }

        return new CasesRegrouped(plan.Plan, plan.Rules, changes, clock.GetUtcNow());
    }

    private async Task<bool> AddAsync(RegroupingEvent fact, long round, string actor, CancellationToken ct) => await log.AppendAsync(
        RegroupingEvent.StreamOf(fact.Plan), round == 0 ? ExpectedRevision.None : ExpectedRevision.Exactly(round - 1),
        [codec.Encode(EventId.From("regrouping", fact.Plan, Round(round)), fact, new EventContext(actor, "web"))], ct) is Appended;

    private async Task<IncidentNumber> DeclareAsync(PlannedRegrouping change, string key, CancellationToken ct) => (await intake.TakeAsync(
        new Declaration(
            key, EventId.From(key).ToString("N"), change.What, null, change.Scope, IncidentLevel.Ordinary, change.Desk, [], null, IncidentSource.Correlation,
            [change.Joins[0].Reason]),
        new EventContext(FoundCauses.Hub, "correlation"), clock.GetUtcNow(), ct)).Number;

    private async Task LeaveAsync(string plan, long round, IncidentNumber incident, IEnumerable<RegroupedCase> cases, CancellationToken ct)
    {
        foreach (var one in cases)
        {
            await incidents.DecideAsync(
                incident, new LeaveCase(one.Case, IncidentSource.Correlation, one.Reason, clock.GetUtcNow()),
                EventId.From("regrouped-out", plan, Round(round), incident.Value, one.Case.Value), Context(plan), ifRevision: null, ct);
        }
    }

    private async Task JoinAsync(string plan, long round, IncidentNumber incident, IEnumerable<RegroupedCase> cases, CancellationToken ct)
    {
        foreach (var one in cases)
        {
            await incidents.DecideAsync(
                incident, new JoinCase(one.Case, IncidentSource.Correlation, one.Reason, clock.GetUtcNow()),
                EventId.From("regrouped-in", plan, Round(round), incident.Value, one.Case.Value), Context(plan), ifRevision: null, ct);
        }
    }

    /// <summary>The newest carrying out, the newest event, and its revision; -1 when there is none.</summary>
    private async Task<(CasesRegrouped? Applied, RegroupingEvent? Last, long Round)> LoadAsync(string plan, CancellationToken ct)
    {
        var (applied, last, round) = ((CasesRegrouped?)null, (RegroupingEvent?)null, -1L);
        if (!Guid.TryParseExact(plan, "N", out _))
        {
            return (applied, last, round);
        }

        await foreach (var recorded in log.ReadStreamAsync(RegroupingEvent.StreamOf(plan), 0, ct))
        {
            last = codec.Decode(recorded).Fact as RegroupingEvent;
            (applied, round) = (last as CasesRegrouped ?? applied, recorded.Revision);
        }

        return (applied, last, round);
    }

    private static EventContext Context(string plan) => new(FoundCauses.Hub, "correlation", RegroupingEvent.StreamOf(plan));

    private static RegroupedCase Undone(RegroupedCase moved) => moved with { Reason = "The regrouping was taken back." };

    private static string Round(long round) => round.ToString(CultureInfo.InvariantCulture);
}
