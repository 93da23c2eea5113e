using System.Globalization;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Audit;
using IntegrationHub.KurrentServer;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.HostTests.EventLog;

public sealed class ChainingTheLog() : KurrentScene(new ServerSettings())
{
    [Fact]
    public async Task The_chain_over_KurrentDB_is_the_chain_over_SQLite_also_when_it_is_taken_up_again()
    {
        using var folder = new TestFolder();
        await using var embedded = SqliteEventLog.Open(Path.Combine(folder.Path, "log.db"), TimeProvider.System);
        var over = new[] { (Log: (IEventLog)Log, Folder: Path.Combine(folder.Path, "a")), (embedded, Path.Combine(folder.Path, "b")) };
        List<string> hashes = [];
        foreach (var (log, place) in over)
        {
            await AddAsync(log, 0, 120);
            await ChainAsync(log, place);
            await AddAsync(log, 120, 30);
            hashes.Add(await ChainAsync(log, place));
        }

        Assert.Equal(hashes[0], hashes[1]);
    }

    private async Task<string> ChainAsync(IEventLog log, string folder)
    {
        Directory.CreateDirectory(folder);
        using var keeper = AuditSettings.Read(new ConfigurationBuilder().Build(), folder).Keeper(TimeProvider.System);
        await keeper.CatchUpAsync(log, Ct);
        return string.Create(CultureInfo.InvariantCulture, $"{keeper.State.Count} {keeper.State.Hash}");
    }

    private async Task AddAsync(IEventLog log, int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            await log.AppendAsync(string.Create(CultureInfo.InvariantCulture, $"case-{number % 7}"), ExpectedRevision.Any, [Event(number)], Ct);
        }
    }
}
