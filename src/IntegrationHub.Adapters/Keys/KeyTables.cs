using System.Security.Cryptography;
using IntegrationHub.Core.Privacy;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.Keys;

/// <summary>A key that is asked for.</summary>
/// <param name="Matter">Null for the person's own key.</param>
/// <param name="Name">The mark of the address or number that a new person is to be recognised by.</param>
internal readonly record struct KeyName(PersonId Person, string? Matter, string? Name = null);

/// <summary>The tables of the key file over one connection; not thread-safe.</summary>
/// <remarks>
/// <c>keys</c>: a person's key, wrapped by the master key. <c>matters</c>: the key of one case, random, wrapped by the person's key.
/// <c>names</c>: by which mark a person is recognised. <c>secrets</c>: what the hub itself needs. A destroyed key leaves its row, empty.
/// </remarks>
internal sealed class KeyTables(SqliteConnection file)
{
    public const int KeyBytes = 32;

    /// <summary>The row that tells whether the master key is the right one.</summary>
    public static readonly PersonId Check = new("the-master-key-is-right");

    public const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;
        CREATE TABLE IF NOT EXISTS keys (person TEXT PRIMARY KEY, wrapped TEXT) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS matters (person TEXT, matter TEXT, wrapped TEXT, PRIMARY KEY (person, matter)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS names (mark TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS names_of ON names (person);
        CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, wrapped TEXT NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>The key, when its row is there.</summary>
    /// <returns>False when it was never made; true with null when it was destroyed.</returns>
    public bool TryFind(byte[] master, KeyName name, out byte[]? key)
    {
        if (!TryRead("SELECT wrapped FROM keys WHERE person = $a", out var wrapped, name.Person.Value))
        {
            key = null;
            return false;
        }

        key = wrapped is null ? null : Unwrap(master, wrapped);
        if (key is null || name.Matter is null)
        {
            return true;
        }

        var exists = TryRead("SELECT wrapped FROM matters WHERE person = $a AND matter = $b", out wrapped, name.Person.Value, name.Matter);
        key = wrapped is null ? null : Unwrap(key, wrapped);
        return exists;
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
            Run("INSERT INTO keys (person, wrapped) VALUES ($a, $b)", name.Person.Value, Wrap(master, persons));
            if (name.Name is not null)
            {
                Run("INSERT OR IGNORE INTO names (mark, person) VALUES ($a, $b)", name.Name, name.Person.Value);
            }
        }

        if (name.Matter is null || persons is null)
        {
            return persons;
        }

        key = RandomNumberGenerator.GetBytes(KeyBytes);
        Run("INSERT INTO matters (person, matter, wrapped) VALUES ($a, $b, $c)", name.Person.Value, name.Matter, Wrap(persons, key));
        return key;
    }

    public PersonId? FindPerson(string mark) => TryRead("SELECT person FROM names WHERE mark = $a", out var person, mark) ? new PersonId(person!) : null;

    /// <summary>What must not be found in the file once a person is gone, or one matter: wrapped keys and the marks of names.</summary>
    public List<string> Traces(PersonId person, string? matter) => matter is null
        ? [
            .. List("SELECT wrapped FROM keys WHERE person = $a AND wrapped IS NOT NULL", person.Value),
            .. List("SELECT wrapped FROM matters WHERE person = $a AND wrapped IS NOT NULL", person.Value),
            .. List("SELECT mark FROM names WHERE person = $a", person.Value),
        ]
        : List("SELECT wrapped FROM matters WHERE person = $a AND matter = $b AND wrapped IS NOT NULL", person.Value, matter);

    /// <summary>Leaves an empty row for each: what is destroyed is never made again.</summary>
    public void Destroy(PersonId person, string? matter)
    {
        if (matter is not null)
        {
            Run("INSERT INTO matters (person, matter) VALUES ($a, $b) ON CONFLICT DO UPDATE SET wrapped = NULL", person.Value, matter);
            return;
        }

        // The person's own key first: with it gone nothing can be read, whatever happens before the rest is done.
        Run("INSERT INTO keys (person) VALUES ($a) ON CONFLICT DO UPDATE SET wrapped = NULL", person.Value);
        Run("UPDATE matters SET wrapped = NULL WHERE person = $a", person.Value);
        Run("DELETE FROM names WHERE person = $a", person.Value);
    }

    public List<string> Matters(PersonId person) => List("SELECT matter FROM matters WHERE person = $a ORDER BY matter", person.Value);

    public byte[]? Secret(byte[] master, string name) =>
        TryRead("SELECT wrapped FROM secrets WHERE name = $a", out var wrapped, name) ? Unwrap(master, wrapped!) : null;

    public void KeepSecret(byte[] master, string name, byte[] secret) =>
        Run("INSERT OR REPLACE INTO secrets (name, wrapped) VALUES ($a, $b)", name, Wrap(master, secret));

    /// <summary>Wraps everything that the master key wraps by another one. Keys of matters are wrapped by persons' keys and stay as they are.</summary>
    /// <returns>How many were wrapped again.</returns>
    public int Rewrap(byte[] master, byte[] next)
    {
        var persons = List("SELECT person FROM keys WHERE wrapped IS NOT NULL");
        foreach (var person in persons)
        {
            _ = TryRead("SELECT wrapped FROM keys WHERE person = $a", out var wrapped, person);
            Run("UPDATE keys SET wrapped = $b WHERE person = $a", person, Wrap(next, Unwrap(master, wrapped!)));
        }

        var secrets = List("SELECT name FROM secrets");
        foreach (var name in secrets)
        {
            KeepSecret(next, name, Secret(master, name)!);
        }

        return persons.Count + secrets.Count;
    }

    public void Run(string sql, params ReadOnlySpan<string> arguments)
    {
        using var command = Command(sql, arguments);
        command.ExecuteNonQuery();
    }

    private static string Wrap(byte[] by, byte[] key) => PersonalSeal.Seal(by, Convert.ToBase64String(key));

    private static byte[] Unwrap(byte[] by, string wrapped) => Convert.FromBase64String(PersonalSeal.Open(by, wrapped));

    private bool TryRead(string sql, out string? value, params ReadOnlySpan<string> arguments)
    {
        using var command = Command(sql, arguments);
        var read = command.ExecuteScalar();
        value = read as string;
        return read is not null;
    }

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

    private SqliteCommand Command(string sql, ReadOnlySpan<string> arguments)
    {
        var command = file.CreateCommand();
        command.CommandText = sql;
        var name = 'a';
        foreach (var argument in arguments)
        {
            command.Parameters.AddWithValue("$" + name++, argument);
        }

        return command;
    }
}
