using System.Globalization;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.People;

/// <summary>
/// Which pseudonyms lead to which person, in a SQLite file of the node's own. Pseudonyms only: no name, number or address is in it.
/// Derived from the log; deleted, it is filled again at the next start.
/// </summary>
public sealed class PeopleIndex : IDisposable
{
    private const int Version = 1;
    private const int AtOnce = 2_000;

    private static readonly HashSet<string> s_types =
        [.. new[] { typeof(PersonRegistered), typeof(PersonChanged), typeof(PersonLeft) }.Select(StoredTypes.NameOf)];

    private readonly SqliteConnection _file;
    private readonly EventCodec _codec;
    private readonly IPersonKeys _keys;
    private readonly Lock _one = new();
    private readonly SemaphoreSlim _reading = new(1, 1);

    private PeopleIndex(SqliteConnection file, EventCodec codec, IPersonKeys keys) => (_file, _codec, _keys) = (file, codec, keys);

    /// <summary>Up to where it tells of the log.</summary>
    public LogPosition Position { get; private set; }

    /// <summary>Opens the index, made at first use and anew when another version wrote it.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="codec">Reads events.</param>
    /// <param name="keys">Makes pseudonyms.</param>
    public static PeopleIndex Open(string path, EventCodec codec, IPersonKeys keys)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var index = new PeopleIndex(Connect(path), codec, keys);
        if (index.Number("PRAGMA user_version") is not (0 or Version))
        {
            index.Dispose();
            File.Delete(path);
            index = new PeopleIndex(Connect(path), codec, keys);
        }

        index.Run("""
            PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
            CREATE TABLE IF NOT EXISTS people (place INTEGER PRIMARY KEY, person TEXT NOT NULL UNIQUE, standing TEXT NOT NULL, organisation TEXT);
            CREATE INDEX IF NOT EXISTS by_organisation ON people (organisation);
            CREATE TABLE IF NOT EXISTS ways (way TEXT, person TEXT, held INTEGER NOT NULL, PRIMARY KEY (way, person)) WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS by_person ON ways (person);
            CREATE TABLE IF NOT EXISTS reached (one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL);
            INSERT OR IGNORE INTO reached VALUES (1, -1);
            PRAGMA user_version=1;
            """);
        index.Position = new LogPosition(index.Number("SELECT position FROM reached"));
        return index;
    }

    /// <summary>Who has this number, address, user name or external id now and has not left.</summary>
    /// <param name="way">The pseudonym; see <see cref="PersonWays"/>.</param>
    public IReadOnlyList<PersonId> Holders(PersonId way) => People(
        "SELECT w.person FROM ways w JOIN people p ON p.person = w.person WHERE w.way = $a AND w.held = 1 AND p.standing = 'Present'", way.Value);

    /// <summary>Who ever had it and is not deleted.</summary>
    /// <param name="way">The pseudonym.</param>
    public IReadOnlyList<PersonId> EverHeld(PersonId way) => People("SELECT person FROM ways WHERE way = $a", way.Value);

    /// <summary>Every pseudonym that leads or led to this person and to no other: what cases of the person may bear.</summary>
    public IReadOnlyList<PersonId> WaysOf(PersonId person) => People(
        "SELECT w.way FROM ways w WHERE w.person = $a AND NOT EXISTS (SELECT 1 FROM ways o WHERE o.way = w.way AND o.person <> w.person)", person.Value);

    /// <summary>Persons in the order in which they came, deleted ones left out.</summary>
    /// <param name="organisation">Only of this one; null for all.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<PersonId> Page(string? organisation, int skip, int most) => People(
        "SELECT person FROM people WHERE standing <> 'Removed' AND ($a IS NULL OR organisation = $a) ORDER BY place LIMIT "
        + string.Create(CultureInfo.InvariantCulture, $"{most} OFFSET {skip}"), organisation);

    /// <summary>How many there are.</summary>
    /// <param name="organisation">Only of this one; null for all.</param>
    public int Count(string? organisation)
    {
        lock (_one)
        {
            return (int)Number("SELECT count(*) FROM people WHERE standing <> 'Removed' AND ($a IS NULL OR organisation = $a)", organisation);
        }
    }

    /// <summary>The organisations that somebody belongs to, in order.</summary>
    public IReadOnlyList<string> Organisations() => [.. People(
        "SELECT DISTINCT organisation FROM people WHERE standing <> 'Removed' AND organisation IS NOT NULL ORDER BY organisation", null).Select(found => found.Value)];

    /// <summary>Reads the log from where the index is to its end now.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task CatchUpAsync(IEventLog log, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            if (Position > await log.HeadAsync(ct))
            {
                Run("DELETE FROM people; DELETE FROM ways; UPDATE reached SET position = -1;"); // The log was restored from an older copy.
                Position = LogPosition.Start;
            }

            var batch = new List<RecordedEvent>();
            var (seen, reached) = (0, Position);
            await foreach (var recorded in log.ReadAllAsync(Position, ct))
            {
                Concern(recorded, batch);
                reached = recorded.Position;
                if (++seen % AtOnce == 0)
                {
                    Write(batch, reached);
                }
            }

            Write(batch, reached);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Takes in one more event of the log.</summary>
    public async Task ApplyAsync(RecordedEvent recorded, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            var batch = new List<RecordedEvent>();
            Concern(recorded, batch);
            if (recorded.Position <= Position)
            {
                return;
            }

            if (batch.Count > 0)
            {
                Write(batch, recorded.Position);
            }
            else
            {
                Position = recorded.Position; // In memory is enough: what concerns nobody is soon read again.
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_one)
        {
            _file.Dispose();
        }
    }

    private static void Concern(RecordedEvent recorded, List<RecordedEvent> batch)
    {
        if (s_types.Contains(recorded.Type) || recorded.Type.StartsWith("person-erased.", StringComparison.Ordinal))
        {
            batch.Add(recorded);
        }
    }

    private void Write(List<RecordedEvent> batch, LogPosition reached)
    {
        if (reached == Position)
        {
            return;
        }

        lock (_one)
        {
            using var transaction = _file.BeginTransaction();
            foreach (var recorded in batch)
            {
                Fold(recorded);
            }

            Run("UPDATE reached SET position = $a", reached.Value);
            transaction.Commit();
            Position = reached;
        }

        batch.Clear();
    }

    private void Fold(RecordedEvent recorded)
    {
        switch (_codec.DecodeOrCarry(recorded).Fact)
        {
            case PersonRegistered e: Keep(e.Person, e.Facts); break;
            case PersonChanged e: Keep(e.Person, e.Facts); break;
            case PersonLeft e: Run("UPDATE people SET standing = $a WHERE person = $b", (e.Removed ? Standing.Removed : Standing.Left).ToString(), e.Person.Value); break;
            default:
                // Erased: nothing may lead to the person any more.
                var person = recorded.Stream["person-".Length..];
                Run("DELETE FROM ways WHERE person = $a", person);
                Run("UPDATE people SET standing = 'Removed', organisation = NULL WHERE person = $a", person);
                break;
        }
    }

    /// <remarks>A number that was given up is kept as not held: the cases that came by it are still the person's.</remarks>
    private void Keep(PersonId person, PersonFacts facts)
    {
        Run(
            "INSERT INTO people (person, standing, organisation) VALUES ($a, 'Present', $b) ON CONFLICT (person) DO UPDATE SET standing = 'Present', organisation = $b",
            person.Value, facts.Organisation);
        Run("UPDATE ways SET held = 0 WHERE person = $a", person.Value);
        foreach (var way in PersonWays.Of(_keys, facts))
        {
            Run("INSERT INTO ways (way, person, held) VALUES ($a, $b, 1) ON CONFLICT (way, person) DO UPDATE SET held = 1", way.Value, person.Value);
        }
    }

    private List<PersonId> People(string sql, string? value)
    {
        lock (_one)
        {
            using var read = Command(sql, value);
            using var rows = read.ExecuteReader();
            var found = new List<PersonId>();
            while (rows.Read())
            {
                found.Add(new PersonId(rows.GetString(0)));
            }

            return found;
        }
    }

    private long Number(string sql, object? value = null)
    {
        using var read = Command(sql, value);
        return Convert.ToInt64(read.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private void Run(string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = _file.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("$" + (char)('a' + i), values[i] ?? DBNull.Value);
        }

        return command;
    }

    private static SqliteConnection Connect(string path)
    {
        var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        file.Open();
        return file;
    }
}
