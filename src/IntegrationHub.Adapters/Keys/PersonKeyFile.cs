using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Core.Privacy;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.Keys;

/// <summary>
/// The persons' keys, in a SQLite file apart from the log: each person's wrapped by the master key, each case's wrapped by its
/// person's. Destroying one makes everything that was ever stored under it unreadable (crypto-shredding). Thread-safe.
/// </summary>
/// <remarks>
/// A key is durable before anything is stored under it, not only before that is acknowledged: an event that outlived its key in a
/// crash would be recognised as already there when it is sent again, and its text would be lost for good.
/// </remarks>
public sealed class PersonKeyFile : IPersonKeys, IDisposable
{
    private const int CacheLimit = 100_000;
    private readonly string _path;
    private readonly KeyWriter _writer;
    private readonly SqliteConnection _reading;
    private readonly KeyTables _tables;
    private readonly byte[] _nameKey;
    private readonly Lock _one = new();
    private readonly Lock _cache = new();
    private readonly ConcurrentDictionary<KeyName, byte[]?> _recent = new();
    private readonly ConcurrentDictionary<string, PersonId> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<PersonId, string> _markOf = new();
    private volatile byte[] _master;
    private long _destroyed;

    private PersonKeyFile(string path, byte[] master, byte[] nameKey, SqliteConnection writing)
    {
        (_path, _master, _nameKey) = (path, master, nameKey);
        _writer = new KeyWriter(writing);
        _reading = Connect(path);
        _tables = new KeyTables(_reading);
    }

    /// <summary>Tells this key store from others, whatever its master key: 64 hexadecimal digits that say nothing about the keys.</summary>
    public string Id => Convert.ToHexStringLower(HMACSHA256.HashData(_nameKey, "the id of the key store"u8));

    /// <summary>Whether the keys are wrapped by this master key now.</summary>
    public bool IsUnder(byte[] master) => CryptographicOperations.FixedTimeEquals(master, _master);

    /// <summary>Commits since it was opened; fewer than keys made, when new persons come at the same time.</summary>
    public long Commits => _writer.Commits;

    /// <summary>Opens the key file, made at first use.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="master">32 bytes; the same as before, or the keys cannot be read.</param>
    /// <param name="next">The master key of a rotation that may not have come to its end; null for none.</param>
    /// <exception cref="CryptographicException">The file was made under another master key.</exception>
    public static PersonKeyFile Open(string path, byte[] master, byte[]? next = null)
    {
        var file = Connect(path);
        try
        {
            var tables = new KeyTables(file);
            tables.Run(KeyTables.Schema);
            var right = next is not null && !Opens(tables, master) ? next : master;
            _ = tables.FindOrMake(right, new KeyName(KeyTables.Check, null));
            if (tables.Secret(right, "names") is not { } nameKey)
            {
                nameKey = RandomNumberGenerator.GetBytes(KeyTables.KeyBytes);
                tables.KeepSecret(right, "names", nameKey);
            }

            return new PersonKeyFile(path, right, nameKey, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Random, and found again by a keyed hash of the value: with the hash deleted, nobody can tell any more who the pseudonym was.</remarks>
    public PersonId Pseudonym(string kind, string value)
    {
        var mark = Convert.ToBase64String(HMACSHA256.HashData(_nameKey, Encoding.UTF8.GetBytes(kind + "\n" + value)));
        while (true)
        {
            if (_names.TryGetValue(mark, out var known))
            {
                return known;
            }

            var generation = Volatile.Read(ref _destroyed);
            PersonId? found;
            lock (_one)
            {
                found = _tables.FindPerson(mark);
            }

            lock (_cache)
            {
                if (generation != _destroyed)
                {
                    continue; // Somebody was erased meanwhile; perhaps this one.
                }

                // A new person's mark is written with the key, in one transaction: nobody is known of whom nothing is stored.
                ForgetNames(_names.Count >= CacheLimit);
                var person = _names.GetOrAdd(mark, _ => found ?? new PersonId("p-" + RandomNumberGenerator.GetHexString(20, lowercase: true)));
                _markOf[person] = mark;
                return person;
            }
        }
    }

    /// <inheritdoc/>
    public byte[]? Key(PersonId person) => KeyOf(new KeyName(person, null));

    /// <inheritdoc/>
    public byte[]? Key(PersonId person, string matter) => KeyOf(new KeyName(person, matter));

    /// <inheritdoc/>
    public async Task MakeAsync(PersonId person, string matter, CancellationToken ct)
    {
        var name = new KeyName(person, matter);
        if (person == PersonId.Nobody || _recent.ContainsKey(name))
        {
            return;
        }

        var generation = Volatile.Read(ref _destroyed);
        Remember(name, await MakeAsync(name).WaitAsync(ct), generation);
    }

    /// <summary>How the person's keys stand.</summary>
    public PersonKeyState State(PersonId person)
    {
        lock (_one)
        {
            return !_tables.TryFind(_master, new KeyName(person, null), out var key) ? PersonKeyState.Unknown
                : key is null ? PersonKeyState.Destroyed : PersonKeyState.Kept;
        }
    }

    /// <summary>What has texts of the person: numbers of cases, and what else has a key of its own; also after the keys were destroyed.</summary>
    public IReadOnlyList<string> Matters(PersonId person)
    {
        lock (_one)
        {
            return _tables.Matters(person);
        }
    }

    /// <summary>Destroys a person's key with those of all matters, or the key of one matter, and by whom the person was recognised.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="matter">Null for all.</param>
    /// <param name="ct">Ends the wait; the keys are destroyed all the same.</param>
    /// <returns>How many wrapped keys and marks are gone; 0 when they were gone already.</returns>
    /// <remarks>When it returns, they are in no page of the file and not in its write-ahead log: both were searched, byte by byte.</remarks>
    /// <exception cref="IOException">They may still be on the disk; do it again.</exception>
    public async Task<int> DestroyAsync(PersonId person, string? matter, CancellationToken ct) =>
        await _writer.AloneAsync(tables =>
        {
            var traces = tables.Traces(person, matter);
            tables.Destroy(person, matter);
            lock (_cache)
            {
                _destroyed++;
                _recent.Clear();
                if (matter is null && _markOf.TryRemove(person, out var mark))
                {
                    _names.TryRemove(mark, out _);
                }
            }

            KeyShredder.Shred(_path, tables, traces, _one);
            return traces.Count;
        }).WaitAsync(ct);

    /// <summary>Wraps all keys by another master key, in one transaction; the log is not touched.</summary>
    /// <param name="next">32 bytes, kept safe already: from here on nothing else opens the keys.</param>
    /// <param name="ct">Ends the wait; the work goes on.</param>
    /// <returns>How many keys were wrapped again.</returns>
    public async Task<int> RewrapAsync(byte[] next, CancellationToken ct) =>
        await _writer.AloneAsync(tables =>
        {
            lock (_one) // Nobody reads between the one master key and the other.
            {
                tables.Run("BEGIN IMMEDIATE");
                int count;
                try
                {
                    count = tables.Rewrap(_master, next);
                    tables.Run("COMMIT");
                }
                catch
                {
                    tables.Run("ROLLBACK");
                    throw;
                }

                _master = next;
                KeyShredder.Rewrite(tables);
                return count;
            }
        }).WaitAsync(ct);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reading.Dispose();
        _writer.Dispose();
    }

    private byte[]? KeyOf(KeyName name)
    {
        if (_recent.TryGetValue(name, out var known))
        {
            return known;
        }

        while (true)
        {
            var generation = Volatile.Read(ref _destroyed);
            bool exists;
            byte[]? key;
            lock (_one)
            {
                exists = _tables.TryFind(_master, name, out key);
            }

            key = exists ? key : MakeAsync(name).GetAwaiter().GetResult();
            if (Remember(name, key, generation))
            {
                return key;
            }
        }
    }

    private Task<byte[]?> MakeAsync(KeyName name)
    {
        var marked = name with { Name = _markOf.GetValueOrDefault(name.Person) };
        return _writer.TogetherAsync(tables => tables.FindOrMake(_master, marked));
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

    private static SqliteConnection Connect(string path)
    {
        var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        file.Open();
        using var setup = file.CreateCommand();
        setup.CommandText = "PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;";
        setup.ExecuteNonQuery();
        return file;
    }
}
