using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Chats;

/// <summary>
/// A channel has taken messages of an event. Stands in a stream beside the conversation's, so that noting it never stands in the way of
/// what the user writes next.
/// </summary>
/// <param name="Event">Id of the event whose messages they are, 32 hex digits.</param>
/// <param name="Messages">How many of its messages the channel has, from the first on.</param>
/// <param name="At">When, UTC.</param>
[StoredAs("chat-delivered", 1)]
public sealed record ChatDelivered(string Event, int Messages, DateTimeOffset At)
{
    /// <summary>The stream of a conversation's deliveries.</summary>
    /// <param name="chat">The conversation's stream.</param>
    public static string StreamOf(string chat) => "delivered-" + chat[ChatStore.Prefix.Length..];
}
