using System.Text;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.Privacy;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Tests.Privacy;

public sealed class KeepingPersonKeys : PersonKeysContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-keys-");

    private string File => Path.Combine(_folder.FullName, "keys.db");

    protected override PersonKeys Open(byte[] master, byte[]? following = null) => PersonKeys.Open(File, master, following);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_destroyed_person_is_in_no_byte_of_the_file_and_of_its_write_ahead_log()
    {
        using var keys = Open();
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
        Assert.Equal(3, (await keys.DestroyAsync(person, null, Ct)).Entries);

        Assert.All(wrapped, text => Assert.False(Holds(text[10..40]), "A destroyed key is still in the file."));
        Assert.Null(keys.Key(person));
        Assert.Null(keys.Key(person, "00000123"));
        Assert.Null(keys.Key(person, "a new case"));
        Assert.Equal(PersonKeyState.Destroyed, keys.State(person));
        Assert.Equal(["00000123"], keys.Matters(person));
        Assert.NotNull(keys.Key(keys.Pseudonym("phone", "+46700000124"), "00000124"));
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
