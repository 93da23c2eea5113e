using System.Diagnostics.CodeAnalysis;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>Keeps what was used lately and forgets the rest. Not thread-safe.</summary>
/// <param name="size">At least this many recent entries are kept, at most twice as many.</param>
/// <remarks>
/// Two generations instead of a linked list: when the young one is full it becomes the old one, and what nobody asks for until
/// the next turn goes with it. One dictionary look-up in the usual case, no bookkeeping on a hit.
/// </remarks>
internal sealed class RecentCache<TKey, TValue>(int size)
    where TKey : notnull
{
    private Dictionary<TKey, TValue> _young = [];
    private Dictionary<TKey, TValue> _old = [];

    public int Count => _young.Count + _old.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value))
        {
            return true;
        }

        if (!_old.Remove(key, out value))
        {
            return false;
        }

        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        _young[key] = value;
        _old.Remove(key);
        if (_young.Count >= size)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }
    }

    public void Clear()
    {
        _young.Clear();
        _old.Clear();
    }
}
