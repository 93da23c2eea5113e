using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Cases;

/// <summary>The user follows the case in a conversation: that is where the user is told first. The latest one counts.</summary>
/// <param name="Chat">The conversation's stream.</param>
/// <param name="Phone">The directory's number of whoever the user is proven to be, for when the conversation is closed; null when not known.</param>
/// <param name="Email">The directory's address, for the same.</param>
[StoredAs("case-followed-in-chat", 1)]
public sealed record CaseFollowedInChat(string Chat, Personal? Phone, Personal? Email, DateTimeOffset At) : CaseEvent(At);

/// <summary>Tells the user of the case in a conversation from now on.</summary>
/// <param name="Phone">As in <see cref="CaseFollowedInChat"/>.</param>
/// <param name="Email">As in <see cref="CaseFollowedInChat"/>.</param>
public sealed record FollowInChat(string Chat, string? Phone, string? Email, DateTimeOffset Now) : CaseCommand(Now);
