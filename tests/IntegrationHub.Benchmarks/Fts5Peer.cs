using System.Diagnostics;
using IntegrationHub.Core.Search;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Benchmarks;

/// <summary>The same documents in SQLite's FTS5, as one would do it by hand: a table of values beside a table of words, counts by group. It knows no stems and no typing errors.</summary>
internal sealed class Fts5Peer : IDisposable
{
    /// <summary>What it is called in figures.</summary>
    public const string Name = "SQLite FTS5 (unicode61, prefix 3 4; synchronous off while building; no stems, no similar words)";

    private const int AtOnce = 2_000;
    private static readonly string[] s_facets = ["kind", "supplier", "desk", "service", "area", "organisation", "site", "status"];

    private readonly SqliteConnection _database;
    private readonly string _path;

    public Fts5Peer(string path)
    {
        _path = path;
        _database = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _database.Open();
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;");
        Run("CREATE TABLE doc (id INTEGER PRIMARY KEY, key TEXT UNIQUE, number TEXT, ticket TEXT, at INTEGER, title TEXT, texts TEXT, kind TEXT, supplier TEXT, desk TEXT, service TEXT, area TEXT, organisation TEXT, site TEXT, status TEXT);");
        Run("CREATE VIRTUAL TABLE word USING fts5(title, texts, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '3 4');");
    }

    /// <summary>Its file's size.</summary>
    public long Bytes => new FileInfo(_path).Length;

    /// <summary>Fills it.</summary>
    public TimeSpan Build(int documents, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        for (var from = 0; from < documents; from += AtOnce)
        {
            ct.ThrowIfCancellationRequested();
            using var transaction = _database.BeginTransaction();
            using var doc = Command("INSERT INTO doc VALUES ($id, $key, $number, $ticket, $at, $title, $texts, $kind, $supplier, $desk, $service, $area, $organisation, $site, $status)");
            using var word = Command("INSERT INTO word (rowid, title, texts) VALUES ($id, $title, $texts)");
            (doc.Transaction, word.Transaction) = (transaction, transaction);
            for (var n = from; n < Math.Min(documents, from + AtOnce); n++)
            {
                var document = SearchCorpus.Document(n);
                Insert(doc, n, document);
                Set(word, ("$id", n), ("$title", document.Title), ("$texts", string.Join('\n', document.Texts)));
                word.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        Run("CREATE INDEX doc_number ON doc (number); CREATE INDEX doc_desk ON doc (desk); PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
        return watch.Elapsed;
    }

    /// <summary>A page of hits, how many there are, and the facets.</summary>
    public int Search(SearchQuery query)
    {
        using var found = Command($"CREATE TEMP TABLE found AS SELECT doc.* FROM word JOIN doc ON doc.id = word.rowid WHERE word MATCH $q{Where(query)}");
        Set(found, ("$q", string.Join(' ', query.Q!.Split(' ').Select(word => word.EndsWith('*') ? $"\"{word.TrimEnd('*')}\"*" : $"\"{word}\"*"))));
        found.ExecuteNonQuery();
        var rows = Read("SELECT count(*) FROM found") + Read("SELECT key, title, texts FROM found ORDER BY at DESC, key LIMIT 20");
        foreach (var facet in s_facets)
        {
            rows += Read($"SELECT {facet}, count(*) FROM found GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50");
        }

        Run("DROP TABLE found");
        return rows;
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static void Insert(SqliteCommand doc, int n, SearchDocument document)
    {
        Set(doc, ("$id", n), ("$key", document.Key), ("$number", document.Number), ("$ticket", document.Ticket[0]), ("$at", document.At.ToUnixTimeMilliseconds()),
            ("$title", document.Title), ("$texts", string.Join('\n', document.Texts)), ("$kind", SearchText.Of(document.Kind)), ("$supplier", document.Supplier[0]),
            ("$desk", document.Desk[0]), ("$service", document.Service[0]), ("$area", document.Area[0]), ("$organisation", document.Organisation[0]),
            ("$site", document.Site[0]), ("$status", document.Status[0]));
        doc.ExecuteNonQuery();
    }

    private static string Where(SearchQuery query) => string.Concat(
        SearchField.All.Where(field => field.Sought(query).Count > 0).Select(field => $" AND doc.{field.Name} = '{field.Sought(query)[0]}'")
            .Append(query.From is { } from ? $" AND doc.at >= {from.ToUnixTimeMilliseconds()}" : "")
            .Append(query.To is { } to ? $" AND doc.at < {to.ToUnixTimeMilliseconds()}" : ""));

    private int Read(string sql)
    {
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        var rows = 0;
        while (reader.Read())
        {
            rows++;
        }

        return rows;
    }

    private void Run(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _database.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static void Set(SqliteCommand command, params (string Name, object Value)[] values)
    {
        foreach (var (name, value) in values)
        {
            if (command.Parameters.Contains(name))
            {
                command.Parameters[name].Value = value;
            }
            else
            {
                command.Parameters.AddWithValue(name, value);
            }
        }
    }
}
