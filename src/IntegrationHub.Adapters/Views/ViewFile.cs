using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.Views;

/// <summary>One generation of a read model in a SQLite file: its rows, and the checkpoint in the same transaction.</summary>
/// <remarks>Derived data: a power cut may lose the last transactions, rows and checkpoint alike, and the log is read again from there.</remarks>
internal sealed class ViewFile<TRow> : IDisposable
    where TRow : class
{
    private const int WriteEach = 1_000;

    private readonly View<TRow> _view;
    private readonly JsonSerializerOptions _json;
    private readonly SqliteConnection _writer;
    private readonly string _path;
    private readonly Lock _one = new();
    private int _passed;

    private ViewFile(View<TRow> view, JsonSerializerOptions json, SqliteConnection writer, string path) =>
        (_view, _json, _writer, _path) = (view, json, writer, path);

    /// <summary>Up to where the rows tell of the log.</summary>
    public LogPosition Position { get; private set; }

    /// <summary>Opens a generation, made when it is not there.</summary>
    /// <returns>Null when another version of the view wrote it.</returns>
    public static ViewFile<TRow>? Open(View<TRow> view, JsonSerializerOptions json, string path)
    {
        var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        file.Open();
        var version = Number(file, "PRAGMA user_version");
        if (version != 0 && version != view.Version)
        {
            file.Dispose();
            return null;
        }

        var columns = string.Concat(view.Columns.Keys.Select(name => $", {name} TEXT"));
        var indexes = string.Concat(view.Columns.Keys.Select(name => $"CREATE INDEX IF NOT EXISTS by_{name} ON rows ({name}, place);"));
        Run(file, $"""
            PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
            CREATE TABLE IF NOT EXISTS rows (key TEXT PRIMARY KEY, place INTEGER NOT NULL, row TEXT NOT NULL{columns});
            {indexes}
            CREATE TABLE IF NOT EXISTS reached (one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL);
            INSERT OR IGNORE INTO reached VALUES (1, -1);
            CREATE TABLE IF NOT EXISTS tallies (kind TEXT, day TEXT, part TEXT, name TEXT, n INTEGER NOT NULL, PRIMARY KEY (kind, day, part, name)) WITHOUT ROWID;
            PRAGMA user_version={view.Version.ToString(CultureInfo.InvariantCulture)};
            """);
        return new ViewFile<TRow>(view, json, file, path) { Position = new LogPosition(Number(file, "SELECT position FROM reached")) };
    }

    /// <summary>Folds events into their rows, and notes how far the log was read, as one.</summary>
    public void Apply(IReadOnlyList<Known> events, LogPosition reached)
    {
        lock (_one)
        {
            using var transaction = _writer.BeginTransaction();
            var touched = new Dictionary<string, (TRow? Before, TRow? Row, long Place)>(StringComparer.Ordinal);
            foreach (var known in events)
            {
                if (_view.KeyOf(known) is { } key)
                {
                    var (first, row) = touched.TryGetValue(key, out var seen) ? (seen.Before, seen.Row) : Row(key) is { } stored ? (stored, stored) : (null, null);
                    touched[key] = (first, _view.Apply(row, known), known.Recorded.Position.Value);
                }
            }

            foreach (var (key, (before, row, place)) in touched)
            {
                Write(key, row, place);
                foreach (var tally in _view.Tallies is { } of ? Tally.Between(of, before, row) : [])
                {
                    Add(tally);
                }
            }

            WritePosition(reached);
            transaction.Commit();
            Position = reached;
        }
    }

    /// <summary>Notes that the log was read on, past events that concern no row; written down now and then, and when the file is closed.</summary>
    public void Pass(LogPosition reached)
    {
        lock (_one)
        {
            Position = reached;
            if (++_passed % WriteEach == 0)
            {
                WritePosition(reached);
            }
        }
    }

    /// <summary>The row with this key.</summary>
    public TRow? Find(string key)
    {
        lock (_one)
        {
            return Row(key);
        }
    }

    /// <summary>Rows whose columns have these values, the last changed first.</summary>
    /// <param name="sought">Column to value; all must hold.</param>
    /// <param name="before">Only rows changed before this place; null for all.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<(TRow Row, long Place)> Seek(IReadOnlyDictionary<string, string> sought, long? before, int most)
    {
        // A connection of its own: readers never wait for the writer.
        using var reader = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadOnly }.ConnectionString);
        reader.Open();
        using var read = reader.CreateCommand();
        var holds = sought.Keys.Where(_view.Columns.ContainsKey).Select((name, index) => $"{name} = $v{index.ToString(CultureInfo.InvariantCulture)}");
        read.CommandText = $"SELECT row, place FROM rows WHERE {string.Join(" AND ", holds.Append("place < $before"))} ORDER BY place DESC LIMIT $most";
        foreach (var (value, index) in sought.Where(pair => _view.Columns.ContainsKey(pair.Key)).Select((pair, index) => (pair.Value, index)))
        {
            read.Parameters.AddWithValue("$v" + index.ToString(CultureInfo.InvariantCulture), value);
        }

        read.Parameters.AddWithValue("$before", before ?? long.MaxValue);
        read.Parameters.AddWithValue("$most", most);
        using var rows = read.ExecuteReader();
        var found = new List<(TRow, long)>();
        while (rows.Read())
        {
            found.Add((JsonSerializer.Deserialize<TRow>(rows.GetString(0), _json)!, rows.GetInt64(1)));
        }

        return found;
    }

    /// <summary>The sums of a kind over days.</summary>
    /// <param name="kind">What they are split by.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    public IReadOnlyList<Tally> Tallies(string kind, string from, string to)
    {
        using var reader = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadOnly }.ConnectionString);
        reader.Open();
        using var read = reader.CreateCommand();
        read.CommandText = "SELECT part, name, SUM(n) FROM tallies WHERE kind = $kind AND day BETWEEN $from AND $to GROUP BY part, name";
        read.Parameters.AddWithValue("$kind", kind);
        read.Parameters.AddWithValue("$from", from);
        read.Parameters.AddWithValue("$to", to);
        using var rows = read.ExecuteReader();
        var found = new List<Tally>();
        while (rows.Read())
        {
            found.Add(new Tally(kind, from, rows.GetString(0), rows.GetString(1), rows.GetInt64(2)));
        }

        return found;
    }

    /// <summary>Every row as it is stored, by key.</summary>
    public IEnumerable<(string Key, string Row)> All()
    {
        using var read = _writer.CreateCommand();
        read.CommandText = "SELECT key, row FROM rows ORDER BY key";
        using var rows = read.ExecuteReader();
        while (rows.Read())
        {
            yield return (rows.GetString(0), rows.GetString(1));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_one)
        {
            if (_passed > 0)
            {
                WritePosition(Position);
                _passed = 0;
            }

            _writer.Dispose();
        }
    }

    private void Add(Tally tally) => Run(
        _writer, "INSERT INTO tallies VALUES ($kind, $day, $part, $name, $n) ON CONFLICT DO UPDATE SET n = n + $n",
        ("$kind", tally.Kind), ("$day", tally.Day), ("$part", tally.Group), ("$name", tally.Name), ("$n", tally.Count));

    private void WritePosition(LogPosition reached) => Run(_writer, "UPDATE reached SET position = $position", ("$position", reached.Value));

    private TRow? Row(string key)
    {
        using var read = _writer.CreateCommand();
        read.CommandText = "SELECT row FROM rows WHERE key = $key";
        read.Parameters.AddWithValue("$key", key);
        return read.ExecuteScalar() is string row ? JsonSerializer.Deserialize<TRow>(row, _json) : null;
    }

    private void Write(string key, TRow? row, long place)
    {
        if (row is null)
        {
            Run(_writer, "DELETE FROM rows WHERE key = $key", ("$key", key));
            return;
        }

        var names = string.Concat(_view.Columns.Keys.Select(name => ", " + name));
        var values = string.Concat(_view.Columns.Keys.Select(name => ", $" + name));
        Run(
            _writer, $"INSERT OR REPLACE INTO rows (key, place, row{names}) VALUES ($key, $place, $row{values})",
            [
                ("$key", key), ("$place", place), ("$row", JsonSerializer.Serialize(row, _json)),
                .. _view.Columns.Select(column => ("$" + column.Key, (object?)column.Value(row))),
            ]);
    }

    private static long Number(SqliteConnection file, string sql)
    {
        using var read = file.CreateCommand();
        read.CommandText = sql;
        return Convert.ToInt64(read.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Run(SqliteConnection file, string sql, params IEnumerable<(string Name, object? Value)> values)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }
}
