using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.Privacy;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Tests.Privacy;

public sealed class KeepingPersonKeys : IDisposable
{
    private static readonly byte[] s_master = RandomNumberGenerator.GetBytes(32);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-keys-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.FullName, "keys.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_key_is_the_same_for_ever_and_each_case_has_its_own()
    {
        byte[]? persons, first, second;
        PersonId person;
        using (var keys = PersonKeyFile.Open(File, s_master))
        {
            person = keys.Pseudonym("phone", "+46701234567");
            (persons, first, second) = (keys.Key(person), keys.Key(person, "10000016"), keys.Key(person, "10000024"));
        }

        using var again = PersonKeyFile.Open(File, s_master);
        Assert.Equal(person, again.Pseudonym("phone", "+46701234567"));
        Assert.Equal(persons, again.Key(person));
        Assert.Equal(first, again.Key(person, "10000016"));
        Assert.Equal(3, new[] { persons, first, second }.Select(key => Convert.ToHexString(key!)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_destroyed_person_is_in_no_byte_of_the_file_and_of_its_write_ahead_log()
    {
        using var keys = PersonKeyFile.Open(File, s_master);
        for (var i = 0; i < 300; i++)
        {
            await keys.MakeAsync(keys.Pseudonym("phone", $"+4670{i:0000000}"), $"{i:00000000}", Ct);
        }

        var person = keys.Pseudonym("phone", "+46700000123");
        var wrapped = Wrapped(
            "SELECT wrapped FROM keys WHERE person = $p UNION ALL SELECT wrapped FROM matters WHERE person = $p " +
            "UNION ALL SELECT mark FROM names WHERE person = $p", person);
        Assert.Equal(3, wrapped.Count);
        Assert.All(wrapped, text => Assert.True(Holds(text)));
        Assert.Equal(3, await keys.DestroyAsync(person, null, Ct));

        Assert.All(wrapped, text => Assert.False(Holds(text[10..40]), "A destroyed key is still in the file."));
        Assert.Null(keys.Key(person));
        Assert.Null(keys.Key(person, "00000123"));
        Assert.Null(keys.Key(person, "a new case"));
        Assert.Equal(PersonKeyState.Destroyed, keys.State(person));
        Assert.Equal(["00000123"], keys.Matters(person));
        Assert.NotNull(keys.Key(keys.Pseudonym("phone", "+46700000124"), "00000124"));
    }

    [Fact]
    public async Task Whoever_was_erased_and_comes_again_is_somebody_new()
    {
        using var keys = PersonKeyFile.Open(File, s_master);
        var person = keys.Pseudonym("phone", "+46701234567");
        _ = keys.Key(person);
        await keys.DestroyAsync(person, null, Ct);
        var again = keys.Pseudonym("phone", "+46701234567");
        Assert.NotEqual(person, again);
        Assert.NotNull(keys.Key(again));
    }

    [Fact]
    public async Task One_case_can_be_destroyed_alone_and_gets_no_key_again()
    {
        var person = new PersonId("p-1");
        byte[]? other;
        using (var keys = PersonKeyFile.Open(File, s_master))
        {
            (_, other) = (keys.Key(person, "10000016"), keys.Key(person, "10000024"));
            Assert.Equal(1, await keys.DestroyAsync(person, "10000016", Ct));
            Assert.Null(keys.Key(person, "10000016"));
        }

        using var again = PersonKeyFile.Open(File, s_master);
        Assert.Null(again.Key(person, "10000016"));
        Assert.Equal(other, again.Key(person, "10000024"));
        Assert.NotNull(again.Key(person));
    }

    [Fact]
    public async Task New_persons_that_come_at_once_share_commits_and_lose_no_key()
    {
        const int Persons = 400;
        var made = new Dictionary<PersonId, byte[]>();
        using (var keys = PersonKeyFile.Open(File, s_master))
        {
            var people = Enumerable.Range(0, Persons).Select(i => keys.Pseudonym("phone", $"+4670{i:0000000}")).ToList();
            await Task.WhenAll(people.Select(person => keys.MakeAsync(person, "10000016", Ct)));
            Assert.InRange(keys.Commits, 1, Persons / 4);
            people.ForEach(person => made[person] = keys.Key(person, "10000016")!);
            Assert.InRange(keys.Commits, 1, Persons / 4); // Those were there.
        }

        using var again = PersonKeyFile.Open(File, s_master);
        Assert.All(made, pair => Assert.Equal(pair.Value, again.Key(pair.Key, "10000016")));
    }

    [Fact]
    public void Threads_that_want_the_same_new_key_get_the_same()
    {
        using var keys = PersonKeyFile.Open(File, s_master);
        var got = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 32, _ => got.Add(Convert.ToHexString(keys.Key(keys.Pseudonym("email", "a@b.se"), "10000016")!)));
        Assert.Single(got.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_new_master_key_opens_everything_and_the_old_one_nothing()
    {
        var next = RandomNumberGenerator.GetBytes(32);
        var person = new PersonId("p-1");
        byte[]? key;
        using (var keys = PersonKeyFile.Open(File, s_master))
        {
            key = keys.Key(person, "10000016");
            var known = keys.Pseudonym("phone", "+46701234567");
            _ = keys.Key(known);
            await keys.RewrapAsync(next, Ct);
            Assert.Equal(known, keys.Pseudonym("phone", "+46701234567"));
            Assert.NotNull(keys.Key(new PersonId("p-2"))); // A cache miss, under the new one.
        }

        Assert.ThrowsAny<CryptographicException>(() => PersonKeyFile.Open(File, s_master));
        using (var cutOff = PersonKeyFile.Open(File, s_master, next))
        {
            Assert.True(cutOff.IsUnder(next)); // As after a crash before the new key took the old one's place.
        }

        using var again = PersonKeyFile.Open(File, next);
        Assert.Equal(key, again.Key(person, "10000016"));
    }

    private List<string> Wrapped(string sql, PersonId person)
    {
        using var file = new SqliteConnection($"Data Source={File};Pooling=False;Mode=ReadOnly");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$p", person.Value);
        using var rows = command.ExecuteReader();
        var list = new List<string>();
        while (rows.Read())
        {
            list.Add(rows.GetString(0));
        }

        return list;
    }

    private bool Holds(string text) => _folder.EnumerateFiles().Any(file =>
    {
        using var open = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[open.Length];
        open.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
    });
}
