using System.Collections.Immutable;

namespace IntegrationHub.Core.Cases;

/// <summary>A case's way through the teams of one desk, in the supplier's own system.</summary>
/// <param name="Now">The team that has it.</param>
/// <param name="Had">Every team that has had it.</param>
/// <param name="Moves">How often it was passed on.</param>
public sealed record TeamTrail(string Now, ImmutableHashSet<string> Had, int Moves);

/// <summary>A supplier that passes a case about within its own system meets the rule that desks meet: it cannot go round in there either.</summary>
internal static class SupplierTeams
{
    /// <summary>The detail of a report under which the team stands.</summary>
    public const string Detail = "team";

    /// <summary>What follows when a report shows that the ticket was passed on: nothing, or joint resolution, once for a team.</summary>
    /// <param name="state">The case before the report.</param>
    /// <param name="said">What the report led to.</param>
    /// <param name="command">The report.</param>
    public static IEnumerable<CaseEvent> Passed(CaseState state, IReadOnlyList<CaseEvent> said, ReportFromSupplier command)
    {
        var after = said.Aggregate(state, (now, fact) => now.After(fact));
        if (command.Team is not { } team || after.Desk != team.Desk || after.Responsible == Party.Nobody || state.Teams.GetValueOrDefault(team.Desk) is not { } trail
            || trail.Now == team.Name || after.Joint.Contains(team.Name) || Handovers.BrokenRule(trail.Had, trail.Moves, team.Name) is not { } rule)
        {
            return [];
        }

        return [new JointResolutionOpened(
            team.Desk, team.Name, rule, after.Text($"Passed from {trail.Now} to {team.Name} in the supplier's own system."), command.Now)];
    }

    /// <summary>The trails after a report.</summary>
    public static ImmutableDictionary<string, TeamTrail> After(ImmutableDictionary<string, TeamTrail> trails, SupplierReported said) =>
        said is not { Team: { } desk, Details: { } details } || said.Type == CaseReplay.HistoryType || details.GetValueOrDefault(Detail) is not { Length: > 0 } team ? trails
        : trails.GetValueOrDefault(desk) is not { } trail ? trails.SetItem(desk, new TeamTrail(team, [team], 0))
        : trail.Now == team ? trails
        : trails.SetItem(desk, new TeamTrail(team, trail.Had.Add(team), trail.Moves + 1));
}
