using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.HostTests.Audit;

public sealed class AuditingARunningHub : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_log_is_verified_while_it_writes_and_after_it_was_killed_and_a_change_is_named()
    {
        using (var hub = await HubProcess.ServeAsync(Data))
        {
            var load = OpenCasesAsync(hub, 60);
            Assert.Equal(0, (await HubProcess.RunAsync("audit", "verify", "--data", Data)).ExitCode);
            await load;
            await ChainedAsync();
            await hub.KillAsync();
        }

        var sound = await VerifyAsync(0);
        Assert.True(sound.GetProperty("events").GetInt64() - sound.GetProperty("unchained").GetInt64() >= 180);

        var (stream, revision) = Tamper(77);
        var broken = (await VerifyAsync(1)).GetProperty("broken");
        Assert.Equal(("changed", 77, 76), (broken.GetProperty("fault").GetString(), broken.GetProperty("position").GetInt64(), broken.GetProperty("ordinal").GetInt64()));
        Assert.Equal((stream, revision), (broken.GetProperty("stream").GetString(), broken.GetProperty("revision").GetInt64()));

        // A hub that starts over the changed log does not chain it anew.
        using var again = await HubProcess.ServeAsync(Data);
        await OpenCasesAsync(again, 1);
        Assert.Equal(77, (await VerifyAsync(1)).GetProperty("broken").GetProperty("position").GetInt64());
        var (exit, output, _) = await HubProcess.RunAsync("audit", "verify", "--data", Data);
        Assert.Equal(1, exit);
        Assert.StartsWith("BROKEN (changed) at position 77, ordinal 76, stream ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_is_exported_and_checked_without_the_log()
    {
        var package = Path.Combine(_folder.Path, "package");
        using (var hub = await HubProcess.ServeAsync(Data))
        {
            await OpenCasesAsync(hub, 20);
            var exported = await HubProcess.RunAsync("audit", "export", "10000016", "--data", Data, "--output", package);
            Assert.Equal("0", exported.ExitCode + exported.Error);
        }

        Directory.Delete(Data, recursive: true);
        Assert.Equal(0, (await HubProcess.RunAsync("audit", "check", package)).ExitCode);
        var page = await File.ReadAllTextAsync(Path.Combine(package, "index.html"), Ct);
        Assert.Contains("lang=\"sv\"", page, StringComparison.Ordinal);
        Assert.Contains("Skrivaren på plan 3", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);

        foreach (var file in (string[])["events.jsonl", "proof.json", "timeline.json", "index.html", "manifest.json", "verify.md", "key.pem"])
        {
            var path = Path.Combine(package, file);
            var content = await File.ReadAllBytesAsync(path, Ct);
            await File.WriteAllBytesAsync(path, [.. content.AsSpan(0, content.Length / 2), (byte)(content[content.Length / 2] ^ 1), .. content.AsSpan((content.Length / 2) + 1)], Ct);
            Assert.Equal((file, 1), (file, (await HubProcess.RunAsync("audit", "check", package)).ExitCode));
            await File.WriteAllBytesAsync(path, content, Ct);
        }

        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var foreign = Path.Combine(_folder.Path, "other.pem");
        await File.WriteAllTextAsync(foreign, other.ExportSubjectPublicKeyInfoPem(), Ct);
        Assert.Equal(1, (await HubProcess.RunAsync("audit", "check", package, "--key", foreign)).ExitCode);
        Assert.Equal(0, (await HubProcess.RunAsync("audit", "check", package, "--key", Path.Combine(package, "key.pem"))).ExitCode);
    }

    [Fact]
    public async Task A_case_as_it_was_known_then_is_exported_without_a_hub()
    {
        using (var hub = await HubProcess.ServeAsync(Data))
        {
            await OpenCasesAsync(hub, 1);
            await hub.KillAsync();
        }

        var before = await HubProcess.RunAsync("audit", "export", "10000016", "--data", Data, "--output", Path.Combine(_folder.Path, "a"), "--as-of", "2020-01-01T00:00:00Z");
        Assert.Equal(1, before.ExitCode);
        Assert.Single(before.Error.TrimEnd().Split('\n'));
        var now = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        var after = await HubProcess.RunAsync("audit", "export", "10000016", "--data", Data, "--output", Path.Combine(_folder.Path, "b"), "--as-of", now, "--json");
        Assert.Equal("0", after.ExitCode + after.Error);
        using var json = JsonDocument.Parse(after.Out);
        Assert.True(json.RootElement.GetProperty("events").GetInt32() >= 3);
        Assert.Equal(0, (await HubProcess.RunAsync("audit", "check", Path.Combine(_folder.Path, "b"))).ExitCode);
        Assert.Equal(1, (await HubProcess.RunAsync("audit", "export", "10000016", "--data", Data, "--output", Path.Combine(_folder.Path, "b"))).ExitCode);
        Assert.Equal(2, (await HubProcess.RunAsync("audit", "export", "10000016", "--data", Data, "--output", "c", "--as-of", "yesterday")).ExitCode);
    }

    [Fact]
    public async Task Checkpoints_go_where_the_city_keeps_them_and_find_a_log_that_was_made_anew()
    {
        var elsewhere = Path.Combine(_folder.Path, "elsewhere");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["HUB_Audit__CheckpointDirectory"] = elsewhere, ["HUB_Audit__CheckpointEvery"] = "00:00:01" };
        using (var hub = await HubProcess.ServeAsync(Data, settings))
        {
            await OpenCasesAsync(hub, 3);
            await UntilAsync(() => Directory.Exists(elsewhere) && Directory.EnumerateFiles(elsewhere, "checkpoint-*.json").Any());
            await hub.KillAsync();
        }

        Assert.Equal(0, (await HubProcess.RunAsync("audit", "verify", "--data", Data, "--checkpoints", elsewhere)).ExitCode);
        Tamper(1);
        Directory.Delete(Path.Combine(Data, "chain"), recursive: true);
        using (var unaware = await HubProcess.ServeAsync(Data))
        {
            await ChainedAsync();
        }

        Assert.Equal(0, (await HubProcess.RunAsync("audit", "verify", "--data", Data)).ExitCode);
        Assert.Equal(1, (await HubProcess.RunAsync("audit", "verify", "--data", Data, "--checkpoints", elsewhere)).ExitCode);
    }

    [Theory]
    [InlineData("HUB_Audit__CheckpointEvery", "often", "Audit:CheckpointEvery")]
    [InlineData("HUB_Audit__SigningKey", "secret", "Audit:SigningKey")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string name, string value, string said)
    {
        var (exitCode, error) = await HubProcess.FailingStartAsync(Data, name, value);
        Assert.Equal(1, exitCode);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    private static async Task OpenCasesAsync(HubProcess hub, int cases)
    {
        for (var number = 0; number < cases; number++)
        {
            using var body = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json");
            using var answer = await hub.Http.PostAsync("/api/cases", body, Ct);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Waits until the running hub has chained every event of its log.</summary>
    private Task ChainedAsync() => UntilAsync(() =>
    {
        var links = Path.Combine(Data, "chain", "hashes");
        return File.Exists(links) && new FileInfo(links).Length / 48 >= Ask("SELECT count(*) FROM events");
    });

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(180));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<JsonElement> VerifyAsync(int exit)
    {
        var (exitCode, output, error) = await HubProcess.RunAsync("audit", "verify", "--data", Data, "--json");
        Assert.Equal(exit + "", exitCode + error);
        return JsonDocument.Parse(output).RootElement;
    }

    private (string Stream, long Revision) Tamper(int position)
    {
        using var connection = Open("ReadWrite");
        using var change = connection.CreateCommand();
        change.CommandText = """
            UPDATE events SET data = CAST(CAST(data AS TEXT) || ' ' AS BLOB) WHERE position = $position
            RETURNING (SELECT name FROM streams WHERE number = stream), revision
            """;
        change.Parameters.AddWithValue("$position", position);
        using var row = change.ExecuteReader();
        Assert.True(row.Read());
        return (row.GetString(0), row.GetInt64(1));
    }

    private long Ask(string question)
    {
        using var connection = Open("ReadOnly");
        using var ask = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        ask.CommandText = question;
#pragma warning restore CA2100
        return (long)ask.ExecuteScalar()!;
    }

    private SqliteConnection Open(string mode)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "log.db")};Mode={mode};Pooling=False");
        connection.Open();
        return connection;
    }
}
