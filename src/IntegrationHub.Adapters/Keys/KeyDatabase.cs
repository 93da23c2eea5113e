using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using Npgsql;

namespace IntegrationHub.Adapters.Keys;

/// <summary>The tables of keys in a PostgreSQL database that several hubs share. Thread-safe.</summary>
/// <remarks>
/// The tables are made at first use, by whoever may make tables in the first schema of the role's search path; PostgreSQL 13 or later.
/// A key that another hub destroyed is remembered for at most <see cref="Memory"/>.
/// </remarks>
public sealed class KeyDatabase : IKeyPlace
{
    /// <summary>How long a hub remembers a key that it has read, where no erasure in the log tells it to forget sooner.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private const int Tries = 3;
    private const string AdminShutdown = "57P01";
    private const string CrashShutdown = "57P02";
    private const int SecondsToRewrite = 600;
    private const int LooksForReaders = 7;
    private const string Master = "CREATE TABLE IF NOT EXISTS master (name TEXT PRIMARY KEY, wrapped TEXT NOT NULL);";
    private static readonly string[] s_tables = ["keys", "matters", "names"];
    private readonly KeyDatabaseSettings _settings;
    private readonly NpgsqlDataSource _connections;

    private KeyDatabase(KeyDatabaseSettings settings)
    {
        _settings = settings;
        _connections = NpgsqlDataSource.Create(settings.Connection);
        Wrapped = new DatabaseShelf(this);
    }

    /// <summary>Where a master key that a vault has wrapped lies, for all hubs.</summary>
    public ISecretShelf Wrapped { get; }

    string IKeyPlace.Name => _settings.ToString();

    TimeSpan? IKeyPlace.Remembered => Memory;

    /// <summary>Opens the database, and makes its tables where they are not there.</summary>
    /// <exception cref="IOException">It cannot be reached, or lets the role do nothing; the message says what to do, and no secret.</exception>
    public static KeyDatabase Open(KeyDatabaseSettings settings)
    {
        var database = new KeyDatabase(settings);
        try
        {
            database.MakeTables();
            return database;
        }
        catch (Exception fault) when (fault is DbException or ArgumentException)
        {
            database.Dispose();
            throw new IOException(
                $"The key store (Privacy:KeyStore), {settings}, cannot be used: {Said(fault)} The hub needs it to start; see that it runs, that the role " +
                "may sign in, and that it owns the database or may make tables in it.", fault);
        }
    }

    /// <summary>Takes over the keys of a file, in one transaction: what a hub had for itself, several can share from now on.</summary>
    /// <param name="path">The key file; nobody may have it open.</param>
    /// <returns>How many persons' and matters' keys there are now.</returns>
    /// <exception cref="IOException">There are persons' keys in the database already.</exception>
    public int TakeOver(string path)
    {
        using var file = new KeyFile(path);
        return Told(
            () => InTransaction(InTurn(tables =>
            {
                if (tables.HasPersons())
                {
                    throw new IOException($"There are keys of persons in {_settings} already, and nothing is written over them. Name an empty database.");
                }

                tables.Run("DELETE FROM master"); // Of a hub that began here before the keys were.
                return ((IKeyPlace)file).Read(tables.TakeOver);
            })),
            tries: 1);
    }

    /// <summary>Whether the database answers.</summary>
    /// <exception cref="EventLogException">It does not.</exception>
    public void Answer() => Read(tables => tables.Run("SELECT 1"));

    /// <inheritdoc/>
    public void Dispose() => _connections.Dispose();

    T IKeyPlace.Read<T>(Func<KeyTables, T> read) => Read(read);

    /// <remarks>Hubs take turns, a whole group of keys each: two that want the same new keys in another order would wait for each other.</remarks>
    T IKeyPlace.Write<T>(Func<KeyTables, T> work, bool atOnce) => Told(() => atOnce ? InTransaction(InTurn(work)) : With(work));

    int IKeyPlace.Rewrap(Func<KeyTables, int> rewrap, Action done) => Told(() =>
    {
        var count = InTransaction(tables =>
        {
            // Who has written ends first; who comes later finds that the master key is the old one (PersonKeys looks last), or destroys what is wrapped anew.
            tables.Run("LOCK TABLE keys, secrets IN EXCLUSIVE MODE");
            return rewrap(tables);
        });
        done();
        Rewrite(["keys", "secrets"]);
        return count;
    }, tries: 1);

    IReadOnlyList<PlaceReport> IKeyPlace.Shred(IReadOnlyList<string> traces, bool whole)
    {
        // One matter goes each time that a case's time is over: then the table is not locked and written anew, what was freed is written over in time.
        var fault = whole ? Rewrite(s_tables) : null;
        if (!whole)
        {
            Told(() => With(tables => tables.Run("VACUUM matters"), SecondsToRewrite));
        }

        var done = $"The person's key, those of the cases and the mark of recognition ({traces.Count} entries) are deleted from {_settings}";
        return
        [
            new("person keys", PlaceOutcome.Erased, fault is null ? $"{done}; its tables are written anew without them (VACUUM FULL)." : done + "."),
            new("key database", PlaceOutcome.LeftToOthers, (fault is null ? "" : $"Its tables could not be written anew: {fault} Run there: VACUUM FULL keys, matters, names. ")
                + "To be done by whoever runs the database: its write-ahead log and archive, replicas, backups and snapshots hold the wrapped keys until they "
                + "are past. Without the hubs' master key they open nothing."),
        ];
    }

    /// <summary>Writes tables anew, so that nothing of a deleted row is left in their files.</summary>
    /// <returns>What kept it from being done; null for nothing.</returns>
    private string? Rewrite(string[] names)
    {
        try
        {
            // Its own connection: the detail, which is hidden elsewhere as it may show a row, is here a count.
            using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(_settings.Connection.ConnectionString) { IncludeErrorDetail = true, Pooling = false }.ConnectionString);
            connection.Open();
            var tables = new KeyTables(connection, SecondsToRewrite);
            var seen = new StrongBox<int>();
            connection.Notice += (_, said) => seen.Value = RowsStillSeen(said.Notice) ?? seen.Value;
            tables.Run("SET lock_timeout = '5s'"); // Who waits for the whole table keeps others waiting: a dump that runs must not stop the hubs.
            return names.Select(name => Rewrite(tables, name, seen)).FirstOrDefault(fault => fault is not null);
        }
        catch (DbException fault)
        {
            return Said(fault);
        }
    }

    /// <param name="seen">Is told, by each VACUUM, how many deleted rows it kept.</param>
    private string? Rewrite(KeyTables tables, string name, StrongBox<int> seen)
    {
        for (var look = 0; look < LooksForReaders; look++)
        {
            seen.Value = 0;
            var before = FileOf(tables, name);
            tables.Run("VACUUM (FULL, VERBOSE) " + name);
            if (FileOf(tables, name) == before)
            {
                return $"the role {_settings.Connection.Username} does not own the table {name}."; // Only a warning to the database.
            }

            if (seen.Value == 0)
            {
                return null;
            }

            tables.Run("SELECT pg_sleep(0.5)");
        }

        return $"a transaction that is open may still see {seen.Value} deleted rows of the table {name}, so they were kept.";
    }

    /// <summary>VACUUM FULL keeps, without a word of warning, what an open transaction may still see; with VERBOSE the first number of its detail counts it.</summary>
    private static int? RowsStillSeen(PostgresNotice notice) =>
        int.TryParse(notice.Detail?.Split(' ', 2)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : null;

    private static string? FileOf(KeyTables tables, string name) =>
        tables.TryRead("SELECT pg_relation_filenode(CAST(@a AS regclass))::text", out var file, name) ? file : null;

    private void MakeTables() => InTransaction(InTurn(tables => // Hubs that start at once would both make them.
        tables.TryRead("SELECT 1::text WHERE to_regclass('master') IS NOT NULL", out _) ? 0 : tables.Run(KeyTables.Schema("") + Master)));

    private static Func<KeyTables, T> InTurn<T>(Func<KeyTables, T> work) => tables =>
    {
        tables.Run("SELECT pg_advisory_xact_lock(hashtext('hub keys'))");
        return work(tables);
    };

    private T Read<T>(Func<KeyTables, T> read) => Told(() => With(read));

    private T InTransaction<T>(Func<KeyTables, T> work)
    {
        using var connection = _connections.OpenConnection();
        using var transaction = connection.BeginTransaction(); // Takes back what is not committed.
        var result = work(new KeyTables(connection));
        transaction.Commit();
        return result;
    }

    private T With<T>(Func<KeyTables, T> work, int seconds = 0)
    {
        using var connection = _connections.OpenConnection();
        return work(new KeyTables(connection, seconds));
    }

    /// <summary>Does it, again where the connection was lost or the database says that it may go well; then its fault is the hub's.</summary>
    private T Told<T>(Func<T> work, int tries = Tries)
    {
        while (true)
        {
            try
            {
                return work();
            }
            catch (NpgsqlException fault) when (--tries > 0 && (fault.IsTransient || fault.SqlState is AdminShutdown or CrashShutdown))
            {
                _connections.Clear(); // The others are as old.
            }
            catch (DbException fault)
            {
                throw new EventLogException("unavailable", $"The key store, {_settings}, does not answer as it should: {Said(fault)}", fault);
            }
        }
    }

    /// <summary>What the database said, without the rows that it may show; a sentence.</summary>
    private static string Said(Exception fault) => (fault is PostgresException refused ? $"{refused.MessageText} ({refused.SqlState})" : fault.Message).TrimEnd('.') + ".";

    /// <summary>Secrets that are wrapped already, as rows of the table <c>master</c>.</summary>
    private sealed class DatabaseShelf(KeyDatabase database) : ISecretShelf
    {
        public Task<byte[]?> ReadAsync(string name, CancellationToken ct) => Task.FromResult(database.Read(tables => Find(tables, name)));

        public Task<byte[]> KeepAsync(string name, byte[] content, CancellationToken ct) => Task.FromResult(database.Read(tables =>
        {
            tables.Run("INSERT INTO master (name, wrapped) VALUES (@a, @b) ON CONFLICT DO NOTHING", name, Convert.ToBase64String(content));
            return Find(tables, name)!;
        }));

        public Task ReplaceAsync(string name, string by, CancellationToken ct) => Task.FromResult(database.Told(() => database.InTransaction(tables =>
        {
            tables.Run("DELETE FROM master WHERE name = @a AND EXISTS (SELECT 1 FROM master WHERE name = @b)", name, by);
            return tables.Run("UPDATE master SET name = @a WHERE name = @b", name, by);
        })));

        private static byte[]? Find(KeyTables tables, string name) =>
            tables.TryRead("SELECT wrapped FROM master WHERE name = @a", out var wrapped, name) ? Convert.FromBase64String(wrapped!) : null;
    }
}
