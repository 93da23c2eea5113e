using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.Views;

/// <summary>The rows of a view's file, read and written through statements that are prepared once. Used by one thread at a time.</summary>
internal sealed class ViewRows<TRow> : IDisposable
    where TRow : class
{
    private readonly JsonSerializerOptions _json;
    private readonly Func<TRow, string?>[] _columns;
    private readonly Func<TRow, IEnumerable<Tally>>? _tallies;
    private readonly SqliteCommand _begin, _commit, _rollback, _find, _write, _remove, _reach, _add;

    public ViewRows(View<TRow> view, JsonSerializerOptions json, SqliteConnection file)
    {
        _json = json;
        _columns = [.. view.Columns.Values];
        _tallies = view.Tallies;
        var names = string.Concat(view.Columns.Keys.Select(name => ", " + name));
        var values = string.Concat(_columns.Select((_, index) => ", $" + Number(index)));
        var sets = string.Concat(view.Columns.Keys.Select(name => $", {name} = excluded.{name}"));
        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
        _rollback = Command("ROLLBACK");
        _find = Command("SELECT row FROM rows WHERE key = $key", "$key");
        _write = Command(
            $"""
            INSERT INTO rows (key, place, row{names}) VALUES ($key, $place, $row{values})
            ON CONFLICT (key) DO UPDATE SET place = excluded.place, row = excluded.row{sets}
            """,
            ["$key", "$place", "$row", .. _columns.Select((_, index) => "$" + Number(index))]);
        _remove = Command("DELETE FROM rows WHERE key = $key", "$key");
        _reach = Command("UPDATE reached SET position = $position", "$position");
        _add = Command(
            "INSERT INTO tallies VALUES ($kind, $day, $part, $name, $n) ON CONFLICT DO UPDATE SET n = n + excluded.n", "$kind", "$day", "$part", "$name", "$n");

        SqliteCommand Command(string sql, params IEnumerable<string> parameters)
        {
            var command = file.CreateCommand();
            command.CommandText = sql;
            foreach (var name in parameters)
            {
                command.Parameters.AddWithValue(name, DBNull.Value);
            }

            return command;
        }
    }

    public TRow? Find(string key)
    {
        _find.Parameters[0].Value = key;
        return _find.ExecuteScalar() is string row ? JsonSerializer.Deserialize<TRow>(row, _json) : null;
    }

    /// <summary>All of it in one transaction, or nothing.</summary>
    public void Save(IReadOnlyDictionary<string, (TRow? Row, long Place)> rows, LogPosition reached)
    {
        _begin.ExecuteNonQuery();
        try
        {
            foreach (var (key, (row, place)) in rows)
            {
                Tell(_tallies, key, row);
                Write(key, row, place);
            }

            Reach(reached);
            _commit.ExecuteNonQuery();
        }
        catch
        {
            _rollback.ExecuteNonQuery();
            throw;
        }
    }

    /// <summary>Writes how far the log was read; alone, or within <see cref="Save"/>.</summary>
    public void Reach(LogPosition reached)
    {
        _reach.Parameters[0].Value = reached.Value;
        _reach.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_begin, _commit, _rollback, _find, _write, _remove, _reach, _add])
        {
            command.Dispose();
        }
    }

    /// <summary>Adds to the sums what the row tells beyond what it told as it is stored.</summary>
    private void Tell(Func<TRow, IEnumerable<Tally>>? tallies, string key, TRow? row)
    {
        foreach (var tally in tallies is null ? [] : Tally.Between(tallies, Find(key), row))
        {
            object[] values = [tally.Kind, tally.Day, tally.Group, tally.Name, tally.Count];
            for (var index = 0; index < values.Length; index++)
            {
                _add.Parameters[index].Value = values[index];
            }

            _add.ExecuteNonQuery();
        }
    }

    private void Write(string key, TRow? row, long place)
    {
        if (row is null)
        {
            _remove.Parameters[0].Value = key;
            _remove.ExecuteNonQuery();
            return;
        }

        var values = _write.Parameters;
        values[0].Value = key;
        values[1].Value = place;
        values[2].Value = JsonSerializer.Serialize(row, _json);
        for (var index = 0; index < _columns.Length; index++)
        {
            values[index + 3].Value = (object?)_columns[index](row) ?? DBNull.Value;
        }

        _write.ExecuteNonQuery();
    }

    private static string Number(int index) => index.ToString(CultureInfo.InvariantCulture);
}
