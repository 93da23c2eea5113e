using System.Collections.Concurrent;
using System.Text;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Serving;

public sealed class KillingTheHub
{
    [Fact]
    public async Task No_acknowledged_case_is_lost_and_a_retry_makes_no_second_one()
    {
        using var folder = new TestFolder();
        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        using (var hub = await HubProcess.ServeAsync(folder.Path))
        {
            var half = new TaskCompletionSource();
            var load = Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, ct) =>
            {
                try
                {
                    acknowledged[$"key-{i}"] = await OpenAsync(hub, $"key-{i}", ct);
                    if (acknowledged.Count > 100)
                    {
                        half.TrySetResult();
                    }
                }
                catch (Exception fault) when (fault is HttpRequestException or IOException)
                {
                    // The hub was killed under this request: it was not acknowledged.
                }
            });
            await half.Task.WaitAsync(TimeSpan.FromSeconds(180), TestContext.Current.CancellationToken);
            await hub.KillAsync();
            await load;
        }

        Assert.InRange(acknowledged.Count, 101, 399);
        using var again = await HubProcess.ServeAsync(folder.Path);
        foreach (var (key, number) in acknowledged)
        {
            Assert.Equal(number, await OpenAsync(again, key, TestContext.Current.CancellationToken));
        }

        var all = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 400; i++)
        {
            Assert.True(all.Add(await OpenAsync(again, $"key-{i}", TestContext.Current.CancellationToken)), "Two contacts got one number.");
        }
    }

    [Fact]
    public async Task A_second_hub_on_the_same_data_says_so_and_does_not_start()
    {
        using var folder = new TestFolder();
        using var hub = await HubProcess.ServeAsync(folder.Path);
        var (exitCode, _, error) = await HubProcess.RunAsync("--urls", "http://127.0.0.1:0", "--data", folder.Path);
        Assert.Equal(1, exitCode);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task The_door_for_commands_is_open_to_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // It has no file modes.
        }

        using var folder = new TestFolder();
        using var hub = await HubProcess.ServeAsync(folder.Path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, "hub.sock")));
    }

    [Fact]
    public async Task Outside_development_it_does_not_start_without_sign_in()
    {
        using var folder = new TestFolder();
        var (exitCode, _, error) = await HubProcess.RunAsync("--environment", "Production", "--urls", "http://127.0.0.1:0", "--data", folder.Path);
        Assert.Equal(1, exitCode);
        Assert.Contains("Auth:Authority", error, StringComparison.Ordinal);
    }

    private static async Task<string> OpenAsync(HubProcess hub, string key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases")
        {
            Content = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", key } },
        };
        using var answer = await hub.Http.SendAsync(request, ct);
        return OpeningACase.Text(await OpeningACase.JsonAsync(answer.EnsureSuccessStatusCode()), "number");
    }
}
