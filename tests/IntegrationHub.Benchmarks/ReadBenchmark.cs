using System.Diagnostics;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.Audit;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Benchmarks;

/// <summary>Reads of one stream and of everything, beside what SQLite alone takes to step over the same rows.</summary>
internal static class ReadBenchmark
{
    private const int Streams = 256;
    private const int Samples = 2_000;

    public static async Task<IReadOnlyList<Figure>> RunAsync(SqliteEventLog log, string path, Pace pace, CancellationToken ct)
    {
        await FillStreamsAsync(log, ct);
        using var raw = new RawSqlite(path);
        List<double> p50 = [], p50Limit = [], p99 = [], p99Limit = [], all = [], allLimit = [], verified = [];
        for (var round = 0; round < pace.Rounds; round++)
        {
            List<double> times = [], limits = [];
            for (var number = 0; number < Samples; number++)
            {
                var stream = StreamOf(number % Streams);
                var began = Stopwatch.GetTimestamp();
                var read = await log.ReadStreamAsync(stream, 0, ct).CountAsync(ct);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
                began = Stopwatch.GetTimestamp();
                var stepped = raw.StepStream(stream);
                limits.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
                Trace.Assert(read == AppendLoad.StreamEvents && stepped == read, "A stream of twenty events was read whole.");
            }

            p50.Add(Figure.Median(times));
            p50Limit.Add(Figure.Median(limits));
            p99.Add(Figure.Percentile(times, 99));
            p99Limit.Add(Figure.Percentile(limits, 99));
            all.Add(await RateAsync(async () => await log.ReadAllAsync(LogPosition.Start, ct).Take(pace.Events).CountAsync(ct)));
            verified.Add(await RateAsync(() => VerifyAsync(log, pace.Events, ct)));
            allLimit.Add(await RateAsync(() => Task.FromResult((long)raw.StepAll(pace.Events))));
        }

        return
        [
            Figure.Of("log/read-20-events-p50", "µs", p50, p50Limit, goal: 110),
            Figure.Of("log/read-20-events-p99", "µs", p99, p99Limit, goal: 250),
            Figure.Of("log/read-all", "events/s", all, allLimit, goal: 400_000),
            Figure.Of("log/verify-chain", "events/s", verified, all),
        ];
    }

    /// <summary>Things per second.</summary>
    public static async Task<double> RateAsync(Func<Task<long>> work)
    {
        var began = Stopwatch.GetTimestamp();
        var count = await work();
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>The hash chain recomputed over the log: its limit is the reading.</summary>
    private static async Task<long> VerifyAsync(SqliteEventLog log, int events, CancellationToken ct)
    {
        using var audit = new ChainAudit(ChainState.Empty, [], []);
        await foreach (var recorded in log.ReadAllAsync(LogPosition.Start, ct).Take(events))
        {
            _ = audit.Next(recorded);
        }

        return audit.State.Count;
    }

    /// <summary>As cases grow: two events at a time, between those of the other streams.</summary>
    private static async Task FillStreamsAsync(SqliteEventLog log, CancellationToken ct)
    {
        for (var length = 0; length < AppendLoad.StreamEvents; length += 2)
        {
            await Task.WhenAll(Enumerable.Range(0, Streams).Select(stream => AppendBenchmark.AppendAsync(log, StreamOf(stream), length, 2, ct)));
        }
    }

    private static string StreamOf(int number) => AppendLoad.StreamName("read", 0, number);
}
