using System.Collections.Concurrent;
using IntegrationHub.Host.Chats.DirectLine;

namespace IntegrationHub.Host.Chats;

/// <summary>Whether a web chat is read just now, so that nothing need be told in another way.</summary>
internal sealed class ChatPresence(DirectLineSockets sockets, TimeProvider clock)
{
    // The official client says something every twenty seconds, a page in the background once a minute; a page asleep keeps the
    // connection and says nothing.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan s_poll = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _polled = new(StringComparer.Ordinal);
    private long _forgot = clock.GetTimestamp();

    /// <summary>Whether a page that is awake has the conversation open: by a stream, or it asked within the last minute.</summary>
    /// <param name="stream">The conversation's stream.</param>
    public bool IsRead(string stream) =>
        sockets.IsHeard(stream, s_silence) || (_polled.TryGetValue(stream, out var at) && clock.GetElapsedTime(at) < s_poll);

    /// <summary>A page has asked for what is new.</summary>
    public void Polled(string stream) => _polled[stream] = clock.GetTimestamp();

    /// <summary>Forgets pages that ask no more; once a minute, however often it is called.</summary>
    public void Forget()
    {
        if (clock.GetElapsedTime(_forgot) < s_poll)
        {
            return;
        }

        _forgot = clock.GetTimestamp();
        foreach (var (stream, at) in _polled.Where(polled => clock.GetElapsedTime(polled.Value) >= s_poll))
        {
            _polled.TryRemove(KeyValuePair.Create(stream, at));
        }
    }
}
