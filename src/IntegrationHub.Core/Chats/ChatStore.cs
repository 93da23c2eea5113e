using System.Buffers;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Chats;

/// <summary>A conversation as it was read.</summary>
/// <param name="Stream">Its stream; it names the conversation in addresses too, and tells nothing.</param>
/// <param name="State">What later decisions ask for.</param>
/// <param name="History">Every event.</param>
public sealed record LoadedChat(string Stream, ChatState State, IReadOnlyList<Known> History)
{
    /// <summary>The event that was added under a key; null when it was not.</summary>
    public Known? Find(string key) =>
        EventId.From(Stream, key) is var id ? History.FirstOrDefault(known => known.Recorded.Id == id) : null;
}

/// <summary>Keeps conversations in the log, each in a stream of its own.</summary>
public sealed class ChatStore(IEventLog log, EventCodec codec, IPersonKeys keys)
{
    /// <summary>How a stream's name begins.</summary>
    public const string Prefix = "chat-";

    private static readonly SearchValues<char> s_figures = SearchValues.Create("0123456789abcdef");
    private static readonly EventContext s_user = new("user", "chat");

    /// <summary>The stream of a conversation.</summary>
    /// <param name="channel">As in <see cref="ChatStarted"/>.</param>
    /// <param name="conversation">The channel's own id.</param>
    public static string StreamOf(string channel, string conversation) => $"{Prefix}{EventId.From("chat", channel, conversation):N}";

    /// <summary>Whether the text names a conversation's stream in form.</summary>
    public static bool IsStream(string text) =>
        text.Length == Prefix.Length + 32 && text.StartsWith(Prefix, StringComparison.Ordinal) && !text.AsSpan(Prefix.Length).ContainsAnyExcept(s_figures);

    /// <summary>Reads a conversation; one that never began has no history.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<LoadedChat> LoadAsync(string stream, CancellationToken ct)
    {
        var history = new List<Known>();
        var state = ChatState.Empty;
        await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
        {
            history.Add(codec.Decode(recorded));
            state = state.After(history[^1].Fact);
        }

        return new LoadedChat(stream, state, history);
    }

    /// <summary>Adds events to a conversation as it was read, all or none.</summary>
    /// <param name="seen">The conversation as it was when they were decided.</param>
    /// <param name="key">What the first of them is recognised by within the conversation.</param>
    /// <param name="facts">1 to 4 events.</param>
    /// <param name="context">Who, how and why; null for the user.</param>
    /// <param name="ct">Ends the wait; the same events may be added again.</param>
    /// <returns>The revision of the event with the key; null when the conversation has gone on meanwhile, perhaps by this very event: read it again.</returns>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public async Task<long?> AddAsync(LoadedChat seen, string key, IReadOnlyList<ChatEvent> facts, EventContext? context, CancellationToken ct)
    {
        var last = seen.History.Count - 1;
        if (facts[0] is ChatStarted { Person: var person })
        {
            await keys.MakeAsync(person, seen.Stream, ct);
        }

        NewEvent[] added = [.. facts.Select((fact, index) => codec.Encode(
            EventId.From(seen.Stream, index == 0 ? key : $"{key} {index}"), fact, context ?? s_user))];
        return await log.AppendAsync(seen.Stream, ExpectedRevision.Exactly(last), added, ct) is Appended { Repeated: false } ? last + 1 : null;
    }
}
