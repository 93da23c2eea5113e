using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Cases;

/// <summary>What the integrator does by itself with a case that a desk declined: the next likely desk that has not had it.</summary>
public static class Rerouting
{
    /// <summary>Below this an alternative is a guess that a person should make.</summary>
    public const double LeastConfidence = 0.1;

    /// <summary>The next desk; null when there is none that is likely enough, and a person at the integrator must look.</summary>
    /// <param name="state">The case, without a desk.</param>
    /// <param name="routed">The routing that was declined.</param>
    /// <param name="owner">Who answers for its service now; null when that is not known.</param>
    public static RoutingDecision? Next(CaseState state, CaseRouted routed, Owner? owner = null) =>
        owner is not null && !state.Had.Contains(owner.Desk)
            ? new RoutingDecision(routed.Service, owner.Desk, 1, [$"declined by {routed.Desk}; the service has a new owner"], routed.Alternatives, null) :
        routed.Alternatives.FirstOrDefault(next =>
            next.Desk is not null && next.Confidence >= LeastConfidence && !state.Had.Contains(next.Desk)) is { } next
            ? new RoutingDecision(
                next.Service, next.Desk, next.Confidence, [$"declined by {routed.Desk}; next likely"],
                [.. routed.Alternatives.Where(other => other != next)], null)
            : null;
}
