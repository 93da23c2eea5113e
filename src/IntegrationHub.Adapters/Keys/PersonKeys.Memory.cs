using System.Collections.Concurrent;
using System.Security.Cryptography;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Adapters.Keys;

/// <summary>What is remembered of keys, and which master key opens them.</summary>
public sealed partial class PersonKeys
{
    private const int CacheLimit = 100_000;
    private readonly Lock _cache = new();
    private readonly ConcurrentDictionary<KeyName, byte[]?> _recent = new();
    private readonly ConcurrentDictionary<string, PersonId> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<PersonId, string> _markOf = new();
    private long _destroyed;
    private long _since;

    /// <summary>Keys were destroyed. Whoever holds texts that they opened lets go of them here, before the destruction is said to be done.</summary>
    public event EventHandler? Dropped;

    private byte[]? KeyOf(KeyName name)
    {
        Expire();
        if (_recent.TryGetValue(name, out var known))
        {
            return known;
        }

        while (true)
        {
            var generation = Volatile.Read(ref _destroyed);
            var (exists, key) = Read((tables, master) => (tables.TryFind(master, name, out var found), found));
            key = exists ? key : Write(Making(name));
            if (Remember(name, key, generation))
            {
                return key;
            }
        }
    }

    private Func<KeyTables, byte[], byte[]?> Making(KeyName name)
    {
        var marked = name with { Name = _markOf.GetValueOrDefault(name.Person) };
        return (tables, master) => tables.FindOrMake(master, marked);
    }

    private T Read<T>(Func<KeyTables, byte[], T> read)
    {
        while (true)
        {
            var master = _master;
            try
            {
                return _place.Read(tables => read(tables, master));
            }
            catch (CryptographicException)
            {
                if (!HasChanged(master))
                {
                    throw;
                }
            }
        }
    }

    private async Task<T> WriteAsync<T>(Func<KeyTables, byte[], T> write)
    {
        while (true)
        {
            var master = _master;
            try
            {
                return await UnderAsync(master, write);
            }
            catch (CryptographicException)
            {
                if (!HasChanged(master))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>As <see cref="WriteAsync"/>, on the caller's thread: when many threads wait there is none left for what comes after an await.</summary>
    private T Write<T>(Func<KeyTables, byte[], T> write)
    {
        while (true)
        {
            var master = _master;
            try
            {
                return UnderAsync(master, write).GetAwaiter().GetResult();
            }
            catch (CryptographicException)
            {
                if (!HasChanged(master))
                {
                    throw;
                }
            }
        }
    }

    private Task<T> UnderAsync<T>(byte[] master, Func<KeyTables, byte[], T> write) => _writer.TogetherAsync(tables =>
    {
        var result = write(tables, master);

        // Last: whoever changes the master key waits for us from here on, or was before us.
        return _place.Remembered is null || Opens(tables, master)
            ? result : throw new CryptographicException("Another hub has changed the master key.");
    });

    /// <summary>Whether the master key is another one since; another hub, or this one, has changed it.</summary>
    /// <exception cref="EventLogException">It is one that this hub has not.</exception>
    private bool HasChanged(byte[] was)
    {
        if (!IsUnder(was))
        {
            return true;
        }

        if (_place.Read(tables => Opens(tables, was)))
        {
            return false; // It is something else that does not open.
        }

        var (now, next) = _masters();
        _master = new[] { now, next }.FirstOrDefault(one => one is not null && _place.Read(tables => Opens(tables, one))) ?? throw new EventLogException(
            "unavailable", $"The keys in {_place.Name} are wrapped by a new master key, which this hub does not have. Set Privacy:MasterKey to it and start the hub again.");
        return true;
    }

    /// <summary>Where other hubs may destroy keys too, nothing is remembered for long.</summary>
    private void Expire()
    {
        if (_place.Remembered is not { } memory || _clock.GetElapsedTime(Volatile.Read(ref _since)) <= memory)
        {
            return;
        }

        lock (_cache)
        {
            _destroyed++;
            _recent.Clear();
            ForgetNames(tooMany: true);
            Volatile.Write(ref _since, _clock.GetTimestamp());
        }
    }

    private void Drop(PersonId? person, string? matter)
    {
        lock (_cache)
        {
            _destroyed++;
            foreach (var (name, _) in _recent)
            {
                if ((person is null || name.Person == person) && (matter is null || name.Matter == matter))
                {
                    _recent.TryRemove(name, out _);
                }
            }

            if (matter is null && person is { } gone && _markOf.TryRemove(gone, out var mark))
            {
                _names.TryRemove(mark, out _);
            }
        }

        Dropped?.Invoke(this, EventArgs.Empty);
    }

    private bool Remember(KeyName name, byte[]? key, long generation)
    {
        lock (_cache)
        {
            if (generation != _destroyed)
            {
                return false; // A key was destroyed while this one was read; perhaps this one.
            }

            if (_recent.Count >= CacheLimit)
            {
                _recent.Clear();
            }

            _recent[name] = key;
            return true;
        }
    }

    private void ForgetNames(bool tooMany)
    {
        if (tooMany)
        {
            _names.Clear();
            _markOf.Clear();
        }
    }

    private static bool Opens(KeyTables tables, byte[] master)
    {
        try
        {
            _ = tables.TryFind(master, new KeyName(KeyTables.Check, null), out _);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
