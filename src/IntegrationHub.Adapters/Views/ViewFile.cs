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
    private readonly ViewRows<TRow> _rows;
    private readonly string _path;
    private readonly Lock _one = new();
    private int _passed;

    private ViewFile(View<TRow> view, JsonSerializerOptions json, SqliteConnection writer, string path)
    {
        (_view, _json, _writer, _path) = (view, json, writer, path);
        _rows = new ViewRows<TRow>(view, json, writer);
    }

    /// <summary>Up to where the rows tell of the log.</summary>
    public LogPosition Position { get; private set; }

    /// <summary>Opens a generation, made when it is not there.</summary>
    /// <returns>Null when another version of the view wrote it.</returns>
    public static ViewFile<TRow>? Open(View<TRow> view, JsonSerializerOptions json, string path)
    {
        var file = Connect(path);
        var version = Number(file, "PRAGMA user_version");
        if (version != 0 && version != view.Version)
        {
            file.Dispose();
            return null;
        }

        Run(file, $"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {Tables(view)} {Indexes(view)}");
        return new ViewFile<TRow>(view, json, file, path) { Position = new LogPosition(Number(file, "SELECT position FROM reached")) };
    }

    /// <summary>Makes a generation that nobody asks yet: quicker to fill, but worthless until <see cref="Finish"/>.</summary>
    /// <param name="view">What it is.</param>
    /// <param name="json">How rows are stored.</param>
    /// <param name="path">Where no file is.</param>
    public static ViewFile<TRow> Build(View<TRow> view, JsonSerializerOptions json, string path)
    {
        var file = Connect(path);
        Run(file, $"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; {Tables(view)}");
        return new ViewFile<TRow>(view, json, file, path) { Position = LogPosition.Start };
    }

    /// <summary>Makes a built generation like one that was opened: indexed, on the disk, and safe from a power cut from here on.</summary>
    public void Finish()
    {
        lock (_one)
        {
            // Sorting once costs a fraction of keeping seven indexes in order row by row.
            Run(_writer, $"{Indexes(_view)} PRAGMA locking_mode=NORMAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
            using var built = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.FlushToDisk(built);
        }
    }

    /// <summary>Begins to fold events that stand after <see cref="Position"/>; nothing is written before <see cref="Save"/>.</summary>
    public Folding<TRow> Fold() => new(_view, Find, Position);

    /// <summary>Whether the event may change a row.</summary>
    public bool Concerns(RecordedEvent recorded) => _view.Types is null || _view.Types.Contains(recorded.Type);

    /// <summary>Writes the rows that changed, and how far the log was read, as one.</summary>
    public void Save(Folding<TRow> folding)
    {
        lock (_one)
        {
            if (folding.Reached != Position)
            {
                _rows.Save(folding.Rows, folding.Reached);
                (Position, _passed) = (folding.Reached, 0);
            }
        }
    }

    /// <summary>Notes that the log was read on, past events that concern no row; written down now and then, and when the file is closed.</summary>
    /// <param name="reached">Up to where.</param>
    /// <param name="events">How many were passed.</param>
    public void Pass(LogPosition reached, int events)
    {
        lock (_one)
        {
            Position = reached;
            _passed += events;
            if (_passed >= WriteEach)
            {
                _rows.Reach(reached);
                _passed = 0;
            }
        }
    }

    /// <summary>The row with this key.</summary>
    public TRow? Find(string key)
    {
        lock (_one)
        {
            return _rows.Find(key);
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

    /// <summary>A page of the rows that a query asks for, and how many there are in all.</summary>
    public (IReadOnlyList<TRow> Rows, int Total) Ask(ViewQuery query)
    {
        using var reader = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadOnly }.ConnectionString);
        reader.Open();
        using var read = reader.CreateCommand();
        var where = query.Where(_view.Columns.ContainsKey, (name, value) => read.Parameters.AddWithValue(name, value));
        read.CommandText = $"SELECT COUNT(*) FROM rows WHERE {where}";
        var total = Convert.ToInt32(read.ExecuteScalar(), CultureInfo.InvariantCulture);
        read.CommandText = $"SELECT row FROM rows WHERE {where} ORDER BY {query.OrderBy(_view.Columns.ContainsKey)} LIMIT $most OFFSET $offset";
        read.Parameters.AddWithValue("$most", query.Most);
        read.Parameters.AddWithValue("$offset", query.Offset);
        using var rows = read.ExecuteReader();
        var found = new List<TRow>();
        while (rows.Read())
        {
            found.Add(JsonSerializer.Deserialize<TRow>(rows.GetString(0), _json)!);
        }

        return (found, total);
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
        read.CommandText = "SELECT part, name, SUM(n) FROM tallies WHERE kind = $kind AND day BETWEEN $from AND $to GROUP BY part, name HAVING SUM(n) <> 0";
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
                _rows.Reach(Position);
                _passed = 0;
            }

            _rows.Dispose();
            _writer.Dispose();
        }
    }

    private static SqliteConnection Connect(string path)
    {
        var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        file.Open();
        return file;
    }

    private static string Tables(View<TRow> view) => $"""
        CREATE TABLE IF NOT EXISTS rows (key TEXT PRIMARY KEY, place INTEGER NOT NULL, row TEXT NOT NULL{string.Concat(view.Columns.Keys.Select(name => $", {name} TEXT"))});
        CREATE TABLE IF NOT EXISTS tallies (kind TEXT, day TEXT, part TEXT, name TEXT, n INTEGER NOT NULL, PRIMARY KEY (kind, day, part, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS reached (one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL);
        INSERT OR IGNORE INTO reached VALUES (1, -1);
        PRAGMA user_version={view.Version.ToString(CultureInfo.InvariantCulture)};
        """;

    private static string Indexes(View<TRow> view) =>
        string.Concat(view.Columns.Keys.Select(name => $"CREATE INDEX IF NOT EXISTS by_{name} ON rows ({name}, place);"));

    private static long Number(SqliteConnection file, string sql)
    {
        using var read = file.CreateCommand();
        read.CommandText = sql;
        return Convert.ToInt64(read.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Run(SqliteConnection file, string sql)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
