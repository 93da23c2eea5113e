using System.Security.Claims;
using IntegrationHub.Adapters.People;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.People;
using IntegrationHub.Host.Search;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.People;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Search;

/// <summary>Who is signed in decides what searches show; nothing that a request says does.</summary>
public sealed partial class WhoSeesWhat : IDisposable
{
    private static readonly TestKeys s_keys = new();
    private static readonly EventCodec s_codec = new(s_keys);
    private static readonly ServiceCatalogue s_catalogue = ServiceCatalogue.Default;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("people-");
    private readonly MemoryEventLog _log = new(new FakeTimeProvider());
    private readonly DirectoryStore _store;
    private readonly PeopleIndex _index;
    private readonly OrderAccess _orders;
    private readonly SearchAccess _access;

    public WhoSeesWhat()
    {
        (_store, _index) = (new DirectoryStore(_log, s_codec), PeopleIndex.Open(Path.Combine(_folder.FullName, "people.db"), s_codec, s_keys));
        var nothingSet = new ConfigurationBuilder().Build();
        var directory = new CityDirectory(_store, _index, s_keys, new FakeTimeProvider());
        _orders = new(directory, OrdererSettings.Read(nothingSet), OrderRules.Default, s_catalogue, s_keys);
        _access = new(s_catalogue, directory, new MandateHolders(directory, MandateSettings.Read(nothingSet)), _orders);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("administrator", true)]
    [InlineData("city-office", true)]
    [InlineData("operator", true)]
    [InlineData("agent", true)]
    [InlineData("supplier", false)]
    [InlineData("desk:", false)]
    [InlineData("", false)]
    public async Task The_citys_own_staff_sees_all_and_an_unknown_role_nothing(string role, bool seesAll) =>
        Assert.Equal((seesAll, 0), (await ReaderAsync(null, role)) is var reader ? (reader.SeesAll, reader.Marks.Count) : default);

    [Fact]
    public async Task Nobody_who_is_not_signed_in_sees_anything()
    {
        var anonymous = new DefaultHttpContext();
        anonymous.Request.Headers["X-Hub-Role"] = "administrator";
        Assert.Equal(SearchReader.Nobody, await _access.ReaderAsync(anonymous, Ct));
    }

    [Fact]
    public async Task A_desk_sees_its_own_and_its_suppliers()
    {
        var desk = s_catalogue.Desks[0];
        Assert.Equal([SearchReader.Desk(desk.Id), SearchReader.Supplier(desk.Supplier)], (await ReaderAsync(null, "desk:" + desk.Id)).Marks);
        Assert.Equal([SearchReader.Desk("unknown")], (await ReaderAsync(null, "desk:unknown")).Marks);
    }

    [Fact]
    public async Task A_person_sees_its_own_by_every_number_and_address_and_only_a_role_opens_the_organisation()
    {
        var asa = await KeepAsync(new PersonDraft("a") { Organisation = "bildning", Phones = [new("+46701234567")], Roles = [new("education", "lärare")] });
        var bo = await KeepAsync(new PersonDraft("b") { Organisation = "bildning", Roles = [new("office", "Lokal IT-chef"), new("office", "chef", Organisation: "kultur")] });
        var siv = await KeepAsync(new PersonDraft("s") { Organisation = "kultur", Roles = [new("office", "beställare", Organisation: "vård")] });
        var teacher = await ReaderAsync("a", "user");
        Assert.Contains(SearchReader.Person(asa.Value), teacher.Marks);
        Assert.Contains(SearchReader.Person(PersonWays.Phone(s_keys, "+46701234567").Value), teacher.Marks);
        Assert.DoesNotContain(teacher.Marks, mark => mark.StartsWith("organisation:", StringComparison.Ordinal) || mark.Contains(bo.Value, StringComparison.Ordinal));
        Assert.Equal([SearchReader.Organisation("bildning")], (await ReaderAsync("b", "user")).Marks.Where(mark => mark.StartsWith("organisation:", StringComparison.Ordinal)));
        Assert.Equal([SearchReader.Organisation("vård")], (await ReaderAsync("s", "user")).Marks.Where(mark => mark.StartsWith("organisation:", StringComparison.Ordinal)));
        Assert.Contains(SearchReader.Person(siv.Value), (await ReaderAsync("s", "user")).Marks);
    }

    [Fact]
    public async Task Whom_the_directory_does_not_know_sees_nothing() => Assert.Empty((await ReaderAsync("unknown", "user")).Marks);

    public void Dispose()
    {
        _index.Dispose();
        _folder.Delete(recursive: true);
    }

    private Task<SearchReader> ReaderAsync(string? subject, string role) => _access.ReaderAsync(new DefaultHttpContext { User = User(subject, role) }, Ct);

    private static ClaimsPrincipal User(string? subject, string role)
    {
        List<Claim> claims = [new(ClaimTypes.Role, role)];
        if (subject is not null)
        {
            claims.Add(new("sub", subject));
        }

        return new(new ClaimsIdentity(claims, "token"));
    }

    private async Task<PersonId> KeepAsync(PersonDraft draft)
    {
        var person = s_keys.Pseudonym("person", draft.ExternalId);
        await _store.DecideAsync(person, new KeepPerson(draft.Seal(person, _ => PersonId.Nobody), DateTimeOffset.UnixEpoch), new EventContext("hub", "import"), null, Ct);
        await _index.CatchUpAsync(_log, Ct);
        return person;
    }
}
