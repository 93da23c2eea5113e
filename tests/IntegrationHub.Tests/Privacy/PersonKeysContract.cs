using System.Security.Cryptography;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.Privacy;

/// <summary>What every store of persons' keys does, wherever its tables lie.</summary>
public abstract class PersonKeysContract
{
    private static readonly byte[] s_master = RandomNumberGenerator.GetBytes(32);

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens the test's own store; the same one each time.</summary>
    protected abstract PersonKeys Open(byte[] master, byte[]? following = null);

    protected PersonKeys Open() => Open(s_master);

    [Fact]
    public async Task A_destroyed_person_has_no_key_and_gets_none_again_and_others_have_theirs()
    {
        using var keys = Open();
        var (person, other) = (keys.Pseudonym("phone", "+46700000123"), keys.Pseudonym("phone", "+46700000124"));
        await keys.MakeAsync(person, "00000123", Ct);
        await keys.MakeAsync(other, "00000124", Ct);
        Assert.Equal(3, (await keys.DestroyAsync(person, null, Ct)).Entries);
        Assert.Null(keys.Key(person));
        Assert.Null(keys.Key(person, "00000123"));
        Assert.Null(keys.Key(person, "a new case"));
        Assert.Equal(PersonKeyState.Destroyed, keys.State(person));
        Assert.Equal(PersonKeyState.Kept, keys.State(other));
        Assert.Equal(PersonKeyState.Unknown, keys.State(new PersonId("p-nobody")));
        Assert.Equal(["00000123"], keys.Matters(person));
        Assert.NotNull(keys.Key(keys.Pseudonym("phone", "+46700000124"), "00000124"));
        Assert.Equal(0, (await keys.DestroyAsync(person, null, Ct)).Entries);
    }

    [Fact]
    public void What_is_closed_twice_is_closed()
    {
        var keys = Open();
        keys.Dispose();
        Assert.Null(Record.Exception(keys.Dispose));
    }

    [Fact]
    public async Task What_is_destroyed_before_it_was_made_is_never_made()
    {
        using var keys = Open();
        await keys.DestroyAsync(new PersonId("p-1"), "10000016", Ct);
        await keys.DestroyAsync(new PersonId("p-2"), null, Ct);
        Assert.Null(keys.Key(new PersonId("p-2"), "10000024"));
        Assert.NotNull(keys.Key(new PersonId("p-1")));
        Assert.Null(keys.Key(new PersonId("p-1"), "10000016"));
    }

    [Fact]
    public async Task A_secret_of_the_hubs_own_and_the_stores_id_stay_also_under_another_master_key()
    {
        var next = RandomNumberGenerator.GetBytes(32);
        byte[] secret;
        string id;
        using (var keys = Open())
        {
            (id, secret) = (keys.Id, keys.Secret("links", () => RandomNumberGenerator.GetBytes(32)));
            await keys.RewrapAsync(next, Ct);
            Assert.Equal(secret, keys.Secret("links", () => RandomNumberGenerator.GetBytes(32)));
        }

        using var again = Open(next);
        Assert.Equal(id, again.Id);
        Assert.Equal(secret, again.Secret("links", () => RandomNumberGenerator.GetBytes(32)));
    }

    [Fact]
    public void A_key_is_the_same_for_ever_and_each_case_has_its_own()
    {
        byte[]? persons, first, second;
        PersonId person;
        using (var keys = Open(s_master))
        {
            person = keys.Pseudonym("phone", "+46701234567");
            (persons, first, second) = (keys.Key(person), keys.Key(person, "10000016"), keys.Key(person, "10000024"));
        }

        using var again = Open(s_master);
        Assert.Equal(person, again.Pseudonym("phone", "+46701234567"));
        Assert.Equal(persons, again.Key(person));
        Assert.Equal(first, again.Key(person, "10000016"));
        Assert.Equal(3, new[] { persons, first, second }.Select(key => Convert.ToHexString(key!)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Whoever_was_erased_and_comes_again_is_somebody_new()
    {
        using var keys = Open(s_master);
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
        using (var keys = Open(s_master))
        {
            (_, other) = (keys.Key(person, "10000016"), keys.Key(person, "10000024"));
            Assert.Equal(1, (await keys.DestroyAsync(person, "10000016", Ct)).Entries);
            Assert.Null(keys.Key(person, "10000016"));
        }

        using var again = Open(s_master);
        Assert.Null(again.Key(person, "10000016"));
        Assert.Equal(other, again.Key(person, "10000024"));
        Assert.NotNull(again.Key(person));
    }

    [Fact]
    public async Task New_persons_that_come_at_once_share_commits_and_lose_no_key()
    {
        const int Persons = 400;
        var made = new Dictionary<PersonId, byte[]>();
        using (var keys = Open(s_master))
        {
            var people = Enumerable.Range(0, Persons).Select(i => keys.Pseudonym("phone", $"+4670{i:0000000}")).ToList();
            var before = keys.Commits;
            await Task.WhenAll(people.Select(person => keys.MakeAsync(person, "10000016", Ct)));
            Assert.InRange(keys.Commits - before, 1, Persons / 4);
            people.ForEach(person => made[person] = keys.Key(person, "10000016")!);
            Assert.InRange(keys.Commits - before, 1, Persons / 4); // Those were there.
        }

        using var again = Open(s_master);
        Assert.All(made, pair => Assert.Equal(pair.Value, again.Key(pair.Key, "10000016")));
    }

    [Fact]
    public void Threads_that_want_the_same_new_key_get_the_same()
    {
        using var keys = Open(s_master);
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
        using (var keys = Open(s_master))
        {
            key = keys.Key(person, "10000016");
            var known = keys.Pseudonym("phone", "+46701234567");
            _ = keys.Key(known);
            await keys.RewrapAsync(next, Ct);
            Assert.Equal(known, keys.Pseudonym("phone", "+46701234567"));
            Assert.NotNull(keys.Key(new PersonId("p-2"))); // A cache miss, under the new one.
        }

        Assert.ThrowsAny<CryptographicException>(() => Open(s_master));
        using (var cutOff = Open(s_master, next))
        {
            Assert.True(cutOff.IsUnder(next)); // As after a crash before the new key took the old one's place.
        }

        using var again = Open(next);
        Assert.Equal(key, again.Key(person, "10000016"));
    }
}
