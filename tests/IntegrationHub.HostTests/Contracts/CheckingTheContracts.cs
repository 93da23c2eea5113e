using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.HostTests.Contracts;

/// <summary>The contracts by the official validators, and what suppliers tell and are told by the code.</summary>
public sealed class CheckingTheContracts : IAsyncLifetime
{
    private const string Reader = """
        const fs = require('node:fs'); const { Parser } = require('@asyncapi/parser');
        (async () => {
          const file = process.argv[2];
          const { document, diagnostics } = await new Parser().parse(fs.readFileSync(file, 'utf8'), { source: file });
          for (const d of diagnostics) if (d.severity === 0) console.log('ERROR', d.path.join('.'), d.message);
          for (const c of document?.channels().all() ?? []) for (const m of c.messages().all()) console.log('MESSAGE', c.id(), m.name());
          console.log(document && !diagnostics.some(d => d.severity === 0) ? 'PASSED' : 'FAILED');
        })();
        """;

    private readonly TestFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Node.RunAsync(_folder.Path, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "@asyncapi/parser@3.6.3", "@redocly/cli@2.77.0");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "read.cjs"), Reader, Ct);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_official_validators_find_no_error_and_each_message_is_there_both_ways_and_no_other()
    {
        var said = await Node.RunAsync(_folder.Path, "node", "read.cjs", Path.Combine(Contracts(), "asyncapi.yaml"));
        Assert.Contains("PASSED", said, StringComparison.Ordinal);
        var messages = said.Split('\n').Where(line => line.StartsWith("MESSAGE ", StringComparison.Ordinal)).Select(line => line.Trim().Split(' '))
            .ToLookup(line => line[1], line => line[2], StringComparer.Ordinal);
        Assert.Equal(["eventsToHub", "eventsToSupplier", "queueToHub", "queueToSupplier"], messages.Select(channel => channel.Key).Order(StringComparer.Ordinal));
        Assert.All(["eventsToHub", "queueToHub"], channel => Assert.Equal(SupplierMessages.All.Keys.Concat(SupplierOrderMessages.All.Keys).Order(StringComparer.Ordinal), messages[channel].Order(StringComparer.Ordinal)));
        Assert.All(["eventsToSupplier", "queueToSupplier"], channel => Assert.Equal(HubMessages.All.Keys.Concat(HubOrderMessages.All.Keys).Order(StringComparer.Ordinal), messages[channel].Order(StringComparer.Ordinal)));

        var broken = await File.ReadAllTextAsync(Path.Combine(Contracts(), "asyncapi.yaml"), Ct);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "asyncapi.yaml"), broken, Ct); // Away from its schemas, so that the validator has something to find.
        Assert.Contains("FAILED", await Node.RunAsync(_folder.Path, "node", "read.cjs", Path.Combine(_folder.Path, "asyncapi.yaml")), StringComparison.Ordinal);

        var linted = await Node.RunAsync(
            _folder.Path, "env", "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true", "npx", "redocly", "lint", "--extends=recommended", "--format=summary", Path.Combine(Contracts(), "openapi.json"));
        Assert.Contains("Your API description is valid", linted, StringComparison.Ordinal);
    }

    private static string Contracts()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "IntegrationHub.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run inside the repository.");
        }

        return Path.Combine(folder.FullName, "contracts");
    }
}
