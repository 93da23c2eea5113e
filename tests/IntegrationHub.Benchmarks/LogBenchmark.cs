using System.Diagnostics;
using System.Globalization;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.Audit;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Benchmarks;

/// <summary>The embedded event log: appends acknowledged after the flush, and reads, beside what disk and SQLite allow.</summary>
/// <remarks>The parts take turns in every round, so that a machine that drifts does so for all of them. Under a minute in all.</remarks>
internal static class LogBenchmark
{
    private const int Rounds = 3;
    private const int StreamEvents = 20;
    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(1);
    private static readonly int[] s_writers = [1, 8, 64, 256];
    private static readonly byte[] s_data = Json(600);
    private static readonly byte[] s_metadata = Json(170);

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, "artifacts", $"bench-log-{Environment.ProcessId}"));
        try
        {
            return await RunAsync(folder.FullName, ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(string folder, CancellationToken ct)
    {
        var path = Path.Combine(folder, "hub.log");
        await using var log = SqliteEventLog.Open(path, TimeProvider.System);
        await WriteAsync(log, "warm-up", writers: 64, perAppend: 2, ct);

        List<double> flushes = [], single = [];
        var writes = s_writers.ToDictionary(writers => writers, _ => new List<Written>());
        for (var round = 0; round < Rounds; round++)
        {
            flushes.Add(RawDisk.FlushesPerSecond(Path.Combine(folder, "raw"), s_span / 2));
            single.Add((await WriteAsync(log, $"single-{round}", writers: 1, perAppend: 1, ct)).EventsPerSecond);
            foreach (var writers in s_writers)
            {
                writes[writers].Add(await WriteAsync(log, $"round-{round}-{writers}", writers, perAppend: 2, ct));
            }
        }

        var figures = new List<Figure>
        {
            Figure.Of("log/flush-1-kib", "flushes/s", flushes),
            Figure.Of("log/commit-one-event", "commits/s", single, flushes, goal: 0.9 * Figure.Median(flushes)),
        };
        foreach (var (writers, written) in writes)
        {
            figures.Add(Figure.Of(Name(writers), "events/s", [.. written.Select(w => w.EventsPerSecond)], flushes, goal: writers == 256 ? 60_000 : null));
            figures.Add(Figure.Of($"{Name(writers)}-p99", "ms", [.. written.Select(w => w.Milliseconds(99))], goal: writers == 64 ? 10 : null));
            figures.Add(Figure.Of($"{Name(writers)}-max", "ms", [.. written.Select(w => w.Milliseconds(100))]));
        }

        figures.Add(Figure.Of("log/append-64-cpu", "µs/event", [.. writes[64].Select(w => w.CpuMicroseconds)], goal: 15));
        figures.AddRange(await ReadAsync(log, path, ct));
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> ReadAsync(SqliteEventLog log, string path, CancellationToken ct)
    {
        using var raw = new RawSqlite(path);
        List<double> streams = [], streamLimits = [], all = [], allLimits = [], verified = [];
        for (var round = 0; round < Rounds; round++)
        {
            List<double> times = [], limits = [];
            for (var number = 0; number < 2000; number++)
            {
                var stream = StreamName("warm-up", number % 64, number / 64 % 4);
                var started = Stopwatch.GetTimestamp();
                _ = await log.ReadStreamAsync(stream, 0, ct).CountAsync(ct);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
                started = Stopwatch.GetTimestamp();
                _ = raw.StepStream(stream);
                limits.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            }

            streams.Add(Figure.Median(times));
            streamLimits.Add(Figure.Median(limits));
            var began = Stopwatch.GetTimestamp();
            all.Add(await log.ReadAllAsync(LogPosition.Start, ct).Take(200_000).CountAsync(ct) / Stopwatch.GetElapsedTime(began).TotalSeconds);
            began = Stopwatch.GetTimestamp();
            verified.Add(await VerifyAsync(log, 200_000, ct) / Stopwatch.GetElapsedTime(began).TotalSeconds);
            began = Stopwatch.GetTimestamp();
            allLimits.Add(raw.StepAll(200_000) / Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return
        [
            Figure.Of("log/read-20-events-p50", "µs", streams, streamLimits, goal: 110),
            Figure.Of("log/read-all", "events/s", all, allLimits, goal: 400_000),
            Figure.Of("log/verify-chain", "events/s", verified, all),
        ];
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

    private static async Task<Written> WriteAsync(SqliteEventLog log, string name, int writers, int perAppend, CancellationToken ct)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, writers)
            .Select(writer => Task.Run(() => WriteStreamsAsync(log, name, writer, perAppend, started, ct), ct)));
        var took = Stopwatch.GetElapsedTime(started);
        return new Written([.. latencies.SelectMany(latency => latency)], perAppend, took, Environment.CpuUsage.TotalTime - cpu);
    }

    private static async Task<List<double>> WriteStreamsAsync(
        SqliteEventLog log, string name, int writer, int perAppend, long started, CancellationToken ct)
    {
        var latencies = new List<double>();
        for (var (number, revision) = (0, -1L); Stopwatch.GetElapsedTime(started) < s_span; revision += perAppend)
        {
            if (revision + 1 == StreamEvents)
            {
                (number, revision) = (number + 1, -1);
            }

            var began = Stopwatch.GetTimestamp();
            var result = await log.AppendAsync(StreamName(name, writer, number), ExpectedRevision.Exactly(revision), Events(perAppend), ct);
            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            _ = result as Appended ?? throw new InvalidOperationException($"The log answered {result}.");
        }

        return latencies;
    }

    private static NewEvent[] Events(int count)
    {
        var events = new NewEvent[count];
        for (var index = 0; index < count; index++)
        {
            events[index] = new NewEvent(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), "case-routed.v1", s_data, s_metadata);
        }

        return events;
    }

    private static byte[] Json(int bytes) => [.. "{\"text\":\""u8, .. Enumerable.Repeat((byte)'x', bytes - 11), .. "\"}"u8];

    private static string Name(int writers) => string.Create(CultureInfo.InvariantCulture, $"log/append-{writers}");

    private static string StreamName(string name, int writer, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}-{writer}-{number}");

    private sealed record Written(IReadOnlyList<double> Latencies, int PerAppend, TimeSpan Took, TimeSpan Cpu)
    {
        public double EventsPerSecond => Latencies.Count * PerAppend / Took.TotalSeconds;

        public double CpuMicroseconds => Cpu.TotalMicroseconds / (Latencies.Count * PerAppend);

        public double Milliseconds(double percent) => Figure.Percentile(Latencies, percent);
    }
}
