using System.Diagnostics;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Benchmarks;

/// <summary>The one number: signed webhooks as Twilio sends them, beside an endpoint that does nothing.</summary>
/// <remarks>Whoever calls runs in the same process on the same cores, for the hub and for the endpoint that does nothing alike.</remarks>
internal static class VoiceBenchmark
{
    private const int CallsAtOnce = 200;
    private const int Connections = 64;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Pace pace, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, "artifacts", $"bench-voice-{Environment.ProcessId}")).FullName;
        try
        {
            await using var hub = await Hub.BuildAsync(
                ["--environment", "Development", "--urls", "http://127.0.0.1:0", "--data", folder, "--Simulator:Auto", "false",
                 "--Twilio:AuthToken", VoiceCaller.Token, "--PublicUrl", VoiceCaller.PublicUrl, "--Logging:LogLevel:Default", "Warning"], TimeProvider.System);
            await using var nothing = WebApplication.CreateSlimBuilder().WithAddress().Build();
            nothing.MapPost("/{**path}", () => Results.Text(VoiceCaller.Still, "text/xml"));
            await hub.StartAsync(ct);
            await nothing.StartAsync(ct);
            using var toHub = new VoiceCaller(hub.Urls.First());
            using var toNothing = new VoiceCaller(nothing.Urls.First());
            await CallAtOnceAsync(toHub, TimeSpan.Zero, ct); // Warms up.
            await CallAtOnceAsync(toNothing, TimeSpan.Zero, ct);
            return [.. await PacedAsync(toHub, toNothing, pace, ct), .. await FlatOutAsync(toHub, toNothing, pace, ct)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Two hundred calls at once, each a whole case by keys, with a caller's pauses between the steps.</summary>
    private static async Task<IReadOnlyList<Figure>> PacedAsync(VoiceCaller hub, VoiceCaller nothing, Pace pace, CancellationToken ct)
    {
        List<double> p50 = [], p50Limit = [], p99 = [], p99Limit = [], worst = [];
        for (var round = 0; round < pace.Rounds; round++)
        {
            var limit = await CallAtOnceAsync(nothing, pace.Span, ct);
            var steps = await CallAtOnceAsync(hub, pace.Span, ct);
            p50.Add(Figure.Median(steps));
            p50Limit.Add(Figure.Median(limit));
            p99.Add(Figure.Percentile(steps, 99));
            p99Limit.Add(Figure.Percentile(limit, 99));
            worst.Add(steps.Max());
        }

        return
        [
            Figure.Of("voice/step-200-calls-p50", "ms", p50, p50Limit),
            Figure.Of("voice/step-200-calls-p99", "ms", p99, p99Limit, goal: 100),
            Figure.Of("voice/step-200-calls-max", "ms", worst),
        ];
    }

    /// <summary>As fast as 64 connections can: signature alone, then a call that is written down.</summary>
    private static async Task<IReadOnlyList<Figure>> FlatOutAsync(VoiceCaller hub, VoiceCaller nothing, Pace pace, CancellationToken ct)
    {
        List<double> signed = [], written = [], still = [];
        foreach (var request in (Func<CancellationToken, Task>[])[nothing.BeginAsync, hub.EndUnknownAsync, hub.BeginAsync])
        {
            _ = await RateAsync(request, pace with { Span = 3 * pace.Span }, ct); // Until the code is compiled for good.
        }

        for (var round = 0; round < pace.Rounds; round++)
        {
            still.Add(await RateAsync(nothing.BeginAsync, pace, ct));
            signed.Add(await RateAsync(hub.EndUnknownAsync, pace, ct));
            written.Add(await RateAsync(hub.BeginAsync, pace, ct));
        }

        var limit = Figure.Median(still);
        return
        [
            Figure.Of("voice/webhook-signed", "requests/s", signed, still, goal: 0.75 * limit),
            Figure.Of("voice/webhook-written", "requests/s", written, still, goal: 0.4 * limit),
        ];
    }

    private static async Task<List<double>> CallAtOnceAsync(VoiceCaller caller, TimeSpan pause, CancellationToken ct)
    {
        var calls = await Task.WhenAll(Enumerable.Range(0, CallsAtOnce).Select(_ => Task.Run(() => caller.CallAsync(pause, ct), ct)));
        return [.. calls.SelectMany(times => times)];
    }

    private static async Task<double> RateAsync(Func<CancellationToken, Task> request, Pace pace, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(
            async () =>
            {
                var count = 0;
                for (; Stopwatch.GetElapsedTime(began) < pace.Span; count++)
                {
                    await request(ct);
                }

                return count;
            }, ct)));
        return counts.Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static WebApplicationBuilder WithAddress(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        return builder;
    }
}
