using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.KurrentServer;
using Npgsql;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace IntegrationHub.HostTests.Privacy;

/// <summary>Two hubs as processes, each with a data directory of its own, on one log and one store of keys.</summary>
public sealed partial class TwoHubsOnOneLog(Postgres database) : IClassFixture<Postgres>, IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);
    private readonly string _master = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly TestFolder _one = new();
    private readonly TestFolder _other = new();
    private readonly WireMockServer _supplier = WireMockServer.Start();
    private KurrentTestServer _log = null!;
    private string _keys = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Dictionary<string, string> Settings => new(StringComparer.Ordinal)
    {
        ["HUB_EventLog__Kind"] = "kurrentdb",
        ["HUB_EventLog__ConnectionString"] = _log.ConnectionString,
        ["HUB_Privacy__KeyStore"] = _keys,
        ["HUB_Privacy__MasterKey"] = _master,
        ["HUB_Suppliers__workplace__Protocol"] = "cloudevents",
        ["HUB_Suppliers__workplace__Url"] = _supplier.Url + "/events",
        ["HUB_Suppliers__workplace__Token"] = "workplace-token",
    };

    public async ValueTask InitializeAsync()
    {
        _log = await KurrentTestServer.StartAsync(new ServerSettings { Flush = TimeSpan.Zero }, Ct);
        _keys = await database.NewDatabaseAsync();
        Answer(202);
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _supplier.Dispose();
        _one.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Both_start_read_what_the_other_wrote_and_tell_a_supplier_of_each_case_once()
    {
        using var one = await HubProcess.ServeAsync(_one.Path, Settings);
        using var other = await HubProcess.ServeAsync(_other.Path, Settings);
        var (first, second) = (await OpenAsync(one, "at-one", "Ana Ek"), await OpenAsync(other, "at-other", "Bo Al"));
        Assert.Equal("Ana Ek", await ReporterAsync(other, first.Number));
        Assert.Equal("Bo Al", await ReporterAsync(one, second.Number));
        Assert.Equal(first.Person, second.Person); // By the number that they share.
        Assert.Equal(first.Number, (await OpenAsync(other, "at-one", "Ana Ek")).Number); // The same contact again, at the other.

        foreach (var number in new[] { first.Number, second.Number })
        {
            await InformedAsync(one, number);
        }

        Assert.All(Taken(), times => Assert.Equal(1, times));
        Assert.Equal(HttpStatusCode.OK, await NoteByFormAsync(shownBy: one, sentTo: other, first.Number));
        Assert.Equal("Healthy", await other.Http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Ct));
        Assert.Equal([], Directory.GetFileSystemEntries(_one.Path, "*key*").Concat(Directory.GetFileSystemEntries(_other.Path, "*key*")).Where(file => !file.EndsWith("audit.key", StringComparison.Ordinal)));
        Assert.Equal(1L, await database.RunAsync(_keys, "SELECT count(*) FROM secrets WHERE name = 'links'"));
    }

    [Fact]
    public async Task A_person_that_one_erases_is_gone_at_the_other_from_what_it_remembers_and_from_its_search()
    {
        using var one = await HubProcess.ServeAsync(_one.Path, Settings);
        using var other = await HubProcess.ServeAsync(_other.Path, Settings);
        var (number, person) = await OpenAsync(one, "k", "Gunborg Kvistlöv");
        Assert.Equal("Gunborg Kvistlöv", await ReporterAsync(other, number)); // And now it remembers the key.
        await UntilAsync(async () => await FoundAsync(other, "zygomorft") == 1 && await FoundAsync(one, "zygomorft") == 1);

        using var erased = await EraseAsync(one, person);
        var receipt = await OpeningACase.JsonAsync(erased.EnsureSuccessStatusCode());
        var waited = Stopwatch.StartNew();
        await UntilAsync(async () => await ReporterAsync(other, number) == "[raderat]");
        Assert.True(waited.Elapsed < KeyDatabase.Memory + TimeSpan.FromSeconds(60), "The other hub read it for longer than the receipt says."); // What is more is the machine's.
        await UntilAsync(async () => await FoundAsync(other, "zygomorft") == 0 && await FoundAsync(other, number) == 1);
        await UntilAsync(() => Task.FromResult(LookingForAPerson.InFolder(_other.Path, "Kvistlöv", "zygomorft").Count == 0));
        Assert.Empty(LookingForAPerson.InFolder(_one.Path, "Kvistlöv", "zygomorft"));
        var places = receipt.GetProperty("places").EnumerateArray().ToDictionary(place => OpeningACase.Text(place, "place"), place => OpeningACase.Text(place, "did"), StringComparer.Ordinal);
        Assert.Contains("VACUUM FULL", places["person keys"], StringComparison.Ordinal);
        Assert.Contains("write-ahead log and archive, replicas, backups", places["key database"], StringComparison.Ordinal);
        Assert.Contains("30 s", places["other hubs on this log"], StringComparison.Ordinal);

        var again = await OpenAsync(other, "k2", "Gunborg Kvistlöv");
        Assert.NotEqual(person, again.Person);
        Assert.Equal("Gunborg Kvistlöv", await ReporterAsync(one, again.Number));
    }

    [Fact]
    public async Task A_hub_that_was_switched_off_while_another_erased_forgets_when_it_starts()
    {
        using var one = await HubProcess.ServeAsync(_one.Path, Settings);
        string number, person;
        using (var other = await HubProcess.ServeAsync(_other.Path, Settings))
        {
            // Beside others' cases: what Lucene only marks as deleted stays in a file that holds more.
            var opened = await Task.WhenAll(Enumerable.Range(0, 24).Select(i =>
                OpenAsync(other, $"k{i}", "Gunborg Kvistlöv", i == 12 ? "zygomorft" : $"vanligt{i}", $"070-123 45 {i + 10}")));
            (number, person) = opened[12];
            await UntilAsync(async () => await FoundAsync(other, "zygomorft") == 1);
            await UntilAsync(() => Task.FromResult(LookingForAPerson.InFolder(_other.Path, "zygomorft").Count > 0)); // Committed.
            await other.KillAsync();
        }

        (await EraseAsync(one, person)).EnsureSuccessStatusCode().Dispose();
        using var again = await HubProcess.ServeAsync(_other.Path, Settings);
        await UntilAsync(async () => (await FoundAsync(again, "zygomorft"), await FoundAsync(again, "vanligt13"), await FoundAsync(again, number)) == (0, 1, 1)); // Without its words, but there.
        Assert.Equal("[raderat]", await ReporterAsync(again, number));
        await again.PutForwardAsync(TimeSpan.FromHours(25)); // Its files are rewritten within a day.
        await UntilAsync(() => Task.FromResult(LookingForAPerson.InFolder(_other.Path, "zygomorft").Count == 0));
    }

    [Fact]
    public async Task When_one_is_killed_with_work_in_hand_the_other_does_it_and_nothing_is_done_twice()
    {
        const int Cases = 16;
        Answer(503);
        using var other = await HubProcess.ServeAsync(_other.Path, Settings);
        var numbers = new List<string>();
        using (var one = await HubProcess.ServeAsync(_one.Path, Settings))
        {
            for (var i = 0; i < Cases; i++)
            {
                numbers.Add((await OpenAsync(i % 2 == 0 ? one : other, $"k{i}", $"Person {i}")).Number);
            }

            await UntilAsync(async () => await InHandAsync(one) > 0 && await InHandAsync(one) + await InHandAsync(other) >= Cases);
            await one.KillAsync();
        }

        Answer(202);
        for (var i = 0; i < Cases; i++)
        {
            await InformedAsync(other, numbers[i]);
            Assert.Equal($"Person {i}", await ReporterAsync(other, numbers[i]));
            Assert.Single(await TypesAsync(other, numbers[i]), type => type == "supplier-informed.v1");
        }

        Assert.Equal(Cases, Taken().Count);
        Assert.All(Taken(), times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task A_hub_with_another_master_key_without_one_or_with_a_database_that_is_away_says_so_and_does_not_start()
    {
        using var hub = await HubProcess.ServeAsync(_one.Path, Settings);
        var settings = Settings;
        settings["HUB_Privacy__MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await DoesNotStartAsync(settings, "are wrapped by another master key. Set Privacy:MasterKey");
        settings.Remove("HUB_Privacy__MasterKey");
        await DoesNotStartAsync(settings, "Give each hub the same Privacy:MasterKey");
        settings = Settings;
        settings["HUB_Privacy__KeyStore"] = new NpgsqlConnectionStringBuilder(_keys) { Port = HubProcess.FreeAddress().Port }.ConnectionString;
        await DoesNotStartAsync(settings, "The key store (Privacy:KeyStore), the database hub_keys");
        settings["HUB_Privacy__KeyStore"] = await database.NewDatabaseAsync();
        await DoesNotStartAsync(settings, "are not those of this log");
    }

    [Fact]
    public async Task The_keys_that_one_hub_had_for_itself_are_moved_and_a_second_hub_reads_everything()
    {
        var alone = Settings;
        alone.Remove("HUB_Privacy__KeyStore");
        alone.Remove("HUB_Privacy__MasterKey");
        (string Number, string Person) opened;
        using (var first = await HubProcess.ServeAsync(_one.Path, alone))
        {
            opened = await OpenAsync(first, "k", "Ana Ek");
            await first.KillAsync();
        }

        var (wrong, _, why) = await HubProcess.RunAsync(Settings, "keys", "share", "--data", _one.Path);
        Assert.Equal(1, wrong);
        Assert.Contains("base64 -w0", why, StringComparison.Ordinal);
        var settings = Settings;
        settings["HUB_Privacy__MasterKey"] = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(_one.Path, "master.key"), Ct));
        await DoesNotStartAsync(settings, "hub keys share"); // Before the keys are there, the database is another store.
        var (exitCode, said, error) = await HubProcess.RunAsync(settings, "keys", "share", "--data", _one.Path);
        Assert.True(exitCode == 0, error);
        Assert.Contains("keys.db.shared", said, StringComparison.Ordinal);

        using var one = await HubProcess.ServeAsync(_one.Path, settings);
        using var other = await HubProcess.ServeAsync(_other.Path, settings);
        Assert.Equal("Ana Ek", await ReporterAsync(other, opened.Number));
        Assert.Equal(opened.Person, (await OpenAsync(other, "k2", "Ana Ek")).Person);
        (await EraseAsync(one, opened.Person)).EnsureSuccessStatusCode().Dispose();
        var (again, _, refused) = await HubProcess.RunAsync(settings, "keys", "share", "--data", _one.Path);
        Assert.Equal((1, 1), (again, refused.TrimEnd().Split('\n').Length)); // There are keys of persons already, and a hub runs.
    }

    private async Task DoesNotStartAsync(Dictionary<string, string> settings, string because)
    {
        var (exitCode, said) = await HubProcess.FailingStartAsync(_other.Path, settings);
        Assert.Equal(1, exitCode);
        Assert.Contains(because, Assert.Single(said.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", said, StringComparison.Ordinal);
    }
}
