using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Commands;

public sealed class KeepingTheLogSafe : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder.Path, "data");

    private string Backup => Path.Combine(_folder.Path, "backup.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_beside_a_running_hub_is_restored_and_the_cases_are_there()
    {
        string number;
        using (var hub = await HubProcess.ServeAsync(Data)) // Killed, so that its keys are in two files.
        {
            number = await OpenAsync(hub);
            var taken = await HubProcess.RunAsync("log", "backup", Backup, "--data", Data);
            Assert.Equal("0", taken.ExitCode + taken.Error);
            Assert.Contains("keys.db and master.key", taken.Out, StringComparison.Ordinal);
            await OpenAsync(hub);
        }

        var restored = Path.Combine(_folder.Path, "restored");
        var brought = await HubProcess.RunAsync("log", "restore", Backup, "--data", restored);
        Assert.Equal("0", brought.ExitCode + brought.Error);
        var (exitCode, _, error) = await HubProcess.RunAsync("--urls", "http://127.0.0.1:0", "--data", restored);
        Assert.Equal(1, exitCode);
        Assert.Contains("are not those of this log", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);

        File.Copy(Path.Combine(Data, "keys.db"), Path.Combine(restored, "keys.db"), overwrite: true);
        File.Copy(Path.Combine(Data, "keys.db-wal"), Path.Combine(restored, "keys.db-wal"), overwrite: true);
        File.Copy(Path.Combine(Data, "master.key"), Path.Combine(restored, "master.key"), overwrite: true);
        using var again = await HubHere.ServeAsync(restored);
        var shown = await again.Http.GetStringAsync($"/api/cases/{number}", Ct);
        Assert.Contains("Skrivaren", shown, StringComparison.Ordinal);
        Assert.Equal(0, (await HubProcess.RunAsync("audit", "verify", "--data", restored)).ExitCode);
    }

    [Fact]
    public async Task A_restore_into_a_directory_that_is_not_empty_is_refused_and_nothing_changes()
    {
        await FillAsync(100);
        Assert.Equal(0, (await HubProcess.RunAsync("log", "backup", Backup, "--data", Data)).ExitCode);
        var before = await File.ReadAllBytesAsync(Path.Combine(Data, "log.db"), Ct);
        var (exitCode, _, error) = await HubProcess.RunAsync("log", "restore", Backup, "--data", Data);
        Assert.Equal(1, exitCode);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(Data, "log.db"), Ct));
    }

    [Fact]
    public async Task A_backup_killed_in_the_middle_leaves_nothing_under_its_name_and_the_next_one_is_whole()
    {
        await FillAsync(120_000);
        var killed = await HubProcess.KillWhenAsync(() => File.Exists(Backup + ".part"), "log", "backup", Backup, "--data", Data);
        Assert.True(killed, "The backup ended before it could be killed.");
        Assert.False(File.Exists(Backup));

        var (exitCode, output, error) = await HubProcess.RunAsync("log", "backup", Backup, "--data", Data, "--json");
        Assert.Equal("0", exitCode + error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(120_000, json.RootElement.GetProperty("events").GetInt64());
        Assert.Equal(["backup.db"], Directory.EnumerateFiles(_folder.Path, "backup*").Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_file_that_is_no_backup_is_refused_in_one_line()
    {
        await File.WriteAllTextAsync(Backup, "Dear diary", Ct);
        var (exitCode, _, error) = await HubProcess.RunAsync("log", "restore", Backup, "--data", Data);
        Assert.Equal(1, exitCode);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.False(File.Exists(Path.Combine(Data, "log.db")));
        Assert.Equal(1, (await HubProcess.RunAsync("log", "check", "--data", Data)).ExitCode);
        Assert.Equal(2, (await HubProcess.RunAsync("log", "restore")).ExitCode);
    }

    private async Task FillAsync(int events)
    {
        Directory.CreateDirectory(Data);
        await using var log = SqliteEventLog.Open(Path.Combine(Data, "log.db"), TimeProvider.System);
        var text = Encoding.UTF8.GetBytes($"{{\"text\":\"{new string('x', 300)}\"}}");
        for (var batch = 0; batch < events; batch += 1000)
        {
            var added = Enumerable.Range(batch, Math.Min(1000, events - batch))
                .Select(n => new NewEvent(EventId.From("fill", n.ToString(CultureInfo.InvariantCulture)), "thing-happened.v1", text, ReadOnlyMemory<byte>.Empty)).ToList();
            await log.AppendAsync($"case-{batch}", ExpectedRevision.None, added, Ct);
        }
    }

    private static async Task<string> OpenAsync(ServedHub hub)
    {
        using var body = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json");
        using var answer = await hub.Http.PostAsync("/api/cases", body, Ct);
        return OpeningACase.Text(await OpeningACase.JsonAsync(answer.EnsureSuccessStatusCode()), "number");
    }
}
