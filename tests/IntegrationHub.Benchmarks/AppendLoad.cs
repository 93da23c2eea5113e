using System.Diagnostics;
using System.Globalization;

namespace IntegrationHub.Benchmarks;

/// <summary>Adds events to a stream that has just so many, and returns once they are durable.</summary>
/// <param name="writer">From 0; a writer sends one append at a time.</param>
/// <param name="stream">The stream's name.</param>
/// <param name="length">Events that stand in the stream.</param>
/// <param name="count">Events to add.</param>
/// <param name="ct">Ends the wait.</param>
internal delegate Task Appender(int writer, string stream, long length, int count, CancellationToken ct);

/// <summary>Writers with streams of their own, each sending its next append when the last one was acknowledged.</summary>
internal static class AppendLoad
{
    /// <summary>A stream is left for the next when it has this many events.</summary>
    public const int StreamEvents = 20;

    /// <summary>600 bytes of JSON.</summary>
    public static readonly byte[] Data = Json(600);

    /// <summary>170 bytes of JSON.</summary>
    public static readonly byte[] Metadata = Json(170);

    /// <summary>Runs the writers for a span.</summary>
    /// <param name="append">Where to.</param>
    /// <param name="name">New in each run: the streams are named after it.</param>
    /// <param name="writers">How many at once.</param>
    /// <param name="perAppend">Events in an append.</param>
    /// <param name="span">No append begins later.</param>
    /// <param name="ct">Ends the run.</param>
    public static async Task<Written> RunAsync(Appender append, string name, int writers, int perAppend, TimeSpan span, CancellationToken ct)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(writer), ct)));
        var took = Stopwatch.GetElapsedTime(started);
        return new Written([.. latencies.SelectMany(latency => latency)], perAppend, took, Environment.CpuUsage.TotalTime - cpu);

        async Task<List<double>> WriteAsync(int writer)
        {
            var times = new List<double>();
            for (var (number, length) = (0, 0); Stopwatch.GetElapsedTime(started) < span; length += perAppend)
            {
                (number, length) = length >= StreamEvents ? (number + 1, 0) : (number, length);
                var began = Stopwatch.GetTimestamp();
                await append(writer, StreamName(name, writer, number), length, perAppend, ct);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return times;
        }
    }

    /// <summary>The stream of a writer.</summary>
    public static string StreamName(string name, int writer, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}-{writer}-{number}");

    private static byte[] Json(int bytes) => [.. "{\"text\":\""u8, .. Enumerable.Repeat((byte)'x', bytes - 11), .. "\"}"u8];
}

/// <summary>What a run of writers came to.</summary>
/// <param name="Latencies">Milliseconds of each append.</param>
/// <param name="PerAppend">Events in each.</param>
/// <param name="Took">First to last.</param>
/// <param name="Cpu">Of this process: writers and log together.</param>
internal sealed record Written(IReadOnlyList<double> Latencies, int PerAppend, TimeSpan Took, TimeSpan Cpu)
{
    public double EventsPerSecond => Latencies.Count * PerAppend / Took.TotalSeconds;

    /// <summary>One writer's rate by its quickest tenth, to stand beside <see cref="RawDisk.FlushesPerSecond"/>.</summary>
    public double QuickestPerSecond => PerAppend * 1_000 / Milliseconds(RawDisk.Quickest);

    public double CpuMicroseconds => Cpu.TotalMicroseconds / (Latencies.Count * PerAppend);

    public double Milliseconds(double percent) => Figure.Percentile(Latencies, percent);
}
