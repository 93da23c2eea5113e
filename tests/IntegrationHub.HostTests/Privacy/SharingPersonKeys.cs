using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.Privacy;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.HostTests.Privacy;

/// <summary>The store of keys in a real PostgreSQL: what every store does, and what two hubs that share it must not do to each other.</summary>
public sealed class SharingPersonKeys(Postgres server) : PersonKeysContract, IClassFixture<Postgres>, IAsyncLifetime
{
    private const int Rounds = 40;
    private static readonly PersonId s_person = new("p-1");
    private readonly FakeTimeProvider _clock = new();
    private string _database = "";

    public async ValueTask InitializeAsync() => _database = await server.NewDatabaseAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override PersonKeys Open(byte[] master, byte[]? following = null) => OpenWith(() => new MasterKeys(master, following));

    [Fact]
    public async Task Two_hubs_that_begin_on_an_empty_database_at_once_have_the_same_store()
    {
        var hubs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Open, Ct)));
        Assert.Single(hubs.Select(hub => hub.Id).Distinct(StringComparer.Ordinal));
        Assert.Single(hubs.Select(hub => Convert.ToHexString(hub.Secret("links", () => RandomNumberGenerator.GetBytes(32)))).Distinct(StringComparer.Ordinal));
        Array.ForEach(hubs, hub => hub.Dispose());
    }

    [Fact]
    public async Task Two_hubs_that_meet_the_same_person_at_once_give_one_pseudonym_and_one_key()
    {
        using var one = Open();
        using var other = Open();
        for (var round = 0; round < Rounds; round++)
        {
            var phone = $"+4670{round:0000000}";
            var met = await Task.WhenAll(new[] { one, other }.Select(hub => Task.Run(
                async () =>
                {
                    var person = hub.Pseudonym("phone", phone);
                    await hub.MakeAsync(person, "10000016", Ct);
                    return (person, Convert.ToHexString(hub.Key(person)!), Convert.ToHexString(hub.Key(person, "10000016")!));
                }, Ct)));
            Assert.Equal(met[0], met[1]);
        }
    }

    [Fact]
    public async Task Many_keys_that_two_hubs_want_in_opposite_order_are_all_made_once()
    {
        using var one = Open();
        using var other = Open();
        var persons = Enumerable.Range(0, 200).Select(i => new PersonId($"p-{i}")).ToList();
        await Task.WhenAll(
            Task.WhenAll(persons.Select(person => one.MakeAsync(person, "10000016", Ct))),
            Task.WhenAll(Enumerable.Reverse(persons).Select(person => other.MakeAsync(person, "10000016", Ct))));
        Assert.All(persons, person => Assert.Equal(one.Key(person, "10000016"), other.Key(person, "10000016")));
    }

    [Fact]
    public async Task A_key_that_one_hub_destroyed_is_dropped_by_the_other_when_it_is_told_and_after_half_a_minute_anyway()
    {
        using var one = Open();
        using var other = Open();
        var (told, untold) = (other.Pseudonym("phone", "+46701234567"), other.Pseudonym("phone", "+46707654321"));
        var kept = other.Key(told, "10000016");
        _ = other.Key(untold, "10000024");
        Assert.Equal(kept, one.Key(told, "10000016"));
        await one.DestroyAsync(told, null, Ct);
        await one.DestroyAsync(untold, null, Ct);

        Assert.Equal(kept, other.Key(told, "10000016")); // Without the database: so it is quick, and so it must be told.
        other.Forget(told, null);
        Assert.Null(other.Key(told, "10000016"));
        Assert.NotEqual(told, other.Pseudonym("phone", "+46701234567"));
        Assert.NotNull(other.Key(untold, "10000024"));
        _clock.Advance(KeyDatabase.Memory + TimeSpan.FromSeconds(1));
        Assert.Null(other.Key(untold, "10000024"));
        Assert.NotEqual(untold, other.Pseudonym("phone", "+46707654321"));
        Assert.Equal(other.Pseudonym("phone", "+46707654321"), one.Pseudonym("phone", "+46707654321"));
    }

    [Fact]
    public async Task One_matter_that_was_destroyed_elsewhere_is_dropped_whosever_it_is()
    {
        using var one = Open();
        using var other = Open();
        var (matter, rest) = (other.Key(s_person, "10000016"), other.Key(s_person, "10000024"));
        await one.DestroyAsync(s_person, "10000016", Ct);
        Assert.Equal(matter, other.Key(s_person, "10000016"));
        other.Forget(null, "10000016");
        Assert.Null(other.Key(s_person, "10000016"));
        Assert.Equal(rest, other.Key(s_person, "10000024"));
    }

    [Fact]
    public async Task A_key_in_use_asks_the_database_nothing()
    {
        using var keys = Open();
        var key = keys.Key(s_person, "10000016");
        var person = keys.Pseudonym("phone", "+46701234567");
        await server.RunAsync(_database, "ALTER TABLE keys RENAME TO keys_away; ALTER TABLE names RENAME TO names_away");
        Assert.Equal(key, keys.Key(s_person, "10000016"));
        Assert.Equal(person, keys.Pseudonym("phone", "+46701234567"));
        await keys.MakeAsync(s_person, "10000016", Ct);
        var fault = Assert.Throws<EventLogException>(() => keys.Key(new PersonId("p-2")));
        Assert.Equal("unavailable", fault.Code);
        Assert.DoesNotContain("hush", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_takes_over_the_new_master_key_that_another_one_changed_to()
    {
        var (now, next) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        using var one = Open(now, next);
        using var other = Open(now, next);
        using var stale = Open(now);
        var (key, secret) = (one.Key(s_person, "10000016"), one.Secret("links", () => RandomNumberGenerator.GetBytes(32)));
        await one.RewrapAsync(next, Ct);

        Assert.Equal(key, other.Key(s_person, "10000016"));
        Assert.True(other.IsUnder(next));
        Assert.Equal(secret, other.Secret("links", () => RandomNumberGenerator.GetBytes(32)));
        Assert.Contains("Privacy:MasterKey", Assert.Throws<EventLogException>(() => stale.Key(s_person, "10000016")).Message, StringComparison.Ordinal);
        Assert.Throws<EventLogException>(() => stale.Key(new PersonId("p-new"))); // And writes nothing that nobody could open.
        Assert.NotNull(one.Key(new PersonId("p-new")));
        Assert.ThrowsAny<CryptographicException>(() => Open(now));
    }

    [Fact]
    public async Task Keys_that_one_hub_makes_while_another_changes_the_master_key_can_be_opened_after()
    {
        var (now, next) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        using var one = Open(now, next);
        using var other = Open(now, next);
        var made = new Dictionary<PersonId, byte[]>();
        var making = Task.Run(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                var person = new PersonId($"p-{i}");
                made[person] = other.Key(person)!;
            }
        }, Ct);
        await one.RewrapAsync(next, Ct);
        await making;
        using var again = Open(next);
        Assert.All(made, pair => Assert.Equal(pair.Value, again.Key(pair.Key)));
    }

    [Fact]
    public async Task A_destroyed_person_is_in_no_file_of_the_tables_and_the_receipt_says_what_is_left_to_the_operator()
    {
        using var keys = Open();
        for (var i = 0; i < 100; i++)
        {
            await keys.MakeAsync(keys.Pseudonym("phone", $"+4670{i:0000000}"), $"{i:00000000}", Ct);
        }

        var person = keys.Pseudonym("phone", "+46700000042");
        var wrapped = ((string)(await server.RunAsync(
            _database, $"SELECT string_agg(t.wrapped, ' ') FROM (SELECT wrapped FROM keys WHERE person = '{person}' UNION ALL SELECT wrapped FROM matters WHERE person = '{person}' " +
            $"UNION ALL SELECT mark FROM names WHERE person = '{person}') t"))!).Split(' ');
        Assert.Equal(3, wrapped.Length);
        await server.RunAsync(null, "CHECKPOINT");
        Assert.All(wrapped, text => Assert.True(InTheTables(text)));
        var destroyed = await keys.DestroyAsync(person, null, Ct);
        await server.RunAsync(null, "CHECKPOINT");
        Assert.All(wrapped, text => Assert.False(InTheTables(text[10..40]), "A destroyed key is still in a file of the tables."));
        Assert.Equal([PlaceOutcome.Erased, PlaceOutcome.LeftToOthers], destroyed.Places.Select(place => place.Outcome));
        Assert.Contains("VACUUM FULL", destroyed.Places[0].Did, StringComparison.Ordinal);
        Assert.Contains("write-ahead log", destroyed.Places[1].Did, StringComparison.Ordinal);
        Assert.DoesNotContain("could not", destroyed.Places[1].Did, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_open_transaction_may_still_see_is_said_in_the_receipt()
    {
        using var keys = Open();
        Assert.NotNull(keys.Key(s_person));
        await using var reader = Npgsql.NpgsqlDataSource.Create(_database);
        await using var connection = await reader.OpenConnectionAsync(Ct);
        await using var open = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Ct);
        await using (var look = new Npgsql.NpgsqlCommand("SELECT 1", connection, open))
        {
            await look.ExecuteScalarAsync(Ct);
        }

        var destroyed = await keys.DestroyAsync(s_person, null, Ct);
        Assert.Contains("may still see 1 deleted rows of the table keys", destroyed.Places[1].Did, StringComparison.Ordinal);
        Assert.DoesNotContain("VACUUM FULL", destroyed.Places[0].Did, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_may_not_write_the_tables_anew_destroys_all_the_same_and_the_receipt_says_so()
    {
        Open().Dispose();
        foreach (var table in new[] { "keys", "matters", "names", "secrets", "master" })
        {
            var role = new Npgsql.NpgsqlConnectionStringBuilder(_database).Username;
            await server.RunAsync(_database, $"ALTER TABLE {table} OWNER TO bench; GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {role}");
        }

        await server.RunAsync(_database, $"ALTER DATABASE {new Npgsql.NpgsqlConnectionStringBuilder(_database).Database} OWNER TO bench");
        using var keys = Open();
        Assert.NotNull(keys.Key(s_person));
        var destroyed = await keys.DestroyAsync(s_person, null, Ct);
        Assert.Null(keys.Key(s_person));
        Assert.Contains("does not own the table keys", destroyed.Places[1].Did, StringComparison.Ordinal);
        Assert.DoesNotContain("VACUUM FULL", destroyed.Places[0].Did, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_master_key_that_a_vault_has_wrapped_lies_there_for_all_hubs()
    {
        using var one = KeyDatabase.Open(KeyDatabaseSettings.Read(_database));
        using var other = KeyDatabase.Open(KeyDatabaseSettings.Read(_database));
        Assert.Null(await one.Wrapped.ReadAsync("master.wrapped", Ct));
        Assert.Equal([1], await one.Wrapped.KeepAsync("master.wrapped", [1], Ct));
        Assert.Equal([1], await other.Wrapped.KeepAsync("master.wrapped", [2], Ct)); // Of two that begin at once, the first one's.
        await one.Wrapped.KeepAsync("master.wrapped.next", [3], Ct);
        await other.Wrapped.ReplaceAsync("master.wrapped", "master.wrapped.next", Ct);
        await one.Wrapped.ReplaceAsync("master.wrapped", "master.wrapped.next", Ct); // Done before.
        Assert.Equal([3], await one.Wrapped.ReadAsync("master.wrapped", Ct));
        Assert.Null(await one.Wrapped.ReadAsync("master.wrapped.next", Ct));
    }

    [Fact]
    public async Task A_connection_that_the_database_ends_costs_nothing_but_another_try()
    {
        using var keys = Open();
        _ = keys.Key(s_person);
        await server.RunAsync(_database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        Assert.NotNull(keys.Key(new PersonId("p-2"), "10000016"));
    }

    private PersonKeys OpenWith(Func<MasterKeys> masters) =>
        PersonKeys.Open(KeyDatabase.Open(KeyDatabaseSettings.Read(_database)), masters, _clock);

    private bool InTheTables(string text) => Directory.EnumerateFiles(Path.Combine(server.Files, "base"), "*", SearchOption.AllDirectories)
        .Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0);
}
