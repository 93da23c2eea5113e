using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Serving;

public sealed class TheContract(RunningHub running) : IClassFixture<RunningHub>
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <remarks>After a wanted change: run this test with HUB_WRITE_CONTRACT=1 and read the difference before it is committed.</remarks>
    [Fact]
    public async Task What_is_in_contracts_is_what_runs()
    {
        var file = Path.GetFullPath(Path.Combine(Here(), "../../../contracts/openapi.json"));
        var runs = JsonNode.Parse(await running.Hub.Http.GetStringAsync("/openapi/v1.json", Ct))!;
        if (Environment.GetEnvironmentVariable("HUB_WRITE_CONTRACT") == "1")
        {
            await File.WriteAllTextAsync(file, runs.ToJsonString(s_readable) + "\n", Ct);
        }

        var stands = JsonNode.Parse(await File.ReadAllTextAsync(file, Ct))!;
        Assert.Equal(stands.ToJsonString(s_readable), runs.ToJsonString(s_readable));
        Assert.StartsWith("3.1", (string)runs["openapi"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_read_as_a_page()
    {
        var page = await running.Hub.Http.GetStringAsync("/docs", Ct);
        Assert.Contains("POST /api/cases", page, StringComparison.Ordinal);
        Assert.Contains("CaseView", page, StringComparison.Ordinal);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
