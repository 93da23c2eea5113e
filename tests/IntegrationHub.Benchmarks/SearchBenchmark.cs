using System.Diagnostics;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Adapters.Search.Lucene;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Search;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Benchmarks;

/// <summary>Search over ten years of a city's cases and orders, while indexing goes on; beside SQLite's FTS5 over the same documents.</summary>
internal static class SearchBenchmark
{
    private const int TenYears = 2_350_000;
    private const int Developers = 100_000;
    private const int Drawn = 40_000;
    private const int AsADay = 1_000;
    private const int Changes = 30;
    private static readonly TimeSpan s_tenYearsWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private static readonly SearchReader s_desk = SearchReader.With([SearchReader.Desk("desk-0"), SearchReader.Supplier("supplier-0")]);

    public static async Task<IReadOnlyList<Figure>> RunAsync(Pace pace, CancellationToken ct)
    {
        var documents = pace == Pace.Quick ? Developers : TenYears;
        var folder = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, "artifacts", $"bench-search-{Environment.ProcessId}")).FullName;
        try
        {
            using var index = LuceneSearchIndex.Open(Path.Combine(folder, "search"));
            var built = await BuildAsync(index, documents, ct);
            using var peer = new Fts5Peer(Path.Combine(folder, "fts5.db"));
            var peerBuilt = peer.Build(documents, ct);
            var bytes = Directory.GetFiles(Path.Combine(folder, "search")).Sum(file => new FileInfo(file).Length);
            var figures = new List<Figure>
            {
                Figure.Of("search/build", "docs/s", [documents / built.TotalSeconds], goal: TenYears / s_tenYearsWithin.TotalSeconds)
                    .Beside(Fts5Peer.Name, [peerBuilt.TotalSeconds / built.TotalSeconds]),
                Figure.Of("search/build-time", "s", [built.TotalSeconds], goal: documents / (double)TenYears * s_tenYearsWithin.TotalSeconds),
                Figure.Of("search/index-size", "MiB", [bytes / 1024.0 / 1024.0]).Beside(Fts5Peer.Name, [peer.Bytes / (double)bytes]),
            };
            figures.Add(Figure.Of("search/build-from-log", "docs/s", [await FromLogAsync(folder, ct)], goal: TenYears / s_tenYearsWithin.TotalSeconds));
            figures.AddRange(await SearchesAsync(index, peer, documents, pace, ct));
            return figures;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>As the hub fills an index, from a log of as many streams; drawing a document from its events is not in it, making one up is.</summary>
    private static async Task<TimeSpan> BuildAsync(LuceneSearchIndex index, int documents, CancellationToken ct)
    {
        var source = new SearchSource(SearchCorpus.Prefix, (stream, _) => Task.FromResult<SearchDocument?>(SearchCorpus.OfStream(stream)));
        var filling = new SearchFilling(new SearchCorpusLog(documents), [source], NullLogger<SearchFilling>.Instance);
        var watch = Stopwatch.StartNew();
        await filling.CatchUpAsync(index, _ => { }, ct);
        return watch.Elapsed;
    }

    /// <summary>With all that a hub does: cases of eight events each are read from the log, opened with their keys, drawn and put.</summary>
    private static async Task<double> FromLogAsync(string folder, CancellationToken ct)
    {
        var codec = new EventCodec(new BenchKeys());
        await using var log = SqliteEventLog.Open(Path.Combine(folder, "cases.log"), TimeProvider.System);
        var cases = await new CaseHistory(codec).WriteAsync(log, Drawn * CaseHistory.EventsPerCase, ct);
        using var index = LuceneSearchIndex.Open(Path.Combine(folder, "from-log"));
        var filling = new SearchFilling(log, [SearchSource.Cases(new CaseStore(log, codec))], NullLogger<SearchFilling>.Instance);
        var watch = Stopwatch.StartNew();
        var (_, documents) = await filling.CatchUpAsync(index, _ => { }, ct);
        return documents == cases ? documents / watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"{documents} of {cases} cases were drawn.");
    }

    private static async Task<IReadOnlyList<Figure>> SearchesAsync(LuceneSearchIndex index, Fts5Peer peer, int documents, Pace pace, CancellationToken ct)
    {
        var (searches, fewer) = pace == Pace.Quick ? (400, 40) : (1_000, 40);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // A hub runs for months: the code is compiled for good, and what everybody seeks was sought before. The searches that are measured are others.
        await TimesAsync(AsADay, n => index.SearchAsync(SearchCorpus.Query(n, documents), SearchReader.Everything, ct));
        await TimesAsync(AsADay, n => index.SearchAsync(new SearchQuery { Q = Number(10_000 + n, documents) }, SearchReader.Everything, ct));
        var indexing = Task.Run(() => ChangeAsync(index, documents, done.Token), ct);
        var text = await TimesAsync(searches, n => index.SearchAsync(SearchCorpus.Query(1_000 + n, documents), SearchReader.Everything, ct));
        var ofDesk = await TimesAsync(searches, n => index.SearchAsync(SearchCorpus.Query(1_000 + n, documents), s_desk, ct));
        var numbers = await TimesAsync(AsADay, n => index.SearchAsync(new SearchQuery { Number = [Number(n, documents)] }, SearchReader.Everything, ct));
        var typed = await TimesAsync(AsADay, n => index.SearchAsync(new SearchQuery { Q = Number(n, documents) }, SearchReader.Everything, ct));
        var hostile = await TimesAsync(fewer, n => index.SearchAsync(new SearchQuery { Q = Hostile(n) }, SearchReader.Everything, ct));
        var visible = await VisibleAsync(index, documents, ct);
        await done.CancelAsync();
        await indexing;
        var slow = await TimesAsync(fewer, n => Task.FromResult(peer.Search(SearchCorpus.Query(1_000 + n, documents))));
        var alike = text.Take(fewer).ToList();
        return
        [
            Figure.Of("search/text-p50", "ms", [Figure.Median(text)]).Beside(Fts5Peer.Name, [Figure.Median(slow) / Figure.Median(alike)]),
            Figure.Of("search/text-p99", "ms", [Figure.Percentile(text, 99)], goal: 50).Beside(Fts5Peer.Name, [Figure.Percentile(slow, 99) / Figure.Percentile(alike, 99)]),
            Figure.Of("search/text-of-a-desk-p99", "ms", [Figure.Percentile(ofDesk, 99)], goal: 50),
            Figure.Of("search/number-p99", "ms", [Figure.Percentile(numbers, 99)], goal: 5),
            Figure.Of("search/number-typed-p99", "ms", [Figure.Percentile(typed, 99)], goal: 5),
            Figure.Of("search/hostile-max", "ms", [hostile.Max()], goal: SearchBudget.Usual.Limit.TotalMilliseconds),
            Figure.Of("search/visible-max", "ms", [visible.Max()], goal: 1_000),
        ];
    }

    /// <summary>Twenty changes a second, ten times what a city's busiest hour has, each found at once.</summary>
    private static async Task ChangeAsync(LuceneSearchIndex index, int documents, CancellationToken ct)
    {
        try
        {
            for (var n = 0; ; n++)
            {
                await index.PutAsync([SearchCorpus.Document(n * 31 % documents)], new(documents + n), ct);
                await index.RefreshAsync(ct);
                await Task.Delay(s_pause, TimeProvider.System, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // All is measured.
        }
    }

    private static async Task<List<double>> TimesAsync(int searches, Func<int, Task> searchAsync)
    {
        var times = new List<double>(searches);
        for (var n = 0; n < searches; n++)
        {
            var since = Stopwatch.GetTimestamp();
            await searchAsync(n);
            times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return times;
    }

    /// <summary>From when a change is put until a search finds it.</summary>
    private static async Task<List<double>> VisibleAsync(LuceneSearchIndex index, int documents, CancellationToken ct)
    {
        var times = new List<double>();
        for (var n = 0; n < Changes; n++)
        {
            var word = $"nyttord{n}x";
            var since = Stopwatch.GetTimestamp();
            await index.PutAsync([SearchCorpus.Document(n) with { Title = word }], new LogPosition(documents + n), ct);
            await index.RefreshAsync(ct);
            while ((await index.SearchAsync(new SearchQuery { Q = $"\"{word}\"" }, SearchReader.Everything, ct)).Total == 0)
            {
                await Task.Yield();
            }

            times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return times;
    }

    private static string Number(int n, int documents) => (10_000_000 + (int)(n * 7_919L % documents)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Hostile(int n) => (n % 5) switch
    {
        0 => string.Join(' ', Enumerable.Range('a', 26).Select(letter => $"{(char)letter}{(char)letter}*")),
        1 => string.Join(' ', Enumerable.Repeat("skrivrae lösnordet nätvrket", 6)),
        2 => "((( *",
        3 => string.Join(' ', Enumerable.Range(0, 30).Select(one => $"sk{one}* -pl*")),
        _ => new string('1', 400),
    };
}
