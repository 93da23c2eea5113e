using IntegrationHub.Core.Chats;

namespace IntegrationHub.Host.Chats;

/// <summary>What a channel hands in: one thing that a user did in a conversation. Not kept as it is; see <see cref="ChatHeard"/>.</summary>
/// <param name="Channel"><see cref="ChatChannel.Web"/> or the id of a Bot Framework channel.</param>
/// <param name="Conversation">The channel's id of the conversation; for a web chat the one that the hub gave.</param>
/// <param name="Key">What a repeat is recognised by: the id that the channel, or the client, gave it.</param>
/// <param name="Act">What it is.</param>
internal sealed record ChatArrival(string Channel, string Conversation, string Key, ChatAct Act)
{
    /// <summary>What was written.</summary>
    public string? Text { get; init; }

    /// <summary>The choice of a card's button.</summary>
    public string? Choice { get; init; }

    /// <summary>The step that the button's card belongs to.</summary>
    public int? Step { get; init; }

    /// <summary>What the channel says that the user reads: BCP 47; null when it does not say.</summary>
    public string? Locale { get; init; }

    /// <summary>The user's object id in Entra, where the channel has proven it; null otherwise.</summary>
    public string? EntraId { get; init; }

    /// <summary>Where to answer, as the channel's own JSON; null for the web chat.</summary>
    public string? Reference { get; init; }

    /// <summary>The activity as it came, where the client is to see it again; JSON.</summary>
    public string? Activity { get; init; }

    /// <summary>Files that are kept already.</summary>
    public IReadOnlyList<KeptFile>? Files { get; init; }

    /// <summary>The channel's id of it, where what is said is to refer to it.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Whether what is said goes back in the response to the channel's request.</summary>
    public bool InResponse { get; init; }

    /// <summary>Files that came and are not taken on this channel.</summary>
    public int FilesNotTaken { get; init; }

    /// <summary>What a log may show: nothing of it.</summary>
    public override string ToString() => $"ChatArrival {{ Channel = {Channel}, Act = {Act} }}";
}

/// <summary>A file that a user sent and the hub keeps.</summary>
internal sealed record KeptFile(string Name, string MediaType, long Bytes, string Sha256, string Reference);

/// <summary>What became of it.</summary>
/// <param name="Chat">The conversation's stream.</param>
/// <param name="Revision">Of the event that it became; the same when it comes again.</param>
/// <param name="Said">What the hub said on it; empty for nothing.</param>
/// <param name="Repeated">Whether it had come before: nothing happened now.</param>
internal sealed record ChatAnswered(string Chat, long Revision, IReadOnlyList<ChatMessage> Said, bool Repeated);
