using System.Globalization;
using System.Text;
using IntegrationHub.Adapters.Audit;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Audit;
using IntegrationHub.Tests.EventLog;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Tests.Audit;

/// <summary>A data directory with a log of some events and its chain, for tests that do harm to it.</summary>
internal sealed class AuditFolder : IDisposable
{
    public AuditFolder() => Settings = AuditSettings.Read(new ConfigurationBuilder().Build(), Path);

    public string Path { get; } = Directory.CreateTempSubdirectory("hub-audit-").FullName;

    public string Log => System.IO.Path.Combine(Path, "log.db");

    public AuditSettings Settings { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Writes events, eight to a batch, in turns to seven streams.</summary>
    public async Task WriteAsync(int from, int count)
    {
        await using var log = SqliteEventLog.Open(Log, TimeProvider.System);
        await WriteAsync(log, from, count);
    }

    public static async Task WriteAsync(IEventLog log, int from, int count)
    {
        for (var number = from; number < from + count; number += 8)
        {
            var events = Enumerable.Range(number, Math.Min(8, from + count - number)).Select(Event).ToList();
            await log.AppendAsync($"case-{number / 8 % 7}", ExpectedRevision.Any, events, Ct);
        }
    }

    /// <summary>Brings the chain to the log's end, as the hub does.</summary>
    public async Task ChainAsync()
    {
        await using var log = SqliteEventLog.OpenReadOnly(Log, TimeProvider.System);
        using var keeper = Settings.Keeper(TimeProvider.System);
        await keeper.CatchUpAsync(log, Ct);
    }

    public async Task<Verified> VerifyAsync(long? from = null, long? to = null, string? elsewhere = null)
    {
        await using var log = SqliteEventLog.OpenReadOnly(Log, TimeProvider.System);
        return await new LogVerification(Settings, log, Log).RunAsync(from, to, elsewhere, null, _ => { }, Ct);
    }

    /// <summary>Changes the log past the hub, as somebody with the disk in hand would.</summary>
    public void Tamper(params string[] statements)
    {
        using var connection = new SqliteConnection($"Data Source={Log};Pooling=False");
        connection.Open();
        foreach (var sql in statements)
        {
            LogFolder.Execute(connection, sql);
        }
    }

    /// <summary>A copy of the log and its chain; the first stays as it is.</summary>
    public AuditFolder Copy()
    {
        var copy = new AuditFolder();
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            var to = System.IO.Path.Combine(copy.Path, System.IO.Path.GetRelativePath(Path, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static NewEvent Event(int number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return new NewEvent(
            EventId.From("audit", text), number % 3 == 0 ? "thing-happened.v1" : "thing-told.v1",
            Encoding.UTF8.GetBytes($"{{\"number\":{text}}}"), Encoding.UTF8.GetBytes($"{{\"by\":\"hub\",\"n\":{text}}}"));
    }
}
