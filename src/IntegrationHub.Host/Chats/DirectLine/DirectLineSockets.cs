using System.Collections.Concurrent;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>The open streams, by conversation.</summary>
internal sealed class DirectLineSockets
{
    private const int MostOfOneConversation = 8;
    private const int SecondsBetweenKeepAlives = 20;

    private readonly ConcurrentDictionary<string, DirectLineSocket[]> _open = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _following = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _seconds;

    /// <summary>Done once the log is followed: a stream that begins from then on misses nothing.</summary>
    public Task Following => _following.Task;

    /// <summary>How many are open.</summary>
    public int Count => _open.Sum(of => of.Value.Length);

    /// <summary>The log is followed from here.</summary>
    public void Follows() => _following.TrySetResult();

    /// <summary>Whether anybody hears of the conversation here.</summary>
    public bool HasAny(string stream) => _open.ContainsKey(stream);

    /// <summary>Adds a stream. The same window's older one is closed with the reason <c>collision</c>, and so is the oldest of too many windows.</summary>
    public void Add(DirectLineSocket added)
    {
        DirectLineSocket[] before = [];
        _open.AddOrUpdate(added.Stream, _ => [added], (_, open) =>
        {
            before = open;
            DirectLineSocket[] stay = [.. open.Where(other => other.Session != added.Session)];
            return [.. stay.TakeLast(MostOfOneConversation - 1), added];
        });
        foreach (var gone in before.Except(_open.GetValueOrDefault(added.Stream) ?? []))
        {
            gone.Close("collision");
        }
    }

    /// <summary>Takes away a stream that has ended.</summary>
    public void Remove(DirectLineSocket ended)
    {
        while (_open.TryGetValue(ended.Stream, out var open) && open.Contains(ended))
        {
            DirectLineSocket[] left = [.. open.Where(other => other != ended)];
            if (left.Length > 0 ? _open.TryUpdate(ended.Stream, left, open) : _open.TryRemove(KeyValuePair.Create(ended.Stream, open)))
            {
                return;
            }
        }
    }

    /// <summary>Tells whoever hears of the conversation.</summary>
    public void Push(Known known)
    {
        foreach (var socket in Of(known.Recorded.Stream))
        {
            socket.Push(known);
        }
    }

    /// <summary>Shows that the hub is about to answer.</summary>
    public void Typing(string stream)
    {
        foreach (var socket in Of(stream))
        {
            socket.Typing();
        }
    }

    /// <summary>Whether a page that is awake hears of the conversation now.</summary>
    /// <param name="stream">The conversation's stream.</param>
    /// <param name="within">How long ago it must have said something.</param>
    public bool IsHeard(string stream, TimeSpan within) => Of(stream).Any(socket => socket.Silence < within);

    /// <summary>To be called once a second: looks at all, and keeps a twentieth of them alive.</summary>
    public void Tick()
    {
        _seconds = (_seconds + 1) % SecondsBetweenKeepAlives;
        foreach (var (stream, open) in _open)
        {
            foreach (var socket in open)
            {
                socket.EndIfStuck();
                if ((uint)string.GetHashCode(stream, StringComparison.Ordinal) % SecondsBetweenKeepAlives == _seconds)
                {
                    socket.KeepAlive();
                }
            }
        }
    }

    private DirectLineSocket[] Of(string stream) => _open.GetValueOrDefault(stream) ?? [];
}
