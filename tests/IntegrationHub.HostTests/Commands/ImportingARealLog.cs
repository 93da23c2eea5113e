using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.HostTests.Commands;

/// <summary>The BPI Challenge 2013 incident log (W. Steeman, 4TU.ResearchData, doi 10.4121/uuid:500573e6-accc-4b0c-9576-aa5468b10cee).</summary>
public sealed class ImportingARealLog(ImportingARealLog.OneImport import) : IClassFixture<ImportingARealLog.OneImport>, IDisposable
{
    private const string Published = """
        {"cases":7554,"events":65533,"teams":649,"handoversMean":1.252,"handoversMedian":1,"handoversMax":31,"casesWithoutHandover":3734,
        "pingPongCases":1177,"bounces":2394,"returnedCases":1258,"worstPair":["D8","V37 2nd",84],"topHandover":["G96","G97",255],
        "firstLineCases":4546,"waitUserCases":2495,"throughputMedianDays":[0.3,8.4,10.0,13.9]}
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_published_figures_come_out_and_a_second_import_adds_nothing()
    {
        var file = Shared.File("data/vinst/incidents.csv.gz");
        var first = await HubProcess.RunAsync("import", "vinst", file, "--data", _folder.Path, "--json");
        Assert.Equal("0", first.ExitCode + first.Error);
        AssertPublished(first.Out);
        var before = await FingerprintAsync(_folder.Path);

        var second = await HubProcess.RunAsync("import", "vinst", file, "--data", _folder.Path, "--json");
        AssertPublished(second.Out);
        Assert.Equal(before, await FingerprintAsync(_folder.Path));
        AssertPublished((await HubProcess.RunAsync("report", "flow", "--data", _folder.Path, "--json")).Out);
    }

    [Fact]
    public async Task An_import_killed_in_the_middle_and_run_again_ends_with_the_same_events()
    {
        var file = Shared.File("data/vinst/incidents.csv.gz");
        var whole = await import.WholeAsync();
        var log = Path.Combine(_folder.Path, "log.db-wal");
        var killed = await HubProcess.KillWhenAsync(
            () => File.Exists(log) && new FileInfo(log).Length > 1_000_000, "import", "vinst", file, "--data", _folder.Path, "--json");
        Assert.True(killed, "The import ended before it could be killed.");
        Assert.NotEqual(whole, await FingerprintAsync(_folder.Path), StringComparer.Ordinal);

        await HubProcess.RunAsync("import", "vinst", file, "--data", _folder.Path, "--json");
        Assert.Equal(whole, await FingerprintAsync(_folder.Path));
    }

    [Fact]
    public async Task A_hub_that_runs_on_the_data_does_the_import_and_goes_on_serving()
    {
        var file = Shared.File("data/vinst/incidents.csv.gz");
        var whole = await import.WholeAsync();
        using var hub = await HubProcess.ServeAsync(_folder.Path);
        var handedOver = await HubProcess.RunAsync("import", "vinst", file, "--data", _folder.Path, "--json");
        Assert.Equal("0", handedOver.ExitCode + handedOver.Error);
        AssertPublished(handedOver.Out);
        Assert.Equal(whole, await FingerprintAsync(_folder.Path));
        var wrong = await HubProcess.RunAsync("import", "vinst", Path.Combine(_folder.Path, "nothing.csv"), "--data", _folder.Path);
        Assert.Equal(1, wrong.ExitCode);
        Assert.Single(wrong.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Its_beginning_and_then_all_of_it_is_the_same_as_all_of_it()
    {
        var file = Shared.File("data/vinst/incidents.csv.gz");
        var whole = await import.WholeAsync();
        await HubProcess.RunAsync("import", "vinst", file, "--data", _folder.Path, "--limit", "1003", "--json");
        await HubProcess.RunAsync("import", "vinst", file, "--data", _folder.Path, "--json");
        Assert.Equal(whole, await FingerprintAsync(_folder.Path));
    }

    [Theory]
    [InlineData("case,timestamp\n1,2\n", "The header lacks status")]
    [InlineData("case,timestamp,status,substatus,resource,team,orgline,role,impact,product,resource_country,org_country\n1-1,yesterday,Accepted,In Progress,A,T,O,R,Low,P,S,s\n", "'yesterday' is no time")]
    [InlineData("\n", "The header lacks case")]
    public async Task A_file_that_is_no_such_log_is_refused_in_one_line_and_nothing_is_written(string content, string says)
    {
        var file = Path.Combine(_folder.Path, "bad.csv");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        var data = Path.Combine(_folder.Path, "data");
        var (exitCode, output, error) = await HubProcess.RunAsync("import", "vinst", file, "--data", data);
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.False(File.Exists(Path.Combine(data, "log.db")));
    }

    [Fact]
    public async Task Wrong_usage_is_exit_code_2()
    {
        var (exitCode, _, error) = await HubProcess.RunAsync("import", "vinst");
        Assert.Equal(2, exitCode);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static void AssertPublished(string json)
    {
        using var expected = JsonDocument.Parse(Published);
        using var actual = JsonDocument.Parse(json);
        foreach (var figure in expected.RootElement.EnumerateObject())
        {
            Assert.True(
                JsonElement.DeepEquals(figure.Value, actual.RootElement.GetProperty(figure.Name)),
                $"{figure.Name}: {actual.RootElement.GetProperty(figure.Name)}, published {figure.Value}");
        }
    }

    /// <summary>One hash over stream, id, type and data of every imported event, whatever order the streams were written in.</summary>
    private static async Task<string> FingerprintAsync(string data)
    {
        await using var log = SqliteEventLog.OpenReadOnly(Path.Combine(data, "log.db"), TimeProvider.System);
        var lines = new List<string>();
        await foreach (var e in log.ReadAllAsync(LogPosition.Start, TestContext.Current.CancellationToken).Where(e => e.Stream != KeyStoreNamed.Stream))
        {
            lines.Add($"{e.Stream} {e.Revision} {e.Id} {e.Type} {Convert.ToHexString(SHA256.HashData(e.Data.Span))}");
        }

        lines.Sort(StringComparer.Ordinal);
        return $"{lines.Count} {Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines))))}";
    }

    /// <summary>The same import by itself, done once: what the others are compared with.</summary>
    public sealed class OneImport
    {
        private readonly Lazy<Task<string>> _fingerprint = new(async () =>
        {
            using var folder = new TestFolder();
            await HubProcess.RunAsync("import", "vinst", Shared.File("data/vinst/incidents.csv.gz"), "--data", folder.Path, "--json");
            return await FingerprintAsync(folder.Path);
        });

        /// <summary>One hash over all its events.</summary>
        public Task<string> WholeAsync() => _fingerprint.Value;
    }
}
