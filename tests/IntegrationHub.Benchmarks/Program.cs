using IntegrationHub.Benchmarks;

// ops/bench [NAME...] [--json] [--quick]: one line per figure, or one JSON array and nothing else.
var pace = args.Contains("--quick", StringComparer.Ordinal) ? Pace.Quick : Pace.Full;
var benchmarks = new Dictionary<string, Func<CancellationToken, Task<IReadOnlyList<Figure>>>>(StringComparer.Ordinal)
{
    ["log"] = ct => LogBenchmark.RunAsync(pace, ct),
    ["voice"] = ct => VoiceBenchmark.RunAsync(pace, ct),
    ["chat"] = ct => ChatBenchmark.RunAsync(pace, ct),
    ["suppliers"] = ct => SupplierBenchmark.RunAsync(pace, ct),
    ["quality"] = ct => Quality.RunAsync(pace, ct),
    ["search"] = ct => SearchBenchmark.RunAsync(pace, ct),
};
string[] promised = ["log", "voice", "chat", "suppliers", "quality", "search", "web", "city"];

var json = args.Contains("--json", StringComparer.Ordinal);
var names = args.Where(arg => arg is not ("--json" or "--quick")).ToList();
foreach (var name in names.Where(name => !benchmarks.ContainsKey(name)))
{
    await Console.Error.WriteLineAsync(promised.Contains(name, StringComparer.Ordinal)
        ? $"bench: {name} is not available yet; available: {string.Join(", ", benchmarks.Keys)}."
        : $"bench: there is no benchmark {name}; available: {string.Join(", ", benchmarks.Keys)}.");
    return 2;
}

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // Lets the benchmark delete its files.
    press.Cancel = true;
    stopping.Cancel();
};
try
{
    var figures = new List<Figure>();
    foreach (var name in names.Count > 0 ? names : [.. benchmarks.Keys])
    {
        figures.AddRange(await benchmarks[name](stopping.Token));
    }

    await Console.Out.WriteLineAsync(json ? Figure.Json(figures) : Figure.Table(figures));
    return 0;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("bench: stopped before it was done.");
    return 1;
}
