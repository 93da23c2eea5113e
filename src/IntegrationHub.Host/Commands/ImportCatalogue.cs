using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Adapters.Catalogue;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Orders;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub catalogue import FILE [--dry-run]</c>: articles and packages into the catalogue, JSON or CSV. All of the file, or nothing of it.</summary>
public static class ImportCatalogue
{
    private const int LargestFile = 64 * 1024 * 1024;

    private static readonly Argument<string> s_file = new("FILE") { Description = "JSON {articles, packages} or CSV with a header (id,sv,en,type,supplier,service,once,monthly,terms,area,roles,from,retiresOn,items); prices in öre." };

    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "Only say what would change." };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var import = new Command("import", "Brings articles and packages into the catalogue; what is not in the file stays.") { s_file, s_dryRun, HubCommands.Json };
        import.SetAction((parsed, ct) => RunAsync(
            context.PathOf(parsed.GetRequiredValue(s_file)), parsed.GetValue(s_dryRun), parsed.GetValue(HubCommands.Json), parsed.GetRequiredValue(HubCommands.Data), context, ct));
        return new Command("catalogue", "What can be ordered.") { import };
    }

    private static async Task<int> RunAsync(string path, bool dryRun, bool json, string dataAt, CommandContext context, CancellationToken ct)
    {
        if (new FileInfo(path).Length > LargestFile)
        {
            throw new CommandFailedException($"{path} is larger than {LargestFile / 1024 / 1024} MB; split it.");
        }

        var bytes = await File.ReadAllBytesAsync(path, ct);
        var file = Read(path, bytes);
        var (version, articles, packages) = await context.WithDataAsync(dataAt, async data =>
        {
            using var own = context.Running is null ? new ArticleRegister(data.Log, data.Codec) : null;
            var register = own ?? context.Running!.GetRequiredService<ArticleRegister>();
            var rules = context.Running?.GetRequiredService<OrderRules>() ?? OrderSettings.Read(CommandContext.Settings()).Rules;
            var before = await register.CurrentAsync(ct);
            if (ArticleChecks.Of(file, before, rules, context.Running?.GetRequiredService<ServiceCatalogue>() ?? ServiceCatalogue.Default) is { Count: > 0 } faults)
            {
                throw new CommandFailedException($"Nothing was imported. {string.Join(" ", faults.Take(10))}{(faults.Count > 10 ? $" And {faults.Count - 10} faults more." : "")}");
            }

            var (source, now) = (Convert.ToHexStringLower(SHA256.HashData(bytes)), context.Clock.GetUtcNow());
            if (dryRun)
            {
                var parts = before.Importing(file.Articles, file.Packages, source, now);
                return (parts.Count == 0 ? before.Version : parts[0].Version, parts.Sum(part => part.Articles.Count), parts.Sum(part => part.Packages.Count));
            }

            return await register.ImportAsync(file, source, now, new EventContext("hub", "import"), ct);
        });
        await context.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { version, articles, packages, dryRun }, HubCommands.ReportJson)
            : $"{articles} articles and {packages} packages are new or changed; the catalogue has version {version}{(dryRun ? " then; nothing was written (--dry-run)" : "")}.");
        return 0;
    }

    private static ArticleFile Read(string path, byte[] bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            if (!path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            {
                return ArticleFile.Read(stream);
            }

            using var text = new StreamReader(stream, System.Text.Encoding.UTF8);
            return ArticleCsv.Read(text);
        }
        catch (JsonException fault)
        {
            throw new CommandFailedException($"{path} is no catalogue: {fault.Message}");
        }
    }
}
