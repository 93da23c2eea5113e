using System.Data.Common;
using System.Security.Cryptography;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Adapters.Keys;

/// <summary>A key that is asked for.</summary>
/// <param name="Matter">Null for the person's own key.</param>
/// <param name="Name">The mark of the address or number that a new person is to be recognised by.</param>
internal readonly record struct KeyName(PersonId Person, string? Matter, string? Name = null);

/// <summary>The tables of the key store over one connection, in words that SQLite and PostgreSQL both know; not thread-safe.</summary>
/// <param name="connection">Open.</param>
/// <param name="seconds">How long a statement may take; 0 for the connection's own.</param>
/// <remarks>
/// <c>keys</c>: a person's key, wrapped by the master key. <c>matters</c>: the key of one case, random, wrapped by the person's key.
/// <c>names</c>: by which mark a person is recognised. <c>secrets</c>: what the hub itself needs. A destroyed key leaves its row, empty.
/// Several hubs may write at the same instant: whoever comes second to a row takes what stands there.
/// </remarks>
internal sealed class KeyTables(DbConnection connection, int seconds = 0)
{
    public const int KeyBytes = 32;

    private static readonly (string Table, string[] Columns)[] s_columns =
        [("keys", ["person", "wrapped"]), ("matters", ["person", "matter", "wrapped"]), ("names", ["mark", "person"]), ("secrets", ["name", "wrapped"])];

    /// <summary>The row that tells whether the master key is the right one.</summary>
    public static readonly PersonId Check = new("the-master-key-is-right");

    /// <summary>What is to be there; SQLite adds that a row needs no number of its own.</summary>
    public static string Schema(string ofATable) => $"""
        CREATE TABLE IF NOT EXISTS keys (person TEXT PRIMARY KEY, wrapped TEXT){ofATable};
        CREATE TABLE IF NOT EXISTS matters (person TEXT, matter TEXT, wrapped TEXT, PRIMARY KEY (person, matter)){ofATable};
        CREATE TABLE IF NOT EXISTS names (mark TEXT PRIMARY KEY, person TEXT NOT NULL){ofATable};
        CREATE INDEX IF NOT EXISTS names_of ON names (person);
        CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, wrapped TEXT NOT NULL){ofATable};
        """;

    /// <summary>The key, when its row is there; asked for in one go, as the tables may lie on another machine.</summary>
    /// <returns>False when it was never made; true with null when it was destroyed.</returns>
    /// <exception cref="CryptographicException">It is wrapped by another master key.</exception>
    public bool TryFind(byte[] master, KeyName name, out byte[]? key)
    {
        using var command = Command(
            "SELECT k.wrapped, m.matter, m.wrapped FROM keys k LEFT JOIN matters m ON m.person = k.person AND m.matter = @b WHERE k.person = @a",
            name.Person.Value, name.Matter ?? "");
        using var row = command.ExecuteReader();
        key = null;
        if (!row.Read())
        {
            return false;
        }

        if (row.IsDBNull(0))
        {
            return true; // The person's own: then the matter's cannot be read either, whatever stands in its row.
        }

        if (name.Matter is not null && row.IsDBNull(1))
        {
            return false;
        }

        var persons = Unwrap(master, row.GetString(0));
        key = name.Matter is null ? persons : row.IsDBNull(2) ? null : Unwrap(persons, row.GetString(2));
        return true;
    }

    /// <summary>The key, made when it was not there; null when it was destroyed.</summary>
    public byte[]? FindOrMake(byte[] master, KeyName name)
    {
        if (TryFind(master, name, out var key))
        {
            return key;
        }

        var own = name with { Matter = null };
        if (!TryFind(master, own, out var persons))
        {
            persons = RandomNumberGenerator.GetBytes(KeyBytes);
            if (Run("INSERT INTO keys (person, wrapped) VALUES (@a, @b) ON CONFLICT DO NOTHING", name.Person.Value, Wrap(master, persons)) == 0)
            {
                _ = TryFind(master, own, out persons); // Another hub was quicker.
            }
            else if (name.Name is not null)
            {
                Run("INSERT INTO names (mark, person) VALUES (@a, @b) ON CONFLICT DO NOTHING", name.Name, name.Person.Value);
            }
        }

        if (name.Matter is null || persons is null)
        {
            return persons;
        }

        key = RandomNumberGenerator.GetBytes(KeyBytes);
        return Run(
            "INSERT INTO matters (person, matter, wrapped) VALUES (@a, @b, @c) ON CONFLICT DO NOTHING",
            name.Person.Value, name.Matter, Wrap(persons, key)) > 0 || TryFind(master, name, out key) ? key : null;
    }

    /// <summary>Who is recognised by the mark: whoever stands there, or else this person from now on. Null when somebody is being erased.</summary>
    public PersonId? FindOrName(string mark, PersonId fresh) =>
        Run("INSERT INTO names (mark, person) VALUES (@a, @b) ON CONFLICT DO NOTHING", mark, fresh.Value) > 0 ? fresh : FindPerson(mark);

    public PersonId? FindPerson(string mark) => TryRead("SELECT person FROM names WHERE mark = @a", out var person, mark) ? new PersonId(person!) : null;

    /// <summary>What must not be found in the file once a person is gone, or one matter: wrapped keys and the marks of names.</summary>
    public List<string> Traces(PersonId person, string? matter) => matter is null
        ? [
            .. List("SELECT wrapped FROM keys WHERE person = @a AND wrapped IS NOT NULL", person.Value),
            .. List("SELECT wrapped FROM matters WHERE person = @a AND wrapped IS NOT NULL", person.Value),
            .. List("SELECT mark FROM names WHERE person = @a", person.Value),
        ]
        : List("SELECT wrapped FROM matters WHERE person = @a AND matter = @b AND wrapped IS NOT NULL", person.Value, matter);

    /// <summary>Leaves an empty row for each: what is destroyed is never made again.</summary>
    public void Destroy(PersonId person, string? matter)
    {
        if (matter is not null)
        {
            Run("INSERT INTO matters (person, matter) VALUES (@a, @b) ON CONFLICT (person, matter) DO UPDATE SET wrapped = NULL", person.Value, matter);
            return;
        }

        // The person's own key first: with it gone nothing can be read, whatever happens before the rest is done.
        Run("INSERT INTO keys (person) VALUES (@a) ON CONFLICT (person) DO UPDATE SET wrapped = NULL", person.Value);
        Run("UPDATE matters SET wrapped = NULL WHERE person = @a", person.Value);
        Run("DELETE FROM names WHERE person = @a", person.Value);
    }

    public List<string> Matters(PersonId person) => List("SELECT matter FROM matters WHERE person = @a ORDER BY matter", person.Value);

    public byte[]? Secret(byte[] master, string name) =>
        TryRead("SELECT wrapped FROM secrets WHERE name = @a", out var wrapped, name) ? Unwrap(master, wrapped!) : null;

    /// <summary>All secrets whose names begin so.</summary>
    public List<byte[]> Secrets(byte[] master, string beginning) =>
        List("SELECT name FROM secrets WHERE name LIKE @a", beginning + "%").ConvertAll(name => Secret(master, name)!);

    /// <summary>The secret as it stands there, or else this one from now on.</summary>
    public byte[] FindOrKeepSecret(byte[] master, string name, Func<byte[]> make)
    {
        if (Secret(master, name) is { } known)
        {
            return known;
        }

        Run("INSERT INTO secrets (name, wrapped) VALUES (@a, @b) ON CONFLICT DO NOTHING", name, Wrap(master, make()));
        return Secret(master, name)!;
    }

    /// <summary>Wraps everything that the master key wraps by another one. Keys of matters are wrapped by persons' keys and stay as they are.</summary>
    /// <returns>How many were wrapped again.</returns>
    public int Rewrap(byte[] master, byte[] next)
    {
        var persons = List("SELECT person FROM keys WHERE wrapped IS NOT NULL");
        foreach (var person in persons)
        {
            _ = TryRead("SELECT wrapped FROM keys WHERE person = @a", out var wrapped, person);
            Run("UPDATE keys SET wrapped = @b WHERE person = @a", person, Wrap(next, Unwrap(master, wrapped!)));
        }

        var secrets = List("SELECT name FROM secrets");
        foreach (var name in secrets)
        {
            Run("UPDATE secrets SET wrapped = @b WHERE name = @a", name, Wrap(next, Secret(master, name)!));
        }

        return persons.Count + secrets.Count;
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run(string sql, params ReadOnlySpan<string?> arguments)
    {
        using var command = Command(sql, arguments);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row, when there is a row.</summary>
    public bool TryRead(string sql, out string? value, params ReadOnlySpan<string> arguments)
    {
        using var command = Command(sql, arguments);
        var read = command.ExecuteScalar();
        value = read as string;
        return read is not null;
    }

    /// <summary>Whether somebody has a key here; the row that tells of the master key is nobody's.</summary>
    public bool HasPersons() => TryRead("SELECT person FROM keys WHERE person <> @a LIMIT 1", out _, Check.Value);

    /// <summary>Takes over every row of another store, as it stands there; what was here is gone.</summary>
    /// <returns>How many persons' keys and matters' keys were taken over.</returns>
    public int TakeOver(KeyTables from)
    {
        var count = 0;
        foreach (var (table, columns) in s_columns)
        {
            Run("DELETE FROM " + table);
            var values = string.Join(", ", Enumerable.Range(0, columns.Length).Select(place => $"@{(char)('a' + place)}"));
            foreach (var row in from.Rows($"SELECT {string.Join(", ", columns)} FROM {table}", columns.Length))
            {
                Run($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({values})", row);
                count += columns[^1] == "wrapped" && table != "secrets" ? 1 : 0;
            }
        }

        return count;
    }

    private IEnumerable<string?[]> Rows(string sql, int columns)
    {
        using var command = Command(sql);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return [.. Enumerable.Range(0, columns).Select(place => rows.IsDBNull(place) ? null : rows.GetString(place))];
        }
    }

    private static string Wrap(byte[] by, byte[] key) => PersonalSeal.Seal(by, Convert.ToBase64String(key));

    private static byte[] Unwrap(byte[] by, string wrapped) => Convert.FromBase64String(PersonalSeal.Open(by, wrapped));

    private List<string> List(string sql, params ReadOnlySpan<string> arguments)
    {
        using var command = Command(sql, arguments);
        using var rows = command.ExecuteReader();
        var list = new List<string>();
        while (rows.Read())
        {
            list.Add(rows.GetString(0));
        }

        return list;
    }

    private DbCommand Command(string sql, params ReadOnlySpan<string?> arguments)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        if (seconds > 0)
        {
            command.CommandTimeout = seconds;
        }

        var name = 'a';
        foreach (var argument in arguments)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@" + name++, (object?)argument ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
