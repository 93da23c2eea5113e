using System.Diagnostics;
using IntegrationHub.KurrentServer;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>The test server is taken for a KurrentDB by the makers' own Node clients, the new one and the old one.</summary>
public sealed class TheOfficialClients(OfficialPackages packages) : IClassFixture<OfficialPackages>
{
    private const string New = "@kurrent/kurrentdb-client";
    private const string Old = "@eventstore/db-client";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(New, "kurrentdb", 1, true)]
    [InlineData(New, "kurrentdb", 1, false)]
    [InlineData(New, "kurrentdb", 3, true)]
    [InlineData(New, "kurrentdb+discover", 3, true)]
    [InlineData(Old, "esdb", 1, true)]
    [InlineData(Old, "esdb", 1, false)]
    [InlineData(Old, "esdb", 3, true)]
    [InlineData(Old, "esdb+discover", 3, true)]
    public async Task They_find_everything_as_expected(string package, string scheme, int nodes, bool inBatches)
    {
        await using var server = await KurrentTestServer.StartAsync(new ServerSettings { Nodes = nodes, OffersBatchAppend = inBatches }, Ct);
        await ExpectedAsync(package, server.ConnectionStringFor(scheme));
    }

    [Theory]
    [InlineData(New, "kurrentdb")]
    [InlineData(Old, "esdb+discover")]
    public async Task They_come_over_tls_with_a_password(string package, string scheme)
    {
        using var folder = new TestFolder();
        await using var server = await KurrentTestServer.StartAsync(new ServerSettings { TlsDirectory = folder.Path }, Ct);
        await ExpectedAsync(package, server.ConnectionStringFor(scheme));
    }

    [Theory]
    [InlineData(New, "kurrentdb")]
    [InlineData(Old, "esdb")]
    public async Task They_find_the_leader_wherever_it_is(string package, string scheme)
    {
        await using var server = await KurrentTestServer.StartAsync(new ServerSettings { Nodes = 3 }, Ct);
        await server.LoseLeaderAsync();
        await ExpectedAsync(package, server.ConnectionStringFor(scheme));
    }

    private async Task ExpectedAsync(string package, string connectionString)
    {
        var said = await OfficialPackages.RunAsync(packages.Folder, "node", Ct, OfficialPackages.Script, package, connectionString);
        Assert.True(said.Contains("9 situations, as expected", StringComparison.Ordinal), said);
    }
}

/// <summary>The clients from the package registry, installed once for the class, without running their scripts.</summary>
public sealed class OfficialPackages : IAsyncLifetime
{
    public const string Script = "official-client.mjs";

    private readonly TestFolder _folder = new();

    public string Folder => _folder.Path;

    public static async Task<string> RunAsync(string folder, string program, CancellationToken ct, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await process.WaitForExitAsync(ct).WaitAsync(TimeSpan.FromMinutes(2), ct);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return await output + await error;
    }

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        await RunAsync(Folder, "npm", ct, "install", "--ignore-scripts", "--no-audit", "--no-fund", "@kurrent/kurrentdb-client@1.3.1", "@eventstore/db-client@6.2.1");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "EventLog", Script), Path.Combine(Folder, Script));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
