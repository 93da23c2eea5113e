using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Benchmarks;

/// <summary>A history of cases: decoded, folded into the list of cases, and what that takes of memory and disk.</summary>
internal static class ViewBenchmark
{
    private const int Decoded = 40_000;

    public static async Task<IReadOnlyList<Figure>> RunAsync(string folder, Pace pace, CancellationToken ct)
    {
        var codec = new EventCodec(new BenchKeys());
        await using var log = SqliteEventLog.Open(Path.Combine(folder, "cases.log"), TimeProvider.System);
        var cases = await new CaseHistory(codec).WriteAsync(log, pace.Events, ct);
        var sample = await log.ReadAllAsync(LogPosition.Start, ct).Take(Decoded).ToArrayAsync(ct);

        using (var first = LiveView.Open(CaseRow.View, Path.Combine(folder, "warm-up")))
        {
            await first.CatchUpAsync(log, ct);
        }

        var before = Held();
        using var view = LiveView.Open(CaseRow.View, Path.Combine(folder, "views"));
        await view.CatchUpAsync(log, ct);
        var held = Held() - before;

        List<double> json = [], decoded = [], opening = [], opened = [], rebuilt = [];
        for (var round = 0; round < pace.Rounds; round++)
        {
            json.Add(await ReadBenchmark.RateAsync(() => Task.FromResult(Decode(EventCodec.WithoutTexts, sample))));
            decoded.Add(await ReadBenchmark.RateAsync(() => ReadAsync(log, EventCodec.WithoutTexts, ct)));
            opening.Add(await ReadBenchmark.RateAsync(() => Task.FromResult(Decode(codec, sample))));
            opened.Add(await ReadBenchmark.RateAsync(() => ReadAsync(log, codec, ct)));
            rebuilt.Add(await ReadBenchmark.RateAsync(async () => (await view.RebuildAsync(log, dryRun: false, _ => { }, ct)).Events));
        }

        GC.KeepAlive(sample);
        var bytes = Directory.GetFiles(Path.Combine(folder, "views"), "cases.*.db*").Sum(file => new FileInfo(file).Length);
        sample = [];
        var tenth = await PeakAsync(log, pace.Events / 10, ct);
        var whole = await PeakAsync(log, pace.Events, ct);
        return
        [
            Figure.Of("log/read-all-decoded", "events/s", decoded, json, goal: 400_000),
            Figure.Of("log/read-all-texts-opened", "events/s", opened, opening),
            Figure.Of("log/rebuild-cases", "events/s", rebuilt, json, goal: 300_000),
            Figure.Of("log/case-row-memory", "bytes", [Math.Max(0, held) / (double)cases], goal: 500),
            Figure.Of("log/case-row-disk", "bytes", [bytes / (double)cases]),
            Figure.Of("log/read-10-times-peak", "MiB", [whole], [tenth]),
        ];
    }

    /// <summary>Decoding alone, one event after another, on one core: the limit that JSON, and opening texts, set.</summary>
    private static long Decode(EventCodec codec, RecordedEvent[] events)
    {
        foreach (var recorded in events)
        {
            _ = codec.Decode(recorded);
        }

        return events.Length;
    }

    private static async Task<long> ReadAsync(SqliteEventLog log, EventCodec codec, CancellationToken ct)
    {
        var count = 0L;
        await foreach (var batch in log.ReadDecodedAsync(codec, _ => true, LogPosition.Start, ct))
        {
            count += batch.Read;
        }

        return count;
    }

    /// <summary>The most managed memory in use at any of twenty looks while so many events are read, in MiB.</summary>
    private static async Task<double> PeakAsync(SqliteEventLog log, int events, CancellationToken ct)
    {
        var (peak, count) = (0L, 0);
        await foreach (var _ in log.ReadAllAsync(LogPosition.Start, ct).Take(events))
        {
            if (++count % (events / 20) == 0)
            {
                peak = Math.Max(peak, Held());
            }
        }

        return peak / 1024.0 / 1024.0;
    }

    private static long Held() => GC.GetTotalMemory(forceFullCollection: true);
}
