using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Core.Problems;

/// <summary>Something that happened to a problem: a cause that comes back, below the level of an incident.</summary>
/// <param name="At">When it happened, UTC.</param>
public abstract record ProblemEvent(DateTimeOffset At);

/// <summary>A problem was opened.</summary>
/// <param name="Problem">Its id, see <see cref="ProblemDecider.IdOf"/>.</param>
/// <param name="What">What comes back, as whoever is hit would say it.</param>
/// <param name="Scope">Which services and where.</param>
/// <param name="Owner">The desk that is to find the cause.</param>
/// <param name="Source">A person, or the hub, which saw that it comes back.</param>
/// <param name="Reasons">Why, a plain sentence each; empty when a person knows.</param>
[StoredAs("problem-opened", 1)]
public sealed record ProblemOpened(
    string Problem, IncidentText What, IncidentScope Scope, string Owner, IncidentSource Source, IReadOnlyList<string> Reasons, DateTimeOffset At) : ProblemEvent(At);

/// <summary>Another desk is to find the cause.</summary>
[StoredAs("problem-owner-changed", 1)]
public sealed record ProblemOwnerChanged(string Owner, string Reason, DateTimeOffset At) : ProblemEvent(At);

/// <summary>The cause is known (känt fel), or what to do meanwhile.</summary>
/// <param name="Cause">Of nobody in person; null while only the workaround is known.</param>
/// <param name="Workaround">What a user can do meanwhile, in words for everybody; null for nothing.</param>
[StoredAs("known-error-found", 1)]
public sealed record KnownErrorFound(string? Cause, IncidentText? Workaround, DateTimeOffset At) : ProblemEvent(At);

/// <summary>It comes back no more.</summary>
[StoredAs("problem-closed", 1)]
public sealed record ProblemClosed(IncidentSource Source, string Reason, DateTimeOffset At) : ProblemEvent(At);

/// <summary>It came back after all.</summary>
[StoredAs("problem-reopened", 1)]
public sealed record ProblemReopened(IncidentSource Source, string Reason, DateTimeOffset At) : ProblemEvent(At);
