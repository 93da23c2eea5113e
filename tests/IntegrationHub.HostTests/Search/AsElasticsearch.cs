using System.Text.RegularExpressions;
using IntegrationHub.Adapters.Search.Elastic;
using IntegrationHub.Core.Search;
using IntegrationHub.Tests.Search.Elastic;

namespace IntegrationHub.HostTests.Search;

/// <summary>
/// No Elasticsearch can run here. So our requests are held against its official types and against what its official client sends, and the
/// double that answers us is asked by that client too. A real one is asked where ES_URL names it.
/// </summary>
public sealed partial class AsElasticsearch(ElasticPackages packages) : IClassFixture<ElasticPackages>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_is_one_by_the_official_types()
    {
        await packages.InstallAsync();
        await using var server = await AskedEverythingAsync();
        var typed = server.Elastic.Asked.Where(asked => !asked.Path.EndsWith("_forcemerge", StringComparison.Ordinal)).ToList(); // The check has no type for that one; it has no body.
        await File.WriteAllTextAsync(Path.Combine(packages.Folder, "captured.json"), ElasticServer.Captured(typed), Ct);
        var said = await Node.RunAsync(packages.Folder, "node", "check.mjs", "captured.json");
        Assert.True(said.Contains($"{typed.Count} passed, 0 failed", StringComparison.Ordinal), string.Join('\n', said.Split('\n').Where(line => !line.StartsWith("ok", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task What_the_official_client_sends_we_send_alike()
    {
        await packages.InstallAsync();
        var golden = Golden().Matches(await Node.RunAsync(packages.Folder, "node", "golden.mjs"));
        Assert.True(golden.Count >= 7, "golden.mjs printed too little.");
        await using var server = await AskedEverythingAsync();
        foreach (var (path, ours) in new (string, Func<DoubleRequest, bool>)[]
        {
            ("/_index_template/", asked => asked.Path.StartsWith("/_index_template/", StringComparison.Ordinal)),
            ("/_bulk", asked => asked.Path.EndsWith("/_bulk", StringComparison.Ordinal)),
            ("/_pit?keep_alive", asked => asked.Path.EndsWith("/_pit", StringComparison.Ordinal) && asked.Method == "POST"),
            ("/_search", asked => asked.Path == "/_search"),
            ("/_aliases", asked => asked.Path == "/_aliases"),
        })
        {
            var theirs = golden.First(one => one.Groups["path"].Value.Contains(path, StringComparison.Ordinal));
            Assert.All(server.Elastic.Asked.Where(ours), asked =>
            {
                Assert.Equal(theirs.Groups["method"].Value, asked.Method);
                Assert.Equal(theirs.Groups["type"].Value, asked.ContentType ?? "undefined");
                Assert.Equal(theirs.Groups["accept"].Value.Split(',')[0], asked.Accept);
            });
            Assert.Contains(server.Elastic.Asked, asked => ours(asked));
        }

        var line = golden.First(one => one.Groups["path"].Value.Contains("/_bulk", StringComparison.Ordinal)).Groups["body"].Value.Split("\\n")[0];
        Assert.Contains(server.Elastic.Asked, asked => asked.Body.Split('\n')[0] == line.Replace("\"_id\":\"1\"", "\"_id\":\"case-10000001\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_official_client_finds_the_double_as_expected()
    {
        await packages.InstallAsync();
        await using var server = await ElasticServer.StartAsync(Ct);
        var said = await Node.RunAsync(packages.Folder, "node", ElasticPackages.Script, server.Address.ToString());
        Assert.True(said.Contains("10 situations, as expected", StringComparison.Ordinal), said);
    }

    [Fact]
    public async Task The_authority_that_is_set_is_trusted_and_no_other()
    {
        var (certificate, authority) = ElasticServer.NewCertificate();
        var (_, another) = ElasticServer.NewCertificate();
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "ca.crt"), authority, Ct);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "other.crt"), another, Ct);
        await using var server = await ElasticServer.StartAsync(Ct, certificate);
        foreach (var (file, isTrusted) in new[] { ("ca.crt", true), ("other.crt", false), (null, false) })
        {
            var settings = new ElasticSettings(server.Address, "aWQ6a2V5", file is null ? null : Path.Combine(folder.Path, file)) { FirstPause = TimeSpan.FromMilliseconds(1) };
            using var store = new ElasticSearchStore(settings, ElasticSearchStore.NewHandler(settings));
            var fault = await Record.ExceptionAsync(() => store.OpenAsync(Ct));
            Assert.True(isTrusted ? fault is null : fault is SearchIndexException { Code: "unavailable" }, $"{file}: {fault}");
        }
    }

    [Fact]
    public async Task A_real_one_does_it_all()
    {
        var url = Environment.GetEnvironmentVariable("ES_URL");
        Assert.SkipWhen(string.IsNullOrEmpty(url), "ES_URL names no Elasticsearch, so this was not run.");
        var settings = new ElasticSettings(
            new Uri(url!), Environment.GetEnvironmentVariable("ES_API_KEY"), Environment.GetEnvironmentVariable("ES_CA_FILE"), "hub-smoke-test");
        using var store = new ElasticSearchStore(settings, ElasticSearchStore.NewHandler(settings));
        await EveryRequest.MakeAsync(store, Ct);
        var index = await store.OpenAsync(Ct);
        await index.PutAsync([EveryRequest.Document(1)], new(1), Ct);
        await index.CommitAsync(new(1), Ct);
        foreach (var q in (string[])["skrivare", "SKRIVARNA", "losenord", "\"svart skärm\"", "printers", "skrivrae", "1000 0001", "inc0012345", "skriv*"])
        {
            Assert.True((await index.SearchAsync(new SearchQuery { Q = q }, SearchReader.Everything, Ct)).Total == 1, q);
        }

        await store.RemoveAsync(index, Ct);
    }

    private static async Task<ElasticServer> AskedEverythingAsync()
    {
        var server = await ElasticServer.StartAsync(Ct);
        var settings = new ElasticSettings(server.Address, "aWQ6a2V5", null);
        using var store = new ElasticSearchStore(settings, ElasticSearchStore.NewHandler(settings));
        await EveryRequest.MakeAsync(store, Ct);
        return server;
    }

    [GeneratedRegex(@"^(?<method>[A-Z]+) (?<path>/\S+)\n   content-type: (?<type>.*?)  accept: (?<accept>.*?)  auth: .*\n   (?<body>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Golden();
}

/// <summary>Elasticsearch's official client and its types, installed once, and only when a test needs them.</summary>
public sealed class ElasticPackages : IDisposable
{
    /// <summary>What its client does to the double.</summary>
    public const string Script = "official-elastic.mjs";

    private readonly TestFolder _folder = new();
    private readonly SemaphoreSlim _one = new(1);
    private bool _installed;

    /// <summary>Where they are.</summary>
    public string Folder => _folder.Path;

    /// <summary>Installs them; the test is skipped where the checks beside the project are absent.</summary>
    public async Task InstallAsync()
    {
        string[] files = ["package.json", "check.mjs", "golden.mjs"];
        string[] paths = [.. files.Select(file => Shared.File("checks/escheck/" + file))];
        await _one.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!_installed)
            {
                foreach (var path in paths.Append(Path.Combine(AppContext.BaseDirectory, "Search", Script)))
                {
                    File.Copy(path, Path.Combine(Folder, Path.GetFileName(path)));
                }

                await Node.RunAsync(Folder, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund");
                _installed = true;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Dispose();
        _one.Dispose();
    }
}
