using System.Globalization;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Benchmarks;

/// <summary>Appends that are acknowledged once they are durable, beside what the disk and others do in the same rounds.</summary>
internal static class AppendBenchmark
{
    private const int Compared = 64;
    private static readonly int[] s_writers = [1, 8, Compared, 256];

    public static async Task<IReadOnlyList<Figure>> RunAsync(SqliteEventLog log, string folder, Pace pace, CancellationToken ct)
    {
        await using var postgres = await PostgresPeer.StartAsync(folder, ct);
        await using var emmett = await EmmettPeer.StartAsync(folder, ct);
        Appender ours = (_, stream, length, count, stop) => AppendAsync(log, stream, length, count, stop);
        await AppendLoad.RunAsync(ours, "warm-up", Compared, perAppend: 2, pace.Span, ct);
        await WarmUpAsync(postgres, pace, ct);
        await WarmUpAsync(emmett, pace, ct);

        List<double> fsync = [], fdatasync = [], single = [];
        var rounds = s_writers.ToDictionary(writers => writers, _ => new Beside());
        for (var round = 0; round < pace.Rounds; round++)
        {
            fsync.Add(RawDisk.FlushesPerSecond(Path.Combine(folder, "raw"), pace.Span, dataOnly: false));
            single.Add((await AppendLoad.RunAsync(ours, $"single-{round}", writers: 1, perAppend: 1, pace.Span, ct)).QuickestPerSecond);
            fdatasync.Add(RawDisk.FlushesPerSecond(Path.Combine(folder, "raw"), pace.Span / 2, dataOnly: true));
            foreach (var (writers, beside) in rounds)
            {
                var run = string.Create(CultureInfo.InvariantCulture, $"round-{round}-{writers}");
                beside.Ours.Add(await AppendLoad.RunAsync(ours, run, writers, perAppend: 2, pace.Span, ct));
                await AddAsync(beside.Postgres, postgres, run, writers, pace, ct);
                await AddAsync(beside.Emmett, emmett, run, writers, pace, ct);
            }
        }

        return
        [
            Figure.Of("log/flush-1-kib", "flushes/s", fsync),
            Figure.Of("log/flush-data-1-kib", "flushes/s", fdatasync),
            Figure.Of("log/commit-one-event", "commits/s", single, fsync, goal: 0.9 * Figure.Median(fsync)),
            .. rounds.SelectMany(pair => Figures(pair.Key, pair.Value, fdatasync, postgres.Name, emmett.Name)),
            Figure.Of("log/append-64-cpu", "µs/event", [.. rounds[Compared].Ours.Select(written => written.CpuMicroseconds)], goal: 15),
        ];
    }

    private static IEnumerable<Figure> Figures(int writers, Beside beside, List<double> flushes, string postgres, string emmett)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"log/append-{writers}");
        double[] ours = Rates(beside.Ours), theirs = Rates(beside.Postgres), emmetts = Rates(beside.Emmett);
        double[] p99 = [.. beside.Ours.Select(written => written.Milliseconds(99))];
        yield return Figure.Of(name, "events/s", ours, flushes, goal: writers == 256 ? 60_000 : null);
        yield return Figure.Of($"{name}-p99", "ms", p99, goal: writers == Compared ? 10 : null)
            .Beside(postgres, [.. beside.Postgres.Zip(p99, (their, our) => their.Milliseconds(99) / our)]);
        yield return Figure.Of($"{name}-max", "ms", [.. beside.Ours.Select(written => written.Milliseconds(100))]);
        yield return Figure.Of($"{name}-postgresql", "events/s", ours, goal: Times(theirs, writers switch { Compared => 2, 256 => 3, _ => null }))
            .Beside(postgres, [.. ours.Zip(theirs, (our, their) => our / their)]);
        yield return Figure.Of($"{name}-emmett", "events/s", ours, goal: Times(emmetts, writers == Compared ? 15 : null))
            .Beside(emmett, [.. ours.Zip(emmetts, (our, their) => our / their)]);
    }

    /// <summary>The log under the load's terms.</summary>
    public static async Task AppendAsync(SqliteEventLog log, string stream, long length, int count, CancellationToken ct)
    {
        var events = new NewEvent[count];
        for (var index = 0; index < count; index++)
        {
            events[index] = new NewEvent(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), "case-routed.v1", AppendLoad.Data, AppendLoad.Metadata);
        }

        var result = await log.AppendAsync(stream, ExpectedRevision.Exactly(length - 1), events, ct);
        _ = result as Appended ?? throw new InvalidOperationException($"The log answered {result}.");
    }

    private static async Task AddAsync(List<Written> runs, Peer peer, string run, int writers, Pace pace, CancellationToken ct)
    {
        if (peer.AppendAsync is not null)
        {
            runs.Add(await peer.AppendAsync(run, writers, pace.Span, ct));
        }
    }

    private static Task WarmUpAsync(Peer peer, Pace pace, CancellationToken ct) => AddAsync([], peer, "warm-up", writers: 8, pace, ct);

    private static double[] Rates(List<Written> runs) => [.. runs.Select(written => written.EventsPerSecond)];

    private static double? Times(double[] theirs, int? wanted) => wanted is null || theirs.Length == 0 ? null : wanted * Figure.Median(theirs);

    private sealed record Beside
    {
        public List<Written> Ours { get; } = [];

        public List<Written> Postgres { get; } = [];

        public List<Written> Emmett { get; } = [];
    }
}
