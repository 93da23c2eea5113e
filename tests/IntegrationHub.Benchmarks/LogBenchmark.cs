using IntegrationHub.Adapters.EventLog.Sqlite;

namespace IntegrationHub.Benchmarks;

/// <summary>The embedded event log: appends, reads and read models, beside what disk, SQLite, JSON and other products allow.</summary>
/// <remarks>The parts take turns in every round, so that a machine that drifts does so for all of them.</remarks>
internal static class LogBenchmark
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(Pace pace, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, "artifacts", $"bench-log-{Environment.ProcessId}")).FullName;
        try
        {
            var path = Path.Combine(folder, "hub.log");
            await using var log = SqliteEventLog.Open(path, TimeProvider.System);
            return
            [
                .. await AppendBenchmark.RunAsync(log, folder, pace, ct),
                .. await ReadBenchmark.RunAsync(log, path, pace, ct),
                .. await ViewBenchmark.RunAsync(folder, pace, ct),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
