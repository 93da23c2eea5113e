using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Cases;

/// <summary>The city's service integrator was told that desks solve the case together, as it would have been bounced otherwise.</summary>
/// <param name="Message">The id of the event that it was told of.</param>
/// <param name="Channel"><c>mail</c>, or <c>audit</c> where the integrator has no address and reads the list.</param>
/// <param name="Outcome"><c>sent</c>, <c>kept</c> when no mail server is set, <c>refused</c>, or <c>listed</c>.</param>
[StoredAs("integrator-told", 1)]
public sealed record IntegratorTold(string Message, string Channel, string Outcome, DateTimeOffset At) : CaseEvent(At);
