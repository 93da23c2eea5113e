using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Adapters.Keys;

/// <summary>
/// The persons' keys, apart from the log: each person's wrapped by the master key, each case's wrapped by its person's. They lie in a
/// SQLite file, or in a database that several hubs share. Destroying one makes everything that was ever stored under it unreadable
/// (crypto-shredding). Thread-safe.
/// </summary>
/// <remarks>
/// A key is durable before anything is stored under it, not only before that is acknowledged: an event that outlived its key in a
/// crash would be recognised as already there when it is sent again, and its text would be lost for good.
/// </remarks>
public sealed partial class PersonKeys : IPersonKeys, IDisposable
{
    private readonly IKeyPlace _place;
    private readonly KeyWriter _writer;
    private readonly TimeProvider _clock;
    private readonly Func<MasterKeys> _masters;
    private readonly byte[] _nameKey;
    private volatile byte[] _master;
    private int _disposed;

    private PersonKeys(IKeyPlace place, byte[] master, Func<MasterKeys> masters, byte[] nameKey, TimeProvider clock)
    {
        (_place, _master, _masters, _nameKey, _clock) = (place, master, masters, nameKey, clock);
        _since = clock.GetTimestamp();
        _writer = new KeyWriter(place);
    }

    /// <summary>Tells this key store from others, whatever its master key: 64 hexadecimal digits that say nothing about the keys.</summary>
    public string Id => Convert.ToHexStringLower(HMACSHA256.HashData(_nameKey, "the id of the key store"u8));

    /// <summary>The store as fault texts name it: a path, or a database.</summary>
    public string Name => _place.Name;

    /// <summary>The database, when other hubs share it; null for a file of this hub's own.</summary>
    public KeyDatabase? Database => _place as KeyDatabase;

    /// <summary>Whether the keys are wrapped by this master key now.</summary>
    public bool IsUnder(byte[] master) => CryptographicOperations.FixedTimeEquals(master, _master);

    /// <summary>Commits since it was opened; fewer than keys made, when new persons come at the same time.</summary>
    public long Commits => _writer.Commits;

    /// <summary>Opens the key file, made at first use.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="master">32 bytes; the same as before, or the keys cannot be read.</param>
    /// <param name="next">The master key of a rotation that may not have come to its end; null for none.</param>
    /// <exception cref="CryptographicException">The file was made under another master key.</exception>
    public static PersonKeys Open(string path, byte[] master, byte[]? next = null) =>
        Open(new KeyFile(path), () => new MasterKeys(master, next), TimeProvider.System);

    /// <summary>Opens the keys that several hubs share.</summary>
    /// <param name="database">Open; disposed with the keys.</param>
    /// <param name="masters">The master keys as they are now; asked again when another hub has changed the master key.</param>
    /// <param name="clock">Tells how long a key is remembered.</param>
    /// <exception cref="CryptographicException">The other hubs have another master key.</exception>
    /// <exception cref="EventLogException">The database does not answer.</exception>
    public static PersonKeys Open(KeyDatabase database, Func<MasterKeys> masters, TimeProvider clock) => Open((IKeyPlace)database, masters, clock);

    private static PersonKeys Open(IKeyPlace place, Func<MasterKeys> masters, TimeProvider clock)
    {
        try
        {
            var (now, next) = masters();
            var (master, nameKey) = place.Write(tables =>
            {
                var right = next is not null && !Opens(tables, now) ? next : now;
                _ = tables.FindOrMake(right, new KeyName(KeyTables.Check, null));
                return (right, tables.FindOrKeepSecret(right, "names", () => RandomNumberGenerator.GetBytes(KeyTables.KeyBytes)));
            }, atOnce: true);
            return new PersonKeys(place, master, masters, nameKey, clock);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Random, and found again by a keyed hash of the value: with the hash deleted, nobody can tell any more who the pseudonym was.</remarks>
    public PersonId Pseudonym(string kind, string value)
    {
        var mark = Convert.ToBase64String(HMACSHA256.HashData(_nameKey, Encoding.UTF8.GetBytes(kind + "\n" + value)));
        Expire();
        while (true)
        {
            if (_names.TryGetValue(mark, out var known))
            {
                return known;
            }

            var generation = Volatile.Read(ref _destroyed);
            var found = _place.Read(tables => tables.FindPerson(mark));
            var fresh = new PersonId("p-" + RandomNumberGenerator.GetHexString(20, lowercase: true));
            if (found is null && _place.Remembered is not null)
            {
                // Another hub may be asked about the same one at this instant: both get whom the database knows first.
                found = _writer.TogetherAsync(tables => tables.FindOrName(mark, fresh)).GetAwaiter().GetResult();
                if (found is null)
                {
                    continue;
                }
            }

            lock (_cache)
            {
                if (generation != _destroyed)
                {
                    continue; // Somebody was erased meanwhile; perhaps this one.
                }

                // In a file a new person's mark is written with the key, in one transaction: nobody is known of whom nothing is stored.
                ForgetNames(_names.Count >= CacheLimit);
                var person = _names.GetOrAdd(mark, found ?? fresh);
                _markOf[person] = mark;
                return person;
            }
        }
    }

    /// <inheritdoc/>
    public void Recognise(IReadOnlyCollection<PersonId> pseudonyms)
    {
        var marks = pseudonyms.Select(person => (person, Mark: _markOf.GetValueOrDefault(person))).Where(named => named.Mark is not null);
        var named = marks.Select(one => _writer.TogetherAsync(tables => tables.FindOrName(one.Mark!, one.person)));
        Task.WhenAll(named).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public byte[]? Key(PersonId person) => KeyOf(new KeyName(person, null));

    /// <inheritdoc/>
    public byte[]? Key(PersonId person, string matter) => KeyOf(new KeyName(person, matter));

    /// <inheritdoc/>
    public async Task MakeAsync(PersonId person, string matter, CancellationToken ct)
    {
        var name = new KeyName(person, matter);
        Expire();
        if (person == PersonId.Nobody || _recent.ContainsKey(name))
        {
            return;
        }

        var generation = Volatile.Read(ref _destroyed);
        Remember(name, await WriteAsync(Making(name)).WaitAsync(ct), generation);
    }

    /// <summary>How the person's keys stand.</summary>
    public PersonKeyState State(PersonId person) => Read((tables, master) =>
        !tables.TryFind(master, new KeyName(person, null), out var key) ? PersonKeyState.Unknown
            : key is null ? PersonKeyState.Destroyed : PersonKeyState.Kept);

    /// <summary>What has texts of the person: numbers of cases, and what else has a key of its own; also after the keys were destroyed.</summary>
    public IReadOnlyList<string> Matters(PersonId person) => _place.Read(tables => tables.Matters(person));

    /// <summary>A secret of the hub's own, made at first use and the same for all hubs that share the store; it outlives a change of the master key.</summary>
    /// <param name="name">Which.</param>
    /// <param name="make">Makes it.</param>
    public byte[] Secret(string name, Func<byte[]> make) =>
        Write((tables, master) => tables.FindOrKeepSecret(master, name, make));

    /// <summary>Those of the hub's own secrets whose names begin so.</summary>
    /// <param name="beginning">Letters and hyphens.</param>
    public IReadOnlyList<byte[]> Secrets(string beginning) => Read((tables, master) => tables.Secrets(master, beginning));

    /// <summary>Destroys a person's key with those of all matters, or the key of one matter, and by whom the person was recognised.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="matter">Null for all.</param>
    /// <param name="ct">Ends the wait; the keys are destroyed all the same.</param>
    /// <remarks>
    /// Once it returns, no byte of a key file and of its write-ahead log holds them: both were searched. Of a database that several hubs
    /// share, the receipt says what is left to whoever runs it; another hub may remember a key for <see cref="KeyDatabase.Memory"/>,
    /// unless it is told (<see cref="Forget"/>).
    /// </remarks>
    /// <exception cref="IOException">They may still be on the disk; do it again.</exception>
    public async Task<Destroyed> DestroyAsync(PersonId person, string? matter, CancellationToken ct) =>
        await _writer.AloneAsync(() =>
        {
            var traces = _place.Write(
                tables =>
                {
                    var found = tables.Traces(person, matter);
                    tables.Destroy(person, matter);
                    return found;
                },
                atOnce: false);
            Drop(person, matter);
            return new Destroyed(traces.Count, _place.Shred(traces, whole: matter is null));
        }).WaitAsync(ct);

    /// <summary>Drops what is remembered of keys that another hub destroyed, or is about to; they are looked up when they are next wanted.</summary>
    /// <param name="person">Whose; null for whoever has the matter.</param>
    /// <param name="matter">Which; null for all of the person.</param>
    public void Forget(PersonId? person, string? matter)
    {
        if (_place.Remembered is not null)
        {
            Drop(person, matter);
        }
    }

    /// <summary>Wraps all keys by another master key, in one transaction; the log is not touched.</summary>
    /// <param name="next">32 bytes, kept safe already: from here on nothing else opens the keys.</param>
    /// <param name="ct">Ends the wait; the work goes on.</param>
    /// <returns>How many keys were wrapped again.</returns>
    public async Task<int> RewrapAsync(byte[] next, CancellationToken ct) =>
        await _writer.AloneAsync(() => _place.Rewrap(tables => tables.Rewrap(_master, next), () => _master = next)).WaitAsync(ct);

    /// <inheritdoc/>
    /// <remarks>A second time does nothing: the data directory and the container both have them.</remarks>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _writer.Dispose();
        _place.Dispose();
    }
}
