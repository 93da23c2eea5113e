using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Chats;

/// <summary>Something that happened in a chat. A conversation is a stream of its own; see <see cref="ChatStore.StreamOf"/>.</summary>
/// <param name="At">When, UTC.</param>
public abstract record ChatEvent(DateTimeOffset At);

/// <summary>A conversation began.</summary>
/// <param name="Channel"><see cref="ChatChannel.Web"/> or the id of a Bot Framework channel, for example <c>msteams</c>.</param>
/// <param name="Conversation">The channel's own id of the conversation.</param>
/// <param name="Person">The pseudonym of the conversation: nobody is known yet.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>, as the channel says.</param>
[StoredAs("chat-started", 1)]
public sealed record ChatStarted(string Channel, Personal Conversation, PersonId Person, string Language, DateTimeOffset At) : ChatEvent(At);

/// <summary>Where the channel is to be answered from now on; noted whenever it changes.</summary>
/// <param name="Reference">JSON of the channel's own: service address, and the accounts of user and bot.</param>
[StoredAs("chat-reference-noted", 1)]
public sealed record ChatReferenceNoted(Personal Reference, DateTimeOffset At) : ChatEvent(At);

/// <summary>The user said or did something, and the hub took its next turn.</summary>
/// <param name="Step">1 for the first; each is taken once.</param>
/// <param name="Turn">What the hub does, and all that it remembers.</param>
/// <param name="Said">What the hub said, as <see cref="ChatMessages"/> writes it; null when it said nothing.</param>
[StoredAs("chat-step-taken", 1)]
public sealed record ChatStepTaken(int Step, ChatHeard Heard, ChatTurn Turn, Personal? Said, DateTimeOffset At) : ChatEvent(At);

/// <summary>The hub told of a case, or of an incident, by itself.</summary>
/// <param name="Message">The hub's id of the message: the id of the event that it tells of. Each is told once in a conversation.</param>
/// <param name="Case">The case; null when it is about an incident.</param>
/// <param name="Template">Which message: <c>resolved</c>, <c>question</c>, <c>progress</c>, <c>incident-news</c>, …</param>
/// <param name="Said">As in <see cref="ChatStepTaken"/>.</param>
[StoredAs("chat-told", 1)]
public sealed record ChatTold(string Message, CaseNumber? Case, string Template, Personal Said, DateTimeOffset At) : ChatEvent(At);

/// <summary>A one-time code is to be sent to the address or number that the directory has for whoever the user says to be.</summary>
/// <param name="Way"><c>sms</c> or <c>mail</c>.</param>
/// <param name="To">E.164, or a mail address.</param>
/// <param name="Code">Six figures.</param>
/// <param name="Until">Not valid after.</param>
[StoredAs("chat-code-promised", 1)]
public sealed record ChatCodePromised(string Way, Personal To, Personal Code, string Language, DateTimeOffset Until, DateTimeOffset At) : ChatEvent(At);

/// <summary>The hub handed the conversation to the persons at a desk; from now on the user writes to them.</summary>
/// <param name="Case">The case that it is about; null when there is none.</param>
[StoredAs("chat-handed-over", 1)]
public sealed record ChatHandedOver(string Desk, CaseNumber? Case, DateTimeOffset At) : ChatEvent(At);

/// <summary>Somebody at the desk takes the conversation.</summary>
[StoredAs("chat-taken", 1)]
public sealed record ChatTaken(string Desk, DateTimeOffset At) : ChatEvent(At);

/// <summary>Somebody at the desk wrote to the user.</summary>
/// <param name="Said">As in <see cref="ChatStepTaken"/>.</param>
[StoredAs("chat-desk-said", 1)]
public sealed record ChatDeskSaid(string Desk, Personal Said, DateTimeOffset At) : ChatEvent(At);

/// <summary>The desk is done with the conversation; the hub answers again.</summary>
/// <param name="Said">What the hub says to the user on that.</param>
[StoredAs("chat-given-back", 1)]
public sealed record ChatGivenBack(string Desk, Personal? Said, DateTimeOffset At) : ChatEvent(At);

/// <summary>The channel says that the user cannot be reached in this conversation any more.</summary>
/// <param name="Why">Stable: <c>gone</c>, <c>blocked</c>, <c>left</c>.</param>
[StoredAs("chat-dead", 1)]
public sealed record ChatDead(string Why, DateTimeOffset At) : ChatEvent(At);

/// <summary>Ids of channels.</summary>
public static class ChatChannel
{
    /// <summary>The hub's own web chat, over Direct Line.</summary>
    public const string Web = "web";
}

/// <summary>What a user did.</summary>
public enum ChatAct
{
    /// <summary>Came in: opened the page, or added the bot. Asks for a greeting.</summary>
    Joined,

    /// <summary>Wrote, pressed a choice, or submitted a card.</summary>
    Message,

    /// <summary>Sent files.</summary>
    Files,

    /// <summary>Anything else that a channel tells: kept, and not answered.</summary>
    Other,
}

/// <summary>What came in.</summary>
/// <param name="Text">What was written, without passwords; null for none.</param>
/// <param name="Choice">The choice that was pressed on a card; null for none.</param>
/// <param name="Step">The step whose card it was; an older one's card does nothing.</param>
/// <param name="Activity">The activity as the channel sent it, where it must be shown again; JSON.</param>
public sealed record ChatHeard(ChatAct Act, Personal? Text = null, string? Choice = null, int? Step = null, Personal? Activity = null)
{
    /// <summary>The files that were sent, as they are kept: name and reference.</summary>
    public IReadOnlyList<ChatFile>? Files { get; init; }

    /// <summary>The channel's id of what was heard, where what is said refers to it; null for none.</summary>
    public Personal? ReplyTo { get; init; }

    /// <summary>True when what is said goes back in the response to the channel's request, and is not sent besides.</summary>
    public bool? InResponse { get; init; }

    /// <summary>How many files came that the hub does not take on this channel; the user is told.</summary>
    public int? FilesNotTaken { get; init; }
}

/// <summary>A file that the user sent; it lies outside the log.</summary>
/// <param name="Reference">Where the hub keeps it.</param>
public sealed record ChatFile(Personal Name, string MediaType, long Bytes, string Sha256, string Reference);
