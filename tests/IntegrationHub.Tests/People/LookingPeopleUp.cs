using IntegrationHub.Adapters.People;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.People;

public sealed class LookingPeopleUp : IDisposable
{
    private static readonly TestKeys s_keys = new();
    private static readonly PersonId s_phone = PersonWays.Phone(s_keys, "+46701234567");
    private static readonly PersonId s_mail = PersonWays.Mail(s_keys, "ASA@example.se");
    private static readonly EventCodec s_codec = new(s_keys);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("people-");
    private readonly MemoryEventLog _log = new(new FakeTimeProvider());
    private readonly DirectoryStore _store;
    private readonly PeopleIndex _index;

    public LookingPeopleUp() => (_store, _index) = (new DirectoryStore(_log, s_codec), Open());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_number_and_address_leads_to_the_one_person()
    {
        var asa = await KeepAsync(new PersonDraft("a") { Phones = [new("+46701234567"), new("+46846500401")], Mails = [new("asa@example.se")] });
        Assert.All([s_phone, PersonWays.Phone(s_keys, "+46846500401"), s_mail], way => Assert.Equal([asa], _index.Holders(way)));
        Assert.Contains(s_phone, _index.WaysOf(asa));
    }

    [Fact]
    public async Task A_number_of_two_is_neithers()
    {
        var asa = await KeepAsync(new PersonDraft("a") { Phones = [new("+46701234567")] });
        await KeepAsync(new PersonDraft("b") { Phones = [new("+46701234567")] });
        Assert.Equal(2, _index.Holders(s_phone).Count);
        Assert.DoesNotContain(s_phone, _index.WaysOf(asa));
    }

    [Fact]
    public async Task A_number_that_was_given_up_is_held_no_more_but_its_cases_stay_findable()
    {
        var asa = await KeepAsync(new PersonDraft("a") { Phones = [new("+46701234567")] });
        await KeepAsync(new PersonDraft("a") { Phones = [new("+46701234568")] });
        Assert.Empty(_index.Holders(s_phone));
        Assert.Contains(s_phone, _index.WaysOf(asa));
    }

    [Fact]
    public async Task Who_has_left_has_no_number()
    {
        var asa = await KeepAsync(new PersonDraft("a") { Phones = [new("+46701234567")] });
        await _store.DecideAsync(asa, new LetPersonGo(Removed: false, DateTimeOffset.UnixEpoch), new EventContext("hub", "import"), null, Ct);
        await _index.CatchUpAsync(_log, Ct);
        Assert.Empty(_index.Holders(s_phone));
        Assert.Equal(1, _index.Count(null));
    }

    [Fact]
    public async Task Dropped_it_is_the_same_again_and_no_clear_text_is_in_it()
    {
        var asa = await KeepAsync(new PersonDraft("a-1001") { GivenName = "Åsa", Phones = [new("+46701234567")], Mails = [new("asa@example.se")] });
        _index.Dispose();
        var bytes = string.Concat(_folder.GetFiles("people.db*").Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file.FullName))));
        Assert.DoesNotContain((string[])["4670123", "asa@", "a-1001", "sa"], secret => secret.Length > 2 && bytes.Contains(secret, StringComparison.OrdinalIgnoreCase));
        foreach (var file in _folder.GetFiles("people.db*"))
        {
            file.Delete();
        }

        using var again = Open();
        await again.CatchUpAsync(_log, Ct);
        Assert.Equal([asa], again.Holders(s_phone));
        Assert.Equal(_index.Position, again.Position);
    }

    [Fact]
    public async Task A_log_from_an_older_copy_is_read_from_the_start()
    {
        await KeepAsync(new PersonDraft("a") { Phones = [new("+46701234567")] });
        await _index.CatchUpAsync(new MemoryEventLog(new FakeTimeProvider()), Ct);
        Assert.Equal((0, LogPosition.Start), (_index.Count(null), _index.Position));
    }

    public void Dispose()
    {
        _index.Dispose();
        _folder.Delete(recursive: true);
    }

    private PeopleIndex Open() => PeopleIndex.Open(Path.Combine(_folder.FullName, "people.db"), s_codec, s_keys);

    private async Task<PersonId> KeepAsync(PersonDraft draft)
    {
        var person = s_keys.Pseudonym("person", draft.ExternalId);
        await _store.DecideAsync(person, new KeepPerson(draft.Seal(person, _ => PersonId.Nobody), DateTimeOffset.UnixEpoch), new EventContext("hub", "import"), null, Ct);
        await _index.CatchUpAsync(_log, Ct);
        return person;
    }
}
