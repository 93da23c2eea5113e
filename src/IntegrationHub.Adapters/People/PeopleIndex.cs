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
public sealed partial class PeopleIndex : IDisposable
{
    private const int Version = 2; // Since 2, whoever it leads to is recognised by the next process too.

    private readonly SqliteConnection _file;
    private readonly EventCodec _codec;
    private readonly IPersonKeys _keys;
    private readonly Lock _one = new();

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
            PRAGMA user_version=2;
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

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_one)
        {
            _file.Dispose();
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
