using System.Net;
using System.Text;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.KurrentServer;

namespace IntegrationHub.HostTests.EventLog;

public sealed class ServingFromKurrent() : KurrentScene(new ServerSettings { Nodes = 3 })
{
    private Dictionary<string, string> Settings => new(StringComparer.Ordinal)
    {
        ["HUB_EventLog__Kind"] = "kurrentdb",
        ["HUB_EventLog__ConnectionString"] = Server.ConnectionString,
    };

    [Fact]
    public async Task A_case_outlives_its_hub_and_the_leader_and_the_data_directory_keeps_no_log()
    {
        using var folder = new TestFolder();
        string number;
        using (var hub = await HubProcess.ServeAsync(folder.Path, Settings))
        {
            number = await OpenAsync(hub, "first");
            await Server.LoseLeaderAsync();
            Assert.NotEqual(number, await OpenAsync(hub, "second"));
            await hub.KillAsync();
        }

        Assert.False(File.Exists(Path.Combine(folder.Path, "log.db")));
        using var again = await HubProcess.ServeAsync(folder.Path, Settings);
        Assert.Equal(number, await OpenAsync(again, "first"));
        Assert.Equal("Healthy", await again.Http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Ct));
    }

    [Fact]
    public async Task A_second_hub_on_the_same_data_directory_does_not_start()
    {
        using var folder = new TestFolder();
        using var hub = await HubProcess.ServeAsync(folder.Path, Settings);
        var (exitCode, _, error) = await HubProcess.RunAsync(
            "--urls", "http://127.0.0.1:0", "--data", folder.Path,
            "--EventLog:Kind", "kurrentdb", "--EventLog:ConnectionString", Server.ConnectionString);
        Assert.Equal(1, exitCode);
        Assert.Contains("in use by another hub", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_hub_with_keys_of_its_own_does_not_start_on_the_same_log()
    {
        using var folder = new TestFolder();
        using var other = new TestFolder();
        using var hub = await HubProcess.ServeAsync(folder.Path, Settings);
        var (exitCode, _, error) = await HubProcess.RunAsync(
            "--urls", "http://127.0.0.1:0", "--data", other.Path,
            "--EventLog:Kind", "kurrentdb", "--EventLog:ConnectionString", Server.ConnectionString);
        Assert.True(exitCode == 1, $"{exitCode} {error}");
        Assert.Contains("are not those of this log", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_with_other_keys_that_hears_so_while_it_still_starts_ends_as_any_other()
    {
        using var folder = new TestFolder();
        using var other = new TestFolder();
        (await HubProcess.ServeAsync(folder.Path, Settings)).Dispose();
        Server.Faults.HangNext(); // So the hub goes on without an answer, and gets it in the middle of its start.
        var (exitCode, said, error) = await HubProcess.RunAsync(Settings, "--urls", "http://127.0.0.1:0", "--data", other.Path);
        Assert.True(exitCode == 1, $"{exitCode} {error}");
        Assert.Contains("are not those of this log", said, StringComparison.Ordinal);
        Assert.Contains("are not those of this log", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_with_other_keys_that_started_before_the_database_was_there_ends_when_it_is()
    {
        using var folder = new TestFolder();
        using var other = new TestFolder();
        using (await HubProcess.ServeAsync(folder.Path, Settings))
        {
            foreach (var node in (int[])[0, 1, 2])
            {
                await Server.KillAsync(node);
            }

            var settings = Settings;
            settings["HUB_EventLog__ConnectionString"] += "&maxDiscoverAttempts=1";
            using var wrong = await HubProcess.ServeAsync(other.Path, settings);
            await Server.ReviveAsync(0, Ct);
            await Server.ReviveAsync(1, Ct);
            Assert.Equal(1, await wrong.EndAsync());
            Assert.Contains("are not those of this log", wrong.Said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task While_the_database_is_away_the_hub_runs_and_is_not_ready()
    {
        using var folder = new TestFolder();
        foreach (var node in (int[])[0, 1, 2])
        {
            await Server.KillAsync(node);
        }

        var settings = Settings;
        settings["HUB_EventLog__ConnectionString"] += "&maxDiscoverAttempts=1";
        using var hub = await HubProcess.ServeAsync(folder.Path, settings);
        using var live = await hub.Http.GetAsync(new Uri("/health/live", UriKind.Relative), Ct);
        Assert.True(live.IsSuccessStatusCode);
        using var away = await hub.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        await Server.ReviveAsync(0, Ct);
        await Server.ReviveAsync(1, Ct);
        await Suppliers.WorkingWithTheSimulator.UntilAsync(async () =>
        {
            using var back = await hub.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), Ct);
            return back.IsSuccessStatusCode;
        });
    }

    [Theory]
    [InlineData("--EventLog:Kind", "oracle", "EventLog:Kind")]
    [InlineData("--EventLog:Kind", "kurrentdb", "EventLog:ConnectionString")]
    [InlineData("--EventLog:ConnectionString", "esdb://localhost", "EventLog:Kind to kurrentdb")]
    public async Task A_setting_that_cannot_be_meant_stops_the_start_and_is_named(string name, string value, string named)
    {
        using var folder = new TestFolder();
        var (exitCode, _, error) = await HubProcess.RunAsync("--urls", "http://127.0.0.1:0", "--data", folder.Path, name, value);
        Assert.Equal(1, exitCode);
        Assert.Contains(named, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private async Task<string> OpenAsync(HubProcess hub, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases")
        {
            Content = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", key } },
        };
        using var answer = await hub.Http.SendAsync(request, Ct);
        return OpeningACase.Text(await OpeningACase.JsonAsync(answer.EnsureSuccessStatusCode()), "number");
    }
}
