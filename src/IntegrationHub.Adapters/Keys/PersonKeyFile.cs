using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Core.Privacy;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.Keys;

/// <summary>The persons' keys, in a SQLite file apart from the log, each wrapped by the master key.</summary>
/// <remarks>Destroying a row makes everything that was ever stored under that person's key unreadable (crypto-shredding).</remarks>
public sealed class PersonKeyFile : IPersonKeys, IDisposable
{
    private const int KeyBytes = 32;
    private const int CacheLimit = 50_000;
    private readonly SqliteConnection _file;
    private readonly byte[] _master;
    private readonly byte[] _pseudonymKey;
    private readonly Lock _one = new();
    private readonly ConcurrentDictionary<PersonId, byte[]?> _recent = new();

    private PersonKeyFile(SqliteConnection file, byte[] master)
    {
        _file = file;
        _master = master;
        _pseudonymKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, master, KeyBytes, info: "pseudonym"u8.ToArray());
    }

    /// <summary>Opens the key file, made at first use.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="master">32 bytes; the same as before, or the keys cannot be read.</param>
    /// <exception cref="CryptographicException">The file was made under another master key.</exception>
    public static PersonKeyFile Open(string path, byte[] master)
    {
        var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        file.Open();
        using (var setup = file.CreateCommand())
        {
            setup.CommandText = """
                PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;
                CREATE TABLE IF NOT EXISTS keys (person TEXT PRIMARY KEY, wrapped TEXT) WITHOUT ROWID;
                """;
            setup.ExecuteNonQuery();
        }

        var keys = new PersonKeyFile(file, master);
        keys.Key(new PersonId("the-master-key-is-right"));
        return keys;
    }

    /// <inheritdoc/>
    public PersonId Pseudonym(string kind, string value)
    {
        var hash = HMACSHA256.HashData(_pseudonymKey, Encoding.UTF8.GetBytes(kind + "\n" + value));
        return new PersonId("p-" + Convert.ToHexStringLower(hash.AsSpan(0, 10)));
    }

    /// <inheritdoc/>
    public byte[]? Key(PersonId person)
    {
        if (_recent.TryGetValue(person, out var known))
        {
            return known;
        }

        lock (_one)
        {
            var key = Read(person, out var exists);
            if (!exists)
            {
                key = RandomNumberGenerator.GetBytes(KeyBytes);
                Write(person, key);
            }

            if (_recent.Count >= CacheLimit)
            {
                _recent.Clear();
            }

            return _recent[person] = key;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private byte[]? Read(PersonId person, out bool exists)
    {
        using var read = _file.CreateCommand();
        read.CommandText = "SELECT wrapped FROM keys WHERE person = $person";
        read.Parameters.AddWithValue("$person", person.Value);
        var wrapped = read.ExecuteScalar();
        exists = wrapped is not null;
        return wrapped is string text ? Convert.FromBase64String(PersonalSeal.Open(_master, text)) : null;
    }

    private void Write(PersonId person, byte[] key)
    {
        using var write = _file.CreateCommand();
        write.CommandText = "INSERT INTO keys (person, wrapped) VALUES ($person, $wrapped)";
        write.Parameters.AddWithValue("$person", person.Value);
        write.Parameters.AddWithValue("$wrapped", PersonalSeal.Seal(_master, Convert.ToBase64String(key)));
        write.ExecuteNonQuery();
    }
}
